import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import type { HeatView } from '../../shared/api/fitness.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './recall.module.css'

type Reason = 'false_start' | 'official_fault'

interface Recalling {
  heat: string
  reason: Reason
  falseStarters: string[]
  note: string
  second?: Second
}

/** Calls a run back, in place: why, who, and a second person for an official's fault or once somebody was timed (规则 §7). */
export function Recall({ view, took, onCancel }: { view: HeatView; took: (view: HeatView) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState<Reason>('false_start')
  const [who, setWho] = useState<readonly string[]>([])
  const [note, setNote, clearNote] = useDraft(`heats.recall ${view.heat}`)
  const [second, setSecond] = useState(nobody)
  const form = useCommand<Recalling, Awaited<ReturnType<typeof station.heats.recall>>>((input) => station.heats.recall(input))
  useCommandSound(form.state)

  const asked = form.state.kind === 'refused' && form.state.refused.reason.startsWith('second_person')
  const needsSecond = reason === 'official_fault' || view.taps.some((tap) => !tap.removed) || asked
  const person = complete(second)
  const ready = (reason === 'official_fault' ? note.trim() !== '' : true) && (!needsSecond || person !== undefined)
  const send = () => {
    if (!ready) return
    const input = { heat: view.heat, reason, falseStarters: reason === 'false_start' ? [...who] : [], note: note.trim() }
    void form.send({ ...input, ...(person === undefined ? {} : { second: person }) }).then((answer) => {
      if (answer === undefined) return
      clearNote()
      took(answer.view)
    })
  }
  return (
    <form
      className={styles['recall']}
      aria-label={t('heats.recall')}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <div className={styles['reasons']} role="radiogroup" aria-label={t('heats.recall_why')}>
        {(['false_start', 'official_fault'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="reason" checked={reason === each} onChange={() => setReason(each)} />
            {t(`fitness.outcome.${each}`)}
          </label>
        ))}
      </div>
      {reason === 'false_start' ? (
        <>
          <p>{t('heats.false_start_means')}</p>
          <div className={styles['who']} role="group" aria-label={t('heats.who_started')}>
            {view.runners.map((runner) => (
              <button
                key={runner.bib}
                type="button"
                aria-pressed={who.includes(runner.lot)}
                onClick={() => setWho(who.includes(runner.lot) ? who.filter((lot) => lot !== runner.lot) : [...who, runner.lot])}
              >
                <strong>{runner.bib}</strong> {runner.lot}
              </button>
            ))}
          </div>
        </>
      ) : (
        <>
          <p>{t('heats.fault_means')}</p>
          <TextArea label={t('fitness.fault_reason')} value={note} maxLength={300} autoFocus onChange={(event) => setNote(event.currentTarget.value)} />
        </>
      )}
      {needsSecond && <SecondPerson value={second} onChange={setSecond} roles={secondRoles.judging} />}
      <Outcome of={form.state} again={send} />
      <div className={styles['buttons']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('heats.run_on')}
        </Button>
        <Button kind="danger" type="submit" busy={form.busy} disabled={!ready}>
          {reason === 'official_fault' || who.length === 0 ? t('heats.recall_run') : t('heats.recall_for', { lots: who.join('、') })}
        </Button>
      </div>
    </form>
  )
}
