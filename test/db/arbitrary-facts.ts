import { generateKeyPairSync, randomInt, type KeyObject } from 'node:crypto'
import { factBytes, factHash, NO_HASH, rawPublicKey, signHash, stationId } from '../../db/envelope.ts'
import { openLedger, type Draft, type Ledger } from '../../db/ledger.ts'
import type { Db } from '../../db/open.ts'
import type { Fact, FactId, Outcome } from '../../shared/facts.ts'
import { interviewDrafts } from './arbitrary-interview-facts.ts'
import { dice } from '../../tools/bench/made-roster.ts'

export const SESSION = 's-am'

/** A command id from a number. */
export function commandOf(n: number): string {
  const hex = n.toString(16).padStart(12, '0')
  return `01890000-0000-7000-8000-${hex}`
}

/** A clock a test moves by hand. */
export function handClock(start = 1_686_268_800_000): { now(): number; mono(): number; move(ms: number): void } {
  let at = start
  return {
    now: () => at,
    mono: () => at - start,
    move: (ms) => {
      at += ms
    },
  }
}

export interface TestStation {
  key: KeyObject
  publicKey: Buffer
  id: string
}

export function testStation(): TestStation {
  const { privateKey } = generateKeyPairSync('ed25519')
  const publicKey = rawPublicKey(privateKey)
  return { key: privateKey, publicKey, id: stationId(publicKey) }
}

/** A ledger of a test, whose clock goes on by a second with every look. */
export function testLedger(db: Db, station: TestStation): Ledger {
  const clock = handClock()
  return openLedger(db, {
    exam: 'exam-1', venue: 'venue-1', signingKey: station.key,
    clock: {
      now: () => {
        clock.move(1000)
        return clock.now()
      },
      mono: () => clock.mono(),
    },
  })
}

/** The usual attempt of a test. */
export function attempt(n: number, over: Partial<{ candidate: string; item: string; outcome: Outcome }> = {}): Draft {
  return {
    type: 'fitness.attempted', by: 'judge', cmd: commandOf(n),
    body: { session: SESSION, candidate: over.candidate ?? 'c1', lot: 'A001', item: over.item ?? 'shuttle', outcome: over.outcome ?? { kind: 'reading', reading: '13.11' } },
  }
}

