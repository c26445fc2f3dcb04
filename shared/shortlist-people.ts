import { counting } from './counting.ts'
import { factId, type Fact, type FactId } from './facts.ts'
import type { RulePack } from './pack-schema.ts'
import type { Candidate } from './roster.ts'

/** Who goes on to a session of one post, as two people adopted it (规则 §8). */
export type Adoption = Extract<Fact, { type: 'shortlist.adopted' }>

/** Of all adoptions of one session, the one in force of every post; posts nobody adopted are missing. */
export function adoptionsInForce(facts: readonly Adoption[], dropped: ReadonlySet<FactId>): ReadonlyMap<string, Adoption> {
  const rows = facts.map((read) => ({ fact: factId(read), at: read.at, replaces: read.body.replaces, read }))
  return new Map(counting(rows, dropped).counts.map(({ now }) => [now.read.body.post, now.read]))
}

/** Everybody of the roster, with the shortlist sessions they are due in besides (规则 §8); the same list where there are none. */
export function withShortlists(pack: RulePack, roster: readonly Candidate[], adoptionsIn: (session: string) => ReadonlyMap<string, Adoption>): readonly Candidate[] {
  const added = new Map<string, string[]>()
  for (const { id, due } of pack.sessions) {
    if (due.kind !== 'shortlist') continue
    for (const [post, adoption] of adoptionsIn(id)) {
      if (!due.posts.includes(post)) continue
      for (const candidate of adoption.body.candidates) added.set(candidate, [...(added.get(candidate) ?? []), id])
    }
  }
  if (added.size === 0) return roster
  return roster.map((person) => {
    const more = (added.get(person.id) ?? []).filter((id) => !person.sessions.includes(id))
    return more.length === 0 ? person : { ...person, sessions: [...person.sessions, ...more] }
  })
}
