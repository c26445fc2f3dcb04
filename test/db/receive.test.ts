import { expect, test } from 'vitest'
import { openConflicts } from '../../db/conflicts.ts'
import { candidateRecord, sessionRecords } from '../../db/candidate-record.ts'
import { heatsOf } from '../../db/heats.ts'
import { journeyOf } from '../../db/journey.ts'
import { countFacts, insertProjection } from '../../db/ledger.ts'
import { openInMemory } from '../../db/open.ts'
import { operators } from '../../db/operators.ts'
import { receive } from '../../db/receive.ts'
import { digestProjections, refill } from '../../db/refill.ts'
import { roomMembers } from '../../db/room-draws.ts'
import { sessionStates } from '../../db/sessions.ts'
import { adoptionsOf } from '../../db/shortlists.ts'
import { registerStation } from '../../db/stations.ts'
import { dice } from '../../tools/bench/made-roster.ts'
import { factBytes, factHash, readFact, signHash } from '../../db/envelope.ts'
import { factBodies, type Fact, type FactType } from '../../shared/facts.ts'
import { printedSeed, randomDrafts, randomStream, SESSION, testStation } from './arbitrary-facts.ts'
import type { Db } from '../../db/open.ts'

const RUNS = process.env['KAODIAN_DEEP'] === '1' ? 20_000 : 2_000

/** All that screens could show, as text: the digest of rows says the same facts, this says the same meaning. */
function shown(db: Db): string {
  return JSON.stringify([
    [...sessionRecords(db, SESSION)].sort(([a], [b]) => (a < b ? -1 : 1)), openConflicts(db, SESSION), heatsOf(db, SESSION), operators(db), [...sessionStates(db)].sort(),
    [...adoptionsOf(db, SESSION)], [...roomMembers(db, SESSION)].sort(), journeyOf(db, 'c1').map(({ id }) => id),
  ])
}

test(`any order and any repetition of the same facts end in the same projections (${String(RUNS)} runs)`, () => {
  const seed = printedSeed('any order')
  const [a, b] = [testStation(), testStation()]
  let runs = 0
  for (let group = 0; runs < RUNS; group += 1) {
    const random = dice(seed + group)
    const first = randomStream(a, 6, seed + group)
    const streams = [first, randomStream(b, 6, seed - group, first.map(({ fact }) => `${a.id}/${String(fact.seq)}`))]
    let expected: [string, string] | undefined
    const db = openInMemory()
    for (let turn = 0; turn < 25; turn += 1, runs += 1) {
      // Each run begins with empty tables: the refusal rolls the run before it back.
      db.transaction(() => {
        for (const station of random() < 0.5 ? [a, b] : [b, a]) registerStation(db, station.publicKey)
        deliver(db, streams, random)
        const result: [string, string] = [digestProjections(db), shown(db)]
        expected ??= result
        expect(result).toEqual(expected)
        return { ok: false }
      })
    }
    for (const station of [a, b]) registerStation(db, station.publicKey)
    deliver(db, streams, random)
    refill(db)
    expect([digestProjections(db), shown(db)], 'a refill equals the live projections').toEqual(expected)
    db.close()
  }
}, 600_000)

/** Hands pages of both streams over in any interleaving; a page may begin anywhere before the head and come again. */
function deliver(db: Db, streams: ReturnType<typeof randomStream>[], random: () => number): void {
  const next = streams.map(() => 0)
  while (next.some((at, which) => at < streams[which]!.length)) {
    const which = Math.floor(random() * streams.length)
    const from = Math.floor(random() * (next[which]! + 1))
    const to = Math.min(streams[which]!.length, next[which]! + Math.floor(random() * 4))
    const answer = receive(db, streams[which]!.slice(from, to))
    if (!answer.ok) throw new Error(`${answer.refused} at ${String(answer.seq)}`)
    next[which] = Math.max(next[which]!, to)
  }
}

test('the arbitrary facts leave out no type of the interview day, conduct, paper and closing', () => {
  const random = dice(7)
  const made = new Set(randomDrafts(4000, random, (at) => `${'a'.repeat(16)}/${String(at)}`, []).map(({ type }) => type))
  const asked = Object.keys(factBodies).filter((type) => /^(shortlist|rooms|waiting|interview|conduct|paper|closing)\./.test(type))
  expect(asked.filter((type) => !made.has(type as FactType))).toEqual([])
})

