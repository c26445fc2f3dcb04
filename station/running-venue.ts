import path from 'node:path'
import { refuse, type Recorded } from '../shared/api/answer.ts'
import type { FactBody } from '../shared/facts.ts'
import { parsePack, type RulePack } from '../shared/pack-schema.ts'
import { keep, kept } from '../db/kept.ts'
import type { StationKeys } from '../db/key-file.ts'
import { factById, heads, openLedger, type Draft } from '../db/ledger.ts'
import { openDatabase, type Db } from '../db/open.ts'
import { operators, type OperatorRecord } from '../db/operators.ts'
import { DatabaseUnusable } from '../db/unusable.ts'
import { newCommand, type Chance } from './chance.ts'
import { shiftedClock, type Clock } from './clock.ts'
import { makeHealth } from './health.ts'
import type { Keeper } from './keys.ts'
import { makeLiveHub, type LiveHub } from './live-hub.ts'
import type { Log } from './log.ts'
import type { FactDraft, OpenVenue, Present } from './open-venue.ts'
import { lockout, makePins, type Pins } from './pins.ts'
import { storageTrouble, type StorageTrouble } from './storage-trouble.ts'
import { makeTokens, type Tokens } from './tokens.ts'
import { StationUnusable } from './unusable.ts'
import type { Caller } from './use-cases.ts'
import { readVenueMeta, textHash, writeVenueMeta, type VenueMeta } from './venue-meta.ts'

/** A repeated refusal of one kind is one fact a minute: enough for the audit, too little to fill the ledger. */
const refusalEvery = 60_000
/** A pause longer than this (ms) is a rehearsal that was put away, not a restart in its middle. */
const standstillAfter = 10 * 60_000

/** A venue that is open in this process: what use-cases see of it, and what the station itself needs. */
export interface RunningVenue extends OpenVenue {
  readonly meta: VenueMeta
  readonly station: string
  readonly stationName: string
  readonly keys: StationKeys
  readonly pins: Pins
  readonly tokens: Tokens
  readonly hub: LiveHub
  operators(): readonly OperatorRecord[]
  operator(id: string): OperatorRecord | null
  factCount(): number
  head(): string
  trouble(): string[]
  freeBytes(): number
  /** Moves a rehearsal's clock (ms). */
  moveClock(to: number): void
  noteRefused(caller: Caller, method: string): void
  noteWrongPin(operator: string, why: 'wrong_pin' | 'locked' | 'inactive'): void
  /** Records a fact about an account and keeps its new PIN entry, both or neither. */
  recordWithPin<T extends 'operator.added' | 'operator.pin_set'>(
    caller: Caller,
    type: T,
    body: FactBody<T>,
    cmd: string,
    entry: string,
  ): Recorded
  /** A command id for what the station records by itself. */
  newCommand(): string
  close(): void
}

/** The program itself as the author of a fact. */
export const systemCaller: Caller = { operator: 'system', name: 'system', roles: [] }

export const databaseFile = 'kaodian.db'

/** Where a PIN's verifier and its counter lie among what is kept. */
export const pinKey = (operator: string): string => `pin/${operator}`

function open(folder: string, keys: StationKeys): Db {
  try {
    return openDatabase({ file: path.join(folder, databaseFile), key: keys.database })
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    if (error.why === 'wrong_key') {
      throw new StationUnusable(
        'key_foreign',
        `密钥文件不属于这个数据库（${path.join(folder, databaseFile)}）：可能混用了两个考点的文件。两者都原样保留，请放回成对的文件。`,
        { cause: error },
      )
    }
    throw new StationUnusable(
      'database_unusable',
      `数据库 ${path.join(folder, databaseFile)} 不能使用（${error.why}）：${error.message}`,
      { cause: error },
    )
  }
}

