import { refuse, type Refused } from '../shared/api/answer.ts'
import type { FactBody, FactId, Outcome } from '../shared/facts.ts'
import {
  bindsRunners, canMeasure, elapsedHundredths, hundredthsToSeconds, tapOf, unassignedTaps, type HeatEntry, type HeatStanding,
} from '../shared/heat.ts'
import { implausible } from '../shared/fitness.ts'
import type { Session } from '../shared/pack-schema.ts'
import { standing as fold, statusOf, type AttemptRow } from '../shared/standing.ts'
import { factById } from '../db/ledger.ts'
import { boardOf } from './board.ts'
import { heatNumber, heatView } from './heat-view.ts'
import { attemptBlocked, findLot } from './judge-view.ts'
import type { FactDraft, OpenVenue } from './open-venue.ts'
import { alike, heldBy, sameLot } from './repeat.ts'
import { lacksSecond } from './second-person.ts'
import { workingSession } from './session-day.ts'
import type { Caller, Input, Output, UseCases } from './use-cases.ts'
import { itemOf } from '../shared/why-sheet.ts'

type Changed = Output<'heats', 'make'>
interface Working { ok: true; heat: HeatStanding; session: Session }

/** Runs in heats (规则 §7): one start, a tap per finisher, recall, review; times become attempts when it is finished. */
export const heatsUseCases: UseCases<'heats'> = {
  list: (venue, _caller, { session, item }) =>
    boardOf(venue).heats(session).filter((heat) => heat.item === item).map((heat) => heatView(venue, heat)),

  find: (venue, _caller, input) => {
    const heat = boardOf(venue).heat(input.heat)
    return heat === null ? refuse('heat_unknown', { heat: input.heat }) : { ok: true, view: heatView(venue, heat) }
  },

  make: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.made'], (body) =>
      body.session === input.session && body.item === input.item && body.entries.length === input.lots.length &&
      body.entries.every((entry, index) => sameLot(venue, body.session, input.lots[index] ?? '', entry.lot)))
    if (held !== null) return held.ok ? answered(venue, held.body.heat, held.fact, true) : held
    const working = workingSession(venue, input.session)
    if (!working.ok) return working
    const item = itemOf(venue.pack, input.item)
    if (item === null) return refuse('item_unknown', { item: input.item })
    if (!item.heat) return refuse('outcome_not_allowed', { item: input.item, outcome: 'heat' })
    // The command's own id names the heat: made once, however often it is sent.
    const heat = input.cmd
    const entries = runnersOf(venue, working.session, input.item, heat, input.lots.map((lot, index) => ({ bib: String(index + 1), lot })))
    if (!entries.ok) return entries
    const recorded = venue.record(caller, 'heat.made', { heat, session: input.session, item: input.item, entries: entries.entries }, input.cmd)
    return recorded.ok ? answered(venue, heat, recorded.fact, recorded.repeated) : recorded
  },

  change: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.changed'], (body) =>
      body.heat === input.heat && body.entries.length === input.entries.length &&
      body.entries.every(({ bib, lot }, index) => input.entries[index]?.bib === bib && sameLot(venue, body.session, input.entries[index].lot, lot)))
    if (held !== null) return held.ok ? answered(venue, input.heat, held.fact, true) : held
    const working = workingHeat(venue, input.heat)
    if (!working.ok) return working
    if (working.heat.state !== 'made') return refuse('heat_running', { heat: input.heat })
    const entries = runnersOf(venue, working.session, working.heat.item, input.heat, input.entries)
    if (!entries.ok) return entries
    const recorded = venue.record(caller, 'heat.changed', { heat: input.heat, session: working.session.id, entries: entries.entries }, input.cmd)
    return recorded.ok ? answered(venue, input.heat, recorded.fact, recorded.repeated) : recorded
  },

  start: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.started'], (body) => body.heat === input.heat)
    if (held !== null) return held.ok ? answered(venue, input.heat, held.fact, true) : held
    const working = workingHeat(venue, input.heat)
    if (!working.ok) return working
    const { heat, session } = working
    if (heat.state !== 'made') return refuse('heat_running', { heat: heat.heat })
    if (heat.entries.length === 0) return refuse('heat_empty')
    const able = runnersOf(venue, session, heat.item, heat.heat, heat.entries)
    if (!able.ok) return able
    const recorded = venue.record(caller, 'heat.started', { heat: heat.heat, session: session.id, run: heat.run + 1 }, input.cmd)
    return recorded.ok ? answered(venue, heat.heat, recorded.fact, recorded.repeated) : recorded
  },

  recall,

  tap: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.tapped'], (body) =>
      body.heat === input.heat && (body.bib ?? '') === (input.bib ?? '') && (input.elapsed === undefined || input.elapsed === body.elapsed))
    if (held !== null) return held.ok ? answered(venue, input.heat, held.fact, true) : held
    const working = workingHeat(venue, input.heat)
    if (!working.ok) return working
    const { heat, session } = working
    if (heat.started === null) return refuse('heat_not_running', { heat: heat.heat })
    const bib = input.bib === undefined || input.bib === '' ? null : input.bib
    const wrong = bib === null ? null : bibRefused(heat, bib, null)
    if (wrong !== null) return wrong
    if (heat.taps.filter((tap) => !tap.removed).length >= heat.entries.length) return refuse('heat_full', { most: String(heat.entries.length) })
    const now = { station: venue.ledger.station, at: venue.clock.now(), mono: venue.clock.mono() }
    if (input.elapsed === undefined && !canMeasure(heat, now)) return refuse('clock_skew')
    const elapsed = input.elapsed ?? elapsedHundredths(heat.started.mono, now.mono)
    const body: FactBody<'heat.tapped'> = { heat: heat.heat, session: session.id, run: heat.run, elapsed, ...(bib === null ? {} : { bib }) }
    const recorded = venue.record(caller, 'heat.tapped', body, input.cmd)
    return recorded.ok ? answered(venue, heat.heat, recorded.fact, recorded.repeated) : recorded
  },

  changeTap: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.tap_changed'], ({ replaces, bib, elapsed, removed, reason }) =>
      alike({ replaces, bib, elapsed, removed, reason }, { replaces: input.replaces, bib: input.bib, elapsed: input.elapsed, removed: input.removed, reason: input.reason }))
    if (held !== null) return held.ok ? answered(venue, held.body.heat, held.fact, true) : held
    const named = factById(venue.db, input.replaces)?.fact
    if (named?.type !== 'heat.tapped' && named?.type !== 'heat.tap_changed') return refuse('tap_unknown', { fact: input.replaces })
    const working = workingHeat(venue, named.body.heat)
    if (!working.ok) return working
    const { heat, session } = working
    if (heat.started === null) return refuse('heat_not_running', { heat: heat.heat })
    if (!heat.taps.some((tap) => tap.fact === input.replaces)) return refuse('already_replaced', { fact: input.replaces })
    const wrong = input.bib === null || input.removed ? null : bibRefused(heat, input.bib, input.replaces)
    if (wrong !== null) return wrong
    const recorded = venue.record(caller, 'heat.tap_changed', {
      replaces: input.replaces, heat: heat.heat, session: session.id, bib: input.bib, elapsed: input.elapsed, removed: input.removed, reason: input.reason,
    }, input.cmd)
    return recorded.ok ? answered(venue, heat.heat, recorded.fact, recorded.repeated) : recorded
  },

  finish: (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['heat.finished'], (body) => body.heat === input.heat)
    if (held !== null) return held.ok ? answered(venue, input.heat, held.fact, true) : held
    const working = workingHeat(venue, input.heat)
    if (!working.ok) return working
    const { heat, session } = working
    if (heat.started === null) return refuse('heat_not_running', { heat: heat.heat })
    const loose = unassignedTaps(heat)
    if (loose.length > 0) return refuse('taps_unassigned', { count: String(loose.length) })
    // Who was stopped meanwhile (withdrawn, barred) keeps no time: their exam has its end already.
    const able = heat.entries.filter((entry) => runnerBlocked(venue, session, heat.item, entry.candidate) === null)
    const odd = input.confirmed ? null : implausibleTime(venue, heat, able)
    if (odd !== null) return odd
    const drafts: FactDraft[] = [
      { type: 'heat.finished', body: { heat: heat.heat, session: session.id, run: heat.run } },
      ...able.map((entry) => attempt(heat, session, entry, timeOf(heat, entry), input.confirmed)),
    ]
    return several(venue, caller, heat.heat, drafts, input.cmd)
  },
}

