import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { z } from 'zod'
import { openLedger, type Draft } from '../../db/ledger.ts'
import { openInMemory } from '../../db/open.ts'
import { importRoster } from '../../db/roster.ts'
import { contract, type MethodName } from '../../shared/api.ts'
import type { Refused } from '../../shared/api/answer.ts'
import type { Role } from '../../shared/facts.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import type { Candidate, Sex } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { newCommand, seededChance } from '../../exchange/chance.ts'
import { handClock, type Clock } from '../../exchange/clock.ts'
import { methods } from '../../station/methods.ts'
import type { OpenVenue } from '../../station/open-venue.ts'
import type { Caller, Input, Noun, Output } from '../../station/use-cases.ts'

export const session = '0609-am'

/** A person of the roster, with a resident id that agrees with the rest. */
export function person(n: number, given: Partial<Candidate> = {}): Candidate {
  const sex: Sex = given.sex ?? 'M'
  const birth = given.birth ?? '1998-03-04'
  const body = `160101${birth.replaceAll('-', '')}${String(n).padStart(2, '0')}${sex === 'M' ? '1' : '2'}`
  return {
    id: `c${String(n).padStart(3, '0')}`, rosterNumber: `B${String(n).padStart(3, '0')}`, ticket: `02306${String(n).padStart(5, '0')}`,
    residentId: body + checkDigitOf(body), name: `考生${String(n)}`, post: 'Y001', sessions: [session], ...given, sex, birth,
  }
}

export type Answer<O> = Exclude<O, Refused>

function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false
}

/** A venue on real SQLite in memory, its clock and chance in the test's hand; calls go through the contract's schemas. */
export function practiceVenue(people: readonly Candidate[], options: { pack?: string; seed?: string; change?: (pack: RulePack) => void } = {}) {
  const pack = structuredClone(packNamed(options.pack ?? 'shenzhen-2023')!)
  options.change?.(pack)
  const clock = handClock(momentOf('2023-06-09', '07:50', '+08:00'))
  const chance = seededChance(options.seed ?? 'practice')
  const db = openInMemory()
  importRoster(db, people)
  const signingKey = generateKeyPairSync('ed25519').privateKey
  const ledger = openLedger(db, { exam: 'exam', venue: 'v1', signingKey, clock })
  const draft = (caller: Caller, type: string, body: unknown, cmd: string): Draft =>
    ({ type, body, cmd, by: caller.operator, ...(caller.second === undefined ? {} : { second: caller.second.operator }) }) as Draft
  const venue: OpenVenue = {
    exam: 'exam', venue: 'v1', name: '演练考点', mode: 'rehearsal', pack, packHash: '0'.repeat(64), clock, chance, ledger, db,
    present: () => [], folder: mkdtempSync(path.join(tmpdir(), 'kaodian-')),
    record: (caller, type, body, cmd) => {
      const done = ledger.append(draft(caller, type, body, cmd))
      return done.ok ? { ok: true, fact: done.id, repeated: done.repeated } : done
    },
    recordAll: (caller, drafts, cmd) => {
      const done = ledger.appendAll(drafts.map((each) => draft(caller, each.type, each.body, cmd)))
      return Array.isArray(done) ? { ok: true, facts: done.map((each) => each.id), repeated: done.some((each) => each.repeated) } : done
    },
  }
  const as = (role: Role, second?: Role): Caller => ({
    operator: `${role}-1`, name: role, roles: [role], ...(second === undefined ? {} : { second: { operator: `${second}-2`, roles: [second] } }),
  })
  const cmd = (): string => newCommand(clock.now(), chance)

  /** One call as the gate makes it; a missing command id is made up. What comes back has to fit the contract. */
  const call = async <N extends Noun, M extends keyof (typeof contract)[N] & string>(
    caller: Caller, noun: N, method: M, input: Partial<Input<N, M>> = {},
  ): Promise<Output<N, M>> => {
    const procedure = (contract[noun] as Record<string, { '~orpc': { inputSchema?: z.ZodType; outputSchema?: z.ZodType } }>)[method]!['~orpc']
    const found = methods.get(`${noun}.${method}` as MethodName)
    if (found?.kind !== 'venue') throw new Error(`${noun}.${method} is no use-case`)
    const whole = procedure.inputSchema?.safeParse(input).success === true ? input : { cmd: cmd(), ...input }
    const read = procedure.inputSchema?.parse(whole)
    const answer: unknown = await found.act(venue, caller, read as never)
    return procedure.outputSchema!.parse(answer) as Output<N, M>
  }
  /** The same, for what has to succeed. */
  const must = async <N extends Noun, M extends keyof (typeof contract)[N] & string>(
    caller: Caller, noun: N, method: M, input: Partial<Input<N, M>> = {},
  ): Promise<Answer<Output<N, M>>> => {
    const answer: unknown = await call(caller, noun, method, input)
    if (isRefused(answer)) throw new Error(`${noun}.${method} refused: ${JSON.stringify(answer.refused)}`)
    return answer as Answer<Output<N, M>>
  }
  /** The reason of a refusal; null when it went through. */
  const reason = async <N extends Noun, M extends keyof (typeof contract)[N] & string>(
    caller: Caller, noun: N, method: M, input: Partial<Input<N, M>> = {},
  ): Promise<string | null> => {
    const answer: unknown = await call(caller, noun, method, input)
    return isRefused(answer) ? answer.refused.reason : null
  }
  const facts = (): number => db.one<{ n: number }>('SELECT count(*) AS n FROM fact')!.n

  const practice = {
    venue, clock, db, as, cmd, call, must, reason, facts,
    /** The same database as a program started anew finds it, with nothing in memory. */
    restarted: (given: Clock = clock): OpenVenue => ({ ...venue, clock: given, ledger: openLedger(db, { exam: 'exam', venue: 'v1', signingKey, clock: given }) }),
    open: () => must(as('chief'), 'sessions', 'open', { session }),
    admit: (n: number, given: Partial<Input<'checkIn', 'admit'>> = {}) => must(as('checkin'), 'checkIn', 'admit', {
      session, candidate: person(n).id, documents: { idCard: true, ticket: true }, tag: String(n), consent: true, ...given,
    }),
    /** Freezes a pool, gives the digits, and lets these people draw; answers their lots. */
    drawFor: async (ns: readonly number[], pool = '0609-am-m'): Promise<string[]> => {
      const frozen = await must(as('lots'), 'lots', 'freeze', { session, pool })
      await must(as('lots'), 'lots', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses: ['甲', '乙'] })
      const lots: string[] = []
      for (const n of ns) lots.push((await must(as('lots'), 'lots', 'draw', { session, candidate: person(n).id })).lot)
      return lots
    },
    /** Everybody of one pool in, drawn and through psych; answers the lots in the order given. */
    ready: async (ns: readonly number[], pool = '0609-am-m'): Promise<string[]> => {
      await practice.open()
      for (const n of ns) await practice.admit(n)
      const lots = await practice.drawFor(ns, pool)
      for (const lot of lots) await must(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })
      return lots
    },
    read: (lot: string, item: string, reading: string) => must(as('judge'), 'fitness', 'record', { session, lot, item, outcome: { kind: 'reading', reading } }),
    sign: (lot: string, item: string) => must(as('judge'), 'fitness', 'sign', { session, lot, item, acknowledgement: { kind: 'on_paper' } }),
    at: (time: string, date = '2023-06-09') => clock.shiftWall(momentOf(date, time, '+08:00') - clock.now()),
  }
  return practice
}

export type Practice = ReturnType<typeof practiceVenue>
