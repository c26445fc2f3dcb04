// Run by durability.test.ts: records attempts without end and says each one aloud once the ledger said Ok.
import { writeSync } from 'node:fs'
import { openDatabase } from '../../db/open.ts'
import { readKeyFile } from '../../db/key-file.ts'
import { openLedger } from '../../db/ledger.ts'
import { attempt } from './arbitrary-facts.ts'

const [file = '', keys = ''] = process.argv.slice(2)
const { database, signing } = readKeyFile(keys)
const db = openDatabase({ file, key: database })
const ledger = openLedger(db, { exam: 'exam-1', venue: 'venue-1', signingKey: signing, clock: { now: Date.now, mono: () => performance.now() } })
for (let n = 1; ; n += 1) {
  const command = process.pid * 100_000 + n
  const answer = ledger.append(attempt(command))
  if (answer.ok) writeSync(1, `${answer.id} ${answer.fact.cmd}\n`)
}