function recall(venue: OpenVenue, caller: Caller, input: Input<'heats', 'recall'>): Changed {
  const held = heldBy(venue, input.cmd, ['heat.recalled'], (body) => body.heat === input.heat && body.reason === input.reason)
  if (held !== null) return held.ok ? answered(venue, input.heat, held.fact, true) : held
  const working = workingHeat(venue, input.heat)
  if (!working.ok) return working
  const { heat, session } = working
  if (heat.started === null) return refuse('heat_not_running', { heat: heat.heat })
  const guilty: HeatEntry[] = []
  for (const text of input.reason === 'false_start' ? input.falseStarters : []) {
    const found = findLot(venue, session, text)
    if (!found.ok) return found
    const entry = heat.entries.find((each) => each.candidate === found.standing.candidate)
    if (entry === undefined) return refuse('lot_unknown', { lot: found.lot })
    if (!guilty.includes(entry)) guilty.push(entry)
  }
  // A tap taken away was still somebody's time: striking them first does not make a recall one person's.
  const timed = heat.taps.length > 0
  const alone = input.reason === 'official_fault' || timed ? lacksSecond(caller, 'judging') : null
  if (alone !== null) return alone
  const outcome: Outcome = input.reason === 'false_start'
    ? { kind: 'false_start' }
    : { kind: 'official_fault', reason: input.note === '' ? '组次召回' : input.note }
  const struck = input.reason === 'false_start' ? guilty : heat.entries
  const able = struck.filter((entry) => runnerBlocked(venue, session, heat.item, entry.candidate) === null)
  const drafts: FactDraft[] = [
    { type: 'heat.recalled', body: { heat: heat.heat, session: session.id, run: heat.run, reason: input.reason, falseStarters: guilty.map((entry) => entry.candidate) } },
    ...able.map((entry) => attempt(heat, session, entry, outcome)),
  ]
  // Whom the false start put out does not line up again; the others do.
  const out = able.filter((entry) => endsItem(venue, session, heat, entry, outcome))
  if (out.length > 0) {
    drafts.push({ type: 'heat.changed', body: { heat: heat.heat, session: session.id, entries: heat.entries.filter((entry) => !out.includes(entry)) } })
  }
  return several(venue, caller, heat.heat, drafts, input.cmd)
}

