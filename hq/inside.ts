import type { KeyObject } from 'node:crypto'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import type { Log } from '../exchange/log.ts'
import type { HqFactType } from '../shared/hq/facts.ts'
import type { Act, Appended } from './own-ledger.ts'
import type { Store, Trx } from './store.ts'

/** HQ's keys: one pair for signing (Ed25519), one for sealing (age X25519). */
export interface HqKeys {
  /** 16 hex characters from the public key, like a station's id. */
  readonly id: string
  readonly signing: KeyObject
  /** 32 raw bytes, hex: what exam packages pin. */
  readonly publicKey: string
  /** age identity `AGE-SECRET-KEY-1…`: opens what venues seal to HQ. */
  readonly identity: string
  /** age recipient `age1…`. */
  readonly recipient: string
  /** SHA-256 of the TLS key (SPKI), hex, where this HQ serves TLS with its own certificate: exam packages carry it. */
  readonly tlsPin?: string
}

/** One running HQ process as its methods see it. Nothing that another process would miss is kept in here. */
export interface Inside {
  readonly folder: string
  readonly program: string
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  readonly keys: HqKeys
  readonly log: Log
  /** This process, for job claims: random per start. */
  readonly process: string
  /**
   * Does something in one transaction together with its fact in HQ's ledger. `work` gets the transaction and `append`;
   * what it returns is answered after the commit. All or nothing.
   */
  acting<T>(work: (trx: Trx, append: <F extends HqFactType>(act: Act<F>) => Promise<Appended>) => Promise<T>): Promise<T>
  /** Says that a noun of a recruitment (0: of none) changed: screens of every process read again. Inside a transaction. */
  touch(trx: Trx, recruitment: number, ...nouns: string[]): Promise<void>
}
