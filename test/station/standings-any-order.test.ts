import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allRecords, sessionRecords } from '../../db/candidate-record.ts'
import { seqOf } from '../../db/fact-number.ts'
import type { FactId } from '../../shared/facts.ts'
import { standingsOf } from '../../station/standings-held.ts'
import { printedSeed } from '../db/arbitrary-facts.ts'
import { person } from './practice-venue.ts'
import { fitnessDay, interviewDay, said, standingsVenue } from './standings-venue.ts'

// Whatever facts come in whatever order: the standings that were kept up fact by fact say what new ones say.

const ns = [1, 2, 3, 4, 5, 6]
const who = fc.constantFrom(...ns)
const room = fc.constantFrom('1', '2')
const mark = fc.constantFrom('59.99', '60', '71.5', '80', '80', '92.25')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('fit' as const), who, run: fc.constantFrom('250.00', '250.00', '251.10', '400.00') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('correct' as const), nth: fc.nat(20), run: fc.option(fc.constantFrom('249.00', '390.00')) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('adopt' as const), post: fc.constantFrom('T', 'G'), who: fc.subarray(ns) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('interview' as const), who, room, mark }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remark' as const), nth: fc.nat(20), mark, signed: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('zero' as const), who, disqualified: fc.boolean(), signed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), nth: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('conduct' as const), who, how: fc.constantFrom('withdrawn', 'barred', 'zero', 'itemFails'), day: fc.constantFrom(fitnessDay, interviewDay) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), nth: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('waiting' as const), who, how: fc.constantFrom('no_show', 'lapsed') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), nth: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rooms' as const), who: fc.subarray(ns), room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), nth: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), day: fc.constantFrom(fitnessDay, interviewDay) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clock' as const), date: fc.constantFrom('2023-06-09', '2023-06-17'), time: fc.constantFrom('07:40', '08:20', '09:00') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), post: fc.constantFrom('T', 'G', '') }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function play(coefficient: boolean) {
  const people = ns.map((n) => person(n, {
    post: n <= 4 ? 'T' : 'G', sessions: [fitnessDay], sex: n % 3 === 0 ? 'F' : 'M', ...(n === 5 ? {} : { written: n % 2 === 0 ? '70' : '71.5' }), quality: '60',
  }))
  const steady = standingsVenue(people, (pack) => {
    if (coefficient) pack.interview!.coefficient = { kind: 'pooledMean', coefficientDecimals: 3, finalDecimals: 2, rounding: 'halfUp' }
  })
  const { venue, record } = steady
  const attempts: { fact: FactId; n: number }[] = []
  const sheets: { facts: FactId[]; n: number; room: string }[] = []
  const rulings: { fact: FactId; n: number }[] = []
  const conduct: { fact: FactId; n: number; day: string }[] = []
  const waits: { fact: FactId; n: number }[] = []
  const all: FactId[] = []
  const nth = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]
  const about = (n: number) => ({ session: interviewDay, candidate: person(n).id, lot: `A00${String(n)}`, stage: 'interview' as const })

  const fit = (n: number, run = '250.00'): void => {
    steady.fit(n, run, run === '400.00' ? 'failed' : 'passed')
    const last = venue.db.all<{ fact: number }>("SELECT fact FROM attempt WHERE item = 'run' ORDER BY fact DESC LIMIT 1")[0]
    if (last !== undefined) attempts.push({ fact: `${venue.ledger.station}/${String(seqOf(last.fact))}`, n })
  }
  const act = (one: Step): void => {
    switch (one.do) {
      case 'fit':
        fit(one.who, one.run)
        return
      case 'correct': {
        const target = nth(attempts, one.nth)
        if (target === undefined) return
        all.push(record('fitness.corrected', {
          replaces: target.fact, session: fitnessDay, candidate: person(target.n).id, lot: `A00${String(target.n)}`, item: 'run',
          outcome: one.run === null ? null : { kind: 'reading', reading: one.run }, reason: '抄错', afterSignOff: true,
        }))
        return
      }
      case 'adopt':
        steady.adopt(one.post, one.who.filter((n) => (n <= 4) === (one.post === 'T')))
        return
      case 'interview': {
        const facts = steady.interviewed(one.who, one.mark, one.room)
        sheets.push({ facts, n: one.who, room: one.room })
        all.push(...facts)
        return
      }
      case 'remark': {
        const target = nth(sheets, one.nth)
        if (target === undefined) return
        sheets.push({ facts: steady.mark(target.n, one.mark, { room: target.room, replaces: target.facts, signed: one.signed }), n: target.n, room: target.room })
        return
      }
      case 'zero': {
        const fact = record('interview.zeroed', { ...about(one.who), ruling: one.disqualified ? 'disqualified' : 'zero', kind: 'violation', reason: '违规' })
        if (one.signed) steady.sign(one.who, '0.00', [fact])
        rulings.push({ fact, n: one.who })
        return
      }
      case 'lift': {
        const target = nth(rulings, one.nth)
        if (target !== undefined) record('interview.ruling_lifted', { ...about(target.n), replaces: target.fact, reason: '误判' })
        return
      }
      case 'conduct': {
        const who = { session: one.day, candidate: person(one.who).id, reason: '违纪' }
        const fact = one.how === 'withdrawn' ? record('conduct.withdrawn', who) : one.how === 'barred' ? record('conduct.barred', who)
          : record('conduct.violated', { ...who, kind: 'order', effect: one.how === 'zero' ? 'zero' : 'itemFails', item: one.how === 'zero' ? 'interview' : 'fitness', evidence: '' })
        conduct.push({ fact, n: one.who, day: one.day })
        return
      }
      case 'revoke': {
        const target = nth(conduct, one.nth)
        if (target !== undefined) record('conduct.revoked', { replaces: target.fact, session: target.day, candidate: person(target.n).id, reason: '误记' })
        return
      }
      case 'waiting': {
        const { session, candidate, lot } = about(one.who)
        if (one.how === 'no_show') waits.push({ fact: record('waiting.no_show', { session, candidate, lot, calls: 3, reason: '未到' }), n: one.who })
        else {
          const left = record('waiting.left', { session, candidate, lot, escort: '甲', why: 'toilet', note: '' })
          waits.push({ fact: record('waiting.lapsed', { session, candidate, lot, left, reason: '未归' }), n: one.who })
        }
        return
      }
      case 'undo': {
        const target = nth(waits, one.nth)
        if (target !== undefined) record('waiting.undone', { replaces: target.fact, session: interviewDay, candidate: person(target.n).id, reason: '按错' })
        return
      }
      case 'rooms':
        record('rooms.drawn', { draw: `rooms-${String(all.length)}`, session: interviewDay, secret: '0'.repeat(64), assigned: [], members: one.who.map((n) => ({ candidate: person(n).id, room: one.room })) })
        return
      case 'drop': {
        const target = nth(all, one.nth)
        if (target !== undefined) record('conflict.resolved', { conflict: 'c', session: interviewDay, keep: null, drop: [target], reason: '重复' })
        return
      }
      case 'close':
        record('session.opened', { session: one.day })
        record('session.closed', { session: one.day, counts: {}, conflicts: [] })
        return
      case 'clock':
        steady.at(one.time, one.date)
        return
      case 'look':
        if (one.post === '') standingsOf(venue).posts()
        else standingsOf(venue).post(one.post)
        return
      default:
        one satisfies never
    }
  }
  return { ...steady, fit, act }
}

