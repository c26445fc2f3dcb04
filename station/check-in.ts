import { keepPhoto, photo as photoOf } from '../db/roster.ts'
import { factById } from '../db/ledger.ts'
import { refuse } from '../shared/api/answer.ts'
import type { FactBody } from '../shared/facts.ts'
import { whereabouts } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import { admission, atDesk, obstacleRefusal, turnsAway } from './desk.ts'
import { deskCard, deskState, searchHits } from './desk-card.ts'
import { heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { dayOf, sessionOf, workingSession } from './session-day.ts'
import type { UseCases } from './use-cases.ts'

const largestPhoto = 6_000_000

/** The check-in desk (规则 §3, §4): who may come in, who may not and why, and the way out of a doubt. */
export const checkInUseCases: UseCases<'checkIn'> = {
  search: (venue, _caller, input) => searchHits(venue, input),

  card: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const card = deskCard(venue, session, input.candidate)
    return card === null ? refuse('candidate_unknown') : { ok: true, card }
  },

  reveal: (venue, _caller, { candidate }) => {
    const person = boardOf(venue).person(candidate)
    return person === null ? refuse('candidate_unknown') : { ok: true, residentId: person.residentId }
  },

  photo: (venue, _caller, { hash }) => {
    const image = photoOf(venue.db, hash)
    if (image === undefined) return refuse('fact_unknown', { fact: hash })
    return { ok: true, mime: mimeOf(image), bytes: image.toString('base64') }
  },

  admit: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.admitted'], (body) =>
      body.session === input.session && body.candidate === input.candidate && body.tag === input.tag && body.consent === input.consent)
    const rosterNumber = boardOf(venue).person(input.candidate)?.rosterNumber ?? ''
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true, rosterNumber } : held
    const desk = atDesk(venue, input.session, input.candidate)
    if (!desk.ok) return desk
    const body = admission(venue, caller, desk, { ...input, settled: null })
    if ('ok' in body) return body
    const recorded = venue.record(caller, 'checkin.admitted', body, input.cmd)
    return recorded.ok ? { ...recorded, rosterNumber } : recorded
  },

  refuse: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.refused'], (body) =>
      body.session === input.session && body.candidate === input.candidate && body.reason === input.reason && body.note === input.note)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    if (input.candidate === null && input.reason !== 'not_on_list') return refuse('refusal_untrue')
    if (input.candidate !== null) {
      const person = boardOf(venue).person(input.candidate)
      const standing = boardOf(venue).standing(input.session, input.candidate)
      if (person === null || standing === null) return refuse('candidate_unknown')
      if (!turnsAway(venue, { ok: true, session: working.session, person, standing }, input.reason)) return refuse('refusal_untrue')
    }
    return venue.record(caller, 'checkin.refused', { session: input.session, candidate: input.candidate, reason: input.reason, note: input.note }, input.cmd)
  },

  consent: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.consented'], (body) => body.session === input.session && body.candidate === input.candidate)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(input.session, input.candidate)
    if (standing === null) return refuse('candidate_unknown')
    if (standing.admitted === null) return refuse('not_checked_in')
    if (standing.admitted.consent) return refuse('already_consented')
    return venue.record(caller, 'checkin.consented', { session: input.session, candidate: input.candidate }, input.cmd)
  },

  doubt: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.doubted'], (body) =>
      body.session === input.session && body.candidate === input.candidate && body.kind === input.kind && body.note === input.note)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const desk = atDesk(venue, input.session, input.candidate)
    if (!desk.ok) return desk
    const { standing } = desk
    if (standing.doubt !== null) return refuse('doubt_open')
    // A doubt is raised at the door: whoever is in, or would be turned away anyway, has none.
    const turned = obstacleRefusal(venue, desk, { documents: venue.pack.checkIn.documents.map((each) => each.id), settled: { outcome: 'admitted', at: null } })
    if (turned !== null) return turned
    const image = input.photo === undefined ? null : Buffer.from(input.photo, 'base64')
    if (image !== null && image.length > largestPhoto) return refuse('file_too_large')
    const body: FactBody<'checkin.doubted'> = {
      session: input.session, candidate: input.candidate, kind: input.kind, note: input.note,
      ...(image === null ? {} : { photo: keepPhoto(venue.db, image) }),
    }
    return venue.record(caller, 'checkin.doubted', body, input.cmd)
  },

  settleDoubt: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.doubt_settled'], (body) =>
      body.doubt === input.doubt && body.outcome === input.outcome && body.note === input.note)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const desk = atDesk(venue, input.session, input.candidate)
    if (!desk.ok) return desk
    const doubt = desk.standing.doubt
    if (doubt?.fact !== input.doubt) return refuse('doubt_unknown')
    const alone = lacksSecond(caller, 'desk')
    if (alone !== null) return alone
    const settled: FactBody<'checkin.doubt_settled'> = {
      doubt: input.doubt, session: input.session, candidate: input.candidate, outcome: input.outcome, note: input.note,
    }
    if (input.outcome === 'refused') {
      const refused: FactBody<'checkin.refused'> = { session: input.session, candidate: input.candidate, reason: 'doubt_refused', note: input.note }
      return firstOf(venue.recordAll(caller, [{ type: 'checkin.doubt_settled', body: settled }, { type: 'checkin.refused', body: refused }], input.cmd))
    }
    // The person stood at the desk when the doubt was raised; what the check took does not make them late.
    const body = admission(venue, caller, desk, {
      documents: input.documents ?? { idCard: false, ticket: false }, tag: input.tag, consent: input.consent, acceptWarnings: input.acceptWarnings,
      settled: { outcome: 'admitted', at: doubt.at }, doubt: input.doubt,
    })
    if ('ok' in body) return body
    return firstOf(venue.recordAll(caller, [{ type: 'checkin.doubt_settled', body: settled }, { type: 'checkin.admitted', body }], input.cmd))
  },

  undo: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['checkin.undone'], (body) => body.replaces === input.replaces && body.reason === input.reason)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true } : held
    const named = factById(venue.db, input.replaces)?.fact
    if (named?.type !== 'checkin.admitted') return refuse('fact_unknown', { fact: input.replaces })
    const { session, candidate } = named.body
    const working = workingSession(venue, session)
    if (!working.ok) return working
    const standing = boardOf(venue).standing(session, candidate)
    if (standing?.admitted?.fact !== input.replaces) return refuse('already_replaced', { fact: input.replaces })
    if (standing.lot !== null) return refuse('has_lot', { lot: standing.lot.lot })
    // Behind a void lot there may be results: taking the admission back would turn them into an absence.
    const psych = standing.psych === null ? undefined : factById(venue.db, standing.psych.fact)?.fact.body
    const psychHere = psych !== undefined && 'session' in psych && psych.session === session
    if (standing.attempts.length > 0 || standing.signOffs.length > 0 || psychHere) return refuse('results_exist')
    const alone = lacksSecond(caller, 'desk')
    if (alone !== null) return alone
    return venue.record(caller, 'checkin.undone', { replaces: input.replaces, session, candidate, reason: input.reason }, input.cmd)
  },

  counts: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const day = dayOf(venue, session)
    const counts = { due: 0, in: 0, late: 0, absent: 0, refused: 0, doubt: 0 }
    for (const standing of boardOf(venue).standings(session.id)) {
      const state = deskState(whereabouts(standing, day).where)
      if (state in counts) counts[state as keyof typeof counts] += 1
    }
    return { ok: true, counts }
  },
}

function firstOf(recorded: ReturnType<Parameters<(typeof checkInUseCases)['settleDoubt']>[0]['recordAll']>) {
  return recorded.ok ? { ok: true as const, fact: recorded.facts[0] ?? '', repeated: recorded.repeated } : recorded
}

function mimeOf(image: Buffer): string {
  if (image[0] === 0x89 && image[1] === 0x50) return 'image/png'
  return image.subarray(8, 12).toString('latin1') === 'WEBP' ? 'image/webp' : 'image/jpeg'
}