function endsItem(venue: OpenVenue, session: Session, heat: HeatStanding, entry: HeatEntry, outcome: Outcome): boolean {
  const person = boardOf(venue).person(entry.candidate)
  const standing = boardOf(venue).standing(session.id, entry.candidate)
  if (person === null || standing === null) return true
  const row: AttemptRow = { fact: `${venue.ledger.station}/1`, root: '', at: 0, by: '', item: heat.item, outcome, heat: heat.heat }
  return statusOf(fold({ pack: venue.pack, session }, person, { ...standing, attempts: [...standing.attempts, row] }), heat.item) !== 'open'
}

function several(venue: OpenVenue, caller: Caller, heat: string, drafts: FactDraft[], cmd: string): Changed {
  const recorded = venue.recordAll(caller, drafts, cmd)
  return recorded.ok ? answered(venue, heat, recorded.facts[0] ?? '', recorded.repeated) : recorded
}

function attempt(heat: HeatStanding, session: Session, entry: HeatEntry, outcome: Outcome, confirmed = false): FactDraft {
  const sure = confirmed && outcome.kind === 'reading' ? { confirmed } : {}
  return { type: 'fitness.attempted', body: { session: session.id, candidate: entry.candidate, lot: entry.lot, item: heat.item, outcome, ...sure, heat: heat.heat } }
}

