// HQ as it runs, with a recruitment of many venues on whose board everything moves when asked to; in a process of its own.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { silentLog } from '../../exchange/log.ts'
import { makeLogin } from '../../hq/accounts/logins.ts'
import { startHq } from '../../hq/running-hq.ts'
import { answerParent, costNow, watchMemory } from './asked-process.ts'
import { prepareHq, type MadeVenue } from './hq-made.ts'

const { values } = parseArgs({ options: { venues: { type: 'string' }, folder: { type: 'string' }, url: { type: 'string' } } })
const { folder = '', url } = values
/** Candidates of a venue. */
const EACH = 40
const venues = Array.from({ length: Number(values.venues) }, (_, at): MadeVenue => {
  const venue = `v${String(at + 1).padStart(4, '0')}`
  return { venue, session: `${venue}-am`, publicKey: randomBytes(32).toString('hex'), privateKey: '', candidates: Array.from({ length: EACH }, () => randomBytes(8).toString('hex')), facts: 0, pages: [] }
})

watchMemory()
const { inside, web } = await startHq({ folder, databaseUrl: url, program: 'kaodian bench', log: silentLog, port: 0 })
const no = await prepareHq(inside, venues)
const { db } = inside.store
// what projecting a fitness half day leaves behind, written straight into the tables
await sql`INSERT INTO attendance (recruitment, session, person, venue, place, at, why) SELECT due.recruitment, due.session, due.person, session.venue, 'fitness', '', ''
  FROM due JOIN session ON session.recruitment = due.recruitment AND session.id = due.session WHERE due.recruitment = ${no}`.execute(db)
await sql`INSERT INTO standing (recruitment, person, post, venue, place, ended, total, rank_key, doc, conflicts, last)
  SELECT due.recruitment, due.person, person.post, session.venue, 'fitness', NULL, NULL, NULL, '{}', '[]', 1
  FROM due JOIN session ON session.recruitment = due.recruitment AND session.id = due.session JOIN person ON person.recruitment = due.recruitment AND person.id = due.person WHERE due.recruitment = ${no}`.execute(db)
await db.updateTable('stream').set({ seq: 800, projected: 800 }).where('recruitment', '=', no).execute()
// every half day was opened, a third of them are closed
for (const [at, { venue, session, candidates }] of venues.entries()) {
  const rows = [{ type: 'session.opened', body: { session } }, ...(at % 3 === 0 ? [{ type: 'session.closed', body: { session, counts: { fitness: candidates.length } } }] : [])]
  await db.insertInto('venue_fact').values(rows.map(({ type, body }, n) => ({ recruitment: no, venue, fact: `${venue}/${String(n)}`, type, session, at: n + 1, doc: JSON.stringify({ type, body }) }))).execute()
}
await db.insertInto('account').values({ id: 'duty', name: '值班', roles: '["duty"]', password: '', totp: null, totp_step: 0, fresh: 0, active: 1, created_at: 0 }).execute()
const token = await makeLogin(inside, db, 'duty', 1)

/** Address, token, and how many people are on the board when all is right. */
export interface BoardsReady { address: string; token: string; people: number }
let next = 0

answerParent({
  ready: (): BoardsReady => ({ address: web.url, token, people: venues.length * EACH }),
  /** A venue is heard and something of it moved, as a page that came in and was projected does it. */
  move: async () => {
    const venue = venues[(next += 7919) % venues.length]?.venue ?? ''
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('venue').set({ heard_at: Math.round(inside.clock.now()) }).where('recruitment', '=', no).where('id', '=', venue).execute()
      await inside.touch(trx, no, 'watch')
    })
  },
  cost: costNow,
})
