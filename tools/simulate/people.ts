import type { Whereabouts } from '../../shared/api/sessions.ts'
import type { z } from 'zod'
import type { RulePack, Session } from '../../shared/pack-schema.ts'
import type { SeededRandom } from '../../shared/random.ts'
import type { Candidate } from '../../shared/roster.ts'

export type Where = z.infer<typeof Whereabouts>

/** What a person will do at the door. */
export type Arrival =
  | 'plain'
  | 'by_name'
  | 'absent'
  | 'late'
  | 'early_first'
  | 'no_ticket_first'
  | 'never_finds_ticket'
  | 'doubt_admitted'
  | 'doubt_refused'
  | 'undone'
  | 'consent_later'
  | 'tries_twice'
  | 'withdraws_at_door'
  | 'barred_at_door'

/** What a person will do at psych. */
export type PsychFate = 'passed' | 'failed' | 'invalid_passed' | 'invalid_failed' | 'corrected'

/** What a person will do at one item. */
export type ItemFate =
  | 'first_try'
  | 'exactly'
  | 'last_try'
  | 'fail'
  | 'fail_by_fouls'
  | 'false_start'
  | 'gives_up'
  | 'implausible'
  | 'official_fault'
  | 'undone'
  | 'corrected'
  | 'corrected_after_signing'
  | 'withdraws'
  | 'never_comes'
  | 'just_missed'

/** One candidate of a session with everything decided beforehand, and how it must end. */
export interface Person {
  candidate: Candidate
  arrival: Arrival
  psych: PsychFate
  items: Record<string, ItemFate>
  signing: 'signed' | 'on_paper' | 'refused'
  voidsLot: boolean
  lot: string
  /** Where the day has brought the person, as this simulation believes; compared with the station's own account. */
  where: Where
}

const common = 1000

/** Decides everybody's day. Rare fates come in turns, so that even a small session has each of them once. */
export function decideFates(
  random: SeededRandom,
  pack: RulePack,
  session: Session,
  due: readonly Candidate[],
): Person[] {
  const items = session.stages.includes('fitness') ? (pack.fitness?.items ?? []) : []
  const order = random.shuffle(due)
  const rare = <T extends string>(list: readonly (readonly [T, number])[], usual: T): (() => T) => {
    // the first of each kind is promised; from then on each comes as often as its number in a thousand says
    const promised = list.map(([fate]) => fate)
    return () => {
      if (random.happens(1, 4) && promised.length > 0) return promised.shift() ?? usual
      let roll = random.below(common)
      for (const [fate, share] of list) {
        roll -= share
        if (roll < 0) return fate
      }
      return usual
    }
  }
  const arrival = rare<Arrival>(
    [
      ['absent', 30],
      ['late', 15],
      ['early_first', 5],
      ['no_ticket_first', 15],
      ['never_finds_ticket', 3],
      ['doubt_admitted', 8],
      ['doubt_refused', 3],
      ['undone', 4],
      ['consent_later', 20],
      ['tries_twice', 5],
      ['withdraws_at_door', 4],
      ['barred_at_door', 2],
      ['by_name', 60],
    ],
    'plain',
  )
  const psych = rare<PsychFate>(
    [
      ['failed', 35],
      ['invalid_passed', 8],
      ['invalid_failed', 4],
      ['corrected', 5],
    ],
    'passed',
  )
  const signing = rare<Person['signing']>(
    [
      ['refused', 8],
      ['on_paper', 40],
    ],
    'signed',
  )
  const byItem = new Map(
    items.map((item) => [item.id, rare<ItemFate>(itemFates(item.unit === 's', item.heat), 'first_try')]),
  )
  return order.map((candidate) => ({
    candidate,
    arrival: candidate.barred === undefined ? arrival() : 'plain',
    psych: psych(),
    items: Object.fromEntries(items.map((item) => [item.id, byItem.get(item.id)?.() ?? 'first_try'])),
    signing: signing(),
    voidsLot: random.happens(1, 120),
    lot: '',
    where: 'due',
  }))
}

function itemFates(timed: boolean, heat: boolean): readonly (readonly [ItemFate, number])[] {
  if (heat)
    return [
      ['fail', 60],
      ['exactly', 30],
      ['just_missed', 10],
      ['gives_up', 10],
      ['corrected_after_signing', 5],
      ['withdraws', 4],
      ['never_comes', 6],
    ]
  const both: readonly (readonly [ItemFate, number])[] = [
    ['fail', 40],
    ['exactly', 60],
    ['just_missed', 10],
    ['last_try', 120],
    ['fail_by_fouls', 10],
    ['gives_up', 5],
    ['implausible', 10],
    ['official_fault', 12],
    ['undone', 12],
    ['corrected', 10],
    ['corrected_after_signing', 6],
    ['withdraws', 3],
    ['never_comes', 3],
  ]
  return timed ? [...both, ['false_start', 20]] : both
}
