import type { PostSummary } from '../shared/api/standings.ts'
import type { Fact } from '../shared/facts.ts'
import type { Post } from '../shared/pack-schema.ts'
import { rankedPost, type RankedPost } from '../shared/post-standing.ts'
import type { Day } from '../shared/whereabouts.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { dayOf } from './session-day.ts'
import { evidenceOf, type Evidence } from '../shared/standings-evidence.ts'
import { summaryOf } from './standings-view.ts'

/** The standing of one post as it was last computed; the same object as long as nothing in it changed. */
export interface HeldPost {
  post: Post
  /** In the order of the roster. */
  entries: ReadonlyMap<string, Evidence>
  ranked: RankedPost
  summary: PostSummary
  /** Station time (ms) of the newest fact in it, or null. */
  asOf: number | null
}

/** Standings of all posts, held in memory: a new fact costs its own candidate and post, and nothing else. */
export interface Standings {
  /** In the order of the pack. */
  posts(): HeldPost[]
  /** Null for a post the pack does not have. */
  post(code: string): HeldPost | null
  days(): ReadonlyMap<string, Day>
  /** How many candidates and posts were computed since the venue was opened; for tests and benches. */
  work(): { candidates: number; posts: number }
}

interface State {
  post: Post
  ids: string[]
  entries: Map<string, Evidence>
  /** Candidates whose facts changed; 'all' before the first time and when more than candidates changed. */
  stale: Set<string> | 'all'
  held: HeldPost | null
}

const known = new WeakMap<OpenVenue['ledger'], Standings>()

/** The standings of an open venue; nothing is computed before somebody asks. */
export function standingsOf(venue: OpenVenue): Standings {
  let standings = known.get(venue.ledger)
  if (standings === undefined) {
    standings = openStandings(venue)
    known.set(venue.ledger, standings)
  }
  return standings
}

/** The same, made anew from the board: what the held standings have to equal after any facts. */
export function openStandings(venue: OpenVenue): Standings {
  const { pack, ledger } = venue
  const board = boardOf(venue)
  const states = new Map(pack.posts.map((post) => [post.code, { post, ids: [], entries: new Map(), stale: 'all', held: null } satisfies State as State]))
  for (const { id, post } of board.people()) states.get(post)?.ids.push(id)
  let days = new Map<string, Day>()
  const work = { candidates: 0, posts: 0 }

  const touch = (fact: Fact): void => {
    const { type, body } = fact
    if (type === 'shortlist.adopted') {
      const state = states.get(body.post)
      if (state !== undefined) state.stale = 'all'
    } else if ('candidate' in body) {
      const post = body.candidate === null ? undefined : board.person(body.candidate)?.post
      const stale = post === undefined ? undefined : states.get(post)?.stale
      if (stale !== undefined && stale !== 'all' && body.candidate !== null) stale.add(body.candidate)
    } else if (!saysNothing(type)) {
      for (const state of states.values()) state.stale = 'all'
    }
  }
  ledger.onAppended((facts) => facts.forEach(touch))

  /** The clock and the closing of a session end exams without any fact about the candidate: late, absent, not done. */
  const turnDays = (): void => {
    const now = new Map(pack.sessions.map((session) => [session.id, dayOf(venue, session)]))
    for (const [id, day] of now) {
      const before = days.get(id)
      if (before === undefined || (before.closed === day.closed && before.pastCutoff === day.pastCutoff)) continue
      for (const state of states.values()) {
        if (state.stale === 'all') continue
        for (const candidate of state.ids) if (board.person(candidate)?.sessions.includes(id) === true) state.stale.add(candidate)
      }
    }
    days = now
  }

  const refresh = (state: State): HeldPost => {
    const { post, ids, entries, stale } = state
    if (state.held !== null && stale !== 'all' && stale.size === 0) return state.held
    const adopted = new Set(pack.sessions.flatMap(({ id, due }) =>
      due.kind === 'shortlist' && due.posts.includes(post.code) && ids.some((each) => board.person(each)?.sessions.includes(id) === true) ? [id] : []))
    for (const id of stale === 'all' ? ids : stale) {
      const person = board.person(id)
      if (person === null) throw new Error(`candidate ${id} is not on the roster`)
      entries.set(id, evidenceOf(board, pack, post, person, days, adopted))
      work.candidates += 1
    }
    const list = [...entries.values()]
    const ranked = rankedPost(pack, post, list)
    work.posts += 1
    const asOf = list.reduce<number | null>((newest, { last }) => (last !== null && (newest === null || last > newest) ? last : newest), null)
    state.stale = new Set()
    state.held = { post, entries, ranked, summary: summaryOf(post, list, ranked), asOf }
    return state.held
  }

  return {
    posts: () => {
      turnDays()
      return [...states.values()].map(refresh)
    },
    post: (code) => {
      const state = states.get(code)
      if (state === undefined) return null
      turnDays()
      return refresh(state)
    },
    days: () => {
      turnDays()
      return days
    },
    work: () => ({ ...work }),
  }
}

/** Facts that end, begin and score nothing for anybody: what is not in this list makes everything be computed again. */
function saysNothing(type: Fact['type']): boolean {
  switch (type) {
    case 'venue.opened':
    case 'station.named':
    case 'operator.added':
    case 'operator.changed':
    case 'operator.pin_set':
    case 'operator.signed_in':
    case 'operator.signed_out':
    case 'operator.refused':
    case 'lots.frozen':
    case 'lots.digits':
    case 'lots.closed':
    case 'lots.aborted':
    case 'heat.made':
    case 'heat.changed':
    case 'heat.started':
    case 'heat.recalled':
    case 'heat.tapped':
    case 'heat.tap_changed':
    case 'heat.finished':
    case 'rooms.examiners':
    case 'rooms.frozen':
    case 'rooms.digits':
    case 'paper.printed':
    case 'paper.folder':
    case 'closing.packaged':
    case 'backup.written':
    // the days are asked at every look
    case 'session.opened':
    case 'session.closed':
      return true
    default:
      return false
  }
}
