import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '../clock.ts'
import { AttemptSheet } from '../fitness/attempt-sheet.tsx'
import { Correction } from '../fitness/correction.tsx'
import { SignOff } from '../fitness/sign-off.tsx'
import { useJudged } from '../fitness/use-judged.ts'
import { useFitnessWords } from '../fitness/words.ts'
import { AttemptSlots } from '../parts/attempt-slots.tsx'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Verdict } from '../parts/verdict.tsx'
import styles from './sign-runner.module.css'

type Step = { at: 'signing' } | { at: 'looking'; fact: string } | { at: 'correcting'; fact: string }

/** One runner of a finished heat: the same verdict, slots, correction and sign-off as at the judge's desk. */
export function SignRunner({ session, lot, item, onSigned, onNext }: {
  session: string
  lot: string
  item: string
  onSigned: (lot: string) => void
  onNext: () => void
}) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const judged = useJudged(session, lot, item)
  const [step, setStep] = useState<Step>({ at: 'signing' })
  const { view } = judged
  if (view === undefined) {
    return (
      <aside className={styles['sign']} aria-busy={judged.refused === undefined}>
        {judged.refused !== undefined && <Refusal reason={judged.refused.reason} detail={judged.refused.detail} />}
      </aside>
    )
  }
  const attempt = step.at === 'signing' ? undefined : view.attempts.find((each) => each.fact === step.fact)
  const last = view.attempts.at(-1)
  const ended = view.state === 'passed' || view.state === 'failed'
  const back = () => setStep({ at: 'signing' })
  return (
    <aside className={styles['sign']} aria-label={lot}>
      <strong className={styles['big-lot']}>{lot}</strong>
      <Verdict
        small
        of={view.state === 'passed' || view.state === 'failed' || view.state === 'locked' ? { kind: view.state } : { kind: 'left', n: view.attemptsLeft }}
        detail={last === undefined ? undefined : words.outcome(last.outcome, view)}
      />
      <AttemptSlots
        allowed={view.attemptsAllowed}
        onPick={(fact) => setStep({ at: 'looking', fact })}
        slots={view.attempts.map((each) => ({ key: each.fact, text: words.attempt(each, view), verdict: each.verdict, corrected: each.corrected }))}
      />
      {step.at === 'correcting' && attempt !== undefined ? (
        <Correction
          view={view}
          attempt={attempt}
          onCancel={back}
          onCorrected={(taken) => {
            judged.took(taken)
            back()
          }}
        />
      ) : view.signed !== null ? (
        <>
          <p>
            ✓ {t(`fitness.signed.${view.signed.kind}`)} · {t('fitness.signed_by', { by: view.signed.by, time: time(view.signed.at) })}
          </p>
          <Button kind="primary" onClick={onNext}>
            {t('heats.next_runner')}
          </Button>
        </>
      ) : ended && view.attempts.length > 0 ? (
        <SignOff view={view} onSigned={() => onSigned(lot)} />
      ) : (
        <p>{t('heats.nothing_to_sign')}</p>
      )}
      {step.at === 'looking' && attempt !== undefined && (
        <AttemptSheet attempt={attempt} words={words.outcome(attempt.outcome, view)} onClose={back} onCorrect={() => setStep({ at: 'correcting', fact: attempt.fact })} />
      )}
    </aside>
  )
}
