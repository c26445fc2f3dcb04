import { isRealDate } from './pack-text.ts'
import type { Post, RulePack } from './pack-schema.ts'
import type { SeededRandom } from './random.ts'

/** First and last day of a post's birth window; a month means all its days. Without a window: ages 18 to 45 in `year`. */
export function windowDays(post: Post, year: number): { from: string; to: string } {
  if (post.birth === null) return { from: `${year - 45}-01-01`, to: `${year - 18}-12-31` }
  const { from, to } = post.birth
  return { from: from.length === 7 ? `${from}-01` : from, to: to.length === 7 ? lastOfMonth(to) : to }
}

/** The day before or after, by `step` days. */
export function dayBeside(date: string, step: number): string {
  const time = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)) + step)
  return new Date(time).toISOString().slice(0, 10)
}

/**
 * Birthdays on both sides of every edge between two age bands of the pack, for each of its fitness days: the youngest
 * of the older band and the oldest of the younger one (规则 §7). Empty for a pack without fitness.
 */
export function edgeBirths(pack: RulePack): string[] {
  const { fitness } = pack
  if (fitness === null) return []
  const days = [...new Set(pack.sessions.filter((each) => each.stages.includes('fitness')).map((each) => each.date))]
  const references = fitness.reference.kind === 'fixed' ? [fitness.reference.date] : days
  const byMonth = fitness.reference.kind === 'testMonth'
  const found = references.flatMap((reference) => {
    // counted by month, the whole month of the birthday is already older: the edge is the month's last day
    const last = byMonth ? lastOfMonth(reference.slice(0, 7)) : reference
    return fitness.bands.flatMap((band) => {
      if (band.minAge === null) return []
      const year = Number(last.slice(0, 4)) - band.minAge
      const older = byMonth ? lastOfMonth(`${year}-${last.slice(5, 7)}`) : sameDay(year, last)
      return [older, dayBeside(older, 1)]
    })
  })
  return [...new Set(found)].sort()
}

/** A birthday inside the window, spread over its years; leap days come more often than nature gives them. */
export function birthWithin(random: SeededRandom, window: { from: string; to: string }): string {
  if (random.happens(1, 40)) {
    const leap = leapDays(window)
    if (leap.length > 0) return random.pick(leap)
  }
  const days = dayNumber(window.to) - dayNumber(window.from)
  return dayBeside(window.from, random.below(days + 1))
}

/** Every 29 February inside the window. */
export function leapDays(window: { from: string; to: string }): string[] {
  const years = Array.from(
    { length: Number(window.to.slice(0, 4)) - Number(window.from.slice(0, 4)) + 1 },
    (_, index) => Number(window.from.slice(0, 4)) + index,
  )
  return years.map((year) => `${year}-02-29`).filter((day) => isRealDate(day) && day >= window.from && day <= window.to)
}

function dayNumber(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000
}

function lastOfMonth(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10)
}

/** The same day in another year; 29 February becomes 28 February, since the birthday then falls on 1 March. */
function sameDay(year: number, date: string): string {
  const day = `${year}${date.slice(4)}`
  return isRealDate(day) ? day : `${year}-02-28`
}
