import { windowPhase } from '../shared/checkin-rules.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { Day } from '../shared/standing.ts'
import { venueTime, type VenueTime } from '../shared/venue-time.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'

/** The venue's wall clock now. */
export function venueNow(venue: OpenVenue): VenueTime {
  return venueTime(venue.clock.now(), venue.pack.venue.utcOffset)
}

export function sessionOf(venue: OpenVenue, id: string): Session | null {
  return venue.pack.sessions.find((session) => session.id === id) ?? null
}

/** What the clock and the closing say about a session now. */
export function dayOf(venue: OpenVenue, session: Session): Day {
  return {
    pastCutoff: windowPhase(session, venueNow(venue), venue.pack.checkIn.cutoff) === 'late',
    closed: boardOf(venue).state(session.id) === 'closed',
  }
}

/** A session in which something may be recorded now, or why not: unknown, not opened, closed. */
export function workingSession(venue: OpenVenue, id: string): { ok: true; session: Session } | Refused {
  const session = sessionOf(venue, id)
  if (session === null) return refuse('session_unknown', { session: id })
  const state = boardOf(venue).state(id)
  switch (state) {
    case 'upcoming':
      return refuse('session_not_open', { session: session.title.zh })
    case 'closed':
      return refuse('session_closed', { session: session.title.zh })
    case 'open':
      return { ok: true, session }
    default:
      return state satisfies never
  }
}
