import { heads } from '../db/ledger.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { Fact } from '../shared/facts.ts'
import { permissions } from '../shared/permissions.ts'
import type { AttemptRow } from '../shared/standing.ts'
import { momentOf, venueTime } from '../shared/venue-time.ts'
import { admission, atDesk, warningsOf } from './desk.ts'
import { outcomeRefused, signOff, withAttempts } from './fitness.ts'
import { attemptBlocked } from './judge-view.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { rowAt, unseenFacts, type PaperRow } from './paper-rows.ts'
import { psychResult } from './psych.ts'
import { alike, heldBy } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { dayOf, workingSession } from './session-day.ts'
import type { Caller, Input, Output } from './use-cases.ts'

type Entry = Input<'paper', 'enter'>['entry']
type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>

/** Which right of the screens a kind of row needs: paper gives nobody more than their own desk does. */
const rights = { checkIn: 'checkIn.admit', psych: 'psych.record', attempt: 'fitness.record' } as const

/**
 * Types a row in: the facts the screens would have recorded, decided by the same rules, and one that says they came from
 * paper; all or none. Refused besides what the desks refuse: 'row_newer' unless every newer fact was seen,
 * 'row_kind_wrong', 'row_not_yours', 'written_time_wrong'.
 */
export function enterRow(venue: OpenVenue, caller: Caller, input: Input<'paper', 'enter'>): Output<'paper', 'enter'> {
  const found = rowAt(venue, input.session, input.code)
  const held = heldBy(venue, input.cmd, ['paper.typed'], (body) =>
    found.ok && body.session === input.session && body.sheet === found.code.sheet && body.row === found.code.row && body.writtenAt === input.writtenAt &&
    says(venue.ledger.heldByCommand(input.cmd), input.entry))
  if (held !== null) return held.ok ? { ok: true, facts: held.all.map((fact) => `${fact.station}/${String(fact.seq)}`), repeated: true } : held
  const working = workingSession(venue, input.session)
  if (!working.ok) return working
  if (!found.ok) return found
  const { code, item, session, person } = found
  const { entry } = input
  if (entry.kind !== code.kind || (entry.kind === 'attempt' && entry.item !== item?.id)) return refuse('row_kind_wrong')
  const right = permissions[rights[entry.kind]]
  if (typeof right === 'string' || !caller.roles.some((role) => right.includes(role))) return refuse('row_not_yours')
  const written = writtenMoment(venue, found, input.writtenAt)
  if (!written.ok) return written
  const unseen = unseenFacts(venue, found, input.newer)
  if (unseen.length > 0) return refuse('row_newer', { count: String(unseen.length) })
  const drafts = draftsOf(venue, caller, found, entry, written.at)
  if ('ok' in drafts) return drafts
  const typed: FactDraft = {
    type: 'paper.typed',
    body: { session: session.id, candidate: person.id, sheet: code.sheet, row: code.row, kind: code.kind, writtenAt: input.writtenAt, newer: input.newer },
  }
  return venue.recordAll(caller, [...drafts, typed], input.cmd)
}

function draftsOf(venue: OpenVenue, caller: Caller, row: PaperRow, entry: Entry, writtenAt: number | undefined): FactDraft[] | Refused {
  switch (entry.kind) {
    case 'checkIn':
      return checkInDrafts(venue, caller, row, entry, writtenAt)
    case 'psych':
      return psychDrafts(venue, row, entry)
    case 'attempt':
      return attemptDrafts(venue, caller, row, entry)
    default:
      return entry satisfies never
  }
}

/**
 * Nobody came before the sheet they stand on was printed, and nothing is written in the future: otherwise the paper would
 * be a way to be early. Both ends to the minute, as people write.
 */
function writtenMoment(venue: OpenVenue, { code, session }: PaperRow, writtenAt: string): { ok: true; at: number | undefined } | Refused {
  if (writtenAt === '') return { ok: true, at: undefined }
  const { utcOffset } = venue.pack.venue
  const at = momentOf(session.date, writtenAt, utcOffset)
  const minute = (ms: number): number => Math.floor(ms / 60_000) * 60_000
  if (at >= minute(code.printedAt) && at <= venue.clock.now()) return { ok: true, at }
  const shown = (ms: number): string => `${venueTime(ms, utcOffset).date} ${venueTime(ms, utcOffset).time.slice(0, 5)}`
  return refuse('written_time_wrong', { written: `${session.date} ${writtenAt}`, from: shown(code.printedAt), to: shown(venue.clock.now()) })
}

