import type { Second } from '../../shared/api/answer.ts'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Outcome } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand, type Command } from '../parts/use-command.ts'

interface Attempt {
  outcome: Outcome
  /** The judge was asked about an implausible reading and says it is right. */
  confirmed?: boolean
  second?: Second
}

/** One form's attempt at the lot and item of the view. `onRecorded` comes only after the station's own yes. */
export function useRecord(
  view: JudgeView,
  onRecorded: (view: JudgeView) => void,
): Command<Attempt, Awaited<ReturnType<typeof station.fitness.record>>> & { record: (attempt: Attempt) => void } {
  const { session, lot, item } = view
  const command = useCommand<Attempt, Awaited<ReturnType<typeof station.fitness.record>>>((attempt) =>
    station.fitness.record({ session, lot, item, ...attempt }),
  )
  useCommandSound(command.state)
  const record = (attempt: Attempt) => {
    void command.send(attempt).then((answer) => {
      if (answer !== undefined) onRecorded(answer.view)
    })
  }
  return { ...command, record }
}
