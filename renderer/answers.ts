import { ORPCError } from '@orpc/client'
import { machineNow } from './clock.ts'

/** The program's own no, by the gate's reason or the code (`locked`, `not_allowed`, `BAD_REQUEST`): asked, and nothing recorded. */
export function answeredNo(error: unknown): string | undefined {
  if (!(error instanceof ORPCError) || error.status < 400 || error.status >= 500) return undefined
  const data: unknown = error.data
  if (typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string') return data.reason
  return String(error.code)
}

/** A new command id (UUID v7): made when a form opens, kept for every retry of it. */
export function newCommand(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const at = machineNow()
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(at / 2 ** (8 * (5 - i))) % 256
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A station's key id as people call it; the page that knows names puts its own way here. Otherwise the first half of the id. */
export const stationNames: { of: (key: string) => string } = { of: (key) => key.slice(0, 8) }
