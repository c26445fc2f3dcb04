import { Secret, TOTP } from 'otpauth'
import type { Inside } from '../inside.ts'
import { openTotp, sealTotp } from './secrets.ts'

const period = 30

function device(account: string, secret: string): TOTP {
  return new TOTP({ issuer: 'Kaodian HQ', label: account, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })
}

/** A fresh secret (160 bits, base32), its otpauth address for a QR code, and how the database keeps it. */
export function newTotp({ chance, keys }: Inside, account: string): { secret: string; uri: string; sealed: string } {
  const { buffer } = Uint8Array.from(chance.bytes(20))
  const secret = new Secret({ buffer }).base32
  return { secret, uri: device(account, secret).toString(), sealed: sealTotp(keys, chance, account, secret) }
}

/** The step (30 s since 1970) whose code this is, one earlier or later allowed; null when the code is none of them. */
export function totpStep({ clock, keys }: Inside, account: string, sealed: string, code: string): number | null {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = clock.now()
  const delta = device(account, openTotp(keys, account, sealed)).validate({ token, timestamp, window: 1 })
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta
}

/** Uses up a code: right, and of a later step than any used before, in whichever process. A code serves once. */
export async function useTotp(inside: Inside, account: string, sealed: string, code: string): Promise<boolean> {
  const step = totpStep(inside, account, sealed, code)
  if (step === null) return false
  const { numUpdatedRows } = await inside.store.db.updateTable('account').set({ totp_step: step }).where('id', '=', account).where('totp_step', '<', step).executeTakeFirst()
  return numUpdatedRows === 1n
}
