import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { proposeDivision, type Division } from '../../shared/hq/division.ts'
import type { Stage } from '../../shared/pack-schema.ts'
import { divisionOf, postsToDivide, readDivision, toFill, type Divided } from './division-read.ts'
import { divisionHash, divisionTable, pairsOf, proposedCounts, standingCounts } from './division-table.ts'
import { doneBefore, isRefused, issuedPackages, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Trx } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** A proposal for everybody, or with `keep` for those who have no half day yet in the room that is left. */
function proposed(divided: Divided, keep: boolean): Division {
  const standing = keep ? standingCounts(divided) : () => 0
  const sessions = divided.sessions.map((each) => {
    const taken = divided.pack.posts.reduce((sum, { code }) => sum + standing(each.session.id, code), 0)
    return { ...toFill(each), capacity: Math.max(0, each.capacity - taken) }
  })
  return proposeDivision(postsToDivide(divided, keep), sessions)
}

/** Why a proposal makes no sense yet: nobody to divide, or nowhere to go. */
function nothingToDivide({ people, sessions }: Divided): HqRefused | null {
  if (people.length === 0) return hqRefuse('no_candidates')
  return sessions.length === 0 ? hqRefuse('session_unknown', { session: '' }) : null
}

export async function propose({ inside }: HqCall, { recruitment, keep }: HqInput<'division', 'propose'>): Promise<HqOutput<'division', 'propose'>> {
  const divided = await divisionOf(inside.store.db, recruitment)
  if (isRefused(divided)) return divided
  const nothing = nothingToDivide(divided)
  if (nothing !== null) return nothing
  const proposal = proposed(divided, keep)
  const table = divisionTable(divided, proposedCounts(divided, proposal, keep), proposal.unplaced)
  return { ok: true, ...table, hash: divisionHash(pairsOf(proposal)), moved: movedBy(divided, proposal, keep) }
}

/** How many people would be in other half days than now. */
function movedBy({ dueOf, people }: Divided, { placed }: Division, keep: boolean): number {
  const next = new Map<string, string[]>()
  for (const { session, people: ids } of placed) for (const id of ids) next.set(id, [...(next.get(id) ?? []), session])
  if (keep) return next.size
  const alike = (one: readonly string[] = [], other: readonly string[] = []) => one.length === other.length && one.every((each) => other.includes(each))
  return people.filter(({ id }) => !alike(dueOf.get(id), next.get(id))).length
}

export async function adopt({ inside, caller }: HqCall, input: HqInput<'division', 'adopt'>): Promise<HqOutput<'division', 'adopt'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'adopt'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'division.adopted')
    const divided = await readDivision(trx, row)
    if (before !== null) return { ok: true, ...before, placed: [...divided.dueIn.values()].reduce((sum, { length }) => sum + length, 0) }
    const nothing = nothingToDivide(divided)
    if (nothing !== null) return nothing
    const proposal = proposed(divided, input.keep)
    const pairs = pairsOf(proposal)
    if (divisionHash(pairs) !== input.hash) return hqRefuse('stale')
    const panels = new Map(divided.pack.posts.map(({ code, panels: n }) => [code, n]))
    const split = proposal.splits.filter(({ post, panel, sessions }) => panel && sessions.length > (panels.get(post) ?? 1))
    if (split.length > 0 && !input.splits) return hqRefuse('panel_split', { posts: split.map(({ post }) => post).join('、') })
    if (!input.keep && (await hasFacts(trx, row.no))) return hqRefuse('venue_in_use')
    if (input.reason === '' && (await issuedPackages(trx, row.no)) > 0) return hqRefuse('reason_missing')
    const counts = proposedCounts(divided, proposal, input.keep)
    const due = Object.fromEntries(divided.sessions.map(({ session }) => [session.id, divided.pack.posts.reduce((sum, { code }) => sum + counts(session.id, code), 0)]))
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'division.adopted', recruitment: row.no, body: { recruitment: row.id, hash: input.hash, due, reason: input.reason } })
    if (!input.keep) await trx.deleteFrom('due').where('recruitment', '=', row.no).execute()
    const people = pairs.filter(([, who]) => !who.startsWith('post:'))
    await insertDue(trx, row.no, people)
    await placeListed(trx, divided, proposal, input.keep)
    await restand(trx, row.no, input.keep ? { people: people.map(([, id]) => id) } : { everybody: true })
    await inside.touch(trx, row.no, 'division', 'packages', 'people')
    return { ok: true, fact: done.seq, repeated: false, placed: people.length }
  })
}

/** Whether facts of any station came in: from then on people are moved one by one or a few, never all anew. */
async function hasFacts(trx: Trx, recruitment: number): Promise<boolean> {
  return (await trx.selectFrom('stream').select('no').where('recruitment', '=', recruitment).where('seq', '>', 0).limit(1).executeTakeFirst()) !== undefined
}

const rowsAtOnce = 5000

/** Puts people into half days; pairs that stand already stay. */
export async function insertDue(trx: Trx, recruitment: number, pairs: readonly (readonly [string, string])[]): Promise<void> {
  for (let at = 0; at < pairs.length; at += rowsAtOnce) {
    const some = pairs.slice(at, at + rowsAtOnce)
    await trx.insertInto('due').values(some.map(([session, person]) => ({ recruitment, session, person }))).onConflict((row) => row.doNothing()).execute()
  }
}

/** Takes people out of one half day. */
export async function removeDue(trx: Trx, recruitment: number, session: string, people: readonly string[]): Promise<void> {
  for (let at = 0; at < people.length; at += rowsAtOnce)
    await trx.deleteFrom('due').where('recruitment', '=', recruitment).where('session', '=', session).where('person', 'in', people.slice(at, at + rowsAtOnce)).execute()
}

/** Posts of a shortlist's half days as the proposal has them; one that gets no post waits for people like any other. */
async function placeListed(trx: Trx, { row, sessions }: Divided, { placed }: Division, keep: boolean): Promise<void> {
  for (const { session } of sessions) {
    if (session.due.kind !== 'shortlist') continue
    const fresh = placed.filter((each) => each.session === session.id).map(({ post }) => post)
    const posts = keep ? [...session.due.posts, ...fresh] : fresh
    const due = posts.length === 0 ? { kind: 'roster' as const } : { kind: 'shortlist' as const, posts: [...posts].sort() }
    await trx.updateTable('session').set({ body: JSON.stringify({ ...session, due }) }).where('recruitment', '=', row.no).where('id', '=', session.id).execute()
  }
}

/** Whether any of these stages is held in both. */
export const meets = (one: readonly Stage[], other: readonly Stage[]): boolean => one.some((stage) => other.includes(stage))
