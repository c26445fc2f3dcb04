import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import styles from './refusal.module.css'
import type { Sending } from './use-command.ts'

/** The sentence of a refusal and its next step, both from `refusals.json`; details fill the sentence. */
export function Refusal({ reason, detail, children }: { reason: string; detail?: Readonly<Record<string, string>> | undefined; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={styles['refusal']} role="alert" data-reason={reason}>
      <b aria-hidden="true">✕</b>
      <div>
        <strong>{t(`refusals.${reason}.why`, { ...detail, defaultValue: t('parts.refused_because', { reason }) })}</strong>
        <span>{t(`refusals.${reason}.next`, { ...detail, defaultValue: '' })}</span>
      </div>
      {children}
    </div>
  )
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
        <div className={styles['refusal']} role="alert" data-recorded={of.recorded}>
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
