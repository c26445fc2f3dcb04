import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { time } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { WhySheet, WhySteps } from '../parts/why.tsx'
import styles from './hand.module.css'

/** One attempt opened: how its verdict came about, who recorded it, and the way to correct it. */
export function AttemptSheet({ attempt, words, onClose, onCorrect }: {
  attempt: JudgeView['attempts'][number]
  /** The outcome, ready to read. */
  words: string
  onClose: () => void
  onCorrect: () => void
}) {
  const { t } = useTranslation()
  return (
    <WhySheet title={t('fitness.why.title', { what: words })} onClose={onClose}>
      {attempt.why === null ? <p>{t(attempt.n === null ? 'fitness.why.not_counted' : 'fitness.why.no_reading')}</p> : <WhySteps why={attempt.why} />}
      {attempt.outcome.kind === 'official_fault' && <p>{attempt.outcome.reason}</p>}
      <p className={styles['source']}>
        {t('fitness.why.recorded', { by: attempt.by, time: time(attempt.at) })}
        {attempt.corrected && ` · ${t('fitness.why.corrected')}`}
        <br />
        {t('fitness.why.fact', { fact: attempt.fact })}
      </p>
      <Button onClick={onCorrect}>{t('fitness.correct_this')}</Button>
    </WhySheet>
  )
}
