import type { FactId } from './facts.ts'

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
  root: FactId
  /** Hundredths of a second since the start. */
  elapsed: number
  bib: string | null
  removed: boolean
}

/** One run of a heat, from its start to a recall or the finish. */
export interface HeatRunFacts {
  run: number
  started: { fact: FactId; at: number; mono: number } | null
  recalled: { reason: 'false_start' | 'official_fault'; falseStarters: string[] } | null
  finished: { fact: FactId } | null
  taps: readonly Tap[]
}

/** What the facts of a heat (组次) say, run by run. */
export interface HeatFacts {
  heat: string
  session: string
  item: string
  madeAt: number
  entries: HeatEntry[]
  runs: readonly HeatRunFacts[]
}

/** Candidate ids of those who started falsely, by run. */
export interface Recall {
  run: number
  reason: 'false_start' | 'official_fault'
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
  /** Runs started so far. */
  run: number
  /** Start of the run that counts, null when there is none yet or it was recalled. `mono` (ms) counts on `station` only. */
  started: { at: number; mono: number; station: string } | null
  /** Taps of the run that counts in order of time, removed ones included. */
  taps: Tap[]
  recalls: Recall[]
}

/** The state of a heat from its facts: exact after any reload. The last run counts; what was tapped in a recalled one does not. */
export function heatStanding(facts: HeatFacts): HeatStanding {
  const begun = facts.runs.filter((run) => run.started !== null).sort((a, b) => a.run - b.run)
  const last = begun.at(-1) ?? null
  const current = last !== null && last.recalled === null ? last : null
  const started = current?.started ?? null
  const standing: HeatStanding = {
    heat: facts.heat, session: facts.session, item: facts.item, madeAt: facts.madeAt, entries: facts.entries, state: 'made', run: last?.run ?? 0,
    started: started === null ? null : { at: started.at, mono: started.mono, station: started.fact.slice(0, 16) },
    taps: [...(current?.taps ?? [])].sort((a, b) => a.elapsed - b.elapsed || (a.root < b.root ? -1 : 1)),
    recalls: begun.flatMap(({ run, recalled }) => (recalled === null ? [] : [{ run, reason: recalled.reason, falseStarters: recalled.falseStarters }])),
  }
  if (current !== null) standing.state = current.finished !== null ? 'finished' : allTimed(standing) ? 'stopped' : 'running'
  return standing
}

function allTimed(heat: HeatStanding): boolean {
  return heat.entries.length > 0 && unassignedTaps(heat).length === 0 && heat.entries.every((entry) => tapOf(heat, entry.bib) !== null)
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

/** Disagreement of wall clock and monotonic clock (ms) since the start from which a heat is no longer timed. */
export const mostSkewMs = 30_000

/** Whether this station can still measure the run: its own start, the clock not restarted, no skew of 30 s or more. */
export function canMeasure(heat: HeatStanding, now: { station: string; at: number; mono: number }): boolean {
  if (heat.started === null || heat.started.station !== now.station) return false
  const measured = now.mono - heat.started.mono
  return measured >= 0 && Math.abs(now.at - heat.started.at - measured) < mostSkewMs
}
