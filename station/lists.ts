import { refuse } from '../shared/api/answer.ts'
import type { Contract } from '../shared/api.ts'
import type { CandidateRow, ListName } from '../shared/api/sessions.ts'
import type { Role } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import { whereabouts, type Place, type Standing } from '../shared/standing.ts'
import { byText } from '../shared/text-order.ts'
import { venueTime } from '../shared/venue-time.ts'
import { boardOf } from './board.ts'
import { deskState } from './desk-card.ts'
import { exportSheet } from '../exchange/sheets/export-sheet.ts'
import { listWords } from './list-words.ts'
import type { OpenVenue } from './open-venue.ts'
import { matching } from './search-roster.ts'
import { dayOf, sessionOf } from './session-day.ts'
import type { Caller, UseCase } from './use-cases.ts'

export interface Listed {
  standing: Standing
  place: Place
}

/** Judges and the psych clerk know lots only (规则 §7); these may see a name. */
const mayName: readonly Role[] = ['chief', 'checkin', 'lots', 'supervisor', 'auditor']

function named(caller: Caller): boolean {
  return caller.roles.some((role) => mayName.includes(role))
}

function onList(list: ListName, { standing, place }: Listed): boolean {
  const { where } = place
  switch (list) {
    case 'all':
      return true
    case 'due':
    case 'late':
    case 'absent':
    case 'refused':
    case 'doubt':
    case 'passed':
    case 'psych_failed':
    case 'psych_waiting':
    case 'withdrawn':
    case 'barred':
      return where === list
    case 'in':
      return deskState(where) === 'in'
    case 'failed':
      return where === 'fitness_failed' || where === 'psych_failed' || where === 'interview_failed' || where === 'interview_zero'
    case 'fitness_open':
      return standing.fitness !== null && (where === 'fitness' || where === 'psych_passed' || where === 'lot_drawn')
    case 'waiting':
      return where === 'waiting' || where === 'out' || where === 'called'
    case 'scoring':
      return where === 'inside' || where === 'scoring'
    case 'scored':
      // Announced or about to be: three signatures, or a ruling of two people.
      return [...standing.scored.values()].some((scored) => scored.ruling !== null || scored.verdict !== 'open')
    case 'interview_failed':
      return where === 'interview_failed' || where === 'interview_zero'
    case 'interview_absent':
      return where === 'interview_absent' || where === 'lapsed'
    case 'violations':
      return standing.violations.length > 0
    case 'unsigned':
      return standing.unsigned.length > 0
    default:
      return list satisfies never
  }
}

/** Everybody on a list, in the roster's order. */
export function listed(venue: OpenVenue, session: Session, list: ListName): Listed[] {
  const day = dayOf(venue, session)
  return boardOf(venue).standings(session.id)
    .map((standing) => ({ standing, place: whereabouts(standing, day) }))
    .filter((each) => onList(list, each))
}

/** One line of a list; the name is empty for those who must not see it. */
export function rowOf(venue: OpenVenue, standing: Standing, place: Place, withName: boolean): CandidateRow {
  const person = boardOf(venue).person(standing.candidate)
  if (person === null) throw new Error(`candidate ${standing.candidate} is not on the roster`)
  return {
    candidate: person.id, rosterNumber: person.rosterNumber, ticket: withName ? person.ticket : '', name: withName ? person.name : '', sex: person.sex,
    post: person.post, lot: standing.lot?.lot ?? '', where: place.where, at: place.at, why: place.why, last: standing.last,
  }
}

const ranks = new WeakMap<OpenVenue['ledger'], ReadonlyMap<string, number>>()

/** The place of each candidate in the order of names (by pinyin); the roster never changes, so it is sorted once. */
function nameRanks(venue: OpenVenue): ReadonlyMap<string, number> {
  let found = ranks.get(venue.ledger)
  if (found === undefined) {
    const collator = new Intl.Collator('zh-Hans-CN')
    const sorted = [...boardOf(venue).people()].sort((a, b) => collator.compare(a.name, b.name))
    found = new Map(sorted.map((person, rank) => [person.id, rank]))
    ranks.set(venue.ledger, found)
  }
  return found
}

/** A page of a list, filtered by whatever is typed, in any order. Answers at once for 20,000. */
export const rows: UseCase<Contract['sessions']['rows']> = (venue, caller, input) => {
  const session = sessionOf(venue, input.session)
  if (session === null) return { rows: [], total: 0 }
  const board = boardOf(venue)
  const withName = named(caller)
  let found = listed(venue, session, input.list)
  const query = input.query.trim()
  if (query !== '') {
    const lot = query.toUpperCase()
    const people = withName ? matching(venue, session.id, query) : null
    found = found.filter(({ standing }) =>
      (people?.has(standing.candidate) ?? board.person(standing.candidate)?.rosterNumber.toUpperCase().includes(lot) === true) ||
      standing.lot?.lot.includes(lot) === true)
  }
  switch (input.sort) {
    case 'rosterNumber':
      break
    case 'lot':
      // Who has no lot yet comes last.
      found.sort((a, b) => byText(a.standing.lot?.lot ?? '~', b.standing.lot?.lot ?? '~'))
      break
    case 'name':
      if (withName) sortByRank(found, nameRanks(venue))
      break
    case 'where':
      found.sort((a, b) => byText(a.place.where, b.place.where) || byText(a.place.at, b.place.at))
      break
    case 'last':
      found.sort((a, b) => (a.standing.last ?? 0) - (b.standing.last ?? 0))
      break
    default:
      input.sort satisfies never
  }
  if (input.descending) found.reverse()
  return {
    rows: found.slice(input.offset, input.offset + input.limit).map(({ standing, place }) => rowOf(venue, standing, place, withName)),
    total: found.length,
  }
}

function sortByRank(found: Listed[], rank: ReadonlyMap<string, number>): void {
  found.sort((a, b) => (rank.get(a.standing.candidate) ?? 0) - (rank.get(b.standing.candidate) ?? 0))
}


/** A whole list as a file for the office: Chinese headers, every cell text. */
export const exportList: UseCase<Contract['sessions']['exportList']> = async (venue, _caller, input) => {
  const session = sessionOf(venue, input.session)
  if (session === null) return refuse('session_unknown', { session: input.session })
  const title = listWords.lists[input.list]
  const offset = venue.pack.venue.utcOffset
  const lines = listed(venue, session, input.list).map(({ standing, place }) => {
    const row = rowOf(venue, standing, place, true)
    const post = venue.pack.posts.find((each) => each.code === row.post)
    const item = venue.pack.fitness?.items.find((each) => each.id === place.at)?.title.zh ?? listWords.stages[place.at] ?? place.at
    const last = row.last === null ? '' : venueTime(row.last, offset)
    return [
      row.rosterNumber, row.ticket, row.name, listWords.sex[row.sex] ?? row.sex, row.post, post === undefined ? '' : `${post.unit} ${post.title}`, row.lot,
      listWords.where[place.where], item, listWords.why[place.why] ?? place.why, last === '' ? '' : `${last.date} ${last.time}`,
    ]
  })
  const bytes = await exportSheet(input.format, title, [[...listWords.headers], ...lines])
  const name = `${session.date}-${session.half === 'am' ? '上午' : '下午'}-${title}.${input.format}`
  return { ok: true, name, bytes: Buffer.from(bytes).toString('base64') }
}