/** The pack a venue works by, checked against the hash it was opened with. */
function packOf(meta: VenueMeta): RulePack {
  const parsed = textHash(meta.packText) === meta.packHash ? parsePack(JSON.parse(meta.packText)) : null
  if (parsed?.ok !== true)
    throw new StationUnusable('pack_invalid', '数据库里的规则包与开设考点时的不一致，不能使用。请从备份恢复。')
  return parsed.pack
}

/** Opens the venue that lies in `folder`. Throws `StationUnusable` when it cannot be used as it is. */
export function runVenue(parts: {
  folder: string
  keys: StationKeys
  clock: Clock
  chance: Chance
  log: Log
  kept: Keeper['kept']
}): RunningVenue {
  const { folder, keys, chance, log } = parts
  const db = open(folder, keys)
  const stored = readVenueMeta(db)
  if (stored === null) {
    db.close()
    throw new StationUnusable('database_unusable', `数据库 ${path.join(folder, databaseFile)} 里没有考点。`)
  }
  let meta = stored
  const pack = packOf(meta)
  const shifted = shiftedClock(parts.clock, meta.clockOffset)
  const clock: Clock = meta.mode === 'rehearsal' ? shifted : parts.clock
  const ledger = openLedger(db, { exam: meta.exam, venue: meta.venue, signingKey: keys.signing, clock })

  // a rehearsal stands still while nobody plays it: tomorrow it goes on where it was left, not a day later
  const own = heads(db).find((each) => each.station === ledger.station)
  const left = own === undefined ? null : (factById(db, `${own.station}/${String(own.seq)}`)?.fact.at ?? null)
  if (meta.mode === 'rehearsal' && left !== null && clock.now() - left > standstillAfter) {
    shifted.moveTo(left + 1000)
    meta = { ...meta, clockOffset: shifted.offset }
    writeVenueMeta(db, meta)
  }

  let count = 0
  let accounts: OperatorRecord[] = []
  const recount = (): void => {
    count = heads(db).reduce((sum, each) => sum + each.seq, 0)
    accounts = operators(db)
  }
  recount()
  const health = makeHealth({ db, folder, clock: parts.clock, live: meta.mode === 'live', kept: parts.kept })
  const head = (): string => heads(db).find((each) => each.station === ledger.station)?.hash ?? ''
  const hub = makeLiveHub(() => ({
    now: clock.now(),
    facts: count,
    head: head().slice(0, 20),
    trouble: health.trouble(),
  }))
  const stopListening = ledger.onAppended((facts) => {
    count += facts.length
    if (facts.some((fact) => fact.type.startsWith('operator.'))) accounts = operators(db)
    health.facts(facts)
    hub.facts(facts)
  })

  const guarded = <T>(write: () => T): T | ReturnType<typeof refuse> => {
    try {
      const result = write()
      health.wrote(null)
      return result
    } catch (error) {
      const trouble = storageTrouble(error)
      if (trouble === null) throw error
      // what was rolled back may have been told already
      recount()
      return stop(trouble)
    }
  }
  const stop = (reason: StorageTrouble) => {
    health.wrote(reason)
    log.error({ reason }, 'nothing can be recorded')
    hub.noun('venue')
    return refuse(reason)
  }
  const draft = (caller: Caller, { type, body }: FactDraft, cmd: string): Draft =>
    ({
      type,
      body,
      cmd,
      by: caller.operator,
      ...(caller.second !== undefined && { second: caller.second.operator }),
    }) as Draft

  const newId = (): string => newCommand(clock.now(), chance)
  const recordAll: OpenVenue['recordAll'] = (caller, drafts, cmd) => {
    const done = guarded(() => ledger.appendAll(drafts.map((each) => draft(caller, each, cmd))))
    if (!Array.isArray(done)) return done
    return { ok: true, facts: done.map(({ id }) => id), repeated: done.some(({ repeated }) => repeated) }
  }
  const recordWithPin: RunningVenue['recordWithPin'] = (caller, type, body, cmd, entry) => {
    const done = guarded(() =>
      db.transaction(() => {
        const appended = ledger.append(draft(caller, { type, body } as FactDraft, cmd))
        if (appended.ok && !appended.repeated) keep(db, pinKey(body.operator), entry)
        return appended
      }),
    )
    return done.ok ? { ok: true, fact: done.id, repeated: done.repeated } : done
  }
  const record: OpenVenue['record'] = (caller, type, body, cmd) => {
    const done = guarded(() => ledger.append(draft(caller, { type, body } as FactDraft, cmd)))
    return done.ok ? { ok: true, fact: done.id, repeated: done.repeated } : done
  }

  const tokens = makeTokens(parts.clock, chance, (signedIn, why) => {
    record(
      { ...systemCaller, operator: signedIn.operator },
      'operator.signed_out',
      { operator: signedIn.operator, why },
      newId(),
    )
  })
  const pins = makePins({
    pepper: keys.pepper,
    clock: parts.clock,
    chance,
    book: {
      read: (operator) => kept(db, pinKey(operator))?.toString('utf8'),
      write: (operator, text) => keep(db, pinKey(operator), text),
    },
    mayClose: (operator) => operatorOf(operator)?.roles.includes('chief') !== true || otherChiefs(operator).length > 0,
  })
  const operatorOf = (id: string): OperatorRecord | null => accounts.find((each) => each.operator === id) ?? null
  const otherChiefs = (than: string): OperatorRecord[] =>
    accounts.filter(
      (each) =>
        each.active &&
        each.operator !== than &&
        each.roles.includes('chief') &&
        pins.wrongTries(each.operator) < lockout.closedFrom,
    )

  const noted = new Map<string, number>()
  const rarely = (key: string, note: () => void): void => {
    const now = parts.clock.mono()
    if (now - (noted.get(key) ?? -Infinity) < refusalEvery) return
    noted.set(key, now)
    note()
  }

  return {
    exam: meta.exam,
    venue: meta.venue,
    name: meta.name,
    mode: meta.mode,
    pack,
    packHash: meta.packHash,
    clock,
    chance,
    ledger,
    db,
    folder,
    station: ledger.station,
    stationName: meta.stationName,
    keys,
    pins,
    tokens,
    hub,
    record,
    recordAll,
    recordWithPin,
    trouble: health.trouble,
    freeBytes: health.freeBytes,
    head,
    get meta() {
      return meta
    },
    operators: () => accounts,
    operator: operatorOf,
    factCount: () => count,
    newCommand: newId,
    present: () => presence(tokens, operatorOf, (mono) => Math.round(clock.now() - (parts.clock.mono() - mono))),
    moveClock: (to) => {
      shifted.moveTo(to)
      meta = { ...meta, clockOffset: shifted.offset }
      writeVenueMeta(db, meta)
      hub.noun('venue')
    },
    noteRefused: (caller, method) =>
      rarely(`${caller.operator} ${method}`, () => {
        record(caller, 'operator.refused', { operator: caller.operator, why: 'not_allowed', method }, newId())
      }),
    noteWrongPin: (operator, why) => {
      const note = (): void => void record(systemCaller, 'operator.refused', { operator, why }, newId())
      // wrong PINs are few, because the lockout counts them; what comes after is held back
      if (why === 'wrong_pin') note()
      else rarely(`${operator} ${why}`, note)
    },
    close: () => {
      stopListening()
      hub.close()
      db.close()
    },
  }
}

function presence(
  tokens: Tokens,
  operatorOf: (id: string) => OperatorRecord | null,
  at: (mono: number) => number,
): Present[] {
  const byOperator = new Map<string, Present>()
  for (const signedIn of tokens.present()) {
    const operator = operatorOf(signedIn.operator)
    if (operator === null) continue
    const known = byOperator.get(operator.operator)
    const since = Math.min(at(signedIn.since), known?.since ?? Infinity)
    const last = Math.max(at(signedIn.touched), known?.last ?? 0)
    byOperator.set(operator.operator, {
      operator: operator.operator,
      name: operator.name,
      roles: operator.roles,
      since,
      last,
    })
  }
  return [...byOperator.values()]
}
