import { isRealDate } from './pack-text.ts'
import type { Sex } from './roster.ts'

/** Why a resident id is refused; the first that applies, in this order (规则 §3). */
export type ResidentIdFault = 'length' | 'characters' | 'birth' | 'check-digit'

/**
 * What kind of card carries the number: a citizen's, a residence permit for residents of Hong Kong, Macao or Taiwan
 * (81, 82, 83), or a foreigner's permanent residence card (leading 9), whose number is valid but whose holder lacks
 * the nationality these posts need.
 */
export type ResidentIdKind = 'citizen' | 'residencePermit' | 'foreigner'

export type ResidentId =
  { valid: true; id: string; birth: string; sex: Sex; kind: ResidentIdKind } | { valid: false; reason: ResidentIdFault }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkDigits = '10X98765432'

/** Reads an 18-character resident id (GB 11643-1999); `x` is taken as `X`, the old 15-digit form is refused as length. */
export function readResidentId(text: string): ResidentId {
  if (Array.from(text).length !== 18) return { valid: false, reason: 'length' }
  const id = text.toUpperCase()
  if (!/^\d{17}[\dX]$/.test(id)) return { valid: false, reason: 'characters' }
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
  if (!isRealDate(birth)) return { valid: false, reason: 'birth' }
  if (checkDigitOf(id.slice(0, 17)) !== id[17]) return { valid: false, reason: 'check-digit' }
  return { valid: true, id, birth, sex: Number(id[16]) % 2 === 1 ? 'M' : 'F', kind: kindOf(id) }
}

/** The 18th character that belongs to 17 digits (MOD 11-2). */
export function checkDigitOf(digits: string): string {
  const sum = weights.reduce<number>((total, weight, index) => total + weight * Number(digits[index]), 0)
  return checkDigits.charAt(sum % 11)
}

function kindOf(id: string): ResidentIdKind {
  if (id.startsWith('9')) return 'foreigner'
  return /^8[123]/.test(id) ? 'residencePermit' : 'citizen'
}
