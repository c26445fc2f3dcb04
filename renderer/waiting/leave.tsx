import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './person.module.css'

const reasons = ['toilet', 'medical', 'other'] as const

/** Out of the waiting room with an escort (规则 §8): who goes along, and why. */
export function Leave({ session, candidate, lot, onCancel, onDone }: { session: string; candidate: string; lot: string; onCancel: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  // the same few people escort all morning
  const [escort, setEscort] = useDraft(`waiting.escort ${session}`)
  const [note, setNote] = useState('')
  const [why, setWhy] = useState<(typeof reasons)[number]>('toilet')
  const form = useCommand(station.waiting.leave)
  const ready = escort.trim() !== '' && (why !== 'other' || note.trim() !== '')
  const send = () => {
    if (!ready) return
    void form.send({ session, candidate, escort: escort.trim(), why, note: note.trim() }).then((answer) => answer !== undefined && onDone())
  }
  return (
    <form
      className={styles['leave']}
      aria-label={t('waiting.leave', { lot })}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <div className={styles['reasons']} role="radiogroup" aria-label={t('waiting.leave_why')}>
        {reasons.map((each) => (
          <Button key={each} role="radio" aria-checked={each === why} onClick={() => setWhy(each)}>
            {t(`waiting.why.${each}`)}
          </Button>
        ))}
      </div>
      <TextField label={t('waiting.escort')} value={escort} maxLength={60} autoFocus onFocus={(event) => event.currentTarget.select()} onChange={(event) => setEscort(event.currentTarget.value)} />
      <TextField label={t(why === 'other' ? 'waiting.note_needed' : 'waiting.note')} value={note} maxLength={300} onChange={(event) => setNote(event.currentTarget.value)} />
      <Outcome of={form.state} again={send} />
      <div className={styles['decide']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('interview.back')}
        </Button>
        <Button kind="primary" type="submit" hint="Enter" busy={form.busy} disabled={!ready}>
          {t('waiting.record_leave', { lot })}
        </Button>
      </div>
    </form>
  )
}
