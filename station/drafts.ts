import { forget, keep, keptUnder } from '../db/kept.ts'
import { signedInCall, type StationMethods } from './station-methods.ts'

/** Drafts one operator may hold at once; a screen has a handful. Beyond that the first one in order gives way. */
const mostDrafts = 100

const prefix = (operator: string): string => `draft/${operator}/`

/** Typed text that a reload or a lock must not lose: per operator, in the encrypted store, never in the page's own. */
export const draftMethods: StationMethods<'drafts'> = {
  put: (call, { key, text }) => {
    const { venue, caller } = signedInCall(call)
    const place = `${prefix(caller.operator)}${key}`
    if (text === '') {
      forget(venue.db, place)
      return { ok: true }
    }
    const others = keptUnder(venue.db, prefix(caller.operator)).filter((draft) => draft.key !== place)
    if (others.length >= mostDrafts) forget(venue.db, others[0]!.key)
    keep(venue.db, place, text)
    return { ok: true }
  },
  all: (call) => {
    const { venue, caller } = signedInCall(call)
    const mine = prefix(caller.operator)
    return Object.fromEntries(
      keptUnder(venue.db, mine).map((draft) => [draft.key.slice(mine.length), draft.value.toString('utf8')]),
    )
  },
}
