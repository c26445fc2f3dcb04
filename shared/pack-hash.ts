import type { RulePack } from './pack-schema.ts'
import { hex, sha256 } from './sha256.ts'

/** `SHA-256("kaodian-pack-v1\0" ‖ JSON with sorted keys)` in hex: the same rules give the same hash however a file is laid out. */
export function packHash(pack: RulePack): string {
  return hex(sha256('kaodian-pack-v1\0', canonical(pack)))
}

/** JSON with sorted keys: what says the same reads the same, however it was laid out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}
