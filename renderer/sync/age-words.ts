import type { TFunction } from 'i18next'
import type { SyncBrief } from '../../shared/api/sync.ts'

/** How long ago, in the largest unit that tells: 45 秒, 12 分钟, 3 小时 5 分, 2 天. */
export function ageWords(t: TFunction, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return t('sync.seconds', { count: seconds })
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return t('sync.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? t('sync.hours', { hours, minutes: minutes % 60 }) : t('sync.days', { count: Math.floor(hours / 24) })
}

/** What people can do about it, as a sentence; empty where waiting or the reason itself says enough. */
export function todoWords(t: TFunction, why: string): string {
  return t(`sync.todo.${why}`, { defaultValue: '' })
}

/** Why something is not at HQ, as a clause. */
export function whyWords(t: TFunction, { why, detail }: Pick<SyncBrief, 'why' | 'detail'>): string {
  return t(`sync.why.${why}`, { detail: why === 'refused' ? t(`sync.refused.${detail}`, { defaultValue: detail }) : detail })
}
