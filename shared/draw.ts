import { bytesOfHex, hex, hmacSha256, sha256, utf8 } from './sha256.ts'

/** The letters lots may begin with: A–Z without I and O, which are misread as 1 and 0 (规则 §5). */
export const lotLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Places under one letter: 001 to 999; the 1000th goes under the pool's next letter. */
export const placesPerLetter = 999

/** What a draw is made from; `secret` is 64 hex characters, `digits` the witnesses' public digits in the order given. */
export interface DrawInput {
  drawId: string
  pool: readonly string[]
  secret: string
  digits: string
  /** The pool's letters in order of use, e.g. `A` or `AC`. */
  letters: string
}

export interface Draw {
  poolHash: string
  commitment: string
  /** The k-th entry is what the k-th to draw gets. */
  lots: string[]
}

/** `SHA-256("kaodian-pool-v1\0" ‖ ids sorted by UTF-8 bytes, joined by "\n")`. */
export function poolHash(ids: readonly string[]): Uint8Array {
  return sha256('kaodian-pool-v1\0', sortedIds(ids).join('\n'))
}

/** Candidate ids in the order of their UTF-8 bytes, which is not the order of JavaScript's own sort beyond U+FFFF. */
export function sortedIds(ids: readonly string[]): string[] {
  return ids
    .map((id) => ({ id, bytes: utf8(id) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map(({ id }) => id)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** `SHA-256("kaodian-lot-v1\0" ‖ drawId ‖ "\0" ‖ poolHash ‖ secret)`: shown before the first draw, binds the secret. */
export function drawCommitment(drawId: string, pool: Uint8Array, secret: Uint8Array): Uint8Array {
  return sha256('kaodian-lot-v1\0', drawId, '\0', pool, secret)
}

/** `SHA-256("kaodian-seed-v1\0" ‖ secret ‖ digits ‖ "\0" ‖ poolHash)`. */
export function drawSeed(secret: Uint8Array, digits: string, pool: Uint8Array): Uint8Array {
  return sha256('kaodian-seed-v1\0', secret, digits, '\0', pool)
}

/** The places 1..n in drawn order: Fisher–Yates over an HMAC stream, each index uniform by rejection. */
export function drawnPlaces(n: number, seed: Uint8Array): number[] {
  const places = Array.from({ length: n }, (_, index) => index + 1)
  const next = words(seed)
  for (let i = n - 1; i > 0; i -= 1) {
    const j = uniform(i + 1, next)
    const [a, b] = [places[i], places[j]]
    if (a === undefined || b === undefined) throw new Error('place out of range')
    places[i] = b
    places[j] = a
  }
  return places
}

/** 32-bit words of the stream: block i is HMAC-SHA256(seed, uint32be(i)), read big-endian. */
function words(seed: Uint8Array): () => number {
  let block = new DataView(new ArrayBuffer(0))
  let [index, offset] = [0, 0]
  return () => {
    if (offset === block.byteLength) {
      const counter = new DataView(new ArrayBuffer(4))
      counter.setUint32(0, index)
      const bytes = hmacSha256(seed, new Uint8Array(counter.buffer))
      block = new DataView(bytes.slice().buffer)
      index += 1
      offset = 0
    }
    offset += 4
    return block.getUint32(offset - 4)
  }
}

/** An even draw below n: words at or above the greatest multiple of n that fits 32 bits are thrown away. */
function uniform(n: number, next: () => number): number {
  const limit = Math.floor(2 ** 32 / n) * n
  for (;;) {
    const word = next()
    if (word < limit) return word % n
  }
}

/** The lot of a place: letter and three digits; place 1000 is 001 under the second letter. Too few letters throws. */
export function lotOfPlace(place: number, letters: string): string {
  const letter = letters[Math.floor((place - 1) / placesPerLetter)]
  if (letter === undefined) throw new Error(`no letter for place ${String(place)}`)
  return `${letter}${String(((place - 1) % placesPerLetter) + 1).padStart(3, '0')}`
}

/** How many letters a pool of n candidates needs. */
export function lettersNeeded(n: number): number {
  return Math.ceil(n / placesPerLetter)
}

/** A first letter and the letters after it, going round the alphabet, as far as a pool of n needs. */
export function lettersFrom(first: string, n: number): string {
  const start = lotLetters.indexOf(first)
  return (lotLetters.slice(start) + lotLetters.slice(0, start)).slice(0, Math.max(1, lettersNeeded(n)))
}

/** The whole draw: pool hash, commitment, and every lot in the order of drawing (规则 §5). */
export function drawLots(input: DrawInput): Draw {
  const pool = poolHash(input.pool)
  const secret = bytesOfHex(input.secret)
  const places = drawnPlaces(input.pool.length, drawSeed(secret, input.digits, pool))
  return {
    poolHash: hex(pool),
    commitment: hex(drawCommitment(input.drawId, pool, secret)),
    lots: places.map((place) => lotOfPlace(place, input.letters)),
  }
}

/**
 * The turns of one of `desks` desks without a network, both counted from 1: desk i owns turns i, i+D, i+2D … of the
 * same permutation, so two desks can never give out one number.
 */
export function deskTurns(n: number, desks: number, desk: number): number[] {
  const turns: number[] = []
  for (let turn = desk; turn <= n; turn += desks) turns.push(turn)
  return turns
}
