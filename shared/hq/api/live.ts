import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { RecruitmentId } from '../answer.ts'
import type { RightsOf } from '../rights.ts'

export const HqLiveMessage = z.strictObject({
  /** HQ's wall clock, ms. */
  now: z.number(),
  /** Nouns touched since the last message, by whichever process. */
  touched: z.array(z.string()),
  /** Trouble to show on the frame, by reason. */
  trouble: z.array(z.string()),
})
export type HqLiveMessage = z.infer<typeof HqLiveMessage>

export const live = {
  /** One message on every change of this recruitment and of what belongs to none, and at least every 5 s as a heartbeat. */
  changes: oc.input(z.strictObject({ recruitment: RecruitmentId.nullable() })).output(eventIterator(HqLiveMessage)),
}

export const liveRights: RightsOf<typeof live> = { changes: 'signed_in' }
