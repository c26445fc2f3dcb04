import { createHash } from 'node:crypto'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'

/**
 * Minutes without a touch after which a person is locked out. Ten is long enough for a judge who waits for the next
 * runner and short enough for a desk left alone; GB/T 22239 8.1.4.1 asks for a time-out without naming one.
 */
export const idleMinutes = 10

/** One operator may be signed in at so many screens at once; the oldest gives way to the next. */
export const screensPerOperator = 4

/** One sign-in. The token itself is not kept, only its hash. */
export interface SignedIn {
  readonly operator: string
  /** Monotonic ms. */
  readonly since: number
  touched: number
  locked: boolean
}

export type TokenEnd = 'left' | 'idle' | 'replaced'

export interface Tokens {
  /** Makes a token of 32 random bytes for an operator; told once, kept as its hash in memory only. */
  make(operator: string): string
  /** Whom a token belongs to; locks it when it idled too long. `touch`: this call was somebody's own doing. */
  find(token: string, touch: boolean): { signedIn: SignedIn; locked: boolean } | null
  lock(signedIn: SignedIn): void
  unlock(signedIn: SignedIn): void
  end(signedIn: SignedIn, why: TokenEnd): void
  endAll(operator: string): void
  clear(): void
  /** Everybody signed in and not locked. */
  present(): SignedIn[]
}

/** All sign-ins of a running station; gone when it stops. `ended` is told of each that ends or idles into its lock. */
export function makeTokens(clock: Clock, chance: Chance, ended: (signedIn: SignedIn, why: TokenEnd) => void): Tokens {
  const held = new Map<string, SignedIn>()
  const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64')
  const idle = (signedIn: SignedIn): boolean => clock.mono() - signedIn.touched >= idleMinutes * 60_000
  const remove = (signedIn: SignedIn): void => {
    for (const [hash, each] of held) if (each === signedIn) held.delete(hash)
  }
  const settle = (signedIn: SignedIn): void => {
    if (signedIn.locked || !idle(signedIn)) return
    signedIn.locked = true
    ended(signedIn, 'idle')
  }
  return {
    make: (operator) => {
      const mine = [...held.values()].filter((each) => each.operator === operator)
      const oldest = mine.sort((a, b) => a.touched - b.touched)[0]
      if (mine.length >= screensPerOperator && oldest !== undefined) {
        remove(oldest)
        if (!oldest.locked) ended(oldest, 'replaced')
      }
      const token = chance.bytes(32).toString('base64url')
      held.set(hashOf(token), { operator, since: clock.mono(), touched: clock.mono(), locked: false })
      return token
    },
    find: (token, touch) => {
      const signedIn = token === '' ? undefined : held.get(hashOf(token))
      if (signedIn === undefined) return null
      settle(signedIn)
      if (!signedIn.locked && touch) signedIn.touched = clock.mono()
      return { signedIn, locked: signedIn.locked }
    },
    lock: (signedIn) => {
      if (signedIn.locked) return
      signedIn.locked = true
      ended(signedIn, 'left')
    },
    unlock: (signedIn) => {
      signedIn.locked = false
      signedIn.touched = clock.mono()
    },
    end: (signedIn, why) => {
      remove(signedIn)
      if (!signedIn.locked) ended(signedIn, why)
    },
    endAll: (operator) => {
      for (const signedIn of [...held.values()].filter((each) => each.operator === operator)) {
        remove(signedIn)
        if (!signedIn.locked) ended(signedIn, 'left')
      }
    },
    clear: () => held.clear(),
    present: () => {
      for (const signedIn of held.values()) settle(signedIn)
      return [...held.values()].filter((signedIn) => !signedIn.locked)
    },
  }
}