/** The first time of a heat that no runner can have run, or null; asked once before it is kept. */
function implausibleTime(venue: OpenVenue, heat: HeatStanding, entries: readonly HeatEntry[]): Refused | null {
  const item = itemOf(venue.pack, heat.item)
  for (const entry of entries) {
    const time = timeOf(heat, entry)
    if (item === null || time.kind !== 'reading' || implausible(item, time.reading) === null) continue
    return refuse('implausible', { lot: entry.lot, reading: time.reading, from: item.implausible.below ?? '', to: item.implausible.above ?? '', unit: item.unit })
  }
  return null
}

function timeOf(heat: HeatStanding, entry: HeatEntry): Outcome {
  const tap = tapOf(heat, entry.bib)
  return tap === null ? { kind: 'did_not_finish' } : { kind: 'reading', reading: hundredthsToSeconds(tap.elapsed) }
}

function workingHeat(venue: OpenVenue, id: string): Working | Refused {
  const heat = boardOf(venue).heat(id)
  if (heat === null) return refuse('heat_unknown', { heat: id })
  const working = workingSession(venue, heat.session)
  if (!working.ok) return working
  if (!bindsRunners(heat)) return refuse('heat_finished', { heat: id })
  return { ok: true, heat, session: working.session }
}

function runnerBlocked(venue: OpenVenue, session: Session, item: string, candidate: string): Refused | null {
  const standing = boardOf(venue).standing(session.id, candidate)
  if (standing === null) return refuse('candidate_unknown')
  const blocked = attemptBlocked(venue, session, standing, item, true)
  return blocked === null ? null : { ok: false, refused: blocked }
}

/** Checks every runner of a heat as it is made, changed or started; the first that may not run is named by lot. */
function runnersOf(
  venue: OpenVenue, session: Session, item: string, heat: string, entries: readonly { bib: string; lot: string }[],
): { ok: true; entries: HeatEntry[] } | Refused {
  const runners: HeatEntry[] = []
  const sexes = new Set<string>()
  const split = itemOf(venue.pack, item)?.titleBySex !== null
  for (const { bib, lot: text } of entries) {
    const found = findLot(venue, session, text)
    if (!found.ok) return found
    const { candidate } = found.standing
    if (runners.some((runner) => runner.bib === bib)) return refuse('bib_taken', { bib })
    if (runners.some((runner) => runner.candidate === candidate)) return refuse('lot_in_other_heat', { lot: found.lot, heat: '' })
    const other = boardOf(venue).heatOf(session.id, candidate)
    if (other !== null && other.heat !== heat) return refuse('lot_in_other_heat', { lot: found.lot, heat: heatNumber(venue, other) })
    const blocked = runnerBlocked(venue, session, item, candidate)
    if (blocked !== null) return refuse(blocked.refused.reason, { ...blocked.refused.detail, lot: found.lot })
    sexes.add(boardOf(venue).person(candidate)?.sex ?? '')
    // 1000 米 and 800 米 start and end at different marks: one heat, one distance.
    if (split && sexes.size > 1) return refuse('heat_mixed', { lot: found.lot })
    runners.push({ bib, candidate, lot: found.lot })
  }
  return { ok: true, entries: runners }
}

function bibRefused(heat: HeatStanding, bib: string, except: FactId | null): Refused | null {
  if (!heat.entries.some((entry) => entry.bib === bib)) return refuse('bib_unknown', { bib })
  const taken = tapOf(heat, bib)
  return taken !== null && taken.fact !== except ? refuse('bib_taken', { bib }) : null
}

function answered(venue: OpenVenue, heat: string, fact: FactId, repeated: boolean): Changed {
  const found = boardOf(venue).heat(heat)
  if (found === null) throw new Error(`heat ${heat} has no making`)
  return { ok: true, fact, repeated, view: heatView(venue, found) }
}
