import { livePulse } from './live-pulse.ts'
import type { HqUseCases } from '../use-cases.ts'

export const liveUseCases: HqUseCases<'live'> = {
  changes: ({ inside, caller, signal }, { recruitment }) => livePulse(inside).changes(caller.login, recruitment, signal),
}
