import { setImmediate as nextTurn } from 'node:timers/promises'
import { facts, type Head } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import { stations } from '../db/stations.ts'
import { closingLedgerHead } from '../exchange/closing-ledger.ts'
import { u32 } from '../exchange/framing.ts'

/** Facts read between two turns of the station; a page takes a few milliseconds. */
const page = 200

/** The part `ledger.age` of a closing package: every fact up to these heads with hash and signature, stream after stream; lets the station breathe between pages. */
export async function* ledgerPart(db: Db, about: { exam: string; venue: string }, heads: readonly Head[]): AsyncGenerator<Uint8Array> {
  const keys = new Map(stations(db).map(({ id, publicKey }) => [id, publicKey.toString('hex')]))
  const streams = heads.map(({ station, seq }) => ({ station, publicKey: keys.get(station) ?? '', facts: seq }))
  yield closingLedgerHead({ v: 1, exam: about.exam, venue: about.venue, streams })
  for (const { station, seq } of heads) {
    for (let after = 0; after < seq; after += page) {
      const some = facts(db, { station, after, limit: Math.min(page, seq - after) })
      yield Buffer.concat(some.flatMap(({ bytes, hash, sig }) => [u32(bytes.length), bytes, hash, sig]))
      await nextTurn()
    }
  }
}
