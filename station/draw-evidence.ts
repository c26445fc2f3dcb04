import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import { forget, kept } from '../db/kept.ts'
import { factById } from '../db/ledger.ts'
import type { DrawRecord, DrawnPlace } from '../db/lots.ts'
import type { DrawEvidence } from '../shared/draw-evidence.ts'
import { factId, type FactBody } from '../shared/facts.ts'
import { boardOf } from './board.ts'
import { drawsIn, secretKey } from './draws.ts'
import type { OpenVenue } from './open-venue.ts'

/** The fact that ends a draw by revealing its secret; a secret that is gone is a bug, for a closing is its only end. */
export function closeDraw(venue: OpenVenue, record: DrawRecord): { type: 'lots.closed'; body: FactBody<'lots.closed'> } {
  const secret = kept(venue.db, secretKey(record.draw))?.toString('utf8')
  if (secret === undefined) throw new Error(`the secret of draw ${record.draw} is missing`)
  return { type: 'lots.closed', body: { draw: record.draw, session: record.frozen.body.session, secret } }
}

/** File name of a draw's evidence, in evidence/ of the data folder. */
export function evidenceName(record: DrawRecord): string {
  const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9-]/g, '_')
  return `draw-${plain(record.frozen.body.pool)}-${plain(record.draw)}.json`
}

/** Evidence of a closed draw (docs/formats/draw-evidence.md), the same text however often it is made. */
export function evidenceText(venue: OpenVenue, record: DrawRecord): string {
  const { frozen, digits, closed } = record
  if (digits === null || closed === null) throw new Error(`draw ${record.draw} is not closed`)
  const byTurn = [...record.drawn].sort((a, b) => a.turn - b.turn)
  const place = ({ turn, candidate, lot, fact }: DrawnPlace) => ({ turn, candidate, lot, fact })
  return `${JSON.stringify({
    format: 'kaodian-draw-evidence/1',
    drawId: record.draw,
    venue: venue.name,
    session: frozen.body.session,
    poolId: frozen.body.pool,
    pool: frozen.body.candidates,
    letters: frozen.body.letters,
    desks: frozen.body.desks,
    poolHash: frozen.body.poolHash,
    commitment: frozen.body.commitment,
    secret: closed.body.secret,
    digits: digits.body.digits,
    witnesses: digits.body.witnesses,
    drawn: byTurn.map(place),
    aborted: abortedBefore(venue, record),
    voided: byTurn.flatMap((each) => (each.voided === null ? [] : [{ ...place(each), fact: each.voided, reason: reasonOf(venue, each.voided) }])),
  }, null, 2)}\n`
}

/** Draws of the same pool that were frozen before this one and given up: whoever reads the evidence sees how often. */
function abortedBefore(venue: OpenVenue, { draw, frozen }: DrawRecord): NonNullable<DrawEvidence['aborted']> {
  const ofPool = drawsIn(venue, frozen.body.session).filter((each) => each.frozen.body.pool === frozen.body.pool)
  return ofPool.slice(0, ofPool.findIndex((each) => each.draw === draw)).flatMap((each) => each.aborted === null ? [] : [{
    drawId: each.draw, commitment: each.frozen.body.commitment, digits: each.digits?.body.digits ?? '', fact: factId(each.aborted),
    reason: each.aborted.body.reason, by: boardOf(venue).nameOf(each.aborted.by), second: each.aborted.second === undefined ? '' : boardOf(venue).nameOf(each.aborted.second),
  }])
}

function reasonOf(venue: OpenVenue, voiding: string): string {
  const fact = factById(venue.db, voiding)?.fact
  return fact?.type === 'lots.voided' ? fact.body.reason : ''
}

/** Writes the evidence file, whole or not at all, and lets the secret's keeping place go; answers the path in the data folder. */
export function writeEvidence(venue: OpenVenue, record: DrawRecord): string {
  const file = evidenceFile(venue, evidenceName(record), evidenceText(venue, record))
  forget(venue.db, secretKey(record.draw))
  return file
}

/** Writes a file into evidence/ of the data folder, whole or not at all; answers its path in the data folder. */
export function evidenceFile(venue: OpenVenue, name: string, text: string): string {
  const folder = path.join(venue.folder, 'evidence')
  mkdirSync(folder, { recursive: true })
  const target = path.join(folder, name)
  const file = openSync(`${target}.new`, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${target}.new`, target)
  return `evidence/${name}`
}
