import { fingerprint } from '../../exchange/package.ts'
import { SaidOfStation } from '../../exchange/messages.ts'
import type { HeldStream, QuarantineRow, ReceivingVenue } from '../../shared/hq/api/receive.ts'
import { previewFile, receiptForStick, takeFile } from './receive-file.ts'
import { revoke, settle, takeableWhys } from './receive-settling.ts'
import { announcedHeads } from '../exchange/receipts.ts'
import { readHqFact } from '../own-ledger.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqUseCases } from '../use-cases.ts'

/** Rows of what is kept apart that travel to a screen at once. */
const mostRows = 500

export const receiveUseCases: HqUseCases<'receive'> = {
  streams: async ({ inside: { store } }, { recruitment }) => {
    const row = await foundRecruitment(store.db, recruitment)
    return isRefused(row) ? row : { ok: true, venues: await venues(store.db, row.no) }
  },
  quarantine: async ({ inside: { store } }, { recruitment, settled }) => {
    const row = await foundRecruitment(store.db, recruitment)
    return isRefused(row) ? row : { ok: true, ...(await apartRows(store.db, row.no, settled)) }
  },
  preview: previewFile,
  take: takeFile,
  receipt: receiptForStick,
  settle,
  revoke,
}

async function venues(db: Db, no: number): Promise<ReceivingVenue[]> {
  const rows = await db.selectFrom('venue').select(['id', 'name', 'card', 'card_used_at', 'heard_at', 'said', 'announced']).where('recruitment', '=', no).orderBy('id').execute()
  const streams = await db.selectFrom('stream').select(['venue', 'station', 'state', 'how', 'enrolled_at', 'seq', 'projected']).where('recruitment', '=', no).orderBy('no').execute()
  const apart = await db.selectFrom('quarantine').select(({ fn }) => ['venue', 'station', fn.countAll().as('n')]).where('recruitment', '=', no).where('outcome', 'is', null).groupBy(['venue', 'station']).execute()
  const receipts = await db.selectFrom('receipt').select(({ fn }) => ['venue', fn.max('no').as('no'), fn.max('at').as('at')]).where('recruitment', '=', no).groupBy('venue').execute()
  return rows.map((row) => {
    const announced = new Map(announcedHeads(row.announced).map(({ station, seq }) => [station, seq]))
    const said = row.said === '' ? null : SaidOfStation.safeParse(JSON.parse(row.said))
    const receipt = receipts.find(({ venue }) => venue === row.id)
    const own = streams.filter(({ venue }) => venue === row.id).map(({ station, state, how, enrolled_at, seq, projected }): HeldStream => ({
      station, state, how, enrolledAt: enrolled_at, held: seq, announced: Math.max(seq, announced.get(station) ?? 0), projected,
      apart: Number(apart.find((each) => each.venue === row.id && each.station === station)?.n ?? 0),
    }))
    return {
      venue: row.id, name: row.name, heardAt: row.heard_at, card: row.card, cardUsedAt: row.card_used_at,
      unsent: said?.success === true ? said.data.unsent : 0, oldestUnsentAt: said?.success === true ? said.data.oldestUnsentAt : null,
      trouble: said?.success === true ? said.data.trouble : [],
      apart: apart.filter(({ venue }) => venue === row.id).reduce((sum, { n }) => sum + Number(n), 0),
      receipt: receipt === undefined ? null : { no: receipt.no, at: receipt.at }, streams: own,
    }
  })
}

async function apartRows(db: Db, no: number, settled: boolean): Promise<{ rows: QuarantineRow[]; total: number }> {
  const some = db.selectFrom('quarantine').where('quarantine.recruitment', '=', no).where('outcome', settled ? 'is not' : 'is', null)
  const total = await some.select(({ fn }) => fn.countAll().as('n')).executeTakeFirst()
  const rows = await some.leftJoin('venue', (on) => on.onRef('venue.id', '=', 'quarantine.venue').onRef('venue.recruitment', '=', 'quarantine.recruitment'))
    .select(({ fn }) => [
      'quarantine.no', 'quarantine.venue', 'venue.name', 'quarantine.station', 'quarantine.seq', 'quarantine.last', 'quarantine.why', 'quarantine.source', 'quarantine.at',
      fn<number>('length', ['quarantine.bytes']).as('size'), 'quarantine.outcome', 'quarantine.public_key',
    ]).orderBy('quarantine.no', 'desc').limit(mostRows).execute()
  const by = await settlements(db, no, settled ? rows.map((row) => row.no) : [])
  return {
    total: Number(total?.n ?? 0),
    rows: rows.map((row) => ({
      no: row.no, venue: row.venue ?? '', venueName: row.name ?? row.venue ?? '', station: row.station, seq: row.seq, last: row.last, why: row.why as QuarantineRow['why'],
      source: row.source, at: row.at, size: row.size, outcome: row.outcome, settledBy: by.get(row.no)?.by ?? '', reason: by.get(row.no)?.reason ?? '',
      takeable: row.outcome === null && takeableWhys.includes(row.why), fingerprint: row.public_key === null ? '' : fingerprint(row.public_key),
    })),
  }
}

async function settlements(db: Db, no: number, wanted: readonly number[]): Promise<Map<number, { by: string; reason: string }>> {
  if (wanted.length === 0) return new Map()
  const facts = await db.selectFrom('hq_fact').select('bytes').where('recruitment', '=', no).where('type', '=', 'quarantine.settled').orderBy('seq', 'desc').limit(2 * mostRows).execute()
  return new Map(facts.map(({ bytes }) => readHqFact(bytes)).flatMap((fact) => (fact.type === 'quarantine.settled' ? [[fact.body.quarantine, { by: fact.by, reason: fact.body.reason }] as const] : [])))
}
