import { createPrivateKey, type KeyObject } from 'node:crypto'
import { factBytes, factHash, NO_HASH, rawPublicKey, signHash, stationId } from '../../db/envelope.ts'
import { newCode } from '../../exchange/card.ts'
import { seededChance, type Chance } from '../../exchange/chance.ts'
import { vouchWith, type Vouch } from '../../exchange/framing.ts'
import { packPage, type SignedBytes } from '../../exchange/page.ts'
import type { Inside } from '../../hq/inside.ts'
import { makePartition } from '../../hq/partitions.ts'
import { storedPage } from '../../hq/receive/stored-pages.ts'
import type { Fact } from '../../shared/facts.ts'

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key from 32 bytes. */
export function keyOf(bytes: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' })
}

/** A station as far as the exchange sees it: a key and a stream of facts that grows. */
export interface TestStation {
  exam: string
  venue: string
  station: string
  /** Hex. */
  publicKey: string
  key: KeyObject
  vouch: Vouch
  facts: (SignedBytes & { hash: Buffer })[]
  grow(count: number, say?: (seq: number) => { type: string; body: unknown; at?: number }): void
  /** Facts first..last as a page. */
  page(first: number, last: number): Buffer
  /** Another history under the same key: the first `shared` facts are the same. */
  fork(shared: number): TestStation
}

const usually = (seq: number): { type: string; body: unknown; at?: number } =>
  seq % 3 === 0 ? { type: 'operator.signed_in', body: { operator: `op-${String(seq % 7)}` } } : { type: 'station.named', body: { name: `${String(seq)}号台` } }

export function testStation(exam: string, venue: string, chance: Chance, key = keyOf(chance.bytes(32)), facts: TestStation['facts'] = [], mark = ''): TestStation {
  const publicKey = rawPublicKey(key)
  const station = stationId(publicKey)
  const made: TestStation = {
    exam, venue, station, publicKey: publicKey.toString('hex'), key, vouch: vouchWith(key), facts,
    grow: (count, say = usually) => {
      for (let step = 0; step < count; step += 1) {
        const seq = facts.length + 1
        const prev = facts.at(-1)?.hash ?? NO_HASH
        const { type, body, at = 1_795_000_000_000 + seq } = say(seq)
        const fact = { v: 1, exam, venue, station, seq, prev: prev.toString('hex'), at, mono: seq * 1.5, by: `system${mark}`, cmd: `cmd-${mark}${String(seq)}`, type, body }
        const bytes = factBytes(fact as unknown as Fact)
        const hash = factHash(prev, bytes)
        facts.push({ bytes, hash, sig: signHash(hash, key) })
      }
    },
    page: (first, last) => {
      const prev = facts[first - 2]?.hash ?? NO_HASH
      return packPage({ v: 1, exam, venue, station, first, last, prev: prev.toString('hex'), hash: facts[last - 1]!.hash.toString('hex') }, facts.slice(first - 1, last))
    },
    fork: (shared) => testStation(exam, venue, chance, key, facts.slice(0, shared), 'x'),
  }
  return made
}

/** Recruitment number `name` with the venues named, straight into the tables; every venue has a card. */
export async function insertRecruitment(inside: Inside, id: string, venues: readonly string[], chance: Chance = seededChance(id)): Promise<{ no: number; id: string; codes: Map<string, string> }> {
  const codes = new Map(venues.map((venue) => [venue, newCode(chance)]))
  const no = await inside.store.db.transaction().execute(async (trx) => {
    const row = await trx.insertInto('recruitment').values({
      id, title: `招聘 ${id}`, pack: '{}', pack_version: 1, pack_hash: '', retain_until: null, address: 'http://127.0.0.1:1', created_at: 1, erased_at: null,
    }).returning('no').executeTakeFirstOrThrow()
    await makePartition(trx, inside.store.kind, row.no)
    for (const venue of venues) {
      await trx.insertInto('venue').values({
        recruitment: row.no, id: venue, name: `考点 ${venue}`, stations: '[]', operators: '[]', code: codes.get(venue)!, card: 1, card_used_at: null, recipient: null,
        announced: '', heard_at: null, said: '', taken_version: 0,
      }).execute()
    }
    return row.no
  })
  return { no, id, codes }
}

/** Makes a station known without a card. */
export async function insertStream(inside: Inside, recruitment: number, station: TestStation, recipient: string | null = null): Promise<number> {
  const { no } = await inside.store.db.insertInto('stream').values({
    recruitment, venue: station.venue, station: station.station, public_key: Buffer.from(station.publicKey, 'hex'), enrolled_at: 1, how: 'file', state: 'active', seq: 0,
    hash: Buffer.alloc(32), projected: 0, turn: 0, recipient,
  }).returning('no').executeTakeFirstOrThrow()
  return no
}

/** Everything HQ holds of a stream, page after page; throws where pages leave a gap or overlap. */
export async function heldFacts(inside: Inside, stream: number): Promise<SignedBytes[]> {
  const { db } = inside.store
  const row = await db.selectFrom('stream').select(['recruitment', 'seq', 'hash']).where('no', '=', stream).executeTakeFirstOrThrow()
  const pages = await db.selectFrom('page').select(['first', 'last', 'packed', 'hash']).where('recruitment', '=', row.recruitment).where('stream', '=', stream).orderBy('first').execute()
  let next = 1
  const facts: SignedBytes[] = []
  for (const page of pages) {
    const { header, facts: some } = storedPage(page.packed)
    if (page.first !== next || header.first !== page.first || header.last !== page.last || some.length !== page.last - page.first + 1) throw new Error(`pages do not fit at ${String(page.first)}`)
    facts.push(...some)
    next = page.last + 1
  }
  if (row.seq !== facts.length || (pages.length > 0 && !pages.at(-1)!.hash.equals(row.hash))) throw new Error('the head is not where the pages end')
  return facts
}

/** What a stream's facts look like to `toEqual`. */
export const plain = (facts: readonly SignedBytes[]): string[] => facts.map(({ bytes, sig }) => `${bytes.toString('utf8')} ${sig.toString('hex')}`)
