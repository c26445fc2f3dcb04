import { adoptionsOf } from '../db/shortlists.ts'
import type { Adoption } from '../shared/shortlist-people.ts'
import { refuse } from '../shared/api/answer.ts'
import type { PostShortlist } from '../shared/api/shortlist.ts'
import { factId, type FactBody } from '../shared/facts.ts'
import type { Post, Session, Stage } from '../shared/pack-schema.ts'
import { quotasOf, type Quota } from '../shared/quotas.ts'
import type { Candidate } from '../shared/roster.ts'
import { shortlist, type Shortlist } from '../shared/shortlist.ts'
import { holdsFor, passedElsewhere } from '../shared/stage-progress.ts'
import type { StageState } from '../shared/current-rows.ts'
import { unfinished } from '../shared/whereabouts.ts'
import { boardOf } from './board.ts'
import { drawsIn } from './draws.ts'
import { free } from './lots.ts'
import type { OpenVenue } from './open-venue.ts'
import { alike, heldBy } from './repeat.ts'
import { roomDraw } from './room-records.ts'
import { lacksSecond } from './second-person.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { UseCases } from './use-cases.ts'

/** Who goes on to a session (规则 §8): proposed from the written scores of those who passed the stages before, adopted by two people. */
export const shortlistUseCases: UseCases<'shortlist'> = {
  propose: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    if (session.due.kind !== 'shortlist') return refuse('shortlist_not_used')
    const adopted = adoptionsOf(venue.db, session.id)
    return {
      ok: true, posts: proposalsOf(venue, session).map((proposal) => postView(venue, proposal, adopted.get(proposal.post.code) ?? null)),
      fixed: fixed(venue, session),
    }
  },

  adopt: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['shortlist.adopted'], (body) => body.session === input.session)
    if (held !== null) {
      if (!held.ok) return held
      const bodies = held.all.flatMap((fact) => (fact.type === 'shortlist.adopted' ? [fact.body] : []))
      if (!alike(bodies.map((body) => body.post).sort(), [...new Set(input.posts)].sort())) return refuse('command_reused')
      return { ok: true, fact: held.fact, repeated: true, candidates: bodies.reduce((sum, body) => sum + body.candidates.length, 0) }
    }
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    if (session.due.kind !== 'shortlist') return refuse('shortlist_not_used')
    if (boardOf(venue).state(session.id) === 'closed') return refuse('session_closed', { session: session.title.zh })
    const { posts } = session.due
    const unknown = input.posts.find((code) => !posts.includes(code))
    if (unknown !== undefined) return refuse('post_unknown', { post: unknown })
    if (fixed(venue, session)) return refuse('shortlist_fixed')
    const proposals = proposalsOf(venue, session).filter((proposal) => input.posts.includes(proposal.post.code))
    const waited = proposals.filter((proposal) => proposal.unfinished > 0)
    if (waited.length > 0) {
      return refuse('shortlist_unfinished', {
        count: String(waited.reduce((sum, proposal) => sum + proposal.unfinished, 0)), posts: waited.map((proposal) => proposal.post.code).join('、'),
      })
    }
    // whoever is in the house and on no list has no end, and the session could never be closed
    const dropped = admittedBesides(venue, session, proposals)
    if (dropped.length > 0) return refuse('shortlist_admitted', { count: String(dropped.length), people: dropped.join('、') })
    const alone = lacksSecond(caller, 'shortlist')
    if (alone !== null) return alone
    const adopted = adoptionsOf(venue.db, session.id)
    const bodies = proposals.map(({ post, quota, list }): FactBody<'shortlist.adopted'> => {
      const before = adopted.get(post.code)
      return {
        session: session.id, post: post.code, quota: quota?.places ?? null, candidates: [...list.invited], tied: [...list.tied],
        replaces: before === undefined ? null : factId(before),
      }
    })
    const recorded = venue.recordAll(caller, bodies.map((body) => ({ type: 'shortlist.adopted', body })), input.cmd)
    if (!recorded.ok) return recorded
    return { ok: true, fact: recorded.facts[0] ?? '', repeated: recorded.repeated, candidates: bodies.reduce((sum, body) => sum + body.candidates.length, 0) }
  },
}

/** Roster numbers of those of these posts who have checked in to the session and would not be on the list any more. */
function admittedBesides(venue: OpenVenue, session: Session, proposals: readonly Proposal[]): string[] {
  const listed = new Set(proposals.flatMap(({ list }) => list.invited))
  const posts = new Set(proposals.map(({ post }) => post.code))
  return boardOf(venue).standings(session.id).flatMap((standing) => {
    const person = boardOf(venue).person(standing.candidate)
    const lost = person !== null && posts.has(person.post) && standing.admitted !== null && free(standing) && !listed.has(standing.candidate)
    return lost ? [person.rosterNumber] : []
  })
}

/** What would be adopted of one post now. */
interface Proposal {
  post: Post
  quota: Quota | null
  clause: string
  list: Shortlist
  out: number
  unfinished: number
}

