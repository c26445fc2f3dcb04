import { useEffect, useState } from 'react'

/** This machine's clock, ms: for ages and silences, never for what the exam says. */
export function machineNow(): number {
  return Date.now()
}

// station's clock minus this machine's, as the station last said
let offset = 0

/** Sets the station's clock from an answer that carries it; answers the difference to this machine, ms. */
export function setStationClock(now: number): number {
  offset = now - machineNow()
  return offset
}

/** The station's clock in ms: what facts are stamped with; a rehearsal's own clock in a rehearsal. */
export function stationNow(): number {
  return machineNow() + offset
}

/** This page's monotonic clock in ms: for how long something has run, never for when. */
export function pageMono(): number {
  return performance.now()
}

/** The station's clock, read again every `every` ms. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(stationNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(stationNow()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

// the exam's wall clock is China's, wherever the machine believes it stands
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
})

function fields(ms: number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(ms).map((part) => [part.type, part.value]))
}

/** 2023-06-09 */
export function day(ms: number): string {
  const { year = '', month = '', day: date = '' } = fields(ms)
  return `${year}-${month}-${date}`
}

/** 08:15 */
export function minute(ms: number): string {
  return time(ms).slice(0, 5)
}

/** 08:15:07 */
export function time(ms: number): string {
  const { hour = '', minute: min = '', second = '' } = fields(ms)
  return `${hour}:${min}:${second}`
}

/** 2023-06-09 08:15 */
export function dayAndMinute(ms: number): string {
  return `${day(ms)} ${minute(ms)}`
}

/** 4′25″ from hundredths of a second, hundredths dropped; 13.20 stays with its hundredths under a minute. */
export function duration(hundredths: number): string {
  const seconds = Math.floor(hundredths / 100)
  if (seconds < 60) return `${String(seconds)}.${String(hundredths % 100).padStart(2, '0')}`
  return `${String(Math.floor(seconds / 60))}′${String(seconds % 60).padStart(2, '0')}″`
}
