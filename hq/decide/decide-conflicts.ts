import { hqRefuse } from '../../shared/hq/answer.ts'
import type { HqConflict } from '../../shared/hq/api/decide.ts'
import { factSays } from '../../shared/hq/fact-says.ts'
import { readBatch, type HeldFact } from '../../shared/hq/projector-batch.ts'
import { projectBatch } from '../../shared/hq/projector.ts'
import { deciding } from '../../shared/hq/rights.ts'
import { factId } from '../../shared/facts.ts'
import type { ConflictRecord } from '../../shared/record-conflicts.ts'
import { operatorNames } from '../projector/operator-names.ts'
import { projectInto } from '../projector/projection-rows.ts'
import { docText } from '../projector/record-docs.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import { sessionConflicts } from '../projector/session-conflicts.ts'
import type { Db } from '../store.ts'
import { lacksSecond } from '../accounts/two-people.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

interface Found { person: string | null; post: string; conflict: ConflictRecord }

async function openConflicts(db: Db, recruitment: number, post: string | null): Promise<Found[]> {
  const rows = await db.selectFrom('standing').select(['person', 'post', 'conflicts']).where('recruitment', '=', recruitment).where('conflicts', '!=', '[]')
    .$if(post !== null, (query) => query.where('post', '=', post ?? '')).orderBy('post').orderBy('person').execute()
  const own = rows.flatMap(({ person, post: code, conflicts }) => (JSON.parse(conflicts) as ConflictRecord[]).map((conflict): Found => ({ person, post: code, conflict })))
  return [...await around(db, recruitment, post), ...own]
}

/** Contradictions of no single person; of one post, those of the half days its people are due in. */
async function around(db: Db, recruitment: number, post: string | null): Promise<Found[]> {
  const found = await sessionConflicts(db, recruitment)
  if (found.length === 0) return []
  const due = post === null ? null : new Set((await db.selectFrom('due as d').innerJoin('person as p', (on) => on.onRef('p.recruitment', '=', 'd.recruitment').onRef('p.id', '=', 'd.person'))
    .select('d.session').distinct().where('d.recruitment', '=', recruitment).where('p.post', '=', post).execute()).map(({ session }) => session))
  return found.filter(({ session }) => due === null || due.has(session)).map((conflict) => ({ person: null, post: '', conflict }))
}

/** Facts that cannot all be true, each with what every one of them says and when it was recorded. */
export async function conflicts({ inside: { store: { db } } }: HqCall, input: HqInput<'decide', 'conflicts'>): Promise<HqOutput<'decide', 'conflicts'>> {
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const found = (await openConflicts(db, row.no, input.post)).slice(0, 500)
  if (found.length === 0) return { ok: true, conflicts: [] }
  const ids = [...new Set(found.flatMap(({ person }) => person ?? []))]
  const [people, records, operators] = await Promise.all([
    db.selectFrom('person').select(['id', 'roster_number', 'name']).where('recruitment', '=', row.no).where('id', 'in', ['', ...ids]).execute(),
    db.selectFrom('record').select(['person', 'doc']).where('recruitment', '=', row.no).where('person', 'in', ['', ...ids]).execute(),
    operatorNames(db, row.no),
  ])
  const byId = new Map(people.map((person) => [person.id, person]))
  const venueFacts = await db.selectFrom('venue_fact').select(['fact', 'doc']).where('recruitment', '=', row.no)
    .where('fact', 'in', ['', ...found.flatMap(({ person, conflict }) => (person === null ? conflict.facts : []))]).execute()
  const facts = new Map([
    ...venueFacts.map(({ doc }) => JSON.parse(doc) as HeldFact).map((fact) => [factId(fact), fact] as const),
    ...records.flatMap(({ doc }) => (JSON.parse(docText(doc)) as HeldFact[]).map((fact) => [factId(fact), fact] as const)),
  ])
  return {
    ok: true,
    conflicts: found.map(({ person, post, conflict }): HqConflict => ({
      conflict: conflict.conflict, kind: conflict.kind, candidate: conflict.candidate, rosterNumber: byId.get(person ?? '')?.roster_number ?? '', name: byId.get(person ?? '')?.name ?? '', post,
      session: conflict.session, late: conflict.kind === 'after_close',
      facts: conflict.facts.map((id) => {
        const fact = facts.get(id)
        return { fact: id, at: fact?.at ?? null, by: fact === undefined ? '' : (operators.get(`${fact.venue} ${fact.by}`) ?? fact.by), what: fact?.type ?? '', text: fact === undefined ? '' : factSays(fact.body) }
      }),
    })),
  }
}

/** Keeps one fact or none of a contradiction and drops others, by two deciders with a reason; the rest is computed again. */
export async function decideConflict({ inside, caller }: HqCall, input: HqInput<'decide', 'decideConflict'>): Promise<HqOutput<'decide', 'decideConflict'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'decide', 'decideConflict'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'conflict.decided')
    if (before !== null) return { ok: true, ...before }
    if (input.reason === '') return hqRefuse('reason_missing')
    const alone = lacksSecond(caller, deciding)
    if (alone !== null) return alone
    const found = (await openConflicts(trx, row.no, null)).find(({ conflict }) => conflict.conflict === input.conflict)
    if (found === undefined || found.conflict.candidate !== input.candidate) return hqRefuse('conflict_unknown')
    const among = new Set<string>(found.conflict.facts)
    const kept = input.keep === null || (among.has(input.keep) && !input.drop.includes(input.keep))
    if (!kept || !input.drop.every((id) => among.has(id))) return hqRefuse('conflict_unknown')
    const { conflict, candidate, keep, drop, reason } = input
    const { seq, repeated } = await append({
      by: caller.account, second: caller.second?.account, cmd: input.cmd, type: 'conflict.decided', recruitment: row.no,
      body: { recruitment: row.id, conflict, candidate, keep, drop, reason },
    })
    const concerned = await trx.selectFrom('standing').select('person').where('recruitment', '=', row.no).where('conflicts', 'like', `%${conflict}%`).execute()
    await projectInto(
      trx, inside.store.kind, row, { people: concerned.map(({ person }) => person), sessions: candidate === null ? [found.conflict.session] : [], posts: [], venues: [], everybody: false }, inside.clock.now(),
      (there) => projectBatch(readBatch('', []), there),
    )
    await inside.touch(trx, row.no, 'decide', 'watch')
    return { ok: true, fact: seq, repeated }
  })
}
