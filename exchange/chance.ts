import { createHmac, randomBytes } from 'node:crypto'

/** Where random bytes come from: the system's generator for keys, salts, tokens and draws; a seed in tests. */
export interface Chance {
  bytes(count: number): Buffer
}

export const systemChance: Chance = { bytes: (count) => randomBytes(count) }

/** The same bytes for the same seed: HMAC-SHA256 counter stream. For tests and simulations only. */
export function seededChance(seed: string): Chance {
  let block = 0
  let rest = Buffer.alloc(0)
  return {
    bytes: (count) => {
      while (rest.length < count) {
        rest = Buffer.concat([rest, createHmac('sha256', seed).update(String(block)).digest()])
        block += 1
      }
      const taken = rest.subarray(0, count)
      rest = rest.subarray(count)
      return Buffer.from(taken)
    },
  }
}

/** A new command id (UUID v7) for what the station records of its own accord. */
export function newCommand(now: number, chance: Chance): string {
  const bytes = chance.bytes(16)
  bytes.writeUIntBE(Math.max(0, Math.round(now)), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
