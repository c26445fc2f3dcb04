import {
  IconBuildingMonument,
  IconEraser,
  IconFileDescription,
  IconGavel,
  IconInbox,
  IconLayoutGrid,
  IconListCheck,
  IconListDetails,
  IconPackageExport,
  IconShieldCheck,
  IconSpeakerphone,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'
import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import type { HqMethodName } from '../../../shared/hq/api.ts'
import type { HqMe } from '../../../shared/hq/api/accounts.ts'
import { may } from './who.ts'

/** A room of the rail: its noun is its folder, its word (`frame.rooms.<noun>`) and its address. */
export interface HqRoom {
  noun: string
  icon: Icon
  /** Who may call this method may enter. */
  needs: HqMethodName
  Screen: LazyExoticComponent<ComponentType>
}

/** Every folder with a `room.tsx` (default export: the screen) is a room; it is loaded when somebody enters it. */
const screens = import.meta.glob<{ default: ComponentType }>('../*/room.tsx')

// in the order of a recruitment: prepare, receive, watch, decide, publish, erase; then the house itself
const table: readonly (readonly [noun: string, icon: Icon, needs: HqMethodName])[] = [
  ['recruitments', IconFileDescription, 'recruitments.packText'],
  ['posts', IconListDetails, 'posts.list'],
  ['people', IconUsers, 'people.list'],
  ['qualification', IconListCheck, 'people.qualification'],
  ['division', IconLayoutGrid, 'division.overview'],
  ['packages', IconPackageExport, 'packages.overview'],
  ['receive', IconInbox, 'receive.streams'],
  ['watch', IconBuildingMonument, 'watch.board'],
  ['decide', IconGavel, 'decide.posts'],
  ['publish', IconSpeakerphone, 'publish.all'],
  ['erase', IconEraser, 'erase.state'],
  ['accounts', IconUsersGroup, 'accounts.list'],
  ['audit', IconShieldCheck, 'audit.list'],
  ['me', IconUserCircle, 'accounts.setPassword'],
]

/** All rooms that exist in this build, in the order of the rail. */
export const rooms: readonly HqRoom[] = table.flatMap(([noun, icon, needs]) => {
  const load = screens[`../${noun}/room.tsx`]
  return load === undefined ? [] : [{ noun, icon, needs, Screen: lazy(load) }]
})

/** The rooms of this person. */
export function roomsFor(me: HqMe | null): readonly HqRoom[] {
  return me === null ? [] : rooms.filter((room) => may(me, room.needs))
}
