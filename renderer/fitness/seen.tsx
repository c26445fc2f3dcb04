import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { inTongue } from '../i18n/start.ts'
import { AttemptSlots } from '../parts/attempt-slots.tsx'
import { Verdict, type VerdictKind } from '../parts/verdict.tsx'
import styles from './judge.module.css'
import { useFitnessWords } from './words.ts'

function verdictOf(view: JudgeView): VerdictKind {
  switch (view.state) {
    case 'passed':
      return { kind: 'passed' }
    case 'failed':
      return { kind: 'failed' }
    case 'locked':
      return { kind: 'locked' }
    case 'open':
      if (view.blocked !== null) return { kind: 'locked' }
      return { kind: 'left', n: view.attemptsLeft }
    default:
      return view.state satisfies never
  }
}

/** What is read from two metres: lot, whom the standard is for, the standard, and the verdict; below, the attempts. */
export function Seen({ view, onPick }: { view: JudgeView; onPick: (fact: string) => void }) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const verdict = verdictOf(view)
  const last = view.attempts.findLast((attempt) => attempt.n !== null)
  const standard = inTongue(view.standard)
  return (
    <>
      <div className={styles['seen']}>
        <div className={styles['who']}>
          <strong className={styles['lot']}>{view.lot}</strong>
          <div className={styles['for']}>
            <span>
              {t(`fitness.sex.${view.sex}`)} · {inTongue(view.band)}
            </span>
            {standard !== '' && (
              <span className={styles['standard']}>
                <small>{t('fitness.standard')}</small> {standard}
              </span>
            )}
          </div>
        </div>
        <Verdict of={verdict} detail={last === undefined ? undefined : words.outcome(last.outcome, view)} />
      </div>
      <div className={styles['slots']}>
        <AttemptSlots
          allowed={view.attemptsAllowed}
          onPick={onPick}
          slots={view.attempts.map((attempt) => ({
            key: attempt.fact,
            text: words.attempt(attempt, view),
            verdict: attempt.verdict,
            corrected: attempt.corrected,
          }))}
        />
      </div>
    </>
  )
}
