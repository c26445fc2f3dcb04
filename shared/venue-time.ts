/** A moment on the venue's wall clock: `date` is `YYYY-MM-DD`, `time` is `HH:MM:SS`. */
export interface VenueTime {
  date: string
  time: string
}

/** A moment (milliseconds since 1970, UTC) on the venue's wall clock, whose offset is written like `+08:00`. */
export function venueTime(ms: number, utcOffset: string): VenueTime {
  const minutes = Number(utcOffset.slice(1, 3)) * 60 + Number(utcOffset.slice(4, 6))
  const shifted = new Date(ms + (utcOffset.startsWith('-') ? -minutes : minutes) * 60_000).toISOString()
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 19) }
}

/** The moment a venue's wall clock shows this date and time (`HH:MM` or `HH:MM:SS`). */
export function momentOf(date: string, time: string, utcOffset: string): number {
  return Date.parse(`${date}T${time}${utcOffset}`)
}
