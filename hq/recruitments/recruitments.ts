import { sql } from 'kysely'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { RecruitmentRow } from '../../shared/hq/api/recruitments.ts'
import { packChanges } from '../../shared/hq/pack-diff.ts'
import { packHash } from '../../shared/pack-hash.ts'
import { packNamed, shippedPacks } from '../../shared/pack-catalogue.ts'
import { holeErrors, packOfText } from '../../shared/pack-reading.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { keepPack, ownPack, packText } from './pack-keeping.ts'
import { checkedText } from './pack-checking.ts'
import { makePartition } from '../partitions.ts'
import { accountNames } from '../decide/post-reading.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment, packOf, type Recruitment } from './recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqUseCases } from '../use-cases.ts'

/** At most this many places of a comparison travel to the screen; all are counted. */
const mostChanges = 500

export const recruitmentsUseCases: HqUseCases<'recruitments'> = {
  list: async ({ inside }) => ({ recruitments: await recruitmentRows(inside.store.db) }),
  packs: () => ({
    packs: Object.keys(shippedPacks).flatMap((name) => {
      const pack = packNamed(name)
      return pack === null ? [] : [{ name, title: pack.title, rehearsal: pack.rehearsal, posts: pack.posts.length, holes: holeErrors(pack, []).length }]
    }),
  }),
  make: (call, input) => make(call, input),
  get: async ({ inside: { store } }, { recruitment }) => {
    const row = await foundRecruitment(store.db, recruitment)
    if (isRefused(row)) return row
    const [shown] = await recruitmentRows(store.db, row.no)
    const names = await accountNames(store.db)
    const versions = await store.db.selectFrom('pack_version').select(['version', 'hash', 'at', 'by', 'reason']).where('recruitment', '=', row.no).orderBy('version', 'desc').execute()
    return shown === undefined ? hqRefuse('recruitment_unknown') : { ok: true, recruitment: shown, versions: versions.map(({ by, ...version }) => ({ ...version, by: names.get(by) ?? by })) }
  },
  change: ({ inside, caller }, { cmd, recruitment, title, retainUntil, address }) =>
    inside.acting(async (trx, append) => {
      const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
      if (isRefused(row)) return row
      const fact = await append({ by: caller.account, cmd, type: 'recruitment.changed', recruitment: row.no, body: { recruitment, title, retainUntil, address } })
      if (!fact.repeated) await trx.updateTable('recruitment').set({ title, retain_until: retainUntil, address }).where('no', '=', row.no).execute()
      await inside.touch(trx, row.no, 'recruitments', 'packages')
      return { ok: true, fact: fact.seq, repeated: fact.repeated }
    }),
  packText: async ({ inside: { store } }, { recruitment, version }) => {
    const row = await foundRecruitment(store.db, recruitment)
    if (isRefused(row)) return row
    if (version === undefined || version === row.pack_version) return { ok: true, json: row.pack, version: row.pack_version }
    const kept = await versionOf(store.db, row, version)
    return isRefused(kept) ? kept : { ok: true, json: kept.text, version }
  },
  checkPack: async ({ inside }, { recruitment, json }) => {
    const row = await foundRecruitment(inside.store.db, recruitment)
    return isRefused(row) ? row : checkedText(inside, row, json, mostChanges)
  },
  setPack: ({ inside, caller }, { cmd, recruitment, json, base, reason }) => {
    const read = packOfText(json)
    if (!read.ok) return packFault(read.errors)
    return keepPack(inside, { recruitment, cmd, by: caller.account, base, reason }, () => read.pack)
  },
  compare: async ({ inside: { store } }, { recruitment, from, to }) => {
    const row = await foundRecruitment(store.db, recruitment)
    if (isRefused(row)) return row
    const [before, after] = [await versionOf(store.db, row, from), await versionOf(store.db, row, to)]
    if (isRefused(before)) return before
    if (isRefused(after)) return after
    const changes = packChanges(JSON.parse(before.text), JSON.parse(after.text))
    return { ok: true, changes: changes.slice(0, mostChanges), changed: changes.length }
  },
}

async function versionOf(db: Db, row: Recruitment, version: number): Promise<{ text: string } | HqRefused> {
  const kept = await db.selectFrom('pack_version').select('pack').where('recruitment', '=', row.no).where('version', '=', version).executeTakeFirst()
  return kept === undefined ? hqRefuse('stale', { version: String(row.pack_version) }) : { text: kept.pack }
}

function packFault(errors: readonly { path: string; message: { zh: string } }[]): HqRefused {
  return hqRefuse('pack_invalid', { path: errors[0]?.path ?? '', message: errors[0]?.message.zh ?? '' })
}

async function make({ inside, caller }: HqCall, { cmd, recruitment, title, pack: text }: HqInput<'recruitments', 'make'>) {
  const read = packOfText(text)
  if (!read.ok) return packFault(read.errors)
  const pack = ownPack(read.pack, recruitment, 1)
  return inside.acting(async (trx, append) => {
    const known = await trx.selectFrom('recruitment').select('no').where('id', '=', recruitment).executeTakeFirst()
    if (known !== undefined) {
      const before = await doneBefore(trx, cmd, 'recruitment.made')
      return before === null ? hqRefuse('recruitment_exists', { recruitment }) : { ok: true as const, ...before }
    }
    const no = await insert(inside, trx, { id: recruitment, title, pack })
    const fact = await append({ by: caller.account, cmd, type: 'recruitment.made', recruitment: no, body: { recruitment, title, packHash: packHash(pack) } })
    await trx.insertInto('pack_version').values({ recruitment: no, version: 1, pack: packText(pack), hash: packHash(pack), at: Math.round(inside.clock.now()), by: caller.account, reason: '' }).execute()
    await inside.touch(trx, 0, 'recruitments')
    return { ok: true as const, fact: fact.seq, repeated: false }
  })
}

async function insert(inside: HqCall['inside'], trx: Parameters<typeof makePartition>[0], { id, title, pack }: { id: string; title: string; pack: RulePack }): Promise<number> {
  const { no } = await trx.insertInto('recruitment').values({
    id, title, pack: packText(pack), pack_version: 1, pack_hash: packHash(pack), retain_until: null, address: '', created_at: Math.round(inside.clock.now()), erased_at: null,
  }).returning('no').executeTakeFirstOrThrow()
  await makePartition(trx, inside.store.kind, no)
  return no
}

/** All recruitments, newest first, or the one of this number; counted by the database. */
async function recruitmentRows(db: Db, no?: number): Promise<RecruitmentRow[]> {
  const counted = (table: 'person' | 'venue' | 'package') => sql<number>`(SELECT count(*) FROM ${sql.table(table)} c WHERE c.recruitment = recruitment.no)`
  const all = db.selectFrom('recruitment')
    .select(['no', 'id', 'title', 'pack', 'pack_version', 'pack_hash', 'retain_until', 'address', 'created_at', 'erased_at'])
    .select([counted('person').as('people'), counted('venue').as('venues'), counted('package').as('issued')]).orderBy('no', 'desc')
  const rows = await (no === undefined ? all : all.where('no', '=', no)).execute()
  return rows.map((row) => {
    const pack = packOf(row)
    return {
      recruitment: row.id, title: row.title, pack: pack.title, rehearsal: pack.rehearsal, packVersion: row.pack_version, packHash: row.pack_hash, posts: pack.posts.length,
      headcount: pack.posts.reduce((sum, { headcount }) => sum + headcount, 0), people: row.people, venues: row.venues, issued: row.issued,
      retainUntil: row.retain_until, address: row.address, createdAt: row.created_at, erasedAt: row.erased_at,
    }
  })
}
