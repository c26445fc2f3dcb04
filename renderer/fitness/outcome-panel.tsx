import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Outcome as Fact } from '../../shared/facts.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useDraft } from '../parts/use-draft.ts'
import styles from './hand.module.css'
import { useRecord } from './use-record.ts'
import { useFitnessWords } from './words.ts'

/** What ends an attempt without a reading. */
export type EndedBy = 'foul' | 'false_start' | 'did_not_finish' | 'gave_up' | 'official_fault'

function factOf(of: EndedBy, foul: string, reason: string): Fact | null {
  switch (of) {
    case 'foul':
      return foul === '' ? null : { kind: 'foul', foul }
    case 'official_fault':
      return reason.trim() === '' ? null : { kind: 'official_fault', reason: reason.trim() }
    case 'false_start':
    case 'did_not_finish':
    case 'gave_up':
      return { kind: of }
    default:
      return of satisfies never
  }
}

/** Asks in place before it records: the kind of foul, what follows, and for an official's fault reason and second person. */
export function OutcomePanel({ view, of, onRecorded, onCancel }: {
  view: JudgeView
  of: EndedBy
  onRecorded: (view: JudgeView) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const only = view.fouls.length === 1 ? (view.fouls[0]?.id ?? '') : ''
  const [foul, setFoul] = useState(only)
  const [reason, setReason, clearReason] = useDraft(`fitness.fault ${view.session} ${view.lot} ${view.item}`)
  const [second, setSecond] = useState(nobody)
  const form = useRecord(view, (recorded) => {
    clearReason()
    onRecorded(recorded)
  })

  const fault = of === 'official_fault'
  const person = complete(second)
  const fact = factOf(of, foul, reason)
  const ends = of === 'gave_up' || (!fault && view.attemptsLeft <= 1)
  const ready = fact !== null && (!fault || person !== undefined)
  const send = () => {
    if (ready) form.record({ outcome: fact, ...(fault && person !== undefined ? { second: person } : {}) })
  }

  return (
    <form
      className={styles['ask']}
      aria-label={t(`fitness.outcome.${of}`)}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <p className={styles['question']}>{t(`fitness.outcome.${of}`)}</p>
      {of === 'foul' && (
        <div className={styles['kinds']} role="radiogroup" aria-label={t('fitness.foul_kind')}>
          {view.fouls.map((each, index) => (
            <label key={each.id}>
              <input type="radio" name="foul" autoFocus={index === 0} checked={foul === each.id} onChange={() => setFoul(each.id)} />
              <span>{inTongue(each.title)}</span>
            </label>
          ))}
        </div>
      )}
      {fault ? (
        <>
          <p>{t('fitness.fault_means')}</p>
          <TextArea label={t('fitness.fault_reason')} value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.currentTarget.value)} />
          <SecondPerson value={second} onChange={setSecond} onEnter={send} roles={secondRoles.judging} />
        </>
      ) : (
        <p className={ends ? styles['ends'] : undefined}>
          {of === 'gave_up'
            ? t('fitness.gave_up_means')
            : of === 'false_start'
              ? t('fitness.false_start_means')
              : ends
                ? t('fitness.last_attempt_means')
                : t('fitness.attempt_means', { n: view.attemptsLeft - 1 })}
        </p>
      )}
      <Outcome of={form.state} again={send} />
      <div className={styles['decide']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('fitness.back')}
        </Button>
        <Button kind={ends ? 'danger' : 'primary'} type="submit" hint="Enter" busy={form.busy} disabled={!ready} autoFocus={of !== 'foul' && !fault}>
          {t('fitness.record', { what: fact === null ? t(`fitness.outcome.${of}`) : words.outcome(fact, view) })}
        </Button>
      </div>
    </form>
  )
}
