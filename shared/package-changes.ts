import { z } from 'zod'
import type { FitnessRules, RulePack, Session, Stage } from './pack-schema.ts'
import { canonical } from './pack-hash.ts'
import type { Candidate } from './roster.ts'

/**
 * What one version of an exam package may change against the one before: HQ shows it before issuing, the manifest carries
 * it, the venue's screens say it in words. Values are ids, codes, dates and names of fields, never a person's data; lists
 * in them are joined by blanks.
 */
export const changeKinds = [
  /** `session` */
  'session.added',
  /** `session`, `title` */
  'session.removed',
  /** `session`, `from` and `to`: date and half day, `2026-01-10 am` */
  'session.moved',
  /** `session`, `from` and `to`: `07:45-08:15` */
  'session.window',
  /** `session`, `fields`: of title, stages, due, rooms, pools */
  'session.changed',
  /** `post` */
  'post.added', 'post.removed',
  /** `post`, `fields` */
  'post.changed',
  /** `section` of the rule pack: checkIn, lots, fitness, venue … */
  'pack.changed',
  /** `item` of fitness; `fields` */
  'item.added', 'item.removed', 'item.changed',
  /** `candidate`, `post` */
  'candidate.added',
  /** `candidate`: no more in this venue's roster */
  'candidate.removed',
  /** `candidate`: as removed, because of a written withdrawal known to HQ */
  'candidate.withdrawn',
  /** `candidate`, `from`, `to`: sessions */
  'candidate.moved',
  /** `candidate`, `fields` */
  'candidate.corrected',
  /** `candidate`: HQ's bar was set or lifted */
  'candidate.barred', 'candidate.restored',
  /** `candidate`, `stages`: passed at other venues, as HQ holds it now; no more, because HQ holds it otherwise */
  'candidate.passed', 'candidate.unpassed',
  /** `operator` */
  'operator.added', 'operator.removed', 'operator.changed',
  /** no values: the stations' names */
  'stations.changed',
  /** no values: to whom closing packages are sealed; where HQ is reached */
  'recipients.changed', 'hq.changed',
] as const
export type ChangeKind = (typeof changeKinds)[number]

export const PackageChange = z.strictObject({ kind: z.enum(changeKinds), values: z.record(z.string().max(20), z.string().max(600)) })
export type PackageChange = z.infer<typeof PackageChange>

/** Most changes one manifest names; more than these are a new division, which the lists show better. */
export const mostChanges = 50_000

/** An account of a venue as its package names it; PINs never travel. */
export interface PackageOperator { operator: string; name: string; roles: readonly string[] }

/** What two versions are compared by. */
export interface PackageContent {
  pack: RulePack
  roster: readonly Candidate[]
  operators: readonly PackageOperator[]
  stations: readonly string[]
  recipients: readonly string[]
  /** Where HQ is reached, or empty. */
  address: string
}

/**
 * Everything that `after` does differently from `before`, in a fixed order: half days, posts, clauses, people, accounts.
 * `withdrawn`: candidates of whom HQ knows that they withdrew. Two equal contents give an empty list, however laid out.
 */
export function packageChanges(before: PackageContent, after: PackageContent, withdrawn: ReadonlySet<string> = new Set()): PackageChange[] {
  return [
    ...sessionChanges(before.pack, after.pack),
    ...postChanges(before.pack, after.pack),
    ...sectionChanges(before.pack, after.pack),
    ...peopleChanges(before.roster, after.roster, withdrawn),
    ...operatorChanges(before.operators, after.operators),
    ...(same(before.stations, after.stations) ? [] : [change('stations.changed', {})]),
    ...(same([...before.recipients].sort(), [...after.recipients].sort()) ? [] : [change('recipients.changed', {})]),
    ...(before.address === after.address ? [] : [change('hq.changed', {})]),
  ]
}

const change = (kind: ChangeKind, values: Record<string, string>): PackageChange => ({ kind, values })
const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)
const cut = (text: string): string => text.slice(0, 600)

/** The items of both lists by key: those only before, only after, and in both. */
function paired<T>(before: readonly T[], after: readonly T[], key: (item: T) => string): { gone: T[]; fresh: T[]; both: [T, T][] } {
  const known = new Map(before.map((item) => [key(item), item]))
  const fresh: T[] = []
  const both: [T, T][] = []
  for (const item of after) {
    const old = known.get(key(item))
    if (old === undefined) fresh.push(item)
    else both.push([old, item])
    known.delete(key(item))
  }
  return { gone: [...known.values()], fresh, both }
}

/** Names of the fields of two things of one kind that differ. */
function differing<T extends object>(before: T, after: T, but: readonly string[] = []): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !but.includes(name))
  return names.filter((name) => !alike((before as Record<string, unknown>)[name], (after as Record<string, unknown>)[name])).sort()
}

// plain values are most of what a roster holds
function alike(one: unknown, other: unknown): boolean {
  return one === other || (one !== undefined && other !== undefined && typeof one === 'object' && same(one, other))
}

