import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { handClock } from '../../exchange/clock.ts'
import { readFact } from '../../db/envelope.ts'
import type { Fact } from '../../shared/facts.ts'
import type { PersonRow } from '../../shared/hq/projector-person.ts'
import type { Candidate } from '../../shared/roster.ts'
import { allCandidates } from '../../db/roster.ts'
import type { OpenVenue } from '../../station/open-venue.ts'
import { openStation } from '../../station/station.ts'
import { simulate } from '../../tools/simulate/day.ts'

export interface PlayedVenue {
  venue: OpenVenue
  /** By stream, in the order of their numbers. */
  streams: { station: string; facts: Fact[]; bytes: { bytes: Buffer; sig: Buffer }[] }[]
  roster: readonly Candidate[]
  close(): Promise<void>
}

/** A venue whose half days were played through the station's own router, open for reading. */
export async function playedVenue(rehearsal: string, candidates: number, seed: number, days: 'fitness' | 'all'): Promise<PlayedVenue> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-played-'))
  await simulate({ rehearsal, candidates, seed, days, folder })
  const clock = handClock()
  const station = await openStation({ folder, clock, program: 'kaodian test' })
  // the day went on after the last time the rehearsal's clock was set
  clock.pass(8 * 3_600_000)
  const { venue } = station
  if (venue === null) throw new Error('the simulated venue does not open')
  const rows = venue.db.all<{ bytes: Buffer; sig: Buffer }>('SELECT bytes, sig FROM fact ORDER BY n')
  const facts = rows.map(({ bytes, sig }) => ({ fact: readFact(bytes), bytes, sig }))
  return {
    venue, roster: allCandidates(venue.db),
    streams: [...Map.groupBy(facts, ({ fact }) => fact.station)].map(([id, all]) =>
      ({ station: id, facts: all.map(({ fact }) => fact), bytes: all.map(({ bytes, sig }) => ({ bytes, sig })) })),
    close: async () => {
      await station.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What HQ's roster says of a candidate. */
export function personRow({ id, sex, birth, post, written, quality, barred, sessions }: Candidate): PersonRow {
  return { id, sex, birth, post, written: written ?? null, quality: quality ?? null, barred: barred ?? null, withdrawn: null, sessions }
}
