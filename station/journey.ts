import { refuse } from '../shared/api/answer.ts'
import { itemsOf, stepsOf, type Travelled } from '../shared/journey-making.ts'
import { whereabouts } from '../shared/standing.ts'
import { hqLink, isAtHq } from '../db/hq-link.ts'
import { journeyOf } from '../db/journey.ts'
import { boardOf } from './board.ts'
import { masked } from '../shared/masked-id.ts'
import { findLot } from './judge-view.ts'
import { tellingOf } from './journey-params.ts'
import { rowOf } from './lists.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { Output, UseCases } from './use-cases.ts'

/** A candidate's journey: every fact in order, who, where, when, and why for each verdict. Overseeing roles only. */
export const journeyUseCases: UseCases<'journey'> = {
  find: (venue, _caller, input): Output<'journey', 'find'> => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const board = boardOf(venue)
    const found = input.candidate === undefined ? findLot(venue, session, input.lot ?? '') : null
    if (found !== null && !found.ok) return found
    const candidate = found?.standing.candidate ?? input.candidate ?? ''
    const person = board.person(candidate)
    const standing = board.standing(session.id, candidate)
    if (person === null || standing === null) return refuse('candidate_unknown')
    const linked = hqLink(venue.db) !== null
    const place = whereabouts(standing, dayOf(venue, session))
    const travelled: Travelled = { ...tellingOf(venue), person, standing: (id) => board.standing(id, person.id) }
    const post = venue.pack.posts.find((each) => each.code === person.post)
    return {
      ok: true,
      journey: {
        row: rowOf(venue, standing, place, true), birth: person.birth, residentMasked: masked(person.residentId),
        postTitle: post === undefined ? '' : `${post.unit} ${post.title}`, stages: [...(post?.stages ?? session.stages)], where: place.where,
        steps: stepsOf(travelled, journeyOf(venue.db, person.id).map(({ fact, hash }) => ({ fact, hash: hash.toString('hex') })))
          .map((step) => (linked ? { ...step, atHq: isAtHq(venue.db, step.fact) } : step)),
        items: itemsOf(travelled, [session.id, ...person.sessions]),
      },
    }
  },
}
