import type { HeatView } from '../shared/api/fitness.ts'
import { tapOf, type HeatEntry, type HeatStanding } from '../shared/heat.ts'
import { statusOf, type Standing } from '../shared/standing.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { itemOf, itemTitle, standardText } from '../shared/why-sheet.ts'

/** A heat as the judge's screen shows it; lots and bibs, never names. Exact after any reload, for it is made from facts. */
export function heatView(venue: OpenVenue, heat: HeatStanding): HeatView {
  const item = itemOf(venue.pack, heat.item)
  if (item === null) throw new Error(`heat ${heat.heat} is of no item of the pack`)
  const board = boardOf(venue)
  const runners = heat.entries.map((entry) => runnerView(venue, heat, entry))
  const places = heat.taps.filter((tap) => !tap.removed)
  const sex = heat.entries.map((entry) => board.person(entry.candidate)?.sex ?? null)[0] ?? null
  const running = heat.started !== null && heat.state !== 'finished' && heat.started.station === venue.ledger.station
  return {
    heat: heat.heat, session: heat.session, item: heat.item, title: itemTitle(item, sex),
    number: Number(heatNumber(venue, heat)),
    state: heat.state === 'finished' && runners.every((runner) => runner.signed) ? 'signed' : heat.state,
    run: heat.run,
    elapsedMs: running && heat.started !== null ? venue.clock.mono() - heat.started.mono : null,
    startedAt: heat.started?.at ?? null,
    runners,
    taps: heat.taps.map((tap) => ({ fact: tap.fact, elapsed: tap.elapsed, bib: tap.bib, removed: tap.removed, order: places.indexOf(tap) + 1 })),
    recalls: heat.recalls.map((recall) => ({
      run: recall.run, reason: recall.reason, falseStarters: recall.falseStarters.map((candidate) => board.standing(heat.session, candidate)?.lot?.lot ?? ''),
    })),
  }
}

/** Heats of an item are counted through the session in the order of their making. */
export function heatNumber(venue: OpenVenue, heat: Pick<HeatStanding, 'heat' | 'session' | 'item'>): string {
  const siblings = boardOf(venue).heats(heat.session).filter((each) => each.item === heat.item)
  return String(siblings.findIndex((each) => each.heat === heat.heat) + 1)
}

function runnerView(venue: OpenVenue, heat: HeatStanding, entry: HeatEntry): HeatView['runners'][number] {
  const board = boardOf(venue)
  const item = itemOf(venue.pack, heat.item)
  const standing = board.standing(heat.session, entry.candidate)
  const tap = tapOf(heat, entry.bib)
  const timed = heat.taps.filter((each) => !each.removed && each.bib !== null)
  return {
    bib: entry.bib, lot: entry.lot, sex: board.person(entry.candidate)?.sex ?? '',
    standard: item === null ? { zh: '', en: '' } : standardText(item, standing?.fitness?.items[heat.item]?.standard ?? null),
    elapsed: tap?.elapsed ?? null, tap: tap?.fact ?? null, place: tap === null ? null : timed.indexOf(tap) + 1,
    ...resultOf(heat, standing),
  }
}

function resultOf(heat: HeatStanding, standing: Standing | null): { attempt: string | null; verdict: string; signed: boolean } {
  if (standing === null) return { attempt: null, verdict: '', signed: false }
  const attempt = standing.attempts.filter((row) => row.heat === heat.heat && row.item === heat.item).at(-1) ?? null
  const status = statusOf(standing, heat.item)
  // Who withdrew or was barred has no result here to be signed: the heat does not wait for them.
  const gone = standing.withdrawn !== null || standing.barred !== null
  return { attempt: attempt?.fact ?? null, verdict: status === 'open' ? '' : status, signed: standing.signed.has(heat.item) || gone }
}
