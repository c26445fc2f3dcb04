import type { TFunction } from 'i18next'
import type { HqClient } from '../../../shared/hq/api.ts'
import type { DivisionSession } from '../../../shared/hq/api/division.ts'

type Granted<R> = Exclude<R, { ok: false }>
/** Venues, half days and faults of the recruitment, as HQ answered. */
export type Overview = Granted<Awaited<ReturnType<HqClient['division']['overview']>>>
export type Table = Granted<Awaited<ReturnType<HqClient['division']['table']>>>

/** A half day in few letters: `11-28 上午`. */
export const shortDay = (t: TFunction, { date, half }: Pick<DivisionSession, 'date' | 'half'>): string =>
  `${date.slice(5)} ${t(`division.half.${half}`)}`

/** Stages in words, joined. */
export const stageWords = (t: TFunction, stages: readonly string[]): string =>
  stages.map((stage) => t(`division.stage.${stage}`)).join('、')

/** Typed as people type: 20260131, 2026/1/31 and full-width digits become 2026-01-31. */
export function dateOf(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/.exec(text) ?? []
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Typed as people type: 8:30, 0830 and full-width digits become 08:30. */
export function minuteOf(typed: string): string {
  const text = typed.normalize('NFKC').trim()
  return /^\d{4}$/.test(text) ? `${text.slice(0, 2)}:${text.slice(2)}` : /^\d:\d{2}$/.test(text) ? `0${text}` : text
}

/** Days written one after the other or as a stretch: `2026-11-28 2026-11-30`, `2026-11-28~2026-12-02`. */
export function datesOf(typed: string): string[] {
  return typed
    .normalize('NFKC')
    .split(/[\s,，、;；]+/)
    .filter((each) => each !== '')
    .flatMap((each) => {
      const [from = '', to] = each.split(/[~～至]/).map(dateOf)
      if (to === undefined || !isDay(from) || !isDay(to) || to < from) return [from]
      const days: string[] = []
      for (let day = from; day <= to && days.length < 40; day = after(day)) days.push(day)
      return days
    })
}

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

function after(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}
