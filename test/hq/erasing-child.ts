// HQ erasing in a process of its own, for the test that kills it (−9) before its nth question to the database: folder, database, n, order.
import type { KyselyPlugin } from 'kysely'
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { eraseUseCases } from '../../hq/erase/erase.ts'
import type { Inside } from '../../hq/inside.ts'
import { openHq } from '../../hq/open-hq.ts'
import { appendHq } from '../../hq/own-ledger.ts'

const [folder = '', databaseUrl = '', n = '0', order = ''] = process.argv.slice(2)
const { inside: whole, close } = await openHq({ folder, databaseUrl, log: silentLog })
let asked = 0
const killing: KyselyPlugin = {
  transformQuery: ({ node }) => {
    asked += 1
    if (asked === Number(n)) process.kill(process.pid, 'SIGKILL')
    return node
  },
  transformResult: ({ result }) => Promise.resolve(result),
}
const store = { ...whole.store, db: whole.store.db.withPlugin(killing) }
const inside: Inside = {
  ...whole, store,
  acting: (work) => store.db.transaction().execute((trx) => work(trx, (act) => appendHq(trx, store.kind, { id: whole.keys.id, key: whole.keys.signing }, systemClock.now(), act))),
}
const caller = { account: 'd1', name: '', roles: ['decider' as const], login: '', from: '', step: 'in' as const, second: { account: 'd2', roles: ['decider' as const] } }
const answer = await eraseUseCases.finish(
  { inside, caller, signal: undefined }, { recruitment: 'gone', order, title: '招聘 gone', cmd: newCommand(systemClock.now(), systemChance) },
)
await close()
process.stdout.write(answer.ok ? `end ${String(asked)}\n` : `${answer.refused.reason}\n`)
