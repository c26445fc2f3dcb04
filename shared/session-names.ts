import type { Session } from './pack-schema.ts'

/** A session's name as it is compared: without blanks and differences of width or case. */
export function bareName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s/g, '')
}

/** What people write for a session, bare: its id, its title, the date with the half day in either form. */
export function sessionNames(session: Pick<Session, 'id' | 'title' | 'date' | 'half'>): string[] {
  const half = session.half === 'am' ? '上午' : '下午'
  const [year = '', month = '', day = ''] = session.date.split('-')
  const dates = [
    session.date,
    `${year}年${Number(month)}月${Number(day)}日`,
    `${Number(month)}月${Number(day)}日`,
    `${year}/${Number(month)}/${Number(day)}`,
  ]
  return [session.id, session.title.zh, session.title.en, ...dates.map((date) => date + half)].map(bareName)
}

/** The sessions one cell of a sheet names; several stand with 、 or ; between them. */
export function namesInCell(text: string): string[] {
  return text
    .split(/[、,，;；|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The day and half day a session's name tells, as far as it tells them; a year left out is this one's. */
export function readSessionName(text: string, today: string): { date: string | null; half: 'am' | 'pm' | null } {
  const bare = bareName(text)
  const match = /(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})/.exec(bare)
  const half = /上午|早上|am|morning/.test(bare) ? 'am' : /下午|pm|afternoon/.test(bare) ? 'pm' : null
  if (match === null) return { date: null, half }
  const [, year, month = '', day = ''] = match
  const date = `${year ?? today.slice(0, 4)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return { date: isDay(date) ? date : null, half }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
