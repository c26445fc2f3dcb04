// Another HQ process on the same database, for tests: `append` adds facts to the own ledger, `count` runs jobs of kind count.
import { newCommand, systemChance } from '../../exchange/chance.ts'
import { systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { startJobs } from '../../hq/jobs/jobs.ts'
import { openHq } from '../../hq/open-hq.ts'

const [mode = '', folder = '', databaseUrl = '', many = '0'] = process.argv.slice(2)
const { inside, close } = await openHq({ folder, databaseUrl, program: 'test', log: silentLog })

if (mode === 'append') {
  const append = () =>
    inside.acting((_trx, act) => act({ by: 'system', cmd: newCommand(systemClock.now(), systemChance), type: 'settings.changed', body: { what: [String(process.pid)] }, recruitment: null }))
  // several at once on PostgreSQL's pool; SQLite has one connection
  await Promise.all(Array.from({ length: Number(many) }, append))
} else {
  const runner = startJobs(inside, {
    count: async (_inside, { key }) => {
      await inside.store.db.insertInto('meta').values({ key: `ran ${key} ${String(process.pid)} ${String(systemClock.mono())}`, value: '' }).execute()
    },
  })
  for (;;) {
    const rest = await inside.store.db.selectFrom('job').select('id').limit(1).executeTakeFirst()
    if (rest === undefined) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await runner.stop()
}
await close()
