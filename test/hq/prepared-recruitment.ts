import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import type { DivisionSession } from '../../shared/hq/api/division.ts'
import { stagesOf } from '../../shared/session-making.ts'
import type { TestHq } from './running-hq.ts'

/** What every refusal has and no other answer. */
export function must<T extends { ok: boolean }>(answer: T): Extract<T, { ok: true }> {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer as Extract<T, { ok: true }>
}
export const reasonOf = (answer: { ok: boolean }): string | undefined => (answer as { refused?: { reason: string } }).refused?.reason

/** A half day as the method that changes it takes it. */
export function fieldsOf({ session, capacity, name, date, half, from, to, stages, pools, letters, shortlist }: DivisionSession) {
  return { session, capacity, name, date, half, from, to, stages, pools, letters, shortlist }
}

/** A shipped pack as a recruitment begins with it: no practice copy, with posts, no half days. */
export function recruitmentPack(name: string): RulePack {
  const shipped = structuredClone(packNamed(name)!)
  const marked = shipped.interview !== null
  const posts = shipped.posts.length > 0 ? shipped.posts : ['001', '002', '003'].map((code, at): RulePack['posts'][number] => ({
    code, unit: '某局', title: `岗位${code}`, headcount: 3 + at, sex: 'any', birth: { from: '1992-01', to: '2004-12' }, category: marked ? 'general' : 'undivided', stages: stagesOf(shipped), panels: 1,
    requirements: '', notes: [],
  }))
  // whole recruitments run: professional tests of some posts only would need rooms beside interviews
  return { ...shipped, rehearsal: false, posts: posts.map((post) => (post.category === 'undivided' && marked ? { ...post, category: 'general' as const } : post)), sessions: [], pools: [] }
}

/** A recruitment with people, through HQ's own methods as far as they are this part's business. */
export async function prepared(hq: TestHq, { id = 'r1', pack = recruitmentPack('shenzhen-2023'), count = 60, seed = 1 } = {}): Promise<{ planner: HqClient; no: number; pack: RulePack }> {
  const planner = await hq.client('planner')
  must(await planner.recruitments.make({ cmd: hq.cmd(), recruitment: id, title: '2026 年招聘', pack: JSON.stringify(pack) }))
  const { db } = hq.inside.store
  const { no } = await db.selectFrom('recruitment').select('no').where('id', '=', id).executeTakeFirstOrThrow()
  const people = rehearsalRoster({ pack, rehearsal: id, count, seed })
  for (let at = 0; at < people.length; at += 1000) {
    await db.insertInto('person').values(people.slice(at, at + 1000).map(({ id: candidate, rosterNumber, ticket, residentId, name, sex, birth, post, written, quality, barred }) => ({
      recruitment: no, id: candidate, roster_number: rosterNumber, ticket, resident_id: residentId, name, sex, birth, post,
      written: written ?? null, quality: quality ?? null, barred: barred ?? null, withdrawn: null, photo: null,
    }))).execute()
  }
  return { planner, no, pack }
}

const halves = [{ half: 'am' as const, from: '08:00', to: '09:00' }, { half: 'pm' as const, from: '14:00', to: '15:00' }]

/** Venues with half days of every unmarked stage of the pack, two a day; then everybody divided. */
export async function divided(hq: TestHq, planner: HqClient, pack: RulePack, { id = 'r1', venues = ['east', 'west'], dates = ['2026-11-28'], capacity = 40 } = {}): Promise<void> {
  for (const venue of venues) {
    must(await planner.division.addVenue({
      cmd: hq.cmd(), recruitment: id, venue, name: `考点 ${venue}`, stations: ['1号台', '2号台'],
      operators: [{ operator: 'chief-1', name: `主考 ${venue}`, roles: ['chief'] }, { operator: 'checkin-1', name: `报到 ${venue}`, roles: ['checkin'] }],
    }))
  }
  const stages = stagesOf(pack).filter((stage) => stage === 'psych' || stage === 'fitness')
  must(await planner.division.addSessions({
    cmd: hq.cmd(), recruitment: id, venues, dates, halves, stages: stages.length > 0 ? stages : ['interview'], pools: stages.length > 0 ? 'bySex' : 'rooms', rooms: 2, shortlist: false, capacity,
  }))
  const proposal = must(await planner.division.propose({ recruitment: id, keep: false }))
  must(await planner.division.adopt({ cmd: hq.cmd(), recruitment: id, keep: false, hash: proposal.hash, splits: true, reason: '' }))
}
