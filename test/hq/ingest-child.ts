import { readFileSync } from 'node:fs'
import { silentLog } from '../../exchange/log.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import { openHq } from '../../hq/open-hq.ts'
import { makeReceipt } from '../../hq/exchange/receipts.ts'

// A process that takes pages until it is killed: folder, database, recruitment number, file of pages (base64 a line). After
// every page it prints the head that its receipt says. Pages that were taken before are sent only once more, the last of them.

const [folder = '', databaseUrl = '', no = '0', file = ''] = process.argv.slice(2)
const { inside } = await openHq({ folder, databaseUrl, log: silentLog })
const { seq } = await inside.store.db.selectFrom('stream').select('seq').executeTakeFirstOrThrow()
const pages = readFileSync(file, 'utf8').split('\n').filter((each) => each !== '')
for (const line of pages.slice(Math.max(0, Math.floor(seq / 2) - 1))) {
  await ingest(inside, { recruitment: { no: Number(no), id: 'r' }, venue: 'v', source: 'line', pages: [{ bytes: Buffer.from(line, 'base64') }] })
  const { receipt } = await makeReceipt(inside, { no: Number(no), id: 'r' }, 'v')
  process.stdout.write(`${String(receipt.heads[0]?.seq ?? 0)}\n`)
}
process.stdout.write('end\n')
