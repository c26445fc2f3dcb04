import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet } from '../../shared/api/interview.ts'
import type { Second } from '../../shared/api/answer.ts'
import type { Acknowledgement } from '../../shared/facts.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { SignaturePad, type Strokes } from '../parts/signature-pad.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './pane.module.css'
import { PrintSlip } from './print-slip.tsx'

/** How the candidate takes the slip: on paper, on the screen, or not at all. */
type Step = 'hand_over' | 'pad' | 'refusal'

/** The score slip: announced, printed, signed for by the candidate, who then leaves (规则 §8). */
export function Slip({ sheet, session, primary, onDone }: { sheet: Sheet; session: string; primary: boolean; onDone: (done: string) => void }) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>('hand_over')
  const [strokes, setStrokes] = useState<Strokes>([])
  const [note, setNote, clearNote] = useDraft(`interview.slip ${session} ${sheet.stage} ${sheet.candidate}`)
  const [second, setSecond] = useState(nobody)
  const form = useCommand<{ acknowledgement: Acknowledgement; second?: Second }, Awaited<ReturnType<typeof station.interview.slip>>>((input) =>
    station.interview.slip({ session, candidate: sheet.candidate, stage: sheet.stage, score: sheet.score ?? '', ...input }),
  )
  useCommandSound(form.state)
  const person = complete(second)
  const send = (acknowledgement: Acknowledgement, by?: Second) => {
    void form.send({ acknowledgement, ...(by === undefined ? {} : { second: by }) }).then((answer) => {
      if (answer === undefined) return
      clearNote()
      onDone(t('interview.announced', { lot: sheet.lot, score: sheet.score ?? '' }))
    })
  }
  const refuse = () => {
    if (note.trim() !== '' && person !== undefined) send({ kind: 'refused', note: note.trim() }, person)
  }
  const main = primary ? 'primary' : 'plain'
  switch (step) {
    case 'hand_over':
      return (
        <section className={styles['form']} aria-label={t('interview.slip')}>
          <div className={styles['announce']}>
            <p className={styles['question']}>{t('interview.announce', { lot: sheet.lot, score: sheet.score ?? '' })}</p>
            <PrintSlip session={session} candidate={sheet.candidate} lot={sheet.lot} />
          </div>
          <Outcome of={form.state} again={() => send({ kind: 'on_paper' })} />
          <div className={styles['decide']}>
            <Button kind="danger" onClick={() => setStep('refusal')}>
              {t('interview.slip_refused')}
            </Button>
            <Button onClick={() => setStep('pad')}>{t('interview.slip_on_screen')}</Button>
            <Button kind={main} hint="Enter" autoFocus={primary} busy={form.busy} onClick={() => send({ kind: 'on_paper' })}>
              {t('interview.slip_on_paper', { lot: sheet.lot })}
            </Button>
          </div>
        </section>
      )
    case 'pad':
      return (
        <section
          className={styles['form']}
          aria-label={t('interview.slip_on_screen')}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            setStep('hand_over')
          }}
        >
          <p className={styles['question']}>{t('interview.announce', { lot: sheet.lot, score: sheet.score ?? '' })}</p>
          <SignaturePad value={strokes} onChange={setStrokes} label={t('fitness.sign_here')} />
          <Outcome of={form.state} again={() => send({ kind: 'signed', strokes })} />
          <div className={styles['decide']}>
            <Button hint="Esc" autoFocus onClick={() => setStep('hand_over')}>
              {t('interview.back')}
            </Button>
            <Button kind={main} busy={form.busy} disabled={strokes.length === 0} onClick={() => send({ kind: 'signed', strokes })}>
              {t('interview.record_signature', { lot: sheet.lot })}
            </Button>
          </div>
        </section>
      )
    case 'refusal':
      return (
        <form
          className={styles['form']}
          aria-label={t('interview.slip_refused')}
          onSubmit={(event) => {
            event.preventDefault()
            refuse()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            setStep('hand_over')
          }}
        >
          <p className={styles['question']}>{t('interview.refusal_means')}</p>
          <TextArea label={t('fitness.refusal_note')} value={note} maxLength={500} autoFocus onChange={(event) => setNote(event.currentTarget.value)} />
          <SecondPerson value={second} onChange={setSecond} onEnter={refuse} roles={secondRoles.witness} />
          <Outcome of={form.state} again={refuse} />
          <div className={styles['decide']}>
            <Button hint="Esc" onClick={() => setStep('hand_over')}>
              {t('interview.back')}
            </Button>
            <Button kind="danger" type="submit" busy={form.busy} disabled={note.trim() === '' || person === undefined}>
              {t('interview.record_refusal', { lot: sheet.lot })}
            </Button>
          </div>
        </form>
      )
    default:
      return step satisfies never
  }
}
