import { forget, keep } from '../db/kept.ts'
import { refuse, type Recorded, type Refused } from '../shared/api/answer.ts'
import type { FactBody } from '../shared/facts.ts'
import { hex } from '../shared/sha256.ts'
import { secretKey } from './draws.ts'
import type { OpenVenue } from './open-venue.ts'
import { plainName } from './repeat.ts'
import type { Caller } from './use-cases.ts'

/** What is shown before anybody knows a digit: the pool's hash and the commitment to the secret, hex. */
export interface Commitment {
  poolHash: string
  commitment: string
}

type Frozen = 'lots.frozen' | 'rooms.frozen'

/**
 * Freezes a draw of lots or of rooms (规则 §5): a fresh id and secret, the commitment of both with the pool, and the fact
 * that says so. The secret lies in the encrypted database before the fact, and is forgotten when the fact is refused.
 */
export function freezeDraw<T extends Frozen>(
  venue: OpenVenue, caller: Caller, cmd: string, type: T, pool: Uint8Array,
  commit: (draw: string, pool: Uint8Array, secret: Uint8Array) => Uint8Array, body: (draw: string, hashes: Commitment) => FactBody<T>,
): (Extract<Recorded, { ok: true }> & Commitment & { draw: string }) | Refused {
  const draw = venue.chance.bytes(8).toString('hex')
  const secret = venue.chance.bytes(32)
  const hashes = { poolHash: hex(pool), commitment: hex(commit(draw, pool, secret)) }
  keep(venue.db, secretKey(draw), secret.toString('hex'))
  const recorded = venue.record(caller, type, body(draw, hashes), cmd)
  if (!recorded.ok) forget(venue.db, secretKey(draw))
  return recorded.ok ? { ...recorded, draw, ...hashes } : recorded
}

/** Refuses digits with fewer witnesses or digits than the pack asks for; null when all is well. */
export function lacksWitnesses(venue: OpenVenue, given: { digits: string; witnesses: readonly string[] }): Refused | null {
  const { witnesses, minWitnessDigits } = venue.pack.lots
  if (new Set(given.witnesses.map(plainName)).size >= witnesses && given.digits.length >= minWitnessDigits) return null
  return refuse('witnesses_missing', { least: String(witnesses), digits: String(Math.max(10, minWitnessDigits)) })
}
