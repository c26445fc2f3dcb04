import type { SheetText } from '../../shared/paper/frame.ts'
import type { Session } from '../../shared/pack-schema.ts'
import { whereabouts, type Day, type Place, type Standing } from '../../shared/standing.ts'
import type { Candidate } from '../../shared/roster.ts'
import { readLot } from '../../shared/strip-code.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { boardOf, type Board } from '../board.ts'
import type { OpenVenue } from '../open-venue.ts'
import { dayOf } from '../session-day.ts'

/** What the sheets of one session are made from, at one moment. */
export interface SheetContext {
  venue: OpenVenue
  session: Session
  board: Board
  day: Day
  /** When the sheet is drawn, ms. */
  at: number
  /** Id of the sheet in work: rows that can be scanned carry it. */
  sheet: string
}

/** A sheet that can be printed: `rows` people or lines are on it. */
export interface Offer {
  key: string
  title: string
  rows: number
}

/** What a sheet says, before copies are counted. */
export type SheetDraft = Omit<SheetText, 'copy' | 'sheet'> & { scanned?: boolean }

/** How one kind of sheet is made. */
export interface SheetMaker {
  offers(context: SheetContext): Offer[]
  /** Sheets behind an offer's key, where there are several (one per candidate); a key of one sheet is itself. */
  expand?(context: SheetContext, key: string): string[]
  /** Null: no such sheet, or nothing on it. `copy`: which print of it this is; the frame says so, and what is cut off it has to say itself. */
  make(context: SheetContext, key: string, copy: number): SheetDraft | null
}

/** `''` stands for all of them; a candidate's id, or a lot as scanned or typed, for that one. */
export function perCandidate(all: (context: SheetContext) => string[]): (context: SheetContext, key: string) => string[] {
  return (context, key) => {
    if (key === '') return all(context)
    if (context.board.person(key) !== null) return [key]
    const lot = readLot(context.venue.exam, context.session.id, key)
    const holder = lot === null ? null : context.board.byLot(context.session.id, lot)
    return holder === null ? [] : [holder.candidate]
  }
}

export interface Person {
  person: Candidate
  standing: Standing
  place: Place
}

const known = new WeakMap<SheetContext, { all: readonly Person[]; lots: readonly Person[] | null }>()

function peopleOf(context: SheetContext): { all: readonly Person[]; lots: readonly Person[] | null } {
  let found = known.get(context)
  if (found === undefined) {
    const { board, session, day } = context
    const all = board.standings(session.id).flatMap((standing) => {
      const person = board.person(standing.candidate)
      return person === null ? [] : [{ person, standing, place: whereabouts(standing, day) }]
    })
    found = { all, lots: null }
    known.set(context, found)
  }
  return found
}

/** Everybody due, in the roster's order, with where they are; looked up once for all sheets of one moment. */
export function everybody(context: SheetContext): readonly Person[] {
  return peopleOf(context).all
}

/** Those who hold a lot, in the order of lots. */
export function byLot(context: SheetContext): readonly Person[] {
  const people = peopleOf(context)
  people.lots ??= people.all.filter((each) => each.standing.lot !== null).sort((a, b) => ((a.standing.lot?.lot ?? '') < (b.standing.lot?.lot ?? '') ? -1 : 1))
  return people.lots
}

export function one(context: SheetContext, candidate: string): Person | null {
  const person = context.board.person(candidate)
  const standing = context.board.standing(context.session.id, candidate)
  return person === null || standing === null ? null : { person, standing, place: whereabouts(standing, context.day) }
}

/** `2023-06-09 08:15:07` on the venue's clock. */
export function moment(venue: OpenVenue, at: number): string {
  const { date, time } = venueTime(at, venue.pack.venue.utcOffset)
  return `${date} ${time}`
}

/** `08:15` */
export function minuteOf(venue: OpenVenue, at: number): string {
  return venueTime(at, venue.pack.venue.utcOffset).time.slice(0, 5)
}

/** A session as the head of a page names it. */
export function sessionLine(session: Session): string {
  return `${session.title.zh} · ${session.date} ${session.half === 'am' ? '上午' : '下午'}`
}

export function contextOf(venue: OpenVenue, session: Session, at: number, sheet: string): SheetContext {
  return { venue, session, board: boardOf(venue), day: dayOf(venue, session), at, sheet }
}
