import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Second } from '../../shared/api/answer.ts'
import type { Acknowledgement } from '../../shared/facts.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { SignaturePad, type Strokes } from '../parts/signature-pad.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './hand.module.css'

/** Who has the pen: the referee first, then the candidate, who may refuse. */
type Step = 'referee' | 'candidate' | 'refusal'

interface Signing {
  acknowledgement: Acknowledgement
  second?: Second
}

/**
 * Sign-off of one lot's result at one item (规则 §7): the referee confirms, then the candidate signs on the screen or on
 * paper; a refusal is witnessed by a supervisor with a note, and the result stands.
 */
export function SignOff({ view, onSigned }: { view: JudgeView; onSigned: (view: JudgeView) => void }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me?.name ?? '')
  const [step, setStep] = useState<Step>('referee')
  const [strokes, setStrokes] = useState<Strokes>([])
  const [note, setNote, clearNote] = useDraft(`fitness.refusal ${view.session} ${view.lot} ${view.item}`)
  const [second, setSecond] = useState(nobody)
  const { session, lot, item } = view
  const form = useCommand<Signing, Awaited<ReturnType<typeof station.fitness.sign>>>((input) =>
    station.fitness.sign({ session, lot, item, ...input }),
  )
  useCommandSound(form.state)
  const sign = (input: Signing) => {
    void form.send(input).then((answer) => {
      if (answer === undefined) return
      clearNote()
      onSigned(answer.view)
    })
  }
  const result = t('fitness.result_of', { lot: view.lot, item: inTongue(view.title), verdict: t(`fitness.state.${view.state}`) })
  const next = view.items.find((each) => each.state === 'open')
  const onward =
    view.verdict === 'passed' ? t('fitness.all_passed')
    : view.verdict === 'failed' ? t('fitness.all_over')
    : next === undefined ? ''
    : t('fitness.next_item', { item: inTongue(next.title) })
  const person = complete(second)

  switch (step) {
    case 'referee':
      return (
        <div className={styles['ask']} role="group" aria-label={t('fitness.sign_off')}>
          <p className={styles['question']}>{t('fitness.announce')}</p>
          <strong className={styles['announced']}>{result}</strong>
          <p>{onward}</p>
          <p>{t('fitness.referee_means', { name: me })}</p>
          <Button className={styles['tall']} kind="primary" hint="Enter" autoFocus onClick={() => setStep('candidate')}>
            {t('fitness.referee_confirms', { verdict: t(`fitness.state.${view.state}`) })}
          </Button>
        </div>
      )
    case 'candidate':
      return (
        <div className={styles['ask']} role="group" aria-label={t('fitness.sign_off')}>
          <p className={styles['question']}>{t('fitness.candidate_signs')}</p>
          <p>{result}</p>
          <SignaturePad value={strokes} onChange={setStrokes} label={t('fitness.sign_here')} />
          <Outcome of={form.state} again={() => sign({ acknowledgement: { kind: 'signed', strokes } })} />
          <div className={styles['two']}>
            <Button kind="danger" onClick={() => setStep('refusal')}>
              {t('fitness.refuses')}
            </Button>
            <Button busy={form.busy} onClick={() => sign({ acknowledgement: { kind: 'on_paper' } })}>
              {t('fitness.on_paper')}
            </Button>
          </div>
          <Button
            className={styles['tall']}
            kind="primary"
            busy={form.busy}
            disabled={strokes.length === 0}
            onClick={() => sign({ acknowledgement: { kind: 'signed', strokes } })}
          >
            {t('fitness.record_signature')}
          </Button>
          <Button kind="quiet" onClick={() => setStep('referee')}>
            {t('fitness.back')}
          </Button>
        </div>
      )
    case 'refusal':
      return (
        <form
          className={styles['ask']}
          aria-label={t('fitness.refuses')}
          onSubmit={(event) => {
            event.preventDefault()
            if (note.trim() !== '' && person !== undefined) sign({ acknowledgement: { kind: 'refused', note: note.trim() }, second: person })
          }}
        >
          <p className={styles['question']}>{t('fitness.refuses')}</p>
          <p>{t('fitness.refusal_means')}</p>
          <TextArea label={t('fitness.refusal_note')} value={note} maxLength={500} autoFocus onChange={(event) => setNote(event.currentTarget.value)} />
          <SecondPerson value={second} onChange={setSecond} roles={secondRoles.witness} />
          <Outcome of={form.state} />
          <div className={styles['decide']}>
            <Button onClick={() => setStep('candidate')}>{t('fitness.back')}</Button>
            <Button kind="danger" type="submit" busy={form.busy} disabled={note.trim() === '' || person === undefined}>
              {t('fitness.record_refusal')}
            </Button>
          </div>
        </form>
      )
    default:
      return step satisfies never
  }
}
