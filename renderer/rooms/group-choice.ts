import type { PostLoad } from '../../shared/rooms.ts'
import type { RoomGroup } from '../../shared/api/rooms.ts'

/** Which groups list each post, by the group's number from 1. */
export type Choice = Readonly<Record<string, readonly number[]>>

export function choiceOf(groups: readonly RoomGroup[]): Choice {
  const choice: Record<string, number[]> = {}
  groups.forEach(({ posts }, at) => {
    for (const post of posts) (choice[post] ??= []).push(at + 1)
  })
  return choice
}

/** The groups somebody chose, those without a post left out. */
export function groupsOf(choice: Choice, rooms: number): RoomGroup[] {
  return Array.from({ length: rooms }, (_, at) => ({
    group: `g${String(at + 1)}`, posts: Object.entries(choice).filter(([, groups]) => groups.includes(at + 1)).map(([post]) => post).sort(),
  })).filter(({ posts }) => posts.length > 0)
}

/** A choice kept as text; what is no choice counts as none. */
export function readChoice(text: string): Choice | null {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return null
    const lists = Object.entries(read).map(([post, groups]) => [post, Array.isArray(groups) ? groups.filter((each) => typeof each === 'number') : []] as const)
    return Object.fromEntries(lists)
  } catch {
    return null
  }
}

/** How many candidates a group bears: its posts whole, shared ones by their share. */
export function loadOf(choice: Choice, posts: readonly PostLoad[], group: number): number {
  return posts.reduce((sum, { post, candidates }) => {
    const groups = choice[post] ?? []
    return groups.includes(group) ? sum + candidates / groups.length : sum
  }, 0)
}
