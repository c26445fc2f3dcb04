import { factId, type Fact, type FactId } from './facts.ts'

/** A fact of a heat (组次), as the ledger holds it. */
export type HeatFact = Extract<Fact, { type: `heat.${string}` }>

/** One runner of a heat: bib, and whose. */
export interface HeatEntry {
  bib: string
  candidate: string
  lot: string
}

/** One finisher as it stands after its corrections. `fact` is what a further correction has to name. */
export interface Tap {
  fact: FactId
  /** The tap as first made; stays the same through corrections. */
  first: FactId
  run: number
  /** Hundredths of a second since the start. */
  elapsed: number
  bib: string | null
  removed: boolean
}

export interface Recall {
  run: number
  reason: 'false_start' | 'official_fault'
  /** Candidate ids. */
  falseStarters: string[]
}

/**
 * Where a heat stands. `made`: not started, or recalled to the start; `running`: the clock runs; `stopped`: everybody
 * has a time, to be looked over; `finished`: times became attempts.
 */
export interface HeatStanding {
  heat: string
  session: string
  item: string
  madeAt: number
  entries: HeatEntry[]
  state: 'made' | 'running' | 'stopped' | 'finished'
  /** Runs started so far; a recall ends a run. */
  run: number
  /** Start of the current run, null when it was recalled or never made. `mono` counts on `station` only. */
  started: { at: number; mono: number; station: string } | null
  /** Taps of the current run in order of time, removed ones included. */
  taps: Tap[]
  recalls: Recall[]
}

/** Facts of each station in their own order; stations in the order of their first fact, so that no clock decides alone. */
function inOrder(facts: readonly HeatFact[]): HeatFact[] {
  const firstAt = new Map<string, number>()
  for (const fact of facts) firstAt.set(fact.station, Math.min(fact.at, firstAt.get(fact.station) ?? Infinity))
  return [...facts].sort((a, b) =>
    a.station === b.station
      ? a.seq - b.seq
      : (firstAt.get(a.station) ?? 0) - (firstAt.get(b.station) ?? 0) || (a.station < b.station ? -1 : 1),
  )
}

/** Folds all facts of one heat, given in any order; null while its making has not arrived. */
export function heatStanding(facts: readonly HeatFact[]): HeatStanding | null {
  const ordered = inOrder(facts)
  const made = ordered.find((fact) => fact.type === 'heat.made')
  if (made === undefined) return null
  const heat: HeatStanding = {
    heat: made.body.heat, session: made.body.session, item: made.body.item, madeAt: made.at, entries: made.body.entries,
    state: 'made', run: 0, started: null, taps: [], recalls: [],
  }
  const taps = new Map<FactId, Tap>()
  const changes: Extract<HeatFact, { type: 'heat.tap_changed' }>[] = []
  let finished = false
  for (const fact of ordered) {
    switch (fact.type) {
      case 'heat.made':
        break
      case 'heat.changed':
        heat.entries = fact.body.entries
        break
      case 'heat.started':
        heat.run = Math.max(heat.run, fact.body.run)
        heat.started = { at: fact.at, mono: fact.mono, station: fact.station }
        break
      case 'heat.recalled':
        heat.recalls.push({ run: fact.body.run, reason: fact.body.reason, falseStarters: fact.body.falseStarters })
        if (fact.body.run === heat.run) heat.started = null
        break
      case 'heat.tapped': {
        const id = factId(fact)
        taps.set(id, { fact: id, first: id, run: fact.body.run, elapsed: fact.body.elapsed, bib: fact.body.bib ?? null, removed: false })
        break
      }
      case 'heat.tap_changed':
        changes.push(fact)
        break
      case 'heat.finished':
        finished = true
        break
      default:
        fact satisfies never
    }
  }
  applyChanges(taps, changes)
  heat.taps = [...taps.values()]
    .filter((tap) => tap.run === heat.run && heat.started !== null)
    .sort((a, b) => a.elapsed - b.elapsed || (a.first < b.first ? -1 : 1))
  heat.state = finished ? 'finished' : heat.started === null ? 'made' : allTimed(heat) ? 'stopped' : 'running'
  return heat
}

/** A change names the tap or the change before it; of two that name the same one the first stands. */
function applyChanges(taps: Map<FactId, Tap>, changes: readonly Extract<HeatFact, { type: 'heat.tap_changed' }>[]): void {
  const heads = new Map<FactId, Tap>([...taps.values()].map((tap) => [tap.fact, tap]))
  for (const change of changes) {
    const tap = heads.get(change.body.replaces)
    if (tap === undefined) continue
    heads.delete(change.body.replaces)
    tap.fact = factId(change)
    tap.elapsed = change.body.elapsed
    tap.bib = change.body.bib
    tap.removed = change.body.removed
    heads.set(tap.fact, tap)
  }
}

function allTimed(heat: HeatStanding): boolean {
  return heat.entries.length > 0 && heat.entries.every((entry) => tapOf(heat, entry.bib) !== null)
}

/** The tap that is a bib's time now, or null. */
export function tapOf(heat: HeatStanding, bib: string): Tap | null {
  return heat.taps.find((tap) => !tap.removed && tap.bib === bib) ?? null
}

/** Taps that belong to nobody yet: while there are any, a heat cannot be finished. */
export function unassignedTaps(heat: HeatStanding): Tap[] {
  return heat.taps.filter((tap) => !tap.removed && tap.bib === null)
}

/** Whether a runner is bound to this heat: from its making until it is finished. */
export function bindsRunners(heat: HeatStanding): boolean {
  return heat.state !== 'finished'
}

/**
 * Hundredths of a second between two readings of one monotonic clock (ms), rounded up as a stopwatch rule asks. The
 * difference is first brought to whole microseconds, so that the float of a clock cannot add a hundredth.
 */
export function elapsedHundredths(startMono: number, nowMono: number): number {
  return Math.ceil(Math.round((nowMono - startMono) * 1000) / 10_000)
}

/** Hundredths as the decimal seconds an attempt keeps: 25137 → `251.37`. */
export function hundredthsToSeconds(elapsed: number): string {
  return `${String(Math.floor(elapsed / 100))}.${String(elapsed % 100).padStart(2, '0')}`
}

/** Largest disagreement of wall clock and monotonic clock (ms) since the start at which a heat is still timed. */
export const MOST_SKEW_MS = 30_000

/** Whether this station can still measure the run: its own start, the clock not restarted, no skew of 30 s or more. */
export function canMeasure(heat: HeatStanding, now: { station: string; at: number; mono: number }): boolean {
  if (heat.started === null || heat.started.station !== now.station) return false
  const measured = now.mono - heat.started.mono
  return measured >= 0 && Math.abs(now.at - heat.started.at - measured) < MOST_SKEW_MS
}
