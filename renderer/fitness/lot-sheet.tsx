import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { time } from '../clock.ts'
import { inTongue } from '../i18n/start.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ViolationForm } from '../parts/violation-form.tsx'
import { AttemptSheet } from './attempt-sheet.tsx'
import { Correction } from './correction.tsx'
import { Entry } from './entry.tsx'
import hand from './hand.module.css'
import { ItemStrip } from './item-strip.tsx'
import styles from './judge.module.css'
import { OutcomePanel, type EndedBy } from './outcome-panel.tsx'
import { Seen } from './seen.tsx'
import { SignOff } from './sign-off.tsx'
import { TouchEntry } from './touch-entry.tsx'
import { Undo } from './undo.tsx'
import { useJudged } from './use-judged.ts'
import { useFitnessWords } from './words.ts'

/** What the judge is doing with this lot. */
type Step =
  | { at: 'judging' }
  | { at: 'outcome'; of: EndedBy }
  | { at: 'looking'; attempt: JudgeView['attempts'][number] }
  | { at: 'correcting'; attempt: JudgeView['attempts'][number] }
  | { at: 'violation' }

/** One lot at one item; mounted anew for every lot. `onNext` says what was finished, for the flash. */
export function LotSheet({ session, lot, item, onNext }: { session: string; lot: string; item: string; onNext: (done?: string) => void }) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const roles = useWho((who) => who.me?.roles ?? [])
  const judged = useJudged(session, lot, item)
  const [step, setStep] = useState<Step>({ at: 'judging' })
  const { view } = judged

  if (view === undefined) {
    return (
      <div className={styles['unknown']} aria-busy={judged.refused === undefined && !judged.failed}>
        <strong className={styles['lot']}>{lot}</strong>
        {judged.refused !== undefined && <Refusal reason={judged.refused.reason} detail={judged.refused.detail} />}
        {judged.failed && <p role="alert">{t('fitness.no_answer')}</p>}
        {(judged.refused !== undefined || judged.failed) && (
          <Button kind="primary" hint="Enter" autoFocus onClick={() => onNext()}>
            {t('fitness.other_lot')}
          </Button>
        )}
      </div>
    )
  }

  const took = (taken: JudgeView) => {
    judged.took(taken)
    setStep({ at: 'judging' })
  }
  const back = () => setStep({ at: 'judging' })
  const pick = (fact: string) => {
    const attempt = view.attempts.find((each) => each.fact === fact)
    if (attempt !== undefined) setStep({ at: 'looking', attempt })
  }

  return (
    <>
      <Seen view={view} onPick={pick} />
      <div className={styles['strip']}>
        <div className={styles['beside']}>
          <ItemStrip items={view.items} item={view.item} />
          {may(roles, 'sessions.violate') && step.at !== 'violation' && (
            <Button kind="quiet" onClick={() => setStep({ at: 'violation' })}>
              {t('parts.violation.open')}
            </Button>
          )}
        </div>
        {judged.news !== undefined && (
          <p className={styles['news']} role="status">
            <b aria-hidden="true">▲</b> {t('fitness.changed_by', { by: judged.news.by, time: time(judged.news.at) })}
            <Button kind="quiet" onClick={judged.seen}>
              {t('fitness.seen')}
            </Button>
          </p>
        )}
      </div>
      <section className={styles['hand']} aria-label={t('fitness.hand')}>
        {step.at !== 'violation' && <Undo view={view} onUndone={took} />}
        <Hand view={view} step={step} onStep={setStep} took={took} back={back} recorded={judged.again} onNext={onNext} />
      </section>
      {step.at === 'looking' && (
        <AttemptSheet
          attempt={step.attempt}
          words={words.outcome(step.attempt.outcome, view)}
          onClose={back}
          onCorrect={() => setStep({ at: 'correcting', attempt: step.attempt })}
        />
      )}
    </>
  )
}

/** What the hand may do now: read from the top, the first that fits. */
function Hand({ view, step, onStep, took, back, recorded, onNext }: {
  view: JudgeView
  step: Step
  onStep: (step: Step) => void
  took: (view: JudgeView) => void
  back: () => void
  /** A violation was recorded: what may be done is asked anew. */
  recorded: () => void
  onNext: (done?: string) => void
}) {
  const { t } = useTranslation()
  if (step.at === 'correcting') return <Correction view={view} attempt={step.attempt} onCorrected={took} onCancel={back} />
  if (step.at === 'violation') {
    const parts = view.items.map((each) => ({ part: each.item, title: each.title, marked: false, open: each.item === view.item }))
    return (
      <div className={hand['said']}>
        <ViolationForm session={view.session} of={{ lot: view.lot }} parts={parts} onRecorded={recorded} onClose={back} />
      </div>
    )
  }
  if (view.signed !== null) {
    return (
      <div className={hand['said']}>
        <strong>
          <b aria-hidden="true">✓</b> {t(`fitness.signed.${view.signed.kind}`)}
        </strong>
        <p>{t('fitness.signed_by', { by: view.signed.by, time: time(view.signed.at) })}</p>
        <p>{t('fitness.signed_next')}</p>
        <Button className={hand['tall']} kind="primary" hint="Enter" autoFocus onClick={() => onNext()}>
          {t('fitness.next_lot')}
        </Button>
      </div>
    )
  }
  if ((view.state === 'passed' || view.state === 'failed') && view.attempts.length > 0) {
    return (
      <SignOff
        view={view}
        onSigned={(taken) => {
          took(taken)
          onNext(t('fitness.done_flash', { lot: taken.lot, item: inTongue(taken.title) }))
        }}
      />
    )
  }
  if (view.blocked !== null) {
    return (
      <div className={hand['said']}>
        <Refusal reason={view.blocked.reason} detail={view.blocked.detail} />
        <Button className={hand['tall']} kind="primary" hint="Enter" autoFocus onClick={() => onNext()}>
          {t('fitness.next_lot')}
        </Button>
      </div>
    )
  }
  if (step.at === 'outcome') return <OutcomePanel view={view} of={step.of} onRecorded={took} onCancel={back} />
  const other = (of: EndedBy) => onStep({ at: 'outcome', of })
  if (view.touch) return <TouchEntry view={view} onRecorded={took} onOther={other} />
  return <Entry view={view} onRecorded={took} onOther={other} />
}
