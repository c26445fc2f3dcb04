import { useTranslation } from 'react-i18next'
import { useRef, type Ref } from 'react'
import { BURST_GAP } from '../parts/scan-field.tsx'
import styles from './checklist.module.css'
import type { DeskForm } from './desk-form.ts'

/** From this many characters on a burst may be somebody's ticket rather than a tag. */
const TICKET_LENGTH = 8

/** The five things of a check-in, one key each: id card, ticket, consent, belongings tag, doubts. */
export function Checklist({ form, change, consentRequired, doubtOpen, tagRef, onDoubt, onEnter }: {
  form: DeskForm
  change: (form: DeskForm) => void
  consentRequired: boolean
  doubtOpen: boolean
  tagRef: Ref<HTMLInputElement>
  onDoubt: () => void
  onEnter: () => void
}) {
  const { t } = useTranslation()
  const lastKey = useRef(0)
  const ticks = [
    { hint: 'F1', name: 'idCard', words: t('check-in.id_card') },
    { hint: 'F2', name: 'ticket', words: t('check-in.ticket') },
    { hint: 'F3', name: 'consent', words: consentRequired ? t('check-in.consent') : t('check-in.consent_optional') },
  ] as const
  return (
    <ul className={styles['list']} aria-label={t('check-in.checklist')}>
      {ticks.map(({ hint, name, words }) => (
        <li key={name} data-done={form[name]}>
          <label>
            <input type="checkbox" checked={form[name]} onChange={() => change({ ...form, [name]: !form[name] })} />
            <b aria-hidden="true">{form[name] ? '✓' : '○'}</b>
            <span>{words}</span>
            <kbd aria-hidden="true">{hint}</kbd>
          </label>
        </li>
      ))}
      <li data-done={form.tag.trim() !== ''}>
        <label>
          <b aria-hidden="true">{form.tag.trim() === '' ? '○' : '✓'}</b>
          <span>{t('check-in.tag')}</span>
          <input
            ref={tagRef}
            type="text"
            className={styles['tag']}
            aria-label={t('check-in.tag')}
            value={form.tag}
            maxLength={32}
            autoComplete="off"
            autoFocus
            onChange={(event) => change({ ...form, tag: event.currentTarget.value })}
            onKeyDown={(event) => {
              const fast = event.timeStamp - lastKey.current < BURST_GAP
              lastKey.current = event.timeStamp
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              // a ticket scanned while a card is open must never let this person in as a tag
              if (!fast || form.tag.trim().length < TICKET_LENGTH) onEnter()
            }}
          />
          <kbd aria-hidden="true">F4</kbd>
        </label>
      </li>
      <li data-doubt={doubtOpen}>
        <button type="button" onClick={onDoubt}>
          <b aria-hidden="true">{doubtOpen ? '▲' : '○'}</b>
          <span>{doubtOpen ? t('check-in.doubt_open') : t('check-in.doubt_none')}</span>
          <kbd aria-hidden="true">F6</kbd>
        </button>
      </li>
    </ul>
  )
}
