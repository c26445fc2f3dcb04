/**
 * A reading as a judge types it → the decimal text that is recorded, in the item's unit. Seconds may be typed as on the
 * watch, `4′25.30` or `4:25.30`; the text never passes through binary floating point.
 */
export type Typed =
  | { ok: true; reading: string }
  | { ok: false; why: 'empty' | 'malformed' | 'decimals' | 'seconds' }

/** What may stand in the reading field; everything else is not typed. */
export const readingKeys = /^[\d.′]*$/

/** Brings the many signs for minutes and seconds to one: 4'25"30, 4:25.30 and 4′25″30 are the same. */
export function tidy(text: string): string {
  return text.replace(/[':：’]/g, '′').replace(/["″”。，,]/g, '.').replace(/\s/g, '')
}

/** `decimals`: how many the item's pack lets a judge type. */
export function readTyped(text: string, unit: string, decimals: number): Typed {
  if (text === '') return { ok: false, why: 'empty' }
  const parts = /^(?:(\d{1,3})′)?(\d{1,5})(?:\.(\d*))?$/.exec(text)
  if (parts === null) return { ok: false, why: 'malformed' }
  const [, minutes, whole = '', fraction = ''] = parts
  if (minutes !== undefined && unit !== 's') return { ok: false, why: 'malformed' }
  if (fraction.length > decimals) return { ok: false, why: 'decimals' }
  const units = Number(whole)
  if (minutes !== undefined && units > 59) return { ok: false, why: 'seconds' }
  const total = minutes === undefined ? units : Number(minutes) * 60 + units
  if (total > 99_999) return { ok: false, why: 'malformed' }
  return { ok: true, reading: fraction === '' ? String(total) : `${String(total)}.${fraction}` }
}

/** `265.30` seconds as people say it: `4′25.30″`; under a minute the number alone. */
function onWatch(seconds: string): string {
  const [whole = '0', fraction] = seconds.split('.')
  const total = Number(whole)
  const rest = fraction === undefined ? '' : `.${fraction}`
  return `${String(Math.floor(total / 60))}′${String(total % 60).padStart(2, '0')}${rest}″`
}

/** Ready to be read aloud: `12.84 秒`, `4′25.30″`, `265 cm`. `units` are the words of the language, by unit. */
export function readingText(reading: string, unit: string, units: Readonly<Record<string, string>>): string {
  if (reading === '') return ''
  if (unit === 's' && Number(reading.split('.')[0]) >= 60) return onWatch(reading)
  return `${reading} ${units[unit] ?? unit}`
}

/** Whether two decimal texts say the same number: `245.00` and `245`. */
export function sameNumber(a: string, b: string): boolean {
  const bare = (text: string) => (text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text).replace(/^0+(?=\d)/, '')
  return bare(a) === bare(b)
}

/** Hundredths of a second as the text that is recorded: 26530 → `265.30`. */
export function secondsText(hundredths: number): string {
  return `${String(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`
}

/** A typed time in seconds → hundredths; null where it is not one. */
export function hundredthsOf(text: string): number | null {
  const typed = readTyped(tidy(text), 's', 2)
  if (!typed.ok) return null
  const [whole = '0', fraction = ''] = typed.reading.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}
