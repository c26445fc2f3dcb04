import type { Pool as PoolView, Strip } from '../shared/api/lots.ts'
import type { z } from 'zod'
import type { Pool } from '../shared/pack-schema.ts'
import { stripCode } from '../shared/strip-code.ts'
import { boardOf } from './board.ts'
import { drawsIn, membersOf, withoutPlace } from './draws.ts'
import type { OpenVenue } from './open-venue.ts'
import { sessionOf } from './session-day.ts'

/** What the three strips of a lot say; `copy` 0 is not printed yet, from 2 on it is a reprint (规则 §5). */
export function stripOf(venue: OpenVenue, sessionId: string, lot: string, copy: number): z.infer<typeof Strip> {
  const session = sessionOf(venue, sessionId)
  return {
    lot, session: session?.title ?? { zh: '', en: '' }, venue: venue.name, date: session?.date ?? '', copy, qr: stripCode(venue.exam, sessionId, lot),
  }
}

/** A pool and how far it is: counts over all its draws, hashes and digits of the one in work. */
export function poolView(venue: OpenVenue, pool: Pool): PoolView {
  const draws = drawsIn(venue, pool.session).filter((record) => record.frozen.body.pool === pool.id && record.aborted === null)
  const current = draws.findLast((record) => record.closed === null) ?? draws.at(-1) ?? null
  const members = membersOf(venue, pool)
  const places = draws.flatMap((record) => record.drawn)
  const last = places.filter((place) => place.voided === null).sort((a, b) => a.at - b.at || a.turn - b.turn).at(-1)
  return {
    pool: pool.id, session: pool.session, title: pool.title, letters: current?.frozen.body.letters ?? [...pool.letters].slice(0, 1),
    state: current === null ? 'not_frozen' : current.closed !== null ? 'closed' : current.digits === null ? 'frozen' : 'drawing',
    size: members.length, present: members.filter((standing) => standing.admitted !== null).length,
    drawn: places.filter((place) => place.voided === null).length, voided: places.filter((place) => place.voided !== null).length,
    desks: current?.frozen.body.desks ?? 1,
    draw: current?.draw ?? null, poolHash: current?.frozen.body.poolHash ?? null, commitment: current?.frozen.body.commitment ?? null,
    digits: current?.digits?.body.digits ?? null, witnesses: current?.digits?.body.witnesses ?? [],
    frozenAt: current?.frozen.at ?? null, frozenBy: current === null ? null : boardOf(venue).nameOf(current.frozen.by), secret: current?.closed?.body.secret ?? null,
    withoutPlace: withoutPlace(venue, pool).length,
    last: last === undefined ? null : { lot: last.lot, candidate: last.candidate, turn: last.turn, at: last.at },
  }
}
