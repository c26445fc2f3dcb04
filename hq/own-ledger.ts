import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { hqFactBodies, type HqEnvelope, type HqFact, type HqFactBody, type HqFactType } from '../shared/hq/facts.ts'
import { bodyText, NO_HASH } from '../db/envelope.ts'
import type { Store, Trx } from './store.ts'

/** What a fact of HQ's own ledger is hashed under, so that no station's fact can be taken for one. */
const HQ_FACT_TAG = Buffer.from('kaodian-hq-fact-v1\0')

/** Who acts and with which command; `cmd` is made when the form opens and serves once. */
export interface Act<T extends HqFactType> {
  by: string
  second?: string | undefined
  cmd: string
  type: T
  body: HqFactBody<T>
  /** Number of the recruitment it is about, or null. */
  recruitment: number | null
}

export interface Appended {
  seq: number
  /** True: this command was recorded before, `seq` is that fact's and nothing was appended. */
  repeated: boolean
}

/**
 * Appends to HQ's ledger inside the transaction that does the thing itself, so that one is never without the other. All
 * processes append one after the other: the newest row is locked. A command id seen before with the same type and body
 * answers its fact; with another, it throws `CommandReused`.
 */
export async function appendHq<T extends HqFactType>(trx: Trx, kind: Store['kind'], hq: { id: string; key: KeyObject }, now: number, act: Act<T>): Promise<Appended> {
  hqFactBodies[act.type].parse(act.body)
  // two processes must not both read the same newest row; SQLite has one writer anyway
  if (kind === 'postgres') await sql`SELECT pg_advisory_xact_lock(hashtext('kaodian-hq-ledger'))`.execute(trx)
  const before = await trx.selectFrom('hq_fact').select(['seq', 'type', 'bytes']).where('cmd', '=', act.cmd).executeTakeFirst()
  if (before !== undefined) {
    const held = readHqFact(before.bytes)
    if (held.type !== act.type || bodyText(held.body) !== bodyText(act.body)) throw new CommandReused(act.cmd)
    return { seq: before.seq, repeated: true }
  }
  const last = await trx.selectFrom('hq_fact').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const prev = last?.hash ?? NO_HASH
  const seq = (last?.seq ?? 0) + 1
  const envelope: HqEnvelope<T> = {
    v: 1, hq: hq.id, seq, prev: prev.toString('hex'), at: Math.round(now), by: act.by, ...(act.second === undefined ? {} : { second: act.second }),
    cmd: act.cmd, type: act.type, body: act.body,
  }
  const bytes = Buffer.from(bodyText(envelope))
  const hash = hqFactHash(prev, bytes)
  await trx.insertInto('hq_fact').values({
    seq, at: envelope.at, by: act.by, second: act.second ?? null, cmd: act.cmd, type: act.type, recruitment: act.recruitment, bytes, hash, sig: sign(null, hash, hq.key),
  }).execute()
  return { seq, repeated: false }
}

/** A command id came again with another content: a program's mistake, not a person's. */
export class CommandReused extends Error {
  readonly cmd: string
  constructor(cmd: string) {
    super(`command ${cmd} was recorded with another content`)
    this.cmd = cmd
  }
}

/** SHA-256(tag ‖ previous hash ‖ bytes), 32 bytes. */
export function hqFactHash(prev: Buffer, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(HQ_FACT_TAG).update(prev).update(bytes).digest()
}

/** A fact of HQ's own ledger from its bytes. */
export function readHqFact(bytes: Buffer): HqFact {
  return JSON.parse(bytes.toString('utf8')) as HqFact
}

export function verifyHqFact(hash: Buffer, sig: Buffer, publicKey: KeyObject): boolean {
  return sig.length === 64 && verify(null, hash, publicKey, sig)
}
