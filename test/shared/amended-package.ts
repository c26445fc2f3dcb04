import { factId, type Fact, type FactBody, type FactType } from '../../shared/facts.ts'
import { heldFacts } from '../../shared/held-facts.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { amendment, type Amendment, type PackageVersion } from '../../shared/package-amendment.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import type { Candidate } from '../../shared/roster.ts'

export const am = '0609-am'
export const pm = '0609-pm'
export const interviewDay = '0617-pm'
const hash = 'a'.repeat(64)

/** A candidate whose number agrees with sex and birth date: 1–6 due on the 9th in the morning, 7 and 8 in the afternoon. */
export function candidate(n: number, given: Partial<Candidate> = {}): Candidate {
  const sex = given.sex ?? (n % 2 === 1 ? 'M' : 'F')
  const birth = given.birth ?? '1998-03-04'
  const body = `160101${birth.replaceAll('-', '')}${String(n).padStart(2, '0')}${sex === 'M' ? '1' : '2'}`
  return {
    id: `c${String(n)}`, rosterNumber: `R${String(n).padStart(3, '0')}`, ticket: `T${String(n)}`, residentId: body + checkDigitOf(body), name: `考生${String(n)}`,
    post: n <= 6 ? 'Y001' : 'Y002', sessions: [n <= 6 ? am : pm], written: String(60 + n), ...given, sex, birth,
  }
}

export interface Version {
  pack: RulePack
  roster: Candidate[]
}

/** The package of the tests: six posts of 2023, eight candidates. */
export function firstVersion(): Version {
  const pack: RulePack = { ...structuredClone(packNamed('shenzhen-2023')!), rehearsal: false }
  for (const item of pack.fitness?.items ?? []) for (const standard of item.standards) standard.value ??= '10'
  return { pack, roster: Array.from({ length: 8 }, (_, at) => candidate(at + 1)) }
}

/** Facts in the order they are written, each a minute after the one before. */
export class Day {
  readonly facts: Fact[] = []

  constructor() {
    this.add('venue.opened', { name: '考点', packName: 'p', packVersion: '1', packHash: hash, rehearsal: false, program: 't' })
  }

  add<T extends FactType>(type: T, body: FactBody<T>, by = 'op-1'): string {
    const seq = this.facts.length + 1
    const fact = {
      v: 1, exam: 'e', venue: 'v', station: 'a'.repeat(16), seq, prev: '0'.repeat(64), at: 1_686_268_000_000 + seq * 60_000, mono: seq, by, cmd: 'c', type, body,
    } as unknown as Fact
    this.facts.push(fact)
    return factId(fact)
  }

  open = (session = am) => this.add('session.opened', { session })
  close = (session = am) => this.add('session.closed', { session, counts: {}, conflicts: [] })
  admit = (n: number, session = am, warnings: string[] = []) => this.add('checkin.admitted', { session, candidate: `c${String(n)}`, tag: String(n), consent: true, warnings })
  undo = (replaces: string, n: number, session = am) => this.add('checkin.undone', { replaces, candidate: `c${String(n)}`, session, reason: '认错人' })
  freeze = (ns: readonly number[], pool = '0609-am-m', session = am) => this.add('lots.frozen', {
    draw: `d-${pool}`, pool, session, letters: ['A'], candidates: ns.map((n) => `c${String(n)}`), poolHash: hash, commitment: hash, desks: 1,
  })
  draw = (n: number, pool = '0609-am-m', session = am) => this.add('lots.drawn', { draw: `d-${pool}`, session, candidate: `c${String(n)}`, turn: n, lot: `A00${String(n)}` })
  psych = (n: number, session = am) => this.add('psych.recorded', { session, candidate: `c${String(n)}`, lot: `A00${String(n)}`, result: 'passed', source: 'hand' })
  try = (n: number, item = 'jump', reading = '250', session = am) => this.add('fitness.attempted', { session, candidate: `c${String(n)}`, lot: `A00${String(n)}`, item, outcome: { kind: 'reading', reading } })
  list = (ns: readonly number[], post = 'Y001', quota: number | null = 15, session = interviewDay) => this.add('shortlist.adopted', {
    session, post, quota, candidates: ns.map((n) => `c${String(n)}`), tied: [], replaces: null,
  })
  rooms = (ns: readonly number[], post = 'Y001', session = interviewDay) => this.add('rooms.frozen', {
    draw: 'r-1', session, kind: 'groups', units: [{ unit: 'g1', posts: [post] }], candidates: ns.map((n) => ({ candidate: `c${String(n)}`, post })), places: ['1', '2'],
    excluded: [], poolHash: hash, commitment: hash,
  })
  mark = (n: number, session = interviewDay) => this.add('interview.marked', {
    session, candidate: `c${String(n)}`, lot: `C00${String(n)}`, stage: 'interview', room: '1', entry: 1, operator: 'op-1', marks: [['80'], ['70'], ['92']], replaces: null, reason: '',
  })
}

export const envelope = { exam: 'e', venue: 'v', issuer: 'b'.repeat(64), version: 2, hash: 'c'.repeat(64), replaces: null }

export function versionOf({ pack, roster }: Version, more: Partial<PackageVersion> = {}): PackageVersion {
  return { ...envelope, content: { pack, roster, operators: [], stations: [], recipients: [], address: '' }, ...more }
}

/** What is decided when the first version becomes another by `change`, with these facts; `first`: what is otherwise in the first one. */
export function decide(
  change: (version: Version) => void, facts: readonly Fact[], more: Partial<PackageVersion> = {}, first: (version: Version) => void = () => undefined,
): Amendment {
  const before = firstVersion()
  first(before)
  const next = structuredClone(before)
  change(next)
  return amendment(versionOf(before), versionOf(next, { version: 3, replaces: envelope.hash, ...more }), heldFacts(facts))
}
