/**
 * Chance that can be repeated: the same seed gives the same sequence on every machine. For rehearsals, simulations and
 * tests only; keys and draws of a real day take their chance from the operating system.
 */
export interface SeededRandom {
  /** An integer of 32 bits, 0 … 4294967295. */
  uint32: () => number
  /** A whole number 0 … n−1 without bias; n from 1 to 2³². */
  below: (n: number) => number
  /** A whole number from `from` to `to`, both included. */
  between: (from: number, to: number) => number
  /** True `times` in `outOf`. */
  happens: (times: number, outOf: number) => boolean
  /** One element; an empty list is a bug and throws. */
  pick: <T>(list: readonly T[]) => T
  /** A shuffled copy (Fisher–Yates). */
  shuffle: <T>(list: readonly T[]) => T[]
  /** Near a bell curve around `mean`: the sum of twelve, so that no machine's `Math.log` matters. */
  around: (mean: number, spread: number) => number
  bytes: (length: number) => Uint8Array
  /** Text in the shape of a version 7 uuid, for command ids of a simulation. */
  uuid: () => string
}

/** sfc32, seeded by any text or number; passes PractRand and needs only 32-bit arithmetic. */
export function seededRandom(seed: number | string): SeededRandom {
  let [a, b, c] = mix(String(seed))
  let counter = 1

  function uint32(): number {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 16; i++) uint32()

  function below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) throw new RangeError(`below(${n})`)
    const limit = Math.floor(2 ** 32 / n) * n
    for (;;) {
      const word = uint32()
      if (word < limit) return word % n
    }
  }

  function pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('pick from an empty list')
    return list[below(list.length)] as T
  }

  function shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = below(i + 1)
      const held = copy[i] as T
      copy[i] = copy[j] as T
      copy[j] = held
    }
    return copy
  }

  function around(mean: number, spread: number): number {
    let sum = 0
    for (let i = 0; i < 12; i++) sum += uint32()
    return mean + (sum / 2 ** 32 - 6) * spread
  }

  function bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => uint32() & 0xff)
  }

  function uuid(): string {
    const hex = [...bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  return {
    uint32,
    below,
    pick,
    shuffle,
    around,
    bytes,
    uuid,
    between: (from, to) => from + below(to - from + 1),
    happens: (times, outOf) => below(outOf) < times,
  }
}

/** Three words from a text: FNV-1a with three offsets. */
function mix(text: string): [number, number, number] {
  const word = (offset: number) => {
    let hash = offset
    for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
    return hash | 0
  }
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b)]
}
