import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Chance } from './chance.ts'

// A venue's one-time card: 130 bits that open its first exam package and prove its enrolment. Only an HMAC of them travels.

/** Crockford's base32: no I, L, O, U, so that a code can be read out and typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 26
const groups = [5, 5, 5, 5, 6]

/** A new code in groups: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX`. */
export function newCode(chance: Chance): string {
  const letters = [...chance.bytes(CODE_LENGTH)].map((byte) => alphabet.charAt(byte & 31)).join('')
  return grouped(letters)
}

function grouped(letters: string): string {
  let at = 0
  return groups.map((length) => letters.slice(at, (at += length))).join('-')
}

/**
 * A code as somebody typed it, without groups and in capitals, I and L read as 1, O as 0, full width as half; null when
 * it is none. Package and proof are always made with this form.
 */
export function normalCode(text: string): string | null {
  const letters = text.normalize('NFKC').toUpperCase().replaceAll(/[\s\-‐‑–—_.·]/gu, '').replaceAll(/[IL]/gu, '1').replaceAll('O', '0')
  return letters.length === CODE_LENGTH && [...letters].every((letter) => alphabet.includes(letter)) ? letters : null
}

/** HMAC-SHA256(code, "kaodian-enrol-v1\0" ‖ exam ‖ \0 ‖ venue ‖ \0 ‖ publicKey), hex; `publicKey` hex. Throws for what is no code. */
export function enrolProof(code: string, exam: string, venue: string, publicKey: string): string {
  const key = normalCode(code)
  if (key === null) throw new Error('a card code has 26 letters of its alphabet')
  return createHmac('sha256', key).update(`kaodian-enrol-v1\0${exam}\0${venue}\0${publicKey}`).digest('hex')
}

/** Whether a proof was made with this code; takes as long for a wrong one as for a right one. */
export function proofFits(proof: string, code: string, exam: string, venue: string, publicKey: string): boolean {
  const made = Buffer.from(enrolProof(code, exam, venue, publicKey))
  const given = Buffer.from(proof)
  return given.length === made.length && timingSafeEqual(given, made)
}

/** What a card says. */
export interface Card {
  exam: string
  venue: string
  /** In groups. */
  code: string
}

/** What the card's QR code holds: `kaodian-enrol:1:<exam>:<venue>:<code>`, names percent-encoded. */
export function cardText({ exam, venue, code }: Card): string {
  const letters = normalCode(code)
  if (letters === null) throw new Error('a card code has 26 letters of its alphabet')
  return `kaodian-enrol:1:${encodeURIComponent(exam)}:${encodeURIComponent(venue)}:${letters}`
}

/** Reads what was scanned; null when it is no card. */
export function readCard(text: string): Card | null {
  const [mark, version, exam, venue, code, ...rest] = text.trim().split(':')
  if (mark !== 'kaodian-enrol' || version !== '1' || rest.length > 0) return null
  const letters = normalCode(code ?? '')
  const names = [exam, venue].map((name) => decoded(name ?? ''))
  const [examName, venueName] = names
  if (letters === null || !examName || !venueName) return null
  return { exam: examName, venue: venueName, code: grouped(letters) }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    // a per cent sign with no number behind it
    return null
  }
}