describe('standings kept up fact by fact', () => {
  it('say what standings made anew from the database say, after any sequence of facts', () => {
    const seed = printedSeed('standings')
    const seen = { ranked: 0, corrected: 0, out: 0 }
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 45 }), fc.boolean(), fc.boolean(), (steps, coefficient, bare) => {
        const { act, venue, fromScratch, fit, adopt } = play(coefficient)
        if (!bare) {
          for (const n of ns) fit(n)
          adopt('T', [1, 2, 3, 4])
          adopt('G', [5, 6])
          act({ do: 'interview', who: 1, room: '1', mark: '80' })
          act({ do: 'interview', who: 2, room: '2', mark: '71.5' })
        }
        standingsOf(venue).posts()
        // looked at after every single fact, so that each has to say by itself whom it touches
        venue.ledger.onAppended(() => void standingsOf(venue).posts())
        for (const one of steps) act(one)
        const kept = said(venue, standingsOf(venue))
        for (const { ranked, summary } of standingsOf(venue).posts()) {
          seen.ranked += ranked.ranking.ranked.length
          seen.corrected += ranked.panels.length
          seen.out += summary.out
        }
        expect(kept).toEqual(fromScratch())
      }),
      { seed, numRuns: process.env['KAODIAN_DEEP'] === '1' ? 600 : 60 },
    )
    // what never happened was not tried
    expect(seen.ranked).toBeGreaterThan(0)
    expect(seen.corrected).toBeGreaterThan(0)
    expect(seen.out).toBeGreaterThan(0)
  })

  it('everybody read at once is everybody read session by session', () => {
    const seed = printedSeed('records')
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 30 }), (steps) => {
        const { act, venue } = play(false)
        for (const one of steps) act(one)
        const together = allRecords(venue.db)
        for (const { id } of venue.pack.sessions) expect(together.get(id) ?? new Map()).toEqual(sessionRecords(venue.db, id))
      }),
      { seed, numRuns: 15 },
    )
  })
})
