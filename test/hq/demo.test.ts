import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { demoHq } from '../../tools/hq-demo/demo.ts'
import { must } from '../../tools/hq-demo/staff.ts'
import { runHq } from './running-hq.ts'

test('npm run hq:demo: four venues in different states, marked as practice, on an HQ that starts', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-demo-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { recruitment, accounts, published } = await demoHq({ folder, candidates: 320, seed: 3 })
  const place = { kind: 'sqlite' as const, folder, databaseUrl: undefined, open: () => Promise.reject(new Error('open already')), remove: () => Promise.resolve() }
  const hq = await runHq(place)
  onTestFinished(() => hq.stop())
  const desk = await hq.client('planner', 'duty')
  expect((await desk.recruitments.list()).recruitments).toMatchObject([{ recruitment, rehearsal: true, people: 320, venues: 4, issued: 4 }])
  const { venues } = must(await desk.watch.board({ recruitment }), 'the board')
  const line = (venue: string) => venues.find((each) => each.venue === venue)
  expect(line('beibu')).toMatchObject({ conflicts: 0, quarantined: 0, sessions: { open: 0, upcoming: 0, total: 3, balanced: 3 } })
  expect(line('beibu')?.held).toBe(line('beibu')?.announced)
  expect(line('dongbu')).toMatchObject({ sessions: { open: 1 } })
  // the second result of one person is one contradiction, that it came after the closing is another
  expect(line('xibu')).toMatchObject({ conflicts: 2, quarantined: 1, sessions: { closed: 2 } })
  expect(line('nanbu')).toMatchObject({ heardAt: null, held: 0 })
  expect(published).not.toBe('')
  const auditor = await hq.client('auditor')
  expect(await auditor.audit.verify()).toMatchObject({ whole: true, fault: null })
  expect(must(await auditor.publish.all({ recruitment }), 'publications').publications).toMatchObject([{ posts: [published] }])
  // no window of the filling is left, and each account has its own device
  expect(await hq.inside.store.db.selectFrom('login').select('account').where('account', 'not like', 'test-%').execute()).toEqual([])
  expect(accounts.filter(({ totp }) => totp !== null).map(({ account }) => account)).toEqual(['sysadmin', 'caiding-a', 'caiding-b'])
})
