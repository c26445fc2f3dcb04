import { against, type Amending, type Contradiction } from './contradiction.ts'
import type { Fact, FactType } from './facts.ts'
import { admits } from './pack-checks.ts'
import { canonical } from './pack-hash.ts'
import type { Pool, RulePack } from './pack-schema.ts'
import type { PackageContent } from './package-changes.ts'
import type { Candidate } from './roster.ts'

/** Frozen pools and rooms whose rules or members would be others: the draw was made of exactly these people. */
export function drawContradictions(amending: Amending): Contradiction[] {
  return [...lotContradictions(amending), ...roomContradictions(amending)]
}

function lotContradictions({ before, after, held }: Amending): Contradiction[] {
  const drawn = Map.groupBy([...held.sessions.values()].flat().filter((fact) => fact.type === 'lots.drawn'), ({ body }) => body.draw)
  return held.draws.flatMap((frozen) => {
    const facts: Fact[] = [frozen, ...(drawn.get(frozen.body.draw) ?? [])]
    const { pool: id, session } = frozen.body
    const [old, now] = [poolOf(before.pack, session, id), poolOf(after.pack, session, id)]
    if (old === null) return []
    if (now === null || rules(old) !== rules(now)) return [against('pool_frozen', { session, pool: id, fields: now === null ? 'pool' : 'rules' }, facts)]
    const listed = new Set(held.lists.flatMap(({ body }) => (body.session === session ? body.candidates : [])))
    const inPool = (content: PackageContent, pool: Pool) => new Set(content.roster.filter((person) => belongs(pool, person, listed)).map((person) => person.id))
    const [were, are] = [inPool(before, old), inPool(after, now)]
    // whoever came after the freezing waits for a draw of their own, before the package and after it
    const left = [...were].filter((candidate) => !are.has(candidate) && frozen.body.candidates.includes(candidate))
    // who comes to a room is decided by the draw of rooms
    const came = id.startsWith(`${session}.`) ? [] : [...are].filter((candidate) => !were.has(candidate))
    return [...left.map((candidate) => [candidate, 'left'] as const), ...came.map((candidate) => [candidate, 'joined'] as const)].map(([candidate, fields]) =>
      against('pool_frozen', { session, pool: id, candidate, fields }, [...facts.filter((fact) => aboutOne(fact, candidate)), ...facts.filter((fact) => !aboutOne(fact, candidate))]))
  })
}

/** The lot of the person says more than the freezing of all. */
function aboutOne(fact: Fact, candidate: string): boolean {
  return fact.type === 'lots.drawn' && fact.body.candidate === candidate
}

/** A pool of the pack, or the one every room of a half day has; null where there is none. */
function poolOf(pack: RulePack, session: string, id: string): Pool | null {
  const found = pack.pools.find((pool) => pool.id === id && pool.session === session)
  if (found !== undefined) return found
  const day = pack.sessions.find((each) => each.id === session)
  const room = day?.rooms.find((each) => id === `${session}.${each.id}`)
  if (day === undefined || room === undefined) return null
  return { id, session, step: 'order', stages: day.stages, letters: room.letters, title: room.title, who: { sex: 'any', posts: null } }
}

const rules = ({ letters, step, stages, who }: Pool): string => canonical({ letters, step, stages, who })

function belongs(pool: Pool, person: Candidate, listed: ReadonlySet<string>): boolean {
  return (person.sessions.includes(pool.session) || listed.has(person.id)) && admits(pool, person.sex, person.post)
}

/** Who may still be put into a room after the draw says the pack; who was in the draw stands. */
function roomContradictions({ before, after, held }: Amending): Contradiction[] {
  return held.rooms.flatMap((frozen) => {
    const { session, kind, draw } = frozen.body
    const drawn = (held.sessions.get(session) ?? []).filter((fact) => isStep(fact, draw))
    const about = (fields: string, more: Record<string, string> = {}) => against('rooms_frozen', { session, fields, ...more }, [frozen, ...drawn])
    const [old, now] = [before, after].map(({ pack }) => pack.sessions.find((each) => each.id === session))
    if (old === undefined || now === undefined) return []
    if (kind === 'examiners') return panel(before.pack, old.stages) === panel(after.pack, now.stages) ? [] : [about('panel')]
    const were = new Map(before.roster.map((person) => [person.id, person]))
    const are = new Map(after.roster.map((person) => [person.id, person]))
    const inDraw = new Set(frozen.body.candidates.map(({ candidate }) => candidate))
    const moved = frozen.body.candidates.filter(({ candidate }) => were.has(candidate) && are.get(candidate)?.post !== were.get(candidate)?.post)
      .map(({ candidate }) => about(are.has(candidate) ? 'post' : 'left', { candidate }))
    const left = before.roster.filter(({ id, sessions }) => inDraw.has(id) && are.has(id) && sessions.includes(session) && are.get(id)?.sessions.includes(session) === false)
      .map(({ id }) => about('left', { candidate: id }))
    const came = after.roster.filter(({ id, sessions }) => sessions.includes(session) && were.get(id)?.sessions.includes(session) !== true)
      .map(({ id }) => about('joined', { candidate: id }))
    return [...moved, ...left, ...came, ...panels(before.pack, after.pack, frozen.body.candidates.map(({ post }) => post)).map((post) => about('panels', { post }))]
  })
}

const steps: ReadonlySet<FactType> = new Set<FactType>(['rooms.digits', 'rooms.drawn', 'rooms.replaced'])
const isStep = (fact: Fact, draw: string): boolean => steps.has(fact.type) && 'draw' in fact.body && fact.body.draw === draw

/** Seats of a room: as many as the scored stage of the half day has examiners. */
function panel(pack: RulePack, stages: readonly string[]): number | undefined {
  return stages.includes('interview') ? pack.interview?.panel : pack.professional?.panel
}

/** Posts of the draw that are to sit in another number of rooms. */
function panels(before: RulePack, after: RulePack, posts: readonly string[]): string[] {
  return [...new Set(posts)].filter((code) => {
    const [old, now] = [before, after].map((pack) => pack.posts.find((post) => post.code === code)?.panels)
    return now !== undefined && old !== now
  })
}
