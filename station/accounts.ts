import { keep, kept } from '../db/kept.ts'
import type { Db } from '../db/open.ts'
import { operators, type OperatorRecord } from '../db/operators.ts'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import type { Present } from './open-venue.ts'
import { lockout, makePins, type Pins } from './pins.ts'
import { pinKey, systemCaller, type Recording } from './recording.ts'
import { makeTokens, type Tokens } from './tokens.ts'
import type { Caller } from './use-cases.ts'

/** A repeated refusal of one kind is one fact a minute: enough for the audit, too little to fill the ledger. */
const refusalEvery = 60_000

/** The people of one venue: their accounts as the facts left them, their PINs, their sign-ins. */
export interface Accounts {
  readonly pins: Pins
  readonly tokens: Tokens
  operators(): readonly OperatorRecord[]
  operator(id: string): OperatorRecord | null
  /** Reads the accounts again, after a fact about one. */
  reread(): void
  /** Who is signed in and not locked out, times on the venue's clock. */
  present(): Present[]
  noteRefused(caller: Caller, method: string): void
  noteWrongPin(operator: string, why: 'wrong_pin' | 'locked' | 'inactive'): void
}

/** `clock` is the machine's, `shown` the venue's; facts go through `record`. */
export function makeAccounts(parts: {
  db: Db
  pepper: Buffer
  clock: Clock
  shown: Clock
  chance: Chance
  record: Recording['record']
  newCommand: () => string
}): Accounts {
  const { db, pepper, clock, shown, chance, record, newCommand } = parts
  let accounts = operators(db)
  const operator = (id: string): OperatorRecord | null => accounts.find((each) => each.operator === id) ?? null

  const tokens = makeTokens(clock, chance, (signedIn, why) => {
    const who = { ...systemCaller, operator: signedIn.operator }
    record(who, 'operator.signed_out', { operator: signedIn.operator, why }, newCommand())
  })
  const mayHelp = (chief: OperatorRecord): boolean =>
    chief.active && chief.roles.includes('chief') && pins.has(chief.operator) && pins.wrongTries(chief.operator) < lockout.closedFrom
  const pins = makePins({
    pepper,
    clock,
    chance,
    book: {
      read: (id) => kept(db, pinKey(id))?.toString('utf8'),
      write: (id, text) => keep(db, pinKey(id), text),
    },
    mayClose: (id) =>
      operator(id)?.roles.includes('chief') !== true ||
      accounts.some((other) => other.operator !== id && mayHelp(other)),
  })

  const noted = new Map<string, number>()
  const rarely = (key: string, note: () => void): void => {
    const now = clock.mono()
    if (now - (noted.get(key) ?? -Infinity) < refusalEvery) return
    noted.set(key, now)
    note()
  }
  /** A moment of the machine's monotonic clock on the venue's wall clock. */
  const moment = (mono: number): number => Math.round(shown.now() - (clock.mono() - mono))

  return {
    pins,
    tokens,
    operators: () => accounts,
    operator,
    reread: () => {
      accounts = operators(db)
    },
    present: () => {
      const present = new Map<string, Present>()
      for (const signedIn of tokens.present()) {
        const found = operator(signedIn.operator)
        if (found === null) continue
        const known = present.get(found.operator)
        present.set(found.operator, {
          operator: found.operator,
          name: found.name,
          roles: found.roles,
          since: Math.min(moment(signedIn.since), known?.since ?? Infinity),
          last: Math.max(moment(signedIn.touched), known?.last ?? 0),
        })
      }
      return [...present.values()]
    },
    noteRefused: (caller, method) =>
      rarely(`${caller.operator} ${method}`, () => {
        record(caller, 'operator.refused', { operator: caller.operator, why: 'not_allowed', method }, newCommand())
      }),
    noteWrongPin: (id, why) => {
      const note = (): void => void record(systemCaller, 'operator.refused', { operator: id, why }, newCommand())
      // wrong PINs are few, because the lockout counts them; what comes after is held back
      if (why === 'wrong_pin') note()
      else rarely(`${id} ${why}`, note)
    },
  }
}
