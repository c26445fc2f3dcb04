import { createHmac, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { z } from 'zod'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'

/**
 * Cost N of a live account's PIN: 2^16 takes about half a second of one core, which one sign-in bears and a thief of the
 * disk does not like. A practice PIN is printed on the screen, so its cost buys nothing and only makes opening slow.
 */
export const pinCost = { live: 2 ** 16, practice: 2 ** 12 } as const
export type PinCost = (typeof pinCost)[keyof typeof pinCost]

/** Wrong tries until the first wait, the first wait in ms (doubling with each further one), and tries until the chief has to help. */
export const lockout = { waitFrom: 5, firstWait: 15_000, closedFrom: 15 } as const

/** Where verifiers and counters lie: durable when `write` returns. */
export interface PinBook {
  read(operator: string): string | undefined
  write(operator: string, text: string): void
}

const Entry = z.strictObject({
  v: z.literal(1),
  n: z.number().int(),
  salt: z.string(),
  hash: z.string(),
  wrong: z.number().int().min(0),
  /** Both clocks when the last wait began, and how long it is, ms. */
  wall: z.number(),
  mono: z.number(),
  wait: z.number(),
})
type Entry = z.infer<typeof Entry>

export type PinCheck =
  | { result: 'right' }
  /** `left`: wrong tries until the next wait, 0 when it has begun. */
  | { result: 'wrong'; left: number }
  /** `until`: ms from now, or null when only the chief can open the account again. */
  | { result: 'locked'; until: number | null }

export interface Pins {
  /** Gives an account a PIN and clears its count. */
  set(operator: string, pin: string, cost: PinCost): Promise<void>
  /** A PIN's entry without storing it, for a venue that is being prepared. */
  make(pin: string, cost: PinCost): Promise<string>
  /** One check at a time; the try is counted and committed before the PIN is looked at. */
  check(operator: string, pin: string): Promise<PinCheck>
  /** ms until the account may try again; 0 when it may, null when closed until the chief sets a new PIN. */
  waiting(operator: string): number | null
  /** Wrong tries since the last right one. */
  wrongTries(operator: string): number
  /** Whether the account ever got a PIN: those an exam package names begin without. */
  has(operator: string): boolean
}

const derive = (secret: Buffer, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })

/**
 * PINs of one venue: scrypt(HMAC-SHA256(pepper, pin), 16-byte salt). Six digits are twenty bits, so the pepper in the
 * sealed key file is the defence against a copied database, and the lockout the one against a guess at the desk.
 * `mayClose` says whether an account may be closed until the chief helps: never the last chief who could.
 */
export function makePins(parts: {
  book: PinBook
  pepper: Buffer
  clock: Clock
  chance: Chance
  mayClose(operator: string): boolean
}): Pins {
  const { book, pepper, clock, chance, mayClose } = parts
  const hashOf = (pin: string, salt: Buffer, n: number): Promise<Buffer> =>
    derive(createHmac('sha256', pepper).update(pin).digest(), salt, { N: n, r: 8, p: 1, maxmem: 256 * 1024 * 1024 })

  const read = (operator: string): Entry | null => {
    const text = book.read(operator)
    return text === undefined ? null : Entry.parse(JSON.parse(text))
  }

  const closed = (operator: string, entry: Entry): boolean => entry.wrong >= lockout.closedFrom && mayClose(operator)

  /** ms still to wait. A wall clock moved either way shortens nothing: both clocks have to agree that the wait is over. */
  const remaining = (operator: string, entry: Entry): number | null => {
    if (closed(operator, entry)) return null
    if (entry.wait === 0) return 0
    const mono = clock.mono()
    const wall = clock.now()
    if (mono < entry.mono) {
      // the machine was restarted since: its monotonic clock knows nothing of the wait, which begins anew
      book.write(operator, JSON.stringify({ ...entry, mono, wall } satisfies Entry))
      return entry.wait
    }
    const byMono = entry.mono + entry.wait - mono
    const byWall = wall < entry.wall ? 0 : entry.wall + entry.wait - wall
    return Math.max(0, byMono, byWall)
  }

  const make = async (pin: string, cost: PinCost): Promise<Entry> => {
    const salt = chance.bytes(16)
    const hash = await hashOf(pin, salt, cost)
    return {
      v: 1,
      n: cost,
      salt: salt.toString('base64'),
      hash: hash.toString('base64'),
      wrong: 0,
      wall: clock.now(),
      mono: clock.mono(),
      wait: 0,
    }
  }

  const check = async (operator: string, pin: string): Promise<PinCheck> => {
    const before = read(operator)
    if (before === null) return { result: 'wrong', left: 0 }
    const left = remaining(operator, before)
    if (left !== 0) return { result: 'locked', until: left }
    const wrong = before.wrong + 1
    const wait =
      wrong < lockout.waitFrom ? 0 : lockout.firstWait * 2 ** (Math.min(wrong, lockout.closedFrom) - lockout.waitFrom)
    const counted: Entry = { ...before, wrong, wait, wall: clock.now(), mono: clock.mono() }
    book.write(operator, JSON.stringify(counted))
    const hash = await hashOf(pin, Buffer.from(before.salt, 'base64'), before.n)
    if (!timingSafeEqual(hash, Buffer.from(before.hash, 'base64')))
      return { result: 'wrong', left: Math.max(0, lockout.waitFrom - wrong) }
    book.write(operator, JSON.stringify({ ...counted, wrong: 0, wait: 0 } satisfies Entry))
    return { result: 'right' }
  }

  // one derivation at a time: each takes up to 128 MB and a core, and a burst of tries must not starve the desk
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    make: async (pin, cost) => JSON.stringify(await inTurn(() => make(pin, cost))),
    set: (operator, pin, cost) => inTurn(async () => book.write(operator, JSON.stringify(await make(pin, cost)))),
    check: (operator, pin) => inTurn(() => check(operator, pin)),
    waiting: (operator) => {
      const entry = read(operator)
      return entry === null ? 0 : remaining(operator, entry)
    },
    wrongTries: (operator) => read(operator)?.wrong ?? 0,
    has: (operator) => read(operator) !== null,
  }
}
