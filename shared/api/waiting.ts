import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { answer, Bilingual, cmd, id, Recorded, Second, withReason } from './answer.ts'

/** Where somebody with a lot is on an interview day; the last three are ends of that person's interview. */
export const WaitingState = z.enum(['waiting', 'out', 'called', 'inside', 'scoring', 'left', 'no_show', 'lapsed', 'stopped'])
export type WaitingState = z.infer<typeof WaitingState>

/** Lots only: the waiting room knows numbers (规则 §8). */
export const WaitingRow = z.strictObject({
  candidate: id, lot: z.string(), room: id, state: WaitingState,
  /** Calls made so far, and when the last was. */
  calls: z.number().int(), calledAt: z.number().nullable(),
  out: z.strictObject({ fact: FactId, at: z.number(), escort: z.string(), why: z.enum(['toilet', 'medical', 'other']), note: z.string() }).nullable(),
  /** Belongings tag until it is given back. */
  tag: z.string(), belongings: z.enum(['none', 'held', 'returned']),
  /** The last step, which can be taken back while nothing came after it. */
  last: z.strictObject({ fact: FactId, type: z.string(), at: z.number(), undoable: z.boolean() }).nullable(),
})
export type WaitingRow = z.infer<typeof WaitingRow>

export const WaitingRoom = z.strictObject({
  room: id, title: Bilingual, waiting: z.number().int(), out: z.number().int(), left: z.number().int(),
  inside: z.string(), called: z.string(), next: z.string(),
  /** The room asks for the next candidate: nobody is inside and nobody is on the way. */
  free: z.boolean(),
})
export type WaitingRoom = z.infer<typeof WaitingRoom>

export const waiting = {
  /** Everybody with a lot, in the order of rooms and lots. */
  list: oc.input(z.strictObject({ session: id })).output(answer({ rooms: z.array(WaitingRoom), rows: z.array(WaitingRow), alarmMinutes: z.number().int(), callsBeforeAbsent: z.number().int(), now: z.number() })),
  call: oc.input(z.strictObject({ ...cmd, session: id, candidate: id })).output(Recorded),
  leave: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, escort: z.string().trim().min(1).max(60), why: z.enum(['toilet', 'medical', 'other']), note: z.string().max(300).default('') })).output(Recorded),
  back: oc.input(z.strictObject({ ...cmd, session: id, candidate: id })).output(Recorded),
  /** Left without return; ends the interview, so two people. */
  lapse: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, ...withReason, second: Second.optional() })).output(Recorded),
  noShow: oc.input(z.strictObject({ ...cmd, session: id, candidate: id, ...withReason, second: Second.optional() })).output(Recorded),
  belongings: oc.input(z.strictObject({ ...cmd, session: id, candidate: id })).output(Recorded),
  undo: oc.input(z.strictObject({ ...cmd, replaces: FactId, ...withReason, second: Second.optional() })).output(Recorded),
  /** The public board: numbers and rooms only, so it needs no sign-in. Newest calls first; `next` per room. */
  board: oc
    .input(z.strictObject({ session: id.optional() }))
    .output(answer({
      title: Bilingual, now: z.number(),
      calls: z.array(z.strictObject({ lot: z.string(), room: Bilingual, at: z.number(), call: z.number().int() })),
      rooms: z.array(z.strictObject({ room: Bilingual, inside: z.string(), next: z.array(z.string()), waiting: z.number().int() })),
    })),
}
