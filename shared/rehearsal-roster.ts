import { admits } from './pack-checks.ts'
import type { Post, RulePack, Session } from './pack-schema.ts'
import { seededRandom, type SeededRandom } from './random.ts'
import { birthWithin, dayBeside, edgeBirths, leapDays, windowDays } from './rehearsal-births.ts'
import { certainNames, rehearsalName } from './rehearsal-names.ts'
import { checkDigitOf } from './resident-id.ts'
import type { Candidate, Sex } from './roster.ts'

/** People in a rehearsal when nobody says how many. */
export const defaultRehearsalCount = 240

/**
 * First two digits that GB/T 2260 gives to no province, so that no real person's number can begin with them. Left out
 * although unassigned: 81–83 (residence permits) and everything from 9 (foreigners' cards).
 */
export const unassignedProvinces: readonly string[] = [
  ...range(16, 20),
  ...range(26, 30),
  ...range(38, 40),
  ...range(47, 49),
  ...range(55, 60),
  ...range(66, 70),
  ...range(72, 80),
  ...range(84, 89),
].map(String)

export interface RehearsalOptions {
  pack: RulePack
  /** Name of the rehearsal; a part of the seed. */
  rehearsal: string
  count?: number
  seed: number
}

/**
 * A made-up roster: the same pack, name, count and seed give the same people. It holds everyone a desk must learn to
 * handle: edge birthdays, leap days, namesakes, rare and long names, mismatches that warn, a few barred, ties in scores.
 */
export function rehearsalRoster({
  pack,
  rehearsal,
  count = defaultRehearsalCount,
  seed,
}: RehearsalOptions): Candidate[] {
  const random = seededRandom(`${rehearsal}/${seed}/${count}`)
  const year = Number((pack.sessions[0]?.date ?? '2025-01-01').slice(0, 4))
  const people = plan(random, pack, count, year)
  const taken = new Set<string>()
  const month = (pack.sessions[0]?.date ?? '2025-01').slice(2, 7).replace('-', '')
  const tickets = random.shuffle(Array.from({ length: count }, (_, index) => index + 1))
  const ids = seededRandom(`${rehearsal}/${seed}/${count}/ids`).shuffle(Array.from({ length: count }, (_, index) => index + 1))
  return people.map((person, index) => {
    const residentBirth = person.flaw === 'birth_differs' ? dayBeside(person.birth, 1) : person.birth
    return {
      // an id goes to everybody who works with lots: it must not run as the roster does
      id: `c${String(ids[index]).padStart(5, '0')}`,
      rosterNumber: rosterNumber(index),
      ticket: `0${month}${String(tickets[index]).padStart(5, '0')}`,
      residentId: residentId(random, residentBirth, person.sex, taken),
      name: person.name,
      sex: person.sex,
      birth: person.birth,
      post: person.post.code,
      sessions: dueSessions(random, pack.sessions, person.post),
      ...scores(random, pack, person.post),
      ...(person.flaw === 'barred' ? { barred: '资格复审未通过（演练）' } : {}),
    }
  })
}

type Flaw = 'none' | 'sex_against_post' | 'birth_outside' | 'birth_differs' | 'barred'
interface Person {
  post: Post
  sex: Sex
  name: string
  birth: string
  flaw: Flaw
}

function plan(random: SeededRandom, pack: RulePack, count: number, year: number): Person[] {
  const posts = spreadByHeadcount(pack.posts, count)
  const people = posts.map((post): Person => {
    const sex = post.sex === 'any' ? (random.happens(1, 2) ? 'M' : 'F') : post.sex
    return {
      post,
      sex,
      name: rehearsalName(random, sex),
      birth: birthWithin(random, windowDays(post, year)),
      flaw: 'none',
    }
  })
  const order = random.shuffle(people)
  giveCertainNames(order)
  giveNamesakes(random, people)
  giveEdgeBirths(pack, order, year)
  giveFlaws(random, pack, order, year)
  return people
}

function giveCertainNames(order: readonly Person[]): void {
  const free = new Set(order)
  for (const { name, sex } of certainNames) {
    const person = [...free].find((each) => each.sex === sex)
    if (person === undefined) continue
    person.name = name
    free.delete(person)
  }
}

function giveNamesakes(random: SeededRandom, people: readonly Person[]): void {
  for (const person of people) {
    if (!random.happens(1, 50)) continue
    const other = random.pick(people)
    if (other.sex === person.sex) person.name = other.name
  }
}

/** Every edge of the age bands, both sexes, both sides; then leap days and both ends of each post's window. */
function giveEdgeBirths(pack: RulePack, order: readonly Person[], year: number): void {
  const free = new Set(order)
  const give = (birth: string, fits: (person: Person) => boolean) => {
    const inWindow = (person: Person) => {
      const window = windowDays(person.post, year)
      return birth >= window.from && birth <= window.to
    }
    for (const person of free) {
      if (!fits(person) || !inWindow(person)) continue
      person.birth = birth
      free.delete(person)
      return
    }
  }
  const tested = (person: Person) => person.post.stages.includes('fitness')
  for (const birth of edgeBirths(pack)) {
    for (const sex of ['M', 'F'] as const) give(birth, (person) => person.sex === sex && tested(person))
  }
  for (const post of pack.posts) {
    const window = windowDays(post, year)
    give(window.from, (person) => person.post === post)
    give(window.to, (person) => person.post === post)
  }
  const leap = pack.posts.flatMap((post) => leapDays(windowDays(post, year)))
  for (const birth of [...new Set(leap)].sort()) give(birth, tested)
}