test('facts projected in any order whatever, even before what they replace, end the same', () => {
  const seed = printedSeed('shuffled projection')
  const station = testStation()
  const stream = randomStream(station, 40, seed)
  const digests = new Set<string>()
  for (let turn = 0; turn < 20; turn += 1) {
    const random = dice(seed + turn)
    const db = openInMemory()
    const no = registerStation(db, station.publicKey)
    receive(db, stream)
    const filled = digestProjections(db)
    db.raw.exec("PRAGMA foreign_keys = OFF")
    for (const { name } of db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name NOT IN ('fact', 'station', 'command')")) db.raw.exec(`DROP TRIGGER ${name}`)
    for (const { name } of db.all<{ name: string }>("SELECT DISTINCT tbl_name AS name FROM sqlite_schema WHERE sql LIKE '%REFERENCES fact%' AND tbl_name <> 'command'")) db.raw.exec(`DELETE FROM ${name}`)
    expect(digestProjections(db)).not.toBe(filled)
    const shuffled = [...stream, ...stream.slice(0, 10)].map((entry) => ({ entry, key: random() })).sort((x, y) => x.key - y.key)
    for (const { entry } of shuffled) insertProjection(db, no * 2 ** 32 + entry.fact.seq, readFact(entry.bytes))
    expect(digestProjections(db)).toBe(filled)
    digests.add(filled)
    db.close()
  }
  expect(digests.size).toBe(1)
})

test('a page with a hole, a broken chain, a foreign signature, another exam or a second history is refused whole', () => {
  const station = testStation()
  const stream = randomStream(station, 6, 42)
  const db = openInMemory()
  expect(receive(db, stream)).toMatchObject({ ok: false, refused: 'unknown_station' })
  registerStation(db, station.publicKey)
  expect(receive(db, stream.slice(1))).toMatchObject({ refused: 'hole', seq: 2 })
  expect(receive(db, [...stream.slice(0, 2), ...stream.slice(3)])).toMatchObject({ refused: 'hole', seq: 4 })
  const changed = Buffer.from(stream[2]!.bytes.toString('utf8').replace('"mono":2', '"mono":3'))
  expect(receive(db, [...stream.slice(0, 2), { ...stream[2]!, bytes: changed }, ...stream.slice(3)])).toMatchObject({ refused: 'chain_broken', seq: 4 })
  expect(receive(db, [...stream.slice(0, 2), { ...stream[2]!, bytes: changed }])).toMatchObject({ refused: 'bad_signature', seq: 3 })
  const stranger = testStation()
  expect(receive(db, [{ ...stream[0]!, sig: signHash(factHash(Buffer.alloc(32), stream[0]!.bytes), stranger.key) }])).toMatchObject({ refused: 'bad_signature' })
  expect(receive(db, [{ bytes: Buffer.from('{"v":1}'), sig: Buffer.alloc(64) }])).toMatchObject({ refused: 'malformed' })
  expect(countFacts(db)).toBe(0)
  expect(receive(db, stream)).toEqual({ ok: true, accepted: 6, repeated: 0 })
  expect(receive(db, stream)).toEqual({ ok: true, accepted: 0, repeated: 6 })
  const other = randomStream(station, 6, 43)
  expect(receive(db, other)).toMatchObject({ refused: 'fork' })
  const abroad = { ...stream[5]!.fact, seq: 7, prev: factHash(Buffer.from(stream[5]!.fact.prev, 'hex'), stream[5]!.bytes).toString('hex'), exam: 'exam-2' } as Fact
  const bytes = factBytes(abroad)
  expect(receive(db, [{ bytes, sig: signHash(factHash(Buffer.from(abroad.prev, 'hex'), bytes), station.key) }])).toMatchObject({ refused: 'other_exam' })
})

test('a fact of an unknown type is kept as it came and projected as a stranger', () => {
  const station = testStation()
  const db = openInMemory()
  registerStation(db, station.publicKey)
  const fact = { ...randomStream(station, 1, 1)[0]!.fact, type: 'medical.measured', body: { pulse: 60 } } as unknown as Fact
  const bytes = factBytes(fact)
  expect(receive(db, [{ bytes, sig: signHash(factHash(Buffer.alloc(32), bytes), station.key) }])).toEqual({ ok: true, accepted: 1, repeated: 0 })
  expect(db.one<{ type: string }>('SELECT type FROM stranger')).toEqual({ type: 'medical.measured' })
  const before = digestProjections(db)
  refill(db)
  expect(digestProjections(db)).toBe(before)
})

test('two corrections of one fact: the later counts, both stand as a conflict until one is dropped by a person', () => {
  const [a, b] = [testStation(), testStation()]
  const db = openInMemory()
  for (const station of [a, b]) registerStation(db, station.publicKey)
  const make = (station: typeof a, seq: number, prev: Buffer, at: number, type: string, body: unknown) => {
    const fact = { v: 1, exam: 'exam-1', venue: 'venue-1', station: station.id, seq, prev: prev.toString('hex'), at, mono: 0, by: 'j', cmd: `c-${String(at)}`, type, body } as Fact
    const bytes = factBytes(fact)
    const hash = factHash(prev, bytes)
    return { bytes, sig: signHash(hash, station.key), hash }
  }
  const about = { session: SESSION, candidate: 'c1', lot: 'A001', item: 'jump' }
  const reading = (text: string) => ({ kind: 'reading', reading: text })
  const correction = { ...about, replaces: `${a.id}/1`, reason: 'misread', afterSignOff: false }
  const one = make(a, 1, Buffer.alloc(32), 1000, 'fitness.attempted', { ...about, outcome: reading('264') })
  const two = make(a, 2, one.hash, 2000, 'fitness.corrected', { ...correction, outcome: reading('265') })
  const rival = make(b, 1, Buffer.alloc(32), 3000, 'fitness.corrected', { ...correction, outcome: reading('266') })
  receive(db, [rival])
  receive(db, [one, two])
  expect(candidateRecord(db, SESSION, 'c1').attempts.map((each) => each.fact)).toEqual([`${b.id}/1`])
  const conflicts = openConflicts(db, SESSION)
  expect(conflicts).toMatchObject([{ kind: 'two_corrections', candidate: 'c1', facts: [`${a.id}/2`, `${b.id}/1`].sort() }])
  receive(db, [make(a, 3, two.hash, 4000, 'conflict.resolved', { conflict: conflicts[0]!.conflict, session: SESSION, keep: `${a.id}/2`, drop: [`${b.id}/1`], reason: 'sheet' })])
  expect(openConflicts(db, SESSION)).toEqual([])
  expect(candidateRecord(db, SESSION, 'c1').attempts.map((each) => each.fact)).toEqual([`${a.id}/2`])
})
