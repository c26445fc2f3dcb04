import { countAge, bandsOf } from './age.ts'
import { lettersNeeded } from './draw.ts'
import { needsStandard, standardFor } from './fitness-judge.ts'
import { admits } from './pack-checks.ts'
import type { RulePack, Session } from './pack-schema.ts'
import type { Sex } from './roster.ts'

/** What a pack needs to know of the roster to find its holes; `birth` is `YYYY-MM-DD`. */
export interface RosteredPerson {
  id: string
  sex: Sex
  birth: string
  post: string
  sessions: readonly string[]
}

/** A hole of a pack for a given roster: where the pack lacks something, and how many candidates fall into it. */
export interface PackHole {
  path: string
  reason:
    | 'no_posts_for_code'
    | 'no_fitness'
    | 'no_psych'
    | 'no_band'
    | 'two_bands'
    | 'standard_missing'
    | 'no_pool'
    | 'two_pools'
    | 'letters_short'
  /** What exactly is missing, e.g. `jump M 31-35`, or the first candidate concerned. */
  detail: string
  candidates: number
}

/**
 * Names every hole that a rostered candidate falls into; a pack with one is refused for opening a session (规则 §2).
 * With `sessionId` only that session and those due in it are looked at.
 */
export function packHoles(pack: RulePack, roster: readonly RosteredPerson[], sessionId?: string): PackHole[] {
  const holes = new Map<string, PackHole>()
  const add = (reason: PackHole['reason'], path: string, detail: string) => {
    const key = `${reason} ${path} ${detail}`
    const known = holes.get(key)
    if (known === undefined) holes.set(key, { path, reason, detail, candidates: 1 })
    else known.candidates += 1
  }
  const drawing = new Map<string, number>()
  const sessions = new Map(pack.sessions.map((session) => [session.id, session]))
  const posts = new Map(pack.posts.map((post) => [post.code, post]))
  for (const person of roster) {
    const post = posts.get(person.post)
    if (post === undefined && pack.posts.length > 0) add('no_posts_for_code', 'posts', person.post)
    for (const id of person.sessions) {
      const session = sessions.get(id)
      if (session === undefined || (sessionId !== undefined && id !== sessionId)) continue
      const stages = session.stages.filter((stage) => post === undefined || post.stages.includes(stage))
      if (stages.includes('psych') && pack.psych === null) add('no_psych', 'psych', 'psych')
      if (stages.includes('fitness')) fitnessHoles(pack, person, session, add)
      poolHoles(pack, person, session, stages, add, drawing)
    }
  }
  pack.pools.forEach((pool, index) => {
    const due = drawing.get(pool.id) ?? 0
    if (lettersNeeded(due) > pool.letters.length)
      add('letters_short', `pools[${String(index)}].letters`, `${pool.letters} ${String(due)}`)
  })
  return [...holes.values()]
}

type Add = (reason: PackHole['reason'], path: string, detail: string) => void

function fitnessHoles(pack: RulePack, person: RosteredPerson, session: Session, add: Add): void {
  const { fitness } = pack
  if (fitness === null) {
    add('no_fitness', 'fitness', 'fitness')
    return
  }
  const { age } = countAge(person.birth, fitness.reference, session.date)
  const [band, second] = bandsOf(fitness.bands, age)
  if (band === undefined) add('no_band', 'fitness.bands', String(age))
  else if (second !== undefined) add('two_bands', 'fitness.bands', String(age))
  else {
    for (const item of fitness.items.filter(needsStandard)) {
      const standard = standardFor(fitness, item, person.sex, band.id)
      if (!standard.ok) add('standard_missing', standard.problem.path, `${item.id} ${person.sex} ${band.id}`)
    }
  }
}

function poolHoles(
  pack: RulePack,
  person: RosteredPerson,
  session: Session,
  stages: Session['stages'],
  add: Add,
  drawing: Map<string, number>,
): void {
  // where a room is drawn first, each room is a pool of its own
  if (session.rooms.length > 0) return
  const index = pack.sessions.indexOf(session)
  const pools = pack.pools.filter(
    (pool) => pool.step === 'order' && pool.session === session.id && admits(pool, person.sex, person.post),
  )
  for (const pool of pools) drawing.set(pool.id, (drawing.get(pool.id) ?? 0) + 1)
  for (const stage of stages) {
    const serving = pools.filter((pool) => pool.stages.includes(stage)).length
    if (serving === 0)
      add('no_pool', `sessions[${String(index)}]`, `${session.id} ${stage} ${person.sex} ${person.post}`)
    if (serving > 1)
      add('two_pools', `sessions[${String(index)}]`, `${session.id} ${stage} ${person.sex} ${person.post}`)
  }
}
