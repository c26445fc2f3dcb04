import { z } from 'zod'

/** A text in both languages of the screens; neither may be empty. */
export const BothTongues = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
export type BothTongues = z.infer<typeof BothTongues>

/** A non-negative decimal as text, such as `13.1` or `265`: never a number, so that nothing passes through binary floats. */
export const DecimalText = z
  .string()
  .max(20)
  .regex(/^(0|[1-9]\d*)(\.\d+)?$/, { error: 'decimal' })

/** A calendar date `YYYY-MM-DD`; days that do not exist are refused. */
export const DateText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'date' })
  .refine(isRealDate, { error: 'date' })

/** A month `YYYY-MM` or a day `YYYY-MM-DD`, as announcements write birth windows. */
export const MonthOrDateText = z
  .string()
  .regex(/^\d{4}-\d{2}(-\d{2})?$/, { error: 'month' })
  .refine((text) => isRealDate(text.length === 7 ? `${text}-01` : text), { error: 'month' })

/** A time of day `HH:MM` on the venue's wall clock. */
export const MinuteText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'minute' })

/** A short key used in facts and links: lower-case letters, digits, hyphens, camelCase allowed. */
export const Key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, { error: 'key' })

/** Whether `YYYY-MM-DD` is a day that exists in the Gregorian calendar, years 0001 to 9999. */
export function isRealDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day <= days
}
