import {
  IconArmchair, IconClipboardCheck, IconCloudUpload, IconDeviceDesktopCog, IconDoor, IconFileText, IconListDetails, IconListNumbers, IconMessages, IconPackage,
  IconPlayerTrackNext, IconPrinter, IconRoute, IconRun, IconStopwatch, IconTicket, IconTimeline, IconTrophy, IconUsersGroup, type Icon,
} from '@tabler/icons-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import type { MethodName } from '../../shared/api.ts'
import type { SessionInfo } from '../../shared/api/sessions.ts'
import type { Role } from '../../shared/facts.ts'
import { permissions } from '../../shared/permissions.ts'

/** A room of the rail: its noun is its folder, its word (`frame.rooms.<noun>`) and its address. */
export interface Room {
  noun: string
  icon: Icon
  /** Who may call this method may enter. */
  needs: MethodName
  /** The stages whose half days use it, or `shortlist`: those that invite by one; absent: every half day does. */
  stages?: readonly string[]
  Screen: LazyExoticComponent<ComponentType>
}

/** Every folder with a `room.tsx` (default export: the screen) is a room; it is loaded when somebody enters it. */
const screens = import.meta.glob<{ default: ComponentType }>('../*/room.tsx')

// in the order of the day
const interviewDay = ['interview', 'professional']
const table: readonly (readonly [noun: string, icon: Icon, needs: MethodName, stages?: readonly string[]])[] = [
  ['chief', IconRoute, 'sessions.overview'],
  ['check-in', IconClipboardCheck, 'checkIn.admit'],
  ['lots', IconTicket, 'lots.drawn'],
  ['psych', IconFileText, 'psych.list', ['psych']],
  ['fitness', IconStopwatch, 'fitness.find', ['fitness']],
  ['heats', IconRun, 'heats.list', ['fitness']],
  ['shortlist', IconListNumbers, 'shortlist.propose', ['shortlist']],
  ['rooms', IconDoor, 'rooms.view', interviewDay],
  ['waiting', IconArmchair, 'waiting.lapse', interviewDay],
  ['interview', IconMessages, 'interview.room', interviewDay],
  ['standings', IconTrophy, 'standings.posts'],
  ['lists', IconListDetails, 'sessions.rows'],
  ['journey', IconTimeline, 'journey.find'],
  ['closing', IconPlayerTrackNext, 'sessions.closePreview'],
  ['sync', IconCloudUpload, 'sync.tryNow'],
  ['amendment', IconPackage, 'venue.previewAmendment'],
  ['operators', IconUsersGroup, 'operators.list'],
  ['system', IconDeviceDesktopCog, 'system.verify'],
  ['print', IconPrinter, 'paper.sheets'],
]

/** All rooms that exist in this build, in the order of the rail. */
export const rooms: readonly Room[] = table.flatMap(([noun, icon, needs, stages]) => {
  const load = screens[`../${noun}/room.tsx`]
  return load === undefined ? [] : [{ noun, icon, needs, ...(stages === undefined ? {} : { stages }), Screen: lazy(load) }]
})

/** Whether one of the roles may call the method, by the one table of rights. */
export function may(roles: readonly Role[], method: MethodName): boolean {
  const permission = permissions[method]
  if (permission === 'anyone' || permission === 'signed_in') return true
  return permission.some((role) => roles.includes(role))
}

/** The few rooms of these roles. */
export function roomsFor(roles: readonly Role[]): readonly Room[] {
  return rooms.filter((room) => may(roles, room.needs))
}

/** Those of the rooms that this half day uses; all of them where none would be left, and always `at`. */
export function roomsToday(mine: readonly Room[], session: SessionInfo | undefined, at: string): readonly Room[] {
  if (session === undefined) return mine
  const uses = [...session.stages, ...(session.byShortlist ? ['shortlist'] : [])]
  const used = (room: Room): boolean => room.stages === undefined || room.stages.some((stage) => uses.includes(stage))
  const today = mine.filter((room) => used(room) || room.noun === at)
  return mine.some(used) ? today : mine
}
