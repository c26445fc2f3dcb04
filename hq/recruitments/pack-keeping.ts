import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { packHash } from '../../shared/pack-hash.ts'
import { parsePack, type PackError, type RulePack } from '../../shared/pack-schema.ts'
import type { Inside } from '../inside.ts'
import { appendHq, type Appended } from '../own-ledger.ts'
import { doneBefore, isRefused, issuedPackages, lockedRecruitment, packOf, sessionsOf, type Recruitment } from './recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Db, Trx } from '../store.ts'

/** A pack as HQ keeps it: its own id and version, no half days and no pools, which are the division's. */
export function ownPack(pack: RulePack, recruitment: string, version: number): RulePack {
  const id = recruitment.slice(0, 40)
  const from = pack.id === id ? pack.adaptedFrom : { id: pack.id, version: pack.version, posts: [] }
  return { ...pack, id, version, ...(from === undefined ? {} : { adaptedFrom: from }), sessions: [], pools: [] }
}

/** What is wrong with a pack when the recruitment's half days and pools stand in it; their own paths begin with sessions or pools. */
export async function wholeFaults(db: Db, recruitment: number, pack: RulePack): Promise<PackError[]> {
  const whole = parsePack({ ...pack, ...(await sessionsOf(db, recruitment)) })
  return whole.ok ? [] : whole.errors
}

/** A change of the pack by a person: `base` is the version it was made from, `reason` is needed once something was issued. */
export interface PackChangeCommand {
  recruitment: string
  cmd: string
  by: string
  base: number
  reason: string
}

export type KeptPack = { ok: true; fact: number; repeated: boolean; version: number }

/**
 * Keeps the next version of a recruitment's pack: checked whole with its half days, with its fact, or refused and nothing
 * changed (stale, pack_invalid, pack_rehearsal, post_in_use, reason_missing, already_so). `change` makes it from the newest;
 * `also` is recorded in the same transaction under the same command.
 */
export async function keepPack(
  inside: Inside, command: PackChangeCommand, change: (pack: RulePack, row: Recruitment, trx: Trx) => RulePack | HqRefused | Promise<RulePack | HqRefused>,
  also?: (trx: Trx, row: Recruitment, made: RulePack) => Parameters<typeof appendHq>[4],
): Promise<KeptPack | HqRefused> {
  return inside.acting(async (trx, append): Promise<KeptPack | HqRefused> => {
    const row = await lockedRecruitment(trx, inside.store.kind, command.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, command.cmd, 'recruitment.pack_set')
    if (before !== null) return { ok: true, ...before, version: row.pack_version }
    if (row.pack_version !== command.base) return hqRefuse('stale', { version: String(row.pack_version) })
    const old = packOf(row)
    const made = await change(old, row, trx)
    if (isRefused(made)) return made
    const version = row.pack_version + 1
    const next = ownPack(made, row.id, version)
    const fault = await faultOf(trx, row, old, next)
    if (fault !== null) return fault
    if (command.reason === '' && (await issuedPackages(trx, row.no)) > 0) return hqRefuse('reason_missing')
    const appended = await recordPack(trx, append, row, next, command)
    const more = also?.(trx, row, made)
    if (more !== undefined) await append(more)
    // other rules are other verdicts, totals and ranks
    await restand(trx, row.no, { everybody: true })
    await inside.touch(trx, row.no, 'recruitments', 'posts', 'people', 'division', 'packages', 'decide')
    return { ok: true, fact: appended.seq, repeated: false, version }
  })
}

async function faultOf(trx: Trx, row: Recruitment, old: RulePack, next: RulePack): Promise<HqRefused | null> {
  // practice stays practice: nobody's exam becomes one, and no practice an exam
  if (next.rehearsal !== old.rehearsal) return hqRefuse('pack_rehearsal')
  if (packHash({ ...next, version: old.version }) === row.pack_hash) return hqRefuse('already_so')
  const [fault] = await wholeFaults(trx, row.no, next)
  if (fault !== undefined) return hqRefuse('pack_invalid', { path: fault.path, message: fault.message.zh })
  const codes = new Set(next.posts.map(({ code }) => code))
  const used = await trx.selectFrom('person').select('post').distinct().where('recruitment', '=', row.no).execute()
  const lost = used.find(({ post }) => !codes.has(post))
  return lost === undefined ? null : hqRefuse('post_in_use', { post: lost.post })
}

type Append = Parameters<Parameters<Inside['acting']>[0]>[1]

async function recordPack(trx: Trx, append: Append, row: Recruitment, next: RulePack, { cmd, by, reason }: PackChangeCommand): Promise<Appended> {
  const [hash, pack] = [packHash(next), packText(next)]
  const appended = await append({ by, cmd, type: 'recruitment.pack_set', recruitment: row.no, body: { recruitment: row.id, version: next.version, packHash: hash, reason } })
  const { at } = await trx.selectFrom('hq_fact').select('at').where('seq', '=', appended.seq).executeTakeFirstOrThrow()
  await trx.updateTable('recruitment').set({ pack, pack_version: next.version, pack_hash: hash }).where('no', '=', row.no).execute()
  await trx.insertInto('pack_version').values({ recruitment: row.no, version: next.version, pack, hash, at, by, reason }).execute()
  return appended
}

/** A pack's text as people read and edit it. */
export function packText(pack: RulePack): string {
  return `${JSON.stringify(pack, null, 2)}\n`
}
