import { cardWorkFactor, sealPackage } from '../../exchange/package.ts'

/** What of a venue says to whom its package is sealed. */
export interface SealedFor {
  /** The newest card's code, and when a station enrolled with it. */
  code: string
  card_used_at: number | null
  /** age recipient of the enrolled station, or null. */
  recipient: string | null
}

/**
 * A stored package (signed, unsealed) as it leaves HQ: sealed to the card's code while nobody enrolled with it, so that a
 * new laptop opens it with a renewed card; else to the venue's key. Null when the card was used and no key is known.
 */
export async function sealedPackage(bytes: Uint8Array, venue: SealedFor): Promise<{ bytes: Uint8Array; sealed: 'card' | 'venue' } | null> {
  if (venue.card_used_at === null) return { bytes: await sealPackage(bytes, { passphrase: venue.code, workFactor: cardWorkFactor }), sealed: 'card' }
  if (venue.recipient === null) return null
  return { bytes: await sealPackage(bytes, { recipients: [venue.recipient] }), sealed: 'venue' }
}
