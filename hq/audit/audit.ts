import { csvCell } from '../../exchange/sheets/csv.ts'
import type { AuditRow } from '../../shared/hq/api/audit.ts'
import type { Inside } from '../inside.ts'
import { bodyText } from '../../db/envelope.ts'
import { readHqFact } from '../own-ledger.ts'
import { withNames } from './audit-names.ts'
import type { HqUseCases } from '../use-cases.ts'
import { verifyOwnLedger } from './verify-own.ts'

interface Filter { by?: string | undefined; type?: string | undefined; recruitment?: string | undefined; from?: number | undefined; until?: number | undefined }

/** Rows one export may have. */
const mostRows = 200_000
const pageOfExport = 1000

/** The facts a filter shows, as a query still without its columns. */
function asked({ store }: Inside, { by, type, recruitment, from, until }: Filter) {
  let query = store.db.selectFrom('hq_fact')
  if (by !== undefined) query = query.where((or) => or.or([or('hq_fact.by', '=', by), or('hq_fact.second', '=', by)]))
  if (type !== undefined) query = type.includes('.') ? query.where('type', '=', type) : query.where('type', 'like', `${type.replaceAll(/[%_\\]/g, '')}.%`)
  if (recruitment !== undefined) query = query.where('hq_fact.recruitment', '=', (from) => from.selectFrom('recruitment').select('no').where('id', '=', recruitment))
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<=', until)
  return query
}

async function page(inside: Inside, filter: Filter, names: ReadonlyMap<string, string>, limit: number, place: { offset: number } | { before: number }): Promise<AuditRow[]> {
  const base = asked(inside, filter).leftJoin('recruitment', 'recruitment.no', 'hq_fact.recruitment')
    .select(['hq_fact.seq', 'hq_fact.at', 'hq_fact.by', 'hq_fact.second', 'hq_fact.type', 'hq_fact.bytes', 'hq_fact.hash', 'recruitment.id as of']).orderBy('hq_fact.seq', 'desc').limit(limit)
  const rows = await ('offset' in place ? base.offset(place.offset) : base.where('hq_fact.seq', '<', place.before)).execute()
  return rows.map((row) => ({
    seq: row.seq, at: row.at, by: row.by, byName: names.get(row.by) ?? row.by, second: row.second, secondName: row.second === null ? null : (names.get(row.second) ?? row.second),
    type: row.type, recruitment: row.of, body: bodyText(readHqFact(row.bytes).body), hash: row.hash.toString('hex'), names: { venues: {}, sessions: {} },
  }))
}

async function accountNames({ store }: Inside): Promise<Map<string, string>> {
  return new Map((await store.db.selectFrom('account').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]))
}

export const auditUseCases: HqUseCases<'audit'> = {
  list: async ({ inside }, { offset, limit, ...filter }) => {
    const { total } = await asked(inside, filter).select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    return { rows: await withNames(inside.store.db, await page(inside, filter, await accountNames(inside), limit, { offset })), total }
  },
  filters: async ({ inside }) => {
    const types = await inside.store.db.selectFrom('hq_fact').select('type').distinct().orderBy('type').execute()
    return { types: types.map(({ type }) => type), people: [...(await accountNames(inside))].map(([account, name]) => ({ account, name })).sort((a, b) => (a.account < b.account ? -1 : 1)) }
  },
  verify: ({ inside }) => verifyOwnLedger(inside),
  exportCsv: async ({ inside }, filter) => {
    const names = await accountNames(inside)
    const lines = ['序号,时间,账号,姓名,第二人,种类,招聘,内容,摘要']
    let before = Number.MAX_SAFE_INTEGER
    while (lines.length <= mostRows) {
      const rows = await page(inside, filter, names, pageOfExport, { before })
      for (const row of rows) {
        const cells = [String(row.seq), new Date(row.at).toISOString(), row.by, row.byName, row.second ?? '', row.type, row.recruitment ?? '', row.body, row.hash]
        lines.push(cells.map(csvCell).join(','))
      }
      if (rows.length < pageOfExport) break
      before = rows.at(-1)!.seq
    }
    const text = `\ufeff${lines.join('\r\n')}\r\n`
    return { fileName: `总部审计-${new Date(inside.clock.now()).toISOString().slice(0, 10)}.csv`, base64: Buffer.from(text).toString('base64'), rows: lines.length - 1 }
  },
}
