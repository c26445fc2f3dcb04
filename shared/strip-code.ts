import { hex, sha256 } from './sha256.ts'

/**
 * What the QR code of a strip says: `KD1:A001:3F9C`, the lot and four characters that tie it to exam and session, so
 * that yesterday's strip is not taken for today's. 13 characters of QR's alphanumeric set: the smallest code there is.
 */
export function stripCode(exam: string, session: string, lot: string): string {
  return `KD1:${lot}:${checkOf(exam, session, lot)}`
}

function checkOf(exam: string, session: string, lot: string): string {
  return hex(sha256('kaodian-strip-v1\0', exam, '\0', session, '\0', lot)).slice(0, 4).toUpperCase()
}

/**
 * The lot in what was scanned or typed: a strip's code, or a lot in the ways people write it (`a1`, ` A001 `, full-width).
 * Null when it is no lot, or a strip of another exam or session.
 */
export function readLot(exam: string, session: string, text: string): string | null {
  const plain = text.normalize('NFKC').trim().toUpperCase()
  const scanned = /^KD1:([A-HJ-NP-Z]\d{3}):([0-9A-F]{4})$/.exec(plain)
  if (scanned !== null) {
    const [, lot = '', check = ''] = scanned
    return checkOf(exam, session, lot) === check ? lot : null
  }
  const typed = /^([A-HJ-NP-Z])(\d{1,3})$/.exec(plain)
  if (typed === null) return null
  const [, letter = '', digits = ''] = typed
  return `${letter}${digits.padStart(3, '0')}`
}
