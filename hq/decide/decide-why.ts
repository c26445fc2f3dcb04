import { hqRefuse } from '../../shared/hq/answer.ts'
import { factsOf } from '../../shared/hq/projector.ts'
import { openProjection } from '../../shared/hq/projector-person.ts'
import { whyOf } from '../../shared/total-why.ts'
import { operatorNames } from '../projector/operator-names.ts'
import { readPost, wholePack } from './post-reading.ts'
import { orderedRows } from './post-view.ts'
import { readThere } from '../projector/projection-rows.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Every number of a candidate's total with its inputs, rounding, clause and facts, as the venue shows it (规则 §11). */
export async function why({ inside: { store, clock } }: HqCall, input: HqInput<'decide', 'why'>): Promise<HqOutput<'decide', 'why'>> {
  const { db, kind } = store
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const person = await db.selectFrom('person').select(['post', 'roster_number', 'name']).where('recruitment', '=', row.no).where('id', '=', input.candidate).executeTakeFirst()
  const pack = await wholePack(db, row)
  const held = person === undefined ? null : await readPost(db, row, pack, person.post)
  const found = held === null ? undefined : orderedRows(held).find(({ entry }) => entry.id === input.candidate)
  if (person === undefined || held === null || found === undefined) return hqRefuse('candidate_unknown')
  const there = await readThere(db, kind, row, [input.candidate], [input.candidate], clock.now())
  const [one] = there.people
  const names = await operatorNames(db, row.no)
  const attended = one === undefined ? [] : openProjection(there).see(one, factsOf(there.records[0]?.doc)).attended
  const { computed } = held.decided
  return {
    ok: true,
    why: whyOf({
      pack, post: held.post, ranked: computed, entry: found.entry, person: { rosterNumber: person.roster_number, name: person.name },
      row: { rank: found.rank?.rank ?? null, total: found.rank?.total ?? null, missing: found.missing, decidedBy: computed.decidedBy.get(input.candidate) ?? [] },
      attended, nameOf: (operator) => names.get(operator) ?? operator,
    }),
  }
}
