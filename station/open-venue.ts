import type { Recorded, Refused } from '../shared/api/answer.ts'
import type { FactBody, FactType, Role } from '../shared/facts.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import type { Ledger } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import type { Caller } from './use-cases.ts'

/** One fact to be recorded: its type and body. */
export type FactDraft = { [T in FactType]: { type: T; body: FactBody<T> } }[FactType]

/** An operator who is signed in and not locked out; times in ms on the venue's clock. */
export interface Present {
  readonly operator: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly since: number
  readonly last: number
}

/** What use-cases work on: one venue whose database is open. */
export interface OpenVenue {
  /** Exam id as it stands in every fact. */
  readonly exam: string
  /** Venue id as it stands in every fact. */
  readonly venue: string
  /** The venue's name, for people. */
  readonly name: string
  readonly mode: 'live' | 'rehearsal'
  readonly pack: RulePack
  /** SHA-256 (hex) of the pack's text. */
  readonly packHash: string
  /** The venue's clock: the machine's, or in a rehearsal one that can be moved. */
  readonly clock: Clock
  readonly chance: Chance
  readonly ledger: Ledger
  /** The encrypted database; reading functions of db/ take it. */
  readonly db: Db
  /** Who is signed in at this station now. */
  present(): readonly Present[]
  /** Absolute data folder: evidence/, out/ and backups/ lie in it. */
  readonly folder: string
  /**
   * Appends one fact, durable when this returns, by and with the second person of `caller`. A repeated `cmd` with the
   * same type and body answers the fact already held. Refused: 'command_reused', 'disk_full', 'database_moved'.
   */
  record<T extends FactType>(caller: Caller, type: T, body: FactBody<T>, cmd: string): Recorded
  /** Several facts of one command, or none of them; in the order given. */
  recordAll(
    caller: Caller,
    drafts: readonly FactDraft[],
    cmd: string,
  ): { ok: true; facts: string[]; repeated: boolean } | Refused
}
