import type { Contract, MethodName } from '../shared/api.ts'
import { checkInUseCases } from './check-in.ts'
import { closingUseCases } from './closing-methods.ts'
import { draftMethods } from './drafts.ts'
import { fitnessUseCases } from './fitness.ts'
import { heatsUseCases } from './heats.ts'
import { interviewUseCases } from './interview.ts'
import { journeyUseCases } from './journey.ts'
import { liveMethods } from './live.ts'
import { lotsUseCases } from './lots.ts'
import type { OpenVenue } from './open-venue.ts'
import { operatorMethods } from './operators.ts'
import { paperUseCases } from './paper.ts'
import { psychUseCases } from './psych.ts'
import { roomsUseCases } from './rooms.ts'
import { sessionsUseCases } from './sessions.ts'
import { shortlistUseCases } from './shortlist.ts'
import { standingsUseCases } from './standings.ts'
import type { Call, StationMethods } from './station-methods.ts'
import { syncMethods } from './sync.ts'
import { systemMethods } from './system.ts'
import type { Caller, UseCases } from './use-cases.ts'
import { venueMethods } from './venue.ts'
import { waitingUseCases } from './waiting.ts'

/** A method as the router calls it; its input was read by its own schema, which is all that `never` hides here. */
export type Method = { kind: 'venue'; act: VenueAct } | { kind: 'station'; act: StationAct }
type VenueAct = (venue: OpenVenue, caller: Caller, input: never) => unknown
type StationAct = (call: Call, input: never) => unknown

// every noun of the contract with all its methods, or the build breaks
type StationNoun = 'venue' | 'live' | 'drafts' | 'operators' | 'system' | 'sync'
const useCases: { [N in Exclude<keyof Contract, StationNoun>]: UseCases<N> } = {
  checkIn: checkInUseCases,
  closing: closingUseCases,
  fitness: fitnessUseCases,
  heats: heatsUseCases,
  interview: interviewUseCases,
  journey: journeyUseCases,
  lots: lotsUseCases,
  paper: paperUseCases,
  psych: psychUseCases,
  rooms: roomsUseCases,
  sessions: sessionsUseCases,
  shortlist: shortlistUseCases,
  standings: standingsUseCases,
  waiting: waitingUseCases,
}
const ofTheStation: { [N in StationNoun]: StationMethods<N> } = {
  venue: venueMethods,
  live: liveMethods,
  drafts: draftMethods,
  operators: operatorMethods,
  system: systemMethods,
  sync: syncMethods,
}

function flat(): Map<MethodName, Method> {
  const table = new Map<MethodName, Method>()
  for (const [noun, group] of Object.entries(useCases)) {
    for (const [name, act] of Object.entries<VenueAct>(group))
      table.set(`${noun}.${name}` as MethodName, { kind: 'venue', act })
  }
  for (const [noun, group] of Object.entries(ofTheStation)) {
    for (const [name, act] of Object.entries<StationAct>(group))
      table.set(`${noun}.${name}` as MethodName, { kind: 'station', act })
  }
  return table
}

/** `noun.method` → what does it. */
export const methods: ReadonlyMap<MethodName, Method> = flat()