function sessionChanges(before: RulePack, after: RulePack): PackageChange[] {
  const { gone, fresh, both } = paired(before.sessions, after.sessions, ({ id }) => id)
  const pools = (pack: RulePack, { id }: Session) => pack.pools.filter(({ session }) => session === id)
  return [
    ...gone.map(({ id, title }) => change('session.removed', { session: id, title: title.zh })),
    ...fresh.map(({ id }) => change('session.added', { session: id })),
    ...both.flatMap(([old, now]) => {
      const session = now.id
      const slot = ({ date, half }: Session) => `${date} ${half}`
      const window = ({ window: { from, to } }: Session) => `${from}-${to}`
      const moved = slot(old) !== slot(now)
      // a moved half day is mostly named by its day: that name follows, and is not told apart
      const fields = differing(old, now, ['id', 'date', 'half', 'window', ...(moved ? ['title'] : [])])
      if (!same(pools(before, old), pools(after, now))) fields.push('pools')
      return [
        ...(!moved ? [] : [change('session.moved', { session, from: slot(old), to: slot(now) })]),
        ...(window(old) === window(now) ? [] : [change('session.window', { session, from: window(old), to: window(now) })]),
        ...(fields.length === 0 ? [] : [change('session.changed', { session, fields: fields.join(' ') })]),
      ]
    }),
  ]
}

function postChanges(before: RulePack, after: RulePack): PackageChange[] {
  const { gone, fresh, both } = paired(before.posts, after.posts, ({ code }) => code)
  return [
    ...gone.map(({ code }) => change('post.removed', { post: code })),
    ...fresh.map(({ code }) => change('post.added', { post: code })),
    ...both.flatMap(([old, now]) => {
      const fields = differing(old, now)
      return fields.length === 0 ? [] : [change('post.changed', { post: now.code, fields: fields.join(' ') })]
    }),
  ]
}

function sectionChanges(before: RulePack, after: RulePack): PackageChange[] {
  return differing(before, after, ['posts', 'sessions', 'pools', 'version']).flatMap((section) =>
    section === 'fitness' && before.fitness !== null && after.fitness !== null
      ? fitnessChanges(before.fitness, after.fitness)
      : [change('pack.changed', { section })])
}

/** Which items differ, and whether anything else of the fitness rules does: the order of items is such a thing. */
function fitnessChanges(before: FitnessRules, after: FitnessRules): PackageChange[] {
  const { gone, fresh, both } = paired(before.items, after.items, ({ id }) => id)
  const order = (rules: FitnessRules) => rules.items.map(({ id }) => id).filter((id) => both.some(([item]) => item.id === id))
  const rest = differing(before, after, ['items']).length > 0 || !same(order(before), order(after))
  return [
    ...(rest ? [change('pack.changed', { section: 'fitness' })] : []),
    ...gone.map(({ id }) => change('item.removed', { item: id })),
    ...fresh.map(({ id }) => change('item.added', { item: id })),
    ...both.flatMap(([old, now]) => {
      const fields = differing(old, now)
      return fields.length === 0 ? [] : [change('item.changed', { item: now.id, fields: fields.join(' ') })]
    }),
  ]
}

function peopleChanges(before: readonly Candidate[], after: readonly Candidate[], withdrawn: ReadonlySet<string>): PackageChange[] {
  const { gone, fresh, both } = paired(before, after, ({ id }) => id)
  return [
    ...gone.map(({ id }) => change(withdrawn.has(id) ? 'candidate.withdrawn' : 'candidate.removed', { candidate: id })),
    ...fresh.flatMap(({ id, post, passed }) => [change('candidate.added', { candidate: id, post }), ...passedChanges(id, [], passed)]),
    ...both.flatMap(([old, now]) => {
      const candidate = now.id
      const [from, to] = [old, now].map(({ sessions }) => [...sessions].sort().join(' '))
      const fields = differing(old, now, ['id', 'sessions', 'barred', 'passed'])
      return [
        ...(from === to ? [] : [change('candidate.moved', { candidate, from: cut(from ?? ''), to: cut(to ?? '') })]),
        ...(old.barred === now.barred ? [] : [change(now.barred === undefined ? 'candidate.restored' : 'candidate.barred', { candidate })]),
        ...passedChanges(candidate, old.passed, now.passed),
        ...(fields.length === 0 ? [] : [change('candidate.corrected', { candidate, fields: fields.join(' ') })]),
      ]
    }),
  ]
}

function passedChanges(candidate: string, old: readonly Stage[] = [], now: readonly Stage[] = []): PackageChange[] {
  const [fresh, gone] = [now.filter((stage) => !old.includes(stage)), old.filter((stage) => !now.includes(stage))]
  return [
    ...(fresh.length === 0 ? [] : [change('candidate.passed', { candidate, stages: fresh.join(' ') })]),
    ...(gone.length === 0 ? [] : [change('candidate.unpassed', { candidate, stages: gone.join(' ') })]),
  ]
}

function operatorChanges(before: readonly PackageOperator[], after: readonly PackageOperator[]): PackageChange[] {
  const { gone, fresh, both } = paired(before, after, ({ operator }) => operator)
  return [
    ...gone.map(({ operator }) => change('operator.removed', { operator })),
    ...fresh.map(({ operator }) => change('operator.added', { operator })),
    ...both.flatMap(([old, now]) => (old.name === now.name && same([...old.roles].sort(), [...now.roles].sort()) ? [] : [change('operator.changed', { operator: now.operator })])),
  ]
}

/** One change as a line of HQ's ledger: its kind and values, at most 300 characters and no name of a person. */
export function changeLine({ kind, values }: PackageChange): string {
  const words = Object.entries(values).filter(([name]) => name !== 'title').map(([name, value]) => `${name}=${value}`)
  return [kind, ...words].join(' ').slice(0, 300)
}

/** How many changes of each kind there are, in the order of `changeKinds`. */
export function countedChanges(changes: readonly PackageChange[]): { kind: ChangeKind; count: number }[] {
  return changeKinds.flatMap((kind) => {
    const count = changes.filter((each) => each.kind === kind).length
    return count === 0 ? [] : [{ kind, count }]
  })
}
