import { isRealDate } from '../../shared/pack-text.ts'
import type { Sex } from '../../shared/roster.ts'

/** 男, 女 and the usual other spellings; null when it is neither. */
export function readSex(text: string): Sex | null {
  const known: Record<string, Sex> = { 男: 'M', 男性: 'M', m: 'M', male: 'M', 女: 'F', 女性: 'F', f: 'F', female: 'F' }
  const key = text.normalize('NFKC').toLowerCase()
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null
}

/** A date as `YYYY-MM-DD`, or `YYYY-MM` when no day is written: 1990-01-02, 1990/1/2, 1990.1.2, 19900102, 1990年1月2日. */
export function readDate(text: string): string | null {
  const clean = text
    .normalize('NFKC')
    .replace(/\s+00?:00(:00)?$/, '')
    .replace(/\s/g, '')
  const parts =
    /^(\d{4})(?:[-/.年](\d{1,2}))(?:[-/.月](\d{1,2})?[日]?)?$/.exec(clean) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(clean)
  if (parts === null) return null
  const [, year = '', month = '', day] = parts
  const date = `${year}-${month.padStart(2, '0')}`
  if (day === undefined || day === '') return isRealDate(`${date}-01`) ? date : null
  const whole = `${date}-${day.padStart(2, '0')}`
  return isRealDate(whole) ? whole : null
}

/** A score as decimal text with at most three decimals; '' for nobody's score (免笔试, 免试, a dash); null when malformed. */
export function readScore(text: string): string | null {
  const clean = text.normalize('NFKC').replace(/分$/, '').trim()
  if (/^(|-|—|\/|免|免试|免笔试)$/.test(clean)) return ''
  if (!/^\d{1,3}(\.\d{1,3})?0*$/.test(clean)) return null
  return clean.replace(/^(\d{1,3}\.\d{1,3})0*$/, '$1')
}

/** Whether text holds control, direction or zero-width characters that no name or number has. */
export function hasHidden(text: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\p{Cs}]/u.test(text)
}

/** Whether a number was damaged before it came here: an exponent, or more digits than a spreadsheet keeps. */
export function digitsLost(text: string): boolean {
  return /^\d(\.\d+)?E\+?\d+$/i.test(text.normalize('NFKC'))
}
