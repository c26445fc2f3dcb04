import type { RoomView, Sheet, SheetRules } from '../../shared/api/interview.ts'

/** What the clerk does next for the person at the door or at the table. */
export type PersonStep = 'call' | 'enter' | 'is_out' | 'start' | 'finish' | 'leave' | 'nobody'

/** The next step in the room: whoever is inside first, then whoever comes next. */
export function personStep({ inside, queue }: Pick<RoomView, 'inside' | 'queue'>): PersonStep {
  if (inside !== null) {
    if (inside.clock.seconds === 0) return 'leave'
    switch (inside.clock.state) {
      case 'not_started':
        return inside.ruling === null ? 'start' : 'leave'
      case 'running':
        return 'finish'
      case 'over':
        return 'leave'
      default:
        return inside.clock.state satisfies never
    }
  }
  const next = nextOf(queue)
  if (next === undefined) return 'nobody'
  switch (next.state) {
    case 'called':
      return 'enter'
    case 'waiting':
      return 'call'
    case 'out':
      return 'is_out'
    default:
      return next.state satisfies never
  }
}

/** Who comes next: whoever is on the way, else the first in order who is there, else the first. */
export function nextOf(queue: RoomView['queue']): RoomView['queue'][number] | undefined {
  return queue.find((each) => each.state === 'called') ?? queue.find((each) => each.state === 'waiting') ?? queue[0]
}

/** What stands in the place of the sheets, by how far they are and who looks. */
export type Pane = 'not_yet' | 'entry' | 'look' | 'second' | 'check' | 'mismatch' | 'score' | 'ended'

/** `mayMark`: this person may read sheets in. The order is the order of the work. */
export function paneOf(sheet: Sheet, rules: SheetRules, mayMark: boolean): Pane {
  if (sheet.state === 'no_show' || (sheet.state === 'stopped' && sheet.score === null)) return 'ended'
  if (sheet.score !== null) return 'score'
  if (sheet.mismatches.length > 0) return 'mismatch'
  const mine = sheet.entries.some((entry) => entry.mine)
  if (sheet.entries.length > 0 && rules.entry === 'onceVerified') return mayMark && sheet.checked === null ? 'check' : 'look'
  if (sheet.entries.length > 0 && mine) return 'second'
  if (sheet.state === 'waiting' || (sheet.clock.seconds > 0 && sheet.clock.state === 'not_started')) return 'not_yet'
  return mayMark ? 'entry' : 'look'
}

/**
 * Which side holds the one primary action: the examiner's word and somebody at the door come before paper, paper that is
 * ready comes before anything that can wait.
 */
export function primarySide(step: PersonStep, pane: Pane | null, shownIsInside: boolean, sheetReady: boolean): 'person' | 'sheet' {
  if (step === 'start') return 'person'
  if (pane === null || pane === 'ended' || pane === 'look' || pane === 'not_yet') return 'person'
  if (shownIsInside && (step === 'finish' || step === 'leave')) return sheetReady && step === 'leave' ? 'sheet' : 'person'
  return 'sheet'
}

/** Which examiner's mark does not count: by row where totals are dropped, by column where elements are. */
export function droppedAt(sheet: Pick<Sheet, 'dropped'>, drop: SheetRules['drop'], row: number, column: number): 'highest' | 'lowest' | null {
  const pair = drop === 'none' ? null : (sheet.dropped[drop === 'totals' ? 0 : column] ?? null)
  if (pair === null) return null
  return pair.highest === row ? 'highest' : pair.lowest === row ? 'lowest' : null
}

/** The role this person signs in by default: the first entry records, the second verifies (规则 §8). */
export function signatureFor(sheet: Sheet, role: 'recorder' | 'verifier' | 'supervisor'): string {
  switch (role) {
    case 'recorder':
      return sheet.entries.find((entry) => entry.entry === 1)?.operator ?? ''
    case 'verifier':
      return sheet.entries.find((entry) => entry.entry === 2)?.operator ?? sheet.checked?.operator ?? ''
    case 'supervisor':
      return ''
    default:
      return role satisfies never
  }
}
