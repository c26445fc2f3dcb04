import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { hqLink, unsentStreams } from '../db/hq-link.ts'
import { heads } from '../db/ledger.ts'
import { stations } from '../db/stations.ts'
import { writeCourier, type CourierPage } from '../exchange/courier.ts'
import { refuse } from '../shared/api/answer.ts'
import type { StickFile } from '../shared/api/sync.ts'
import { outFolder } from './closing-package.ts'
import { nextPage } from './hq-round.ts'
import { sliceOf, writeOut } from './out-file.ts'
import type { RunningVenue } from './running-venue.ts'
import type { Output } from './use-cases.ts'

/**
 * Writes what HQ lacks by its newest receipt, or everything, into a sealed file for a stick. A station HQ has not met
 * brings the enrolment its card was typed for.
 */
export async function exportStick(venue: RunningVenue, everything: boolean): Promise<Output<'sync', 'exportStick'>> {
  const { db, ledger, meta } = venue
  if (meta.issuer === '') return refuse('no_hq')
  const [first, ...more] = meta.recipients
  if (first === undefined) return refuse('no_sealing_key')
  const enrol = hqLink(db)?.station === ledger.station ? null : venue.hq.pendingEnrol()
  if (enrol === null && hqLink(db)?.station !== ledger.station) return refuse('card_needed')
  const streams = everything ? heads(db).map(({ station }) => ({ station, after: 0 })) : unsentStreams(db)
  if (streams.length === 0) return refuse('nothing_unsent')
  const keys = new Map(stations(db).map(({ id, publicKey }) => [id, publicKey.toString('hex')]))
  const pages: CourierPage[] = []
  let facts = 0
  for (const { station, after } of streams) {
    for (let at = after; ;) {
      const page = await nextPage(venue, { station, after: at })
      if (page === null) break
      pages.push({ publicKey: keys.get(station) ?? '', packed: page.packed })
      facts += page.last - at
      at = page.last
    }
  }
  const created = Math.round(venue.clock.now())
  const hello = { v: 1 as const, heads: heads(db).slice(0, 200), ...venue.greeting() }
  const chunks = await writeCourier(
    {
      exam: venue.exam, venue: venue.venue, venueName: venue.name, station: ledger.station, publicKey: keys.get(ledger.station) ?? '', enrol, hello,
      recipients: [first, ...more], created,
    },
    pages, ledger.vouch,
  )
  const stamp = new Date(created).toISOString().slice(0, 19).replaceAll(/[:T-]/g, '')
  const file = `courier-${venue.venue.replaceAll(/[^A-Za-z0-9-]/g, '_')}-${stamp}-${venue.head().slice(0, 8)}.kdcourier`
  const hash = await writeOut(outFolder(venue), file, chunks)
  if (typeof hash !== 'string') return hash
  return { ok: true, file, facts, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), hash }
}

const ours = /^courier-[A-Za-z0-9_-]+\.kdcourier$/

/** Files for the stick in out/, newest first. */
export function stickFiles(venue: RunningVenue): StickFile[] {
  const folder = outFolder(venue)
  return readdirSync(folder)
    .filter((name) => ours.test(name))
    .map((file) => {
      const { size, mtimeMs } = statSync(path.join(folder, file))
      return { file, at: Math.round(mtimeMs), bytes: size }
    })
    .sort((a, b) => b.at - a.at)
}

/** A slice of one of them: only names that lie there and are ours, so that no path can be asked for. */
export async function readSlice(venue: RunningVenue, file: string, offset: number): Promise<Output<'sync', 'download'>> {
  const found = stickFiles(venue).find((each) => each.file === file)
  return found === undefined ? refuse('package_unknown', { file }) : sliceOf(outFolder(venue), file, found.bytes, offset)
}
