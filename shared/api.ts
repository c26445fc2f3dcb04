import type { ContractRouterClient } from '@orpc/contract'
import { checkIn } from './api/check-in.ts'
import { closing } from './api/closing.ts'
import { fitness, heats } from './api/fitness.ts'
import { interview } from './api/interview.ts'
import { journey, system } from './api/journey.ts'
import { lots } from './api/lots.ts'
import { operators } from './api/operators.ts'
import { paper } from './api/paper.ts'
import { psych } from './api/psych.ts'
import { rooms } from './api/rooms.ts'
import { sessions } from './api/sessions.ts'
import { shortlist } from './api/shortlist.ts'
import { standings } from './api/standings.ts'
import { sync } from './api/sync.ts'
import { drafts, live, venue } from './api/venue.ts'
import { waiting } from './api/waiting.ts'

/**
 * The contract between a screen and its own station: over a MessagePort in Electron, over HTTP elsewhere. What peers
 * and HQ may ask is another contract. Every method has a row in `permissions.ts`.
 */
export const contract = {
  venue, live, drafts, operators, sessions, checkIn, lots, psych, fitness, heats, shortlist, rooms, waiting, interview, standings, paper, closing,
  journey, system, sync,
}
export type Contract = typeof contract

/** The contract as a caller sees it. */
export type Client = ContractRouterClient<Contract>

type Path<C> = { [N in keyof C & string]: { [M in keyof C[N] & string]: `${N}.${M}` }[keyof C[N] & string] }[keyof C & string]
/** `noun.method` of every method. */
export type MethodName = Path<Contract>
