import { drawCommitment, drawnPlaces, drawSeed, sortedIds } from './draw.ts'
import type { RoomDrawKind } from './facts.ts'
import { bytesOfHex, hex, sha256 } from './sha256.ts'

/** What a draw of rooms is made from, fixed when it is frozen (规则 §5, §8). */
export interface RoomPool {
  kind: RoomDrawKind
  /** Groups of posts, or examiners (without posts). */
  units: readonly { unit: string; posts: readonly string[] }[]
  /** Everybody due with the post; they follow their group, or are dealt where several groups share the post. */
  candidates: readonly { candidate: string; post: string }[]
  /** Rooms, or `room/seat`. */
  places: readonly string[]
  /** Pairs that may not meet (回避). */
  excluded: readonly { unit: string; place: string }[]
}

export interface RoomDraw {
  poolHash: string
  commitment: string
  /** In the order of the units' UTF-8 bytes; `place` null: more units than places, a reserve. */
  assigned: { unit: string; place: string | null }[]
  /** Of a draw of groups, in the order of the candidates' UTF-8 bytes; empty for examiners. */
  members: { candidate: string; room: string }[]
}

/** Permutations tried before a draw gives up; exclusions that leave so few ways are refused when the draw is frozen. */
export const mostTries = 50_000

/**
 * The pool as one text: a line per unit, candidate, place and exclusion, fields parted by tabs, lines sorted by their
 * UTF-8 bytes. An id with a control character throws: it could pass for another line.
 */
export function roomPoolText(pool: RoomPool): string {
  const lines = [
    ['kind', pool.kind],
    ...pool.units.map(({ unit, posts }) => ['unit', unit, ...sortedIds(posts)]),
    ...pool.candidates.map(({ candidate, post }) => ['candidate', candidate, post]),
    ...pool.places.map((place) => ['place', place]),
    ...pool.excluded.map(({ unit, place }) => ['excluded', unit, place]),
  ]
  const broken = lines.flat().find((field) => [...field].some((each) => (each.codePointAt(0) ?? 0) < 32))
  if (broken !== undefined) throw new Error(`control character in ${JSON.stringify(broken)}`)
  return sortedIds(lines.map((fields) => fields.join('\t'))).join('\n')
}

/** `SHA-256("kaodian-rooms-v1\0" ‖ text)`. */
export function roomPoolHash(pool: RoomPool): Uint8Array {
  return sha256('kaodian-rooms-v1\0', roomPoolText(pool))
}

/** What is shown before the witnesses speak; the same binding as for lots. */
export function roomCommitment(drawId: string, pool: Uint8Array, secret: Uint8Array): Uint8Array {
  return drawCommitment(drawId, pool, secret)
}

/** Places dealt by a practice run at most: about a quarter of a second, in which the station answers nobody else. */
const practiceSteps = 30_000

/** Whether a permutation that keeps every exclusion is found soon enough that the real draw will find one too. */
export function canAssign(pool: RoomPool): boolean {
  const size = Math.max(pool.units.length, pool.places.length, 1)
  return assign(pool, sha256('kaodian-rooms-practice-v1\0', roomPoolHash(pool)), Math.min(mostTries / 10, Math.ceil(practiceSteps / size))) !== null
}

/** The whole draw; null when no permutation of the first `mostTries` keeps the exclusions. */
export function drawRooms(pool: RoomPool, given: { drawId: string; secret: string; digits: string }): RoomDraw | null {
  const ofPool = roomPoolHash(pool)
  const secret = bytesOfHex(given.secret)
  const seed = drawSeed(secret, given.digits, ofPool)
  const assigned = assign(pool, seed, mostTries)
  if (assigned === null) return null
  return {
    poolHash: hex(ofPool),
    commitment: hex(roomCommitment(given.drawId, ofPool, secret)),
    assigned,
    members: pool.kind === 'groups' ? dealt(pool, assigned, seed) : [],
  }
}

/** The first permutation, counted from 0, in which no unit has a place it is excluded from. */
function assign(pool: RoomPool, seed: Uint8Array, tries: number): RoomDraw['assigned'] | null {
  const units = sortedIds(pool.units.map(({ unit }) => unit))
  const places = sortedIds(pool.places)
  const excluded = new Set(pool.excluded.map(({ unit, place }) => `${unit}\t${place}`))
  const size = Math.max(units.length, places.length)
  for (let counter = 0; counter < tries; counter += 1) {
    const order = drawnPlaces(size, sha256('kaodian-try-v1\0', seed, bytesOf(counter)))
    const assigned = units.map((unit, at) => ({ unit, place: places[(order[at] ?? 0) - 1] ?? null }))
    if (assigned.every(({ unit, place }) => place === null || !excluded.has(`${unit}\t${place}`))) return assigned
  }
  return null
}

/** Everybody to the room of their group; where k groups share a post, its i-th place of a permutation goes to group i mod k. */
function dealt(pool: RoomPool, assigned: RoomDraw['assigned'], seed: Uint8Array): RoomDraw['members'] {
  const roomOf = new Map(assigned.map(({ unit, place }) => [unit, place]))
  const rooms = new Map<string, string>()
  for (const [post, members] of Map.groupBy(pool.candidates, (each) => each.post)) {
    const groups = sortedIds(pool.units.filter(({ posts }) => posts.includes(post)).map(({ unit }) => unit))
    if (groups.length === 0) continue
    const order = drawnPlaces(members.length, sha256('kaodian-deal-v1\0', seed, post))
    sortedIds(members.map(({ candidate }) => candidate)).forEach((candidate, at) => {
      const room = roomOf.get(groups[((order[at] ?? 1) - 1) % groups.length] ?? '')
      if (room != null) rooms.set(candidate, room)
    })
  }
  return sortedIds([...rooms.keys()]).map((candidate) => ({ candidate, room: rooms.get(candidate) ?? '' }))
}

function bytesOf(counter: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4))
  bytes.setUint32(0, counter)
  return new Uint8Array(bytes.buffer)
}
