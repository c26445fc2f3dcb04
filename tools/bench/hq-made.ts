import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { factBytes, factHash, NO_HASH, rawPublicKey, signHash, stationId } from '../../db/envelope.ts'
import { packPage, readPage, type SignedBytes } from '../../exchange/page.ts'
import type { Inside } from '../../hq/inside.ts'
import { makePartition } from '../../hq/partitions.ts'
import type { FactType, Fact } from '../../shared/facts.ts'
import { packHash } from '../../shared/pack-hash.ts'
import { madeExam } from './made-exam.ts'
import { commandOf } from './made-ledger.ts'
import { dice } from './made-roster.ts'

export const EXAM = 'bench-exam'
/** Facts of one candidate on a half day of fitness. */
const EACH = 20
/** Facts of one page on the line. */
const PAGE = 1000

/** A venue of the bench: its stream, the key it signs with (PKCS 8, hex) and where its packed pages lie. */
export interface MadeVenue { venue: string; session: string; publicKey: string; privateKey: string; candidates: string[]; facts: number; pages: string[] }
export interface MadeRecruitment { venues: MadeVenue[]; facts: number }

/** Writes the pages (of `ofPage` facts) of `venues` half days with `facts` facts in all into a folder; only the last signature of a page is a true one, as only that is checked on arrival. */
export function writeVenues(folder: string, facts: number, venues: number, ofPage = PAGE): MadeRecruitment {
  mkdirSync(folder, { recursive: true })
  const each = Math.floor(facts / venues / EACH)
  const made = Array.from({ length: venues }, (_, at): MadeVenue => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const venue = `v${String(at + 1).padStart(4, '0')}`
    const candidates = Array.from({ length: each }, () => randomBytes(8).toString('hex'))
    return {
      venue, session: `${venue}-am`, publicKey: rawPublicKey(privateKey).toString('hex'), privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('hex'),
      candidates, facts: each * EACH, pages: writePages(folder, venue, candidates, privateKey, ofPage),
    }
  })
  writeFileSync(path.join(folder, 'venues.json'), JSON.stringify(made))
  return { venues: made, facts: made.reduce((sum, { facts: n }) => sum + n, 0) }
}

export function readVenues(folder: string): MadeVenue[] {
  return JSON.parse(readFileSync(path.join(folder, 'venues.json'), 'utf8')) as MadeVenue[]
}

/** The facts of a made page with their hashes, for the bare variants that keep them row by row. */
export function factsOf(file: string): { first: number; facts: { bytes: Buffer; sig: Buffer; hash: Buffer }[] } {
  const page = readPage(readFileSync(file))
  if (!page.ok) throw new Error(page.fault)
  let prev: Buffer = Buffer.from(page.header.prev, 'hex')
  const facts = page.facts.map(({ bytes, sig }) => ({ bytes, sig, hash: (prev = factHash(prev, bytes)) }))
  return { first: page.header.first, facts }
}

function writePages(folder: string, venue: string, candidates: readonly string[], key: KeyObject, ofPage: number): string[] {
  const station = stationId(rawPublicKey(key))
  const files: string[] = []
  let prev: Buffer = NO_HASH
  let [first, before, page] = [1, NO_HASH as Buffer, [] as SignedBytes[]]
  const random = dice(Number.parseInt(venue.slice(1), 10))
  const total = candidates.length * EACH
  for (let n = 0; n < total; n += 1) {
    const said = saying(n, candidates, `${venue}-am`, station, random)
    const fact = {
      v: 1, exam: EXAM, venue, station, seq: n + 1, prev: prev.toString('hex'), at: 1_686_268_800_000 + n * 600, mono: n * 600,
      by: `op-${String(n % 9)}`, cmd: commandOf(n), ...said,
    } as Fact
    const bytes = factBytes(fact)
    prev = factHash(prev, bytes)
    const ends = page.length === ofPage - 1 || n === total - 1
    page.push({ bytes, sig: ends ? signHash(prev, key) : Buffer.alloc(64, n % 251) })
    if (!ends) continue
    const file = path.join(folder, `${venue}-${String(first)}.page`)
    writeFileSync(file, packPage({ v: 1, exam: EXAM, venue, station, first, last: n + 1, prev: before.toString('hex'), hash: prev.toString('hex') }, page))
    files.push(file);
    [first, before, page] = [n + 2, prev, []]
  }
  return files
}

