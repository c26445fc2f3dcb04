import { isAtHq } from '../db/hq-link.ts'
import { refuse } from '../shared/api/answer.ts'
import { sessionOf } from './session-day.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'
import { exportStick, readSlice, stickFiles } from './sync-stick.ts'
import { countUnsent, sessionAtHq, syncState } from './sync-state.ts'

/** HQ as this station sees it (规则 §11): how far it holds the venue's facts, by the line and by the stick. */
export const syncMethods: StationMethods<'sync'> = {
  state: (call) => syncState(signedInCall(call).venue),
  enrol: async (call, { cmd, card }) => {
    const { venue, caller } = signedInCall(call)
    const [held] = venue.ledger.heldByCommand(cmd)
    if (held?.type === 'venue.enrolled') return { ok: true, enrolledAt: held.at }
    const done = await venue.hq.enrol(card)
    if (!done.ok) return done
    const recorded = venue.record(caller, 'venue.enrolled', { hq: venue.hqId(), address: done.address }, cmd)
    return recorded.ok ? { ok: true, enrolledAt: syncState(venue).enrolledAt ?? Math.round(venue.clock.now()) } : recorded
  },
  tryNow: async (call) => {
    const { venue } = signedInCall(call)
    await venue.hq.tryNow()
    return { ok: true, state: syncState(venue) }
  },
  setAddress: (call, { address }) => signedInCall(call).venue.hq.setAddress(address),
  exportStick: (call, { everything }) => exportStick(signedInCall(call).venue, everything),
  stickFiles: (call) => stickFiles(signedInCall(call).venue),
  download: (call, { file, offset }) => readSlice(signedInCall(call).venue, file, offset),
  importReceipt: async (call, { bytes }) => {
    const { venue, caller } = signedInCall(call)
    const taken = await venue.hq.importReceipt(Buffer.from(bytes, 'base64'))
    if (!taken.ok) return taken
    if (taken.enrolled) {
      const recorded = venue.record(caller, 'venue.enrolled', { hq: venue.hqId(), address: venue.hq.place()?.address ?? 'stick' }, venue.newCommand())
      if (!recorded.ok) return recorded
    }
    return { ok: true, newest: taken.newest, atHq: syncState(venue).atHq, unsent: countUnsent(venue.db) }
  },
  atHq: (call, { facts }) => {
    const { db } = signedInCall(call).venue
    return { atHq: facts.filter((fact) => isAtHq(db, fact)) }
  },
  session: (call, { session }) => {
    const { venue } = signedInCall(call)
    return sessionOf(venue, session) === null ? refuse('session_unknown', { session }) : { ok: true, ...sessionAtHq(venue.db, session) }
  },
}
