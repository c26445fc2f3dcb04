import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { useNow } from '../clock.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './hand.module.css'
import { useFitnessWords } from './words.ts'

/** As long as the judge's thumb is still over the wrong key: one touch. Afterwards it is a correction with a reason. */
const TOUCH_MS = 10_000

/** Takes the last attempt back with one touch while its seconds run; keeps its place when there is nothing to undo. */
export function Undo({ view, onUndone }: { view: JudgeView; onUndone: (view: JudgeView) => void }) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const me = useWho((who) => who.me)
  const now = useNow(250)
  const command = useCommand<{ replaces: string; reason: string; outcome: null }, Awaited<ReturnType<typeof station.fitness.correct>>>(
    (input) => station.fitness.correct(input),
  )
  // another judge's attempt is corrected with a reason, not undone with one touch
  const last = view.attempts.find((attempt) => attempt.fact === view.undo && (attempt.by === me?.name || attempt.by === me?.operator))
  const left = last === undefined || view.signed !== null ? 0 : Math.ceil((last.at + TOUCH_MS - now) / 1000)
  const undo = () => {
    if (last === undefined) return
    void command.send({ replaces: last.fact, reason: t('fitness.undo_reason'), outcome: null }).then((answer) => {
      if (answer !== undefined) onUndone(answer.view)
    })
  }
  return (
    <div className={styles['undo']}>
      {last !== undefined && left > 0 && left <= TOUCH_MS / 1000 && (
        <Button busy={command.busy} onClick={undo}>
          ↶ {t('fitness.undo', { what: words.outcome(last.outcome, view) })} <span className={styles['seconds']}>{t('fitness.seconds_left', { n: left })}</span>
        </Button>
      )}
      <Outcome of={command.state} />
    </div>
  )
}
