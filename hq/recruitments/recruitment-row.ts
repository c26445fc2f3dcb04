import type { Selectable } from 'kysely'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { parsePack, type RulePack } from '../../shared/pack-schema.ts'
import type { Db, Store, Trx } from '../store.ts'
import type { Tables } from '../tables.ts'

export type Recruitment = Selectable<Tables['recruitment']>

/** The recruitment of this id, or null. */
export async function recruitmentRow(db: Db, id: string): Promise<Recruitment | null> {
  return (await db.selectFrom('recruitment').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The recruitment, or why it cannot be looked at: recruitment_unknown. */
export async function foundRecruitment(db: Db, id: string): Promise<Recruitment | HqRefused> {
  return (await recruitmentRow(db, id)) ?? hqRefuse('recruitment_unknown', { recruitment: id })
}

/**
 * The recruitment locked until the transaction ends, so that two processes change it one after the other; refused where
 * there is none (recruitment_unknown) or its people were erased (recruitment_erased).
 */
export async function lockedRecruitment(trx: Trx, kind: Store['kind'], id: string): Promise<Recruitment | HqRefused> {
  const rows = trx.selectFrom('recruitment').selectAll().where('id', '=', id)
  const row = await (kind === 'postgres' ? rows.forUpdate() : rows).executeTakeFirst()
  if (row === undefined) return hqRefuse('recruitment_unknown', { recruitment: id })
  return row.erased_at === null ? row : hqRefuse('recruitment_erased')
}

/** Whether something asked for was refused instead. */
export function isRefused(value: object): value is HqRefused {
  return 'ok' in value && value.ok === false
}

// a pack is parsed once while it is the same; its hash says that it is
const parsed = new Map<string, RulePack>()
const mostParsed = 16

/** The rule pack of a recruitment, without half days and pools, which stand in `session`. */
export function packOf(row: Pick<Recruitment, 'pack' | 'pack_hash'>): RulePack {
  const known = parsed.get(row.pack_hash)
  if (known !== undefined) return known
  const read = parsePack(JSON.parse(row.pack))
  if (!read.ok) throw new Error(`the pack of a recruitment does not stand up: ${read.errors[0]?.path ?? ''} ${read.errors[0]?.code ?? ''}`)
  const [oldest] = parsed.keys()
  if (parsed.size >= mostParsed && oldest !== undefined) parsed.delete(oldest)
  parsed.set(row.pack_hash, read.pack)
  return read.pack
}

/** Half days and lot pools of a recruitment as the pack writes them, as plain JSON: what is kept was checked when it was kept. */
export async function sessionsOf(db: Db, recruitment: number): Promise<{ sessions: unknown[]; pools: unknown[] }> {
  const rows = await db.selectFrom('session').select(['body', 'pools']).where('recruitment', '=', recruitment).orderBy('id').execute()
  return { sessions: rows.map(({ body }) => JSON.parse(body) as unknown), pools: rows.flatMap(({ pools }) => JSON.parse(pools) as unknown[]) }
}

/** How many exam packages of a recruitment were issued. */
export async function issuedPackages(db: Db, recruitment: number): Promise<number> {
  const { n } = await db.selectFrom('package').select((eb) => eb.fn.countAll<number>().as('n')).where('recruitment', '=', recruitment).executeTakeFirstOrThrow()
  return n
}

/** The fact that a command made before, so that the same command sent again is answered and does nothing. */
export async function doneBefore(db: Db, cmd: string, type: string): Promise<{ fact: number; repeated: true } | null> {
  const row = await db.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).where('type', '=', type).executeTakeFirst()
  return row === undefined ? null : { fact: row.seq, repeated: true }
}