/** Once rooms or lots were drawn from the list, changing it would change who was in the draw. */
function fixed(venue: OpenVenue, session: Session): boolean {
  const lots = drawsIn(venue, session.id).some((record) => record.aborted === null)
  return lots || roomDraw(venue, session.id, 'groups') !== null
}

function proposalsOf(venue: OpenVenue, session: Session): Proposal[] {
  if (session.due.kind !== 'shortlist') return []
  const { posts } = session.due
  const people = Map.groupBy(boardOf(venue).people(), (person) => person.post)
  return venue.pack.posts.filter((post) => posts.includes(post.code)).map((post) => proposalOf(venue, session, post, people.get(post.code) ?? []))
}

function proposalOf(venue: OpenVenue, session: Session, post: Post, people: readonly Candidate[]): Proposal {
  const { pack } = venue
  const eligible: Candidate[] = []
  const before = stagesBefore(venue, session, post, people)
  let [out, waiting] = [0, 0]
  for (const person of people) {
    const way = wayOf(venue, session, person, before)
    switch (way) {
      case 'passed':
        eligible.push(person)
        break
      case 'out':
        out += 1
        break
      case 'unfinished':
        waiting += 1
        break
      default:
        way satisfies never
    }
  }
  // the quota is the interview's; whoever comes to a later stage has passed what stood before it
  const quota = session.stages.includes('interview') && post.stages.includes('interview') ? quotasOf(pack, post.category, post.headcount).interview : null
  const first = post.stages.find((stage) => session.stages.includes(stage))
  const rules = first === undefined ? null : pack[first]
  return {
    post, quota, clause: quota === null ? rules?.clause ?? '' : pack.interview?.clause ?? '', out, unfinished: waiting,
    // where all find a place no score decides, and one that is missing takes none away
    list: shortlist(eligible.map(({ id, written }) => ({ id, written })), quota === null || eligible.length <= quota.places ? null : quota.places),
  }
}

/**
 * The stages of a post that come before a session and are held here, or at another venue of which HQ says who passed them;
 * what neither holds was decided before the roster was made.
 */
function stagesBefore(venue: OpenVenue, session: Session, post: Post, people: readonly Candidate[]): Stage[] {
  const first = post.stages.findIndex((stage) => session.stages.includes(stage))
  const here = (stage: Stage) => venue.pack.sessions.some((other) => other.id !== session.id && holdsFor(other, stage, post.code))
  const told = (stage: Stage) => people.some(({ passed }) => passed?.includes(stage) === true)
  return post.stages.slice(0, Math.max(0, first)).filter((stage) => here(stage) || told(stage))
}

/** Whether somebody passed every stage before this session, is out, or is not through yet. */
function wayOf(venue: OpenVenue, session: Session, person: Candidate, before: readonly Stage[]): 'passed' | 'out' | 'unfinished' {
  const board = boardOf(venue)
  if (person.barred !== undefined) return 'out'
  const held = person.sessions.flatMap((id) => {
    const [other, standing] = [sessionOf(venue, id), board.standing(id, person.id)]
    return other === null || standing === null ? [] : [{ other, standing }]
  })
  if (held.some(({ standing }) => !free(standing))) return 'out'
  const earlier = held.filter(({ other }) => other.id !== session.id && other.stages.some((stage) => before.includes(stage)))
  const away = passedElsewhere(venue.pack, person).map((stage) => [stage, 'passed'] as const)
  const known = earlier.flatMap(({ standing }) => standing.progress.map((each) => [each.stage, each.state] as const))
  const states = new Map<Stage, StageState>([...known, ...away])
  if (before.some((stage) => states.get(stage) === 'failed')) return 'out'
  if (earlier.some(({ other, standing }) => unfinished(standing, dayOf(venue, other)) !== null)) return 'unfinished'
  return before.every((stage) => states.get(stage) === 'passed') ? 'passed' : 'out'
}

function postView(venue: OpenVenue, { post, quota, clause, list, out, unfinished: waiting }: Proposal, adopted: Adoption | null): PostShortlist {
  const board = boardOf(venue)
  const [invited, tied] = [new Set(list.invited), new Set(list.tied)]
  const row = (id: string, place: number | null) => {
    const person = board.person(id)
    return {
      candidate: id, rosterNumber: person?.rosterNumber ?? '', name: person?.name ?? '', written: person?.written ?? null, place,
      listed: invited.has(id), tied: tied.has(id),
    }
  }
  return {
    post: post.code, title: `${post.unit} ${post.title}`, category: post.category, headcount: post.headcount,
    quota: quota?.places ?? null, ratio: quota?.ratio ?? null, clause,
    rows: [...list.rows.map(({ id, rank }) => row(id, rank)), ...list.missing.map((id) => row(id, null))],
    out, unfinished: waiting, tied: tied.size, withoutScore: list.missing.length,
    adopted: adopted === null ? null : {
      fact: factId(adopted), at: adopted.at, by: board.nameOf(adopted.by), second: adopted.second === undefined ? '' : board.nameOf(adopted.second),
      count: adopted.body.candidates.length,
    },
    changed: adopted !== null && !alike([...adopted.body.candidates].sort(), [...invited].sort()),
  }
}