/** A few people whom the desk must stop at: about one in eighty of each kind, at least one, at most twelve. */
function giveFlaws(random: SeededRandom, pack: RulePack, order: readonly Person[], year: number): void {
  const each = Math.min(12, Math.max(1, Math.round(order.length / 80)))
  const edges = new Set(edgeBirths(pack))
  const sound = order.filter((person) => !edges.has(person.birth) && person.post.stages.includes('fitness')).reverse()
  const take = (flaw: Flaw, fits: (person: Person) => boolean, change: (person: Person) => void) => {
    sound
      .filter((person) => person.flaw === 'none' && fits(person))
      .slice(0, each)
      .forEach((person) => {
        person.flaw = flaw
        change(person)
      })
  }
  take(
    'birth_differs',
    () => true,
    () => undefined,
  )
  take(
    'barred',
    () => true,
    () => undefined,
  )
  take(
    'birth_outside',
    (person) => person.post.birth !== null,
    (person) => {
      const window = windowDays(person.post, year)
      person.birth = random.happens(1, 2) ? dayBeside(window.from, -1) : dayBeside(window.to, 1)
    },
  )
  take(
    'sex_against_post',
    (person) => person.post.sex !== 'any' && hasPool(pack, person.post, other(person.sex)),
    (person) => {
      person.sex = other(person.sex)
      person.name = rehearsalName(random, person.sex)
    },
  )
}

/** Whether somebody of this sex at this post would find a pool to draw from; without one the rehearsal could not end. */
function hasPool(pack: RulePack, post: Post, sex: Sex): boolean {
  const sessions = pack.sessions.filter(
    (session) => session.due.kind === 'posts' && session.due.posts.includes(post.code),
  )
  return (
    sessions.length > 0 &&
    sessions.every((session) =>
      pack.pools.some((pool) => pool.session === session.id && pool.step === 'order' && admits(pool, sex, post.code)),
    )
  )
}

function other(sex: Sex): Sex {
  return sex === 'M' ? 'F' : 'M'
}

/** Posts in their order, each as often as its share of the headcount, by largest remainder and at least once. */
function spreadByHeadcount(posts: readonly Post[], count: number): Post[] {
  const whole = posts.reduce((sum, post) => sum + post.headcount, 0)
  const shares = posts.map((post) => ({
    post,
    share: Math.max(1, Math.floor((count * post.headcount) / whole)),
    rest: (count * post.headcount) % whole,
  }))
  const byRest = [...shares].sort((a, b) => b.rest - a.rest)
  let missing = count - shares.reduce((sum, each) => sum + each.share, 0)
  for (let i = 0; missing > 0; i++, missing--) (byRest[i % byRest.length] as (typeof shares)[number]).share += 1
  const list = shares.flatMap(({ post, share }) => Array.from({ length: share }, () => post))
  return list.slice(0, count)
}

function rosterNumber(index: number): string {
  const letter = 'ABCDEFGHJKLMNPQRSTUVWXYZ'[Math.floor(index / 999)] ?? 'Z'
  return `${letter}${String((index % 999) + 1).padStart(3, '0')}`
}

/** Sessions that list the post; where the roster decides, one of those that hold a stage of the post. */
function dueSessions(random: SeededRandom, sessions: readonly Session[], post: Post): string[] {
  const listed = sessions.filter((session) => session.due.kind === 'posts' && session.due.posts.includes(post.code))
  const open = sessions.filter(
    (session) => session.due.kind === 'roster' && session.stages.some((stage) => post.stages.includes(stage)),
  )
  return [...listed, ...(listed.length === 0 && open.length > 0 ? [random.pick(open)] : [])].map(
    (session) => session.id,
  )
}

/** Scores in halves, so that ties are common. */
function scores(random: SeededRandom, pack: RulePack, post: Post): { written: string; quality?: string } {
  const line = Number(pack.ranking?.writtenPassLine[post.category] ?? 45)
  const written = half(Math.min(98, Math.max(line, random.around(line + 14, 8))))
  const asked = pack.ranking?.tieBreakers.includes('policeAptitude') ?? false
  return asked ? { written, quality: half(Math.min(100, Math.max(40, random.around(70, 9)))) } : { written }
}

function half(value: number): string {
  return (Math.round(value * 2) / 2).toFixed(1)
}

function residentId(random: SeededRandom, birth: string, sex: Sex, taken: Set<string>): string {
  for (;;) {
    const area =
      random.pick(unassignedProvinces) +
      String(random.between(1, 20)).padStart(2, '0') +
      String(random.between(1, 29)).padStart(2, '0')
    const order = random.below(500) * 2 + (sex === 'M' ? 1 : 0)
    const digits = area + birth.replaceAll('-', '') + String(order).padStart(3, '0')
    const id = digits + checkDigitOf(digits)
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