/** The n-th fact of a half day: stage after stage, as the day goes. */
function saying(n: number, candidates: readonly string[], session: string, station: string, random: () => number): { type: FactType; body: unknown } {
  const step = Math.floor(n / candidates.length)
  const at = n % candidates.length
  const about = { session, candidate: candidates[at] ?? '' }
  const lot = `${'ABCDEFGHJK'.charAt(Math.floor(at / 999))}${String((at % 999) + 1).padStart(3, '0')}`
  const attempt = (item: string, reading: number) =>
    ({ type: 'fitness.attempted' as const, body: { ...about, lot, item, outcome: { kind: 'reading', reading: reading.toFixed(2) } } })
  const signed = (item: string) =>
    ({ type: 'fitness.signed' as const, body: { ...about, lot, item, verdict: 'passed', attempts: [`${station}/${String(n)}`], acknowledgement: { kind: 'on_paper' } } })
  switch (step) {
    case 0: return { type: 'checkin.admitted', body: { ...about, tag: String(at), consent: true, warnings: [] } }
    case 1: return { type: 'lots.drawn', body: { ...about, draw: `${session}-draw`, turn: at + 1, lot } }
    case 2: return { type: 'lots.printed', body: { ...about, lot, copy: 1 } }
    case 3: return { type: 'psych.recorded', body: { ...about, lot, result: 'passed', source: 'hand' } }
    case 4: case 5: case 6: return attempt('jump', 200 + random() * 60)
    case 7: return signed('jump')
    case 8: case 9: return attempt('shuttle', 11 + random() * 3)
    case 10: return signed('shuttle')
    case 11: return { type: 'heat.tapped', body: { heat: `h${String(Math.floor(at / 12))}`, session, run: 1, elapsed: 20_000 + Math.floor(random() * 9000), bib: String(at % 12) } }
    case 12: return attempt('run', 200 + random() * 90)
    case 13: return signed('run')
    case 14: return { type: 'paper.printed', body: { session, sheet: `s${String(n)}`, kind: 'slip', key: about.candidate, copy: 1, pages: 1, head: '0'.repeat(64) } }
    case 15: return { type: 'operator.signed_in', body: { operator: `op-${String(n % 9)}` } }
    case 16: return { type: 'lots.printed', body: { ...about, lot, copy: 2 } }
    case 17: return { type: 'checkin.consented', body: about }
    default: return { type: 'paper.printed', body: { session, sheet: `t${String(n)}`, kind: 'strip', key: lot, copy: 1, pages: 1, head: '0'.repeat(64) } }
  }
}

/** Writes what HQ has to know before the facts come: recruitment, venues, half days, people, streams. Answers its number. */
export async function prepareHq(inside: Inside, venues: readonly MadeVenue[]): Promise<number> {
  const { pack } = madeExam(10, 10, 1)
  const day = pack.sessions.find(({ stages }) => stages.includes('fitness'))
  if (day === undefined) throw new Error('the made exam has a fitness half day')
  const plain = { ...pack, sessions: [], pools: [] }
  const text = JSON.stringify(plain)
  const posts = pack.posts.map(({ code }) => code)
  return inside.store.db.transaction().execute(async (trx) => {
    const { no } = await trx.insertInto('recruitment').values({
      id: EXAM, title: 'bench', pack: text, pack_version: 1, pack_hash: packHash(plain), retain_until: null, address: 'https://hq.example', created_at: 0, erased_at: null,
    }).returning('no').executeTakeFirstOrThrow()
    await makePartition(trx, inside.store.kind, no)
    for (const [at, { venue, session, publicKey, candidates, facts }] of venues.entries()) {
      const key = Buffer.from(publicKey, 'hex')
      // what a station says when it greets HQ, before its first page
      const announced = JSON.stringify([{ station: stationId(key), seq: facts, hash: '0'.repeat(64) }])
      await trx.insertInto('venue').values({
        recruitment: no, id: venue, name: venue, stations: '[]', operators: '[]', code: 'A'.repeat(26), card: 1, card_used_at: 0, recipient: null,
        announced, heard_at: 0, said: '{}', taken_version: 1,
      }).execute()
      await trx.insertInto('session').values({
        recruitment: no, id: session, venue, capacity: 0, pools: '[]', body: JSON.stringify({ ...day, id: session, due: { kind: 'roster' } }),
      }).execute()
      for (let from = 0; from < candidates.length; from += 500) {
        const some = candidates.slice(from, from + 500)
        await trx.insertInto('person').values(some.map((id, i) => ({
          recruitment: no, id, roster_number: id, ticket: id, resident_id: '', name: '某', sex: (from + i) % 4 === 0 ? 'F' as const : 'M' as const,
          birth: '1995-03-02', post: posts[(at + from + i) % posts.length] ?? '', written: (50 + ((from + i) % 400) / 10).toFixed(1), quality: null, barred: null, withdrawn: null, photo: null,
        }))).execute()
        await trx.insertInto('due').values(some.map((person) => ({ recruitment: no, session, person }))).execute()
      }
      await trx.insertInto('stream').values({
        recruitment: no, venue, station: stationId(key), public_key: key, enrolled_at: 0, how: 'network', state: 'active', seq: 0, hash: Buffer.alloc(32), projected: 0, turn: 0, recipient: null,
      }).execute()
    }
    return no
  })
}
