import { create } from 'zustand'
import type { SessionInfo } from '../../shared/api/sessions.ts'
import { day, minute, stationNow } from '../clock.ts'

interface Sessions {
  list: readonly SessionInfo[]
  /** Id of the session this window works in; empty before the list is known. */
  chosen: string
}

/** The half days of the exam and the one this window works in. */
export const useSessions = create<Sessions>(() => ({ list: [], chosen: '' }))

const KEPT = 'kaodian.session'

/** The session nearest to now: an open one, else the next that is not over, else the last. */
export function nearest(list: readonly SessionInfo[], today: string, now: string): string {
  const open = list.find((session) => session.state === 'open' && session.date === today) ?? list.find((s) => s.state === 'open')
  if (open !== undefined) return open.id
  const half = now < '12:30' ? 'am' : 'pm'
  const next = list.find((s) => s.state === 'upcoming' && (s.date > today || (s.date === today && s.half >= half)))
  return (next ?? list.at(-1))?.id ?? ''
}

/** Takes a fresh list and keeps the choice while it exists. */
export function showSessions(list: readonly SessionInfo[]): void {
  useSessions.setState(({ chosen }) => {
    const kept = chosen === '' ? (sessionStorage.getItem(KEPT) ?? '') : chosen
    const stays = list.some((session) => session.id === kept)
    const now = stationNow()
    return { list, chosen: stays ? kept : nearest(list, day(now), minute(now)) }
  })
}

/** Works in another session from now on. */
export function chooseSession(id: string): void {
  sessionStorage.setItem(KEPT, id)
  useSessions.setState({ chosen: id })
}

/** The session this window works in, or undefined before the list is known. */
export function useSession(): SessionInfo | undefined {
  return useSessions(({ list, chosen }) => list.find((session) => session.id === chosen))
}