/** As the desk admits; documents were seen by whoever wrote the row. After the cut-off a second person stands behind the time written. */
function checkInDrafts(venue: OpenVenue, caller: Caller, { session, person }: PaperRow, entry: EntryOf<'checkIn'>, cameAt: number | undefined): FactDraft[] | Refused {
  const desk = atDesk(venue, session.id, person.id)
  if (!desk.ok) return desk
  const body = admission(venue, caller, desk, {
    documents: { idCard: true, ticket: true }, tag: entry.tag, consent: entry.consent,
    acceptWarnings: caller.second === undefined ? [] : warningsOf(venue, person).map((warning) => warning.reason), settled: null, cameAt,
  })
  if ('ok' in body) return body
  const alone = dayOf(venue, session).pastCutoff ? lacksSecond(caller, 'desk') : null
  return alone ?? [{ type: 'checkin.admitted', body }]
}

function psychDrafts(venue: OpenVenue, { session, standing }: PaperRow, entry: EntryOf<'psych'>): FactDraft[] | Refused {
  const body = psychResult(venue, { session, standing, lot: standing.lot?.lot ?? '' }, entry.result)
  return 'ok' in body ? body : [{ type: 'psych.recorded', body }]
}

/** Attempts one after the other, each decided on where the one before it left the candidate; then the signature on paper. */
function attemptDrafts(venue: OpenVenue, caller: Caller, row: PaperRow, { item, outcomes, confirmed, signed }: EntryOf<'attempt'>): FactDraft[] | Refused {
  const { session, person } = row
  const lot = row.standing.lot?.lot
  if (lot === undefined) return refuse('lot_unknown', { lot: '' })
  if (outcomes.some((outcome) => outcome.kind === 'official_fault')) {
    const alone = lacksSecond(caller, 'judging')
    if (alone !== null) return alone
  }
  // The numbers these facts will have: nothing else is recorded between here and there.
  const { station } = venue.ledger
  const next = 1 + (heads(venue.db).find((head) => head.station === station)?.seq ?? 0)
  const drafts: FactDraft[] = []
  let standing = row.standing
  for (const outcome of outcomes) {
    const blocked = attemptBlocked(venue, session, standing, item, false)
    if (blocked !== null) return { ok: false, refused: blocked }
    const wrong = outcomeRefused(venue, session, standing, item, outcome, confirmed)
    if (wrong !== null) return wrong
    const fact = `${station}/${String(next + drafts.length)}`
    const attempt: AttemptRow = { fact, root: fact, at: venue.clock.now(), by: caller.operator, item, outcome, heat: null }
    standing = withAttempts(venue, session, standing, [...standing.attempts, attempt])
    drafts.push({ type: 'fitness.attempted', body: { session: session.id, candidate: person.id, lot, item, outcome, ...(confirmed ? { confirmed } : {}) } })
  }
  if (!signed) return drafts
  const body = signOff(standing, { session: session.id, lot, item }, { kind: 'on_paper' })
  return 'ok' in body ? body : [...drafts, { type: 'fitness.signed', body }]
}

/** Whether what an earlier sending recorded is what is sent now. */
function says(held: readonly Fact[], entry: Entry): boolean {
  switch (entry.kind) {
    case 'checkIn':
      return held.some((fact) => fact.type === 'checkin.admitted' && fact.body.tag === entry.tag && fact.body.consent === entry.consent)
    case 'psych':
      return held.some((fact) => fact.type === 'psych.recorded' && fact.body.result === entry.result)
    case 'attempt': {
      const attempts = held.flatMap((fact) => (fact.type === 'fitness.attempted' ? [fact.body] : []))
      return alike(entry.outcomes, attempts.map((body) => body.outcome)) && attempts.every((body) => body.item === entry.item) &&
        held.some((fact) => fact.type === 'fitness.signed') === entry.signed
    }
    default:
      return entry satisfies never
  }
}