/** Drafts of every kind that stand in relation to one another, from a seed: few candidates, many corrections and contradictions. */
export function randomDrafts(count: number, random: () => number, own: (at: number) => FactId, others: readonly FactId[]): Draft[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const whole = (below: number) => Math.floor(random() * below)
  const salt = whole(2 ** 30) * 1000
  return Array.from({ length: count }, (_, at): Draft => {
    const candidate = `c${String(whole(4))}`
    const about = { session: pick([SESSION, SESSION, 's-pm']), candidate }
    const lot = `A00${String(1 + whole(4))}`
    const earlier: FactId = at === 0 || (others.length > 0 && random() < 0.4) ? (others.length > 0 ? pick(others) : own(1)) : own(1 + whole(at))
    const envelope = { by: pick(['op-1', 'op-2']), cmd: commandOf(salt + at), ...(random() < 0.2 ? { second: 'op-3' } : {}) }
    const outcome = pick<Outcome>([{ kind: 'reading', reading: `1${String(whole(9))}.${String(whole(90) + 10)}` }, { kind: 'foul', foul: 'line' }, { kind: 'touch', touch: true }])
    const drafts: Draft[] = [
      { ...envelope, type: 'checkin.admitted', body: { ...about, tag: String(whole(99)), consent: random() < 0.5, warnings: random() < 0.3 ? ['birth'] : [] } },
      { ...envelope, type: 'checkin.refused', body: { session: about.session, candidate: random() < 0.2 ? null : candidate, reason: 'late', note: '' } },
      { ...envelope, type: 'checkin.doubted', body: { ...about, kind: 'face_doubtful', note: '' } },
      { ...envelope, type: 'checkin.doubt_settled', body: { ...about, doubt: earlier, outcome: 'admitted', note: '' } },
      { ...envelope, type: 'checkin.undone', body: { ...about, replaces: earlier, reason: 'wrong person' } },
      { ...envelope, type: 'lots.drawn', body: { ...about, draw: 'd1', turn: 1 + whole(9), lot } },
      { ...envelope, type: 'lots.voided', body: { ...about, replaces: earlier, draw: 'd1', lot, reason: 'torn' } },
      { ...envelope, type: 'psych.recorded', body: { ...about, lot, result: pick(['passed', 'failed', 'invalid']), source: 'hand' } },
      { ...envelope, type: 'psych.corrected', body: { ...about, replaces: earlier, lot, result: 'passed', reason: 'typed wrong' } },
      { ...envelope, type: 'fitness.attempted', body: { ...about, lot, item: pick(['jump', 'run']), outcome } },
      { ...envelope, type: 'fitness.attempted', body: { ...about, lot, item: pick(['jump', 'run']), outcome, heat: 'h1' } },
      { ...envelope, type: 'fitness.corrected', body: { ...about, replaces: earlier, lot, item: 'jump', outcome: random() < 0.3 ? null : outcome, reason: 'misread', afterSignOff: false } },
      { ...envelope, type: 'fitness.signed', body: { ...about, lot, item: 'jump', verdict: 'passed', attempts: [earlier], acknowledgement: { kind: 'on_paper' } } },
      { ...envelope, type: 'heat.tapped', body: { heat: 'h1', session: about.session, run: 1, elapsed: whole(30_000), bib: String(whole(9)) } },
      { ...envelope, type: 'heat.tap_changed', body: { replaces: earlier, heat: 'h1', session: about.session, bib: null, elapsed: whole(30_000), removed: random() < 0.3, reason: '' } },
      { ...envelope, type: 'operator.changed', body: { operator: pick(['op-1', 'op-2']), name: '甲', roles: ['judge'], active: random() < 0.7 } },
      { ...envelope, type: pick(['session.opened'] as const), body: { session: about.session } },
      { ...envelope, type: 'session.closed', body: { session: about.session, counts: { passed: whole(9) }, conflicts: [] } },
      { ...envelope, type: 'venue.enrolled', body: { hq: own(1).slice(0, 16), address: 'https://hq.example' } },
      { ...envelope, type: 'venue.erased', body: { order: 'e1' } },
      { ...envelope, type: 'venue.amended', body: { version: 2 + whole(9), from: 1, packageHash: 'd'.repeat(64), packHash: 'e'.repeat(64), rosterHash: 'f'.repeat(64), count: 9, changed: 1, changes: ['session.moved session=s-pm from=2026-01-10_pm to=2026-01-11_pm'] } },
      { ...envelope, type: 'station.named', body: { name: pick(['北门台', '2号台']) } },
      { ...envelope, type: 'venue.restored', body: { file: 'a.db', facts: whole(99), station: own(1).slice(0, 16), heads: [], replaced: random() < 0.5 ? null : { facts: null, heads: [] } } },
      { ...envelope, type: 'conduct.withdrawn', body: { ...about, reason: 'ill' } },
      { ...envelope, type: 'conflict.resolved', body: { conflict: 'x', session: about.session, keep: null, drop: [earlier], reason: 'seen on video' } },
    ]
    // Half of them about the interview day, so that two facts of one noun meet as often as before.
    return pick(random() < 0.5 ? drafts : interviewDrafts({ envelope, about, lot, earlier, pick, random }))
  })
}

/** A chained stream of random facts as another machine would send it; clocks jump about. */
export function randomStream(station: TestStation, count: number, seed: number, others: readonly FactId[] = []): { fact: Fact; bytes: Buffer; sig: Buffer }[] {
  const random = dice(seed)
  const drafts = randomDrafts(count, random, (at) => `${station.id}/${String(at)}`, others)
  let prev: Buffer = NO_HASH
  let at = 1_686_268_800_000
  return drafts.map((draft, index) => {
    at += Math.floor(random() * 60_000) - 10_000
    const fact = {
      v: 1, exam: 'exam-1', venue: 'venue-1', station: station.id, seq: index + 1, prev: prev.toString('hex'), at, mono: index,
      by: draft.by, ...(draft.second === undefined ? {} : { second: draft.second }), cmd: draft.cmd, type: draft.type, body: draft.body,
    } as Fact
    const bytes = factBytes(fact)
    prev = factHash(prev, bytes)
    return { fact, bytes, sig: signHash(prev, station.key) }
  })
}

/** The seed of a random test: printed, and taken from KAODIAN_SEED to play a failure again. */
export function printedSeed(test: string): number {
  const seed = Number(process.env['KAODIAN_SEED'] ?? randomInt(2 ** 31))
  console.log(`${test}: KAODIAN_SEED=${String(seed)}`)
  return seed
}
