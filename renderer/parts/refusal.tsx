import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { time } from '../clock.ts'
import { stationNames } from '../answers.ts'
import styles from './refusal.module.css'
import type { Sending } from './use-command.ts'

/** A refusal that comes up below the fold of a long form is brought into sight; one that is in sight stays where it is. */
function intoSight(box: HTMLElement | null): void {
  box?.scrollIntoView({ block: 'nearest' })
}

/** The sentence of a refusal and its next step, both from `refusals.json`; details fill the sentence. */
export function Refusal({ reason, detail, children }: { reason: string; detail?: Readonly<Record<string, string>> | undefined; children?: ReactNode }) {
  const { t } = useTranslation()
  const { why, next } = sentence(t, reason, detail)
  return (
    <div ref={intoSight} className={styles['refusal']} role="alert" data-reason={reason}>
      <b aria-hidden="true">✕</b>
      <div>
        <strong>{why}</strong>
        <span>{next}</span>
      </div>
      {children}
    </div>
  )
}

/**
 * Reason and next step as text, where they stand in something else than a box. Moments in the detail become times, and
 * an account that only the chief can open again gets its own sentence.
 */
export function sentence(t: TFunction, reason: string, detail?: Readonly<Record<string, string>>): { why: string; next: string } {
  const closed = (reason === 'pin_locked' || reason === 'second_person_locked') && detail?.['until'] === 'chief'
  const key = closed ? 'pin_closed' : reason
  const filled = Object.fromEntries(Object.entries(detail ?? {}).map(([name, text]) => [name, inWords(t, reason, name, text)]))
  if (reason === 'sheet_unreadable') filled['fault'] ??= filled['why'] ?? ''
  if (reason === 'pack_has_holes') filled['holes'] ??= `${filled['detail'] ?? ''} (${filled['path'] ?? ''})`
  return {
    why: t(`refusals.${key}.why`, { ...filled, defaultValue: t('parts.refused_because', { reason }) }),
    next: advice(t, reason, detail) || t(`refusals.${key}.next`, { ...filled, defaultValue: '' }),
  }
}

/** What to do about an HQ that cannot be reached, where the reason tells; else empty. */
function advice(t: TFunction, reason: string, detail?: Readonly<Record<string, string>>): string {
  return reason === 'hq_unreachable' ? t(`sync.todo.${detail?.['why'] ?? ''}`, { defaultValue: '' }) : ''
}

/** One value of a refusal as people read it: moments as times, keys as words, this station by its name. */
function inWords(t: TFunction, reason: string, name: string, text: string): string {
  if (name === 'roles') return roleNames(t, text)
  if (name === 'station') return stationNames.of(text)
  if (reason === 'sheet_unreadable' && (name === 'fault' || name === 'why')) return t(`setup.sheet_fault.${text}`, { defaultValue: text })
  if (reason === 'hq_refused' && name === 'why') return t(`sync.refused.${text}`, { defaultValue: text })
  if (reason === 'hq_unreachable' && name === 'why') return t(`sync.why.${text}`, { defaultValue: text, detail: '' })
  if (reason === 'password_weak' && name === 'why') return t(`sign-in.weak.${text}`, { defaultValue: text })
  if (reason === 'pin_weak' && name === 'why') return t(`setup.pin_weak.${text}`, { defaultValue: text })
  if (reason === 'marks_wrong' && name === 'problem') return t(`parts.mark_problem.${text}`, { defaultValue: text })
  if (reason === 'marks_wrong' && name === 'element') return text === '' ? '' : t('parts.mark_element', { n: text })
  return /^1\d{12}$/.test(text) ? time(Number(text)) : text
}

/** Roles come as their keys, with commas between them. */
function roleNames(t: TFunction, keys: string): string {
  return keys.split(',').map((role) => t(`frame.roles.${role}`, { defaultValue: role })).join(' / ')
}

/** What a form says about its command: nothing while idle, the refusal, or plainly whether anything was recorded. */
export function Outcome({ of, again }: { of: Sending<unknown>; again?: (() => void) | undefined }) {
  const { t } = useTranslation()
  switch (of.kind) {
    case 'idle':
    case 'done':
    case 'sending':
      return null
    case 'refused':
      return <Refusal reason={of.refused.reason} detail={of.refused.detail} />
    case 'failed':
      return (
        <div ref={intoSight} className={styles['refusal']} role="alert" data-recorded={of.recorded}>
          <b aria-hidden="true">▲</b>
          <div>
            <strong>{t(of.recorded === 'no' ? 'parts.not_recorded' : 'parts.maybe_recorded')}</strong>
            <span>{t(of.recorded === 'no' ? 'parts.not_recorded_next' : 'parts.maybe_recorded_next', { code: of.code })}</span>
          </div>
          {again !== undefined && (
            <button type="button" className={styles['again']} onClick={again}>
              {t('parts.send_again')}
            </button>
          )}
        </div>
      )
    default:
      return of satisfies never
  }
}
