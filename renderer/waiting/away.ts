import type { WaitingRow } from '../../shared/api/waiting.ts'

/** Whole minutes since somebody left the waiting room; a clock that went back makes it none, never less. */
export function minutesAway(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 60_000))
}

/** Whether somebody is away longer than the pack allows without an alarm (规则 §8). */
export function isLate(since: number, now: number, alarmMinutes: number): boolean {
  return now - since > alarmMinutes * 60_000
}

/** Who is out, the longest first. */
export function outNow(rows: readonly WaitingRow[]): (WaitingRow & { out: NonNullable<WaitingRow['out']> })[] {
  return rows.flatMap((row) => (row.state === 'out' && row.out !== null ? [{ ...row, out: row.out }] : [])).sort((a, b) => a.out.at - b.out.at)
}

/** Groups of a room's board, in the order in which people pass through them. */
export const groups = ['waiting', 'out', 'scoring', 'gone'] as const
export type Group = (typeof groups)[number]

/** In which group of the board somebody stands; null for those shown enormous: called and inside. */
export function groupOf(state: WaitingRow['state']): Group | null {
  switch (state) {
    case 'waiting':
    case 'out':
    case 'scoring':
      return state
    case 'left':
    case 'no_show':
    case 'lapsed':
    case 'stopped':
      return 'gone'
    case 'called':
    case 'inside':
      return null
    default:
      return state satisfies never
  }
}

/** Whether the belongings are still here although it is over for the person. */
export function belongingsDue(row: WaitingRow): boolean {
  return row.belongings === 'held' && groupOf(row.state) === 'gone'
}
