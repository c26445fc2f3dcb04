import { packHoles } from '../pack-holes.ts'
import { emptyStandards, holeSentences, type ShownError } from '../pack-reading.ts'
import type { RulePack } from '../pack-schema.ts'
import type { Sex } from '../roster.ts'

/** So many candidates who are the same to a pack: one post, sex and day of birth. */
export interface CountedPerson {
  post: string
  sex: Sex
  birth: string
  n: number
}

const everyday = 'hq-all'

/**
 * The holes of a pack before there are half days: what the candidates of its posts would lack at a fitness test on `day`.
 * Pools are left out, they come with the division. Without a candidate every empty standard is named.
 */
export function peopleHoles(pack: RulePack, people: readonly CountedPerson[], day: string): ShownError[] {
  if (people.length === 0) return holeSentences(pack, emptyStandards(pack))
  const held = (['psych', 'fitness'] as const).filter((stage) => pack.posts.some((post) => post.stages.includes(stage)))
  const session: RulePack['sessions'][number] = {
    id: everyday, date: day, half: 'am', title: { zh: '—', en: '—' }, stages: held.length === 0 ? ['interview'] : [...held], window: { from: '08:00', to: '09:00' },
    due: { kind: 'roster' }, rooms: [{ id: '1', title: { zh: '—', en: '—' }, letters: 'A' }],
  }
  const roster = people.flatMap(({ n, ...person }) => Array.from({ length: n }, () => ({ id: everyday, ...person, sessions: [everyday] })))
  const holes = packHoles({ ...pack, sessions: [session], pools: [] }, roster)
  return holeSentences(pack, holes.filter(({ reason }) => reason !== 'no_pool' && reason !== 'two_pools' && reason !== 'letters_short'))
}
