import { expect, test } from 'vitest'
import { factsOfType } from '../../db/journey.ts'
import { webStation } from './web-station.ts'

test('an older backup put over newer facts says so in its own ledger: who, with whom, and how far the other one reached', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const made = await station.call('system.backup', {}, chief)
  const { file, facts } = made.body['backup'] as { file: string; facts: number }
  await station.call('operators.add', { cmd: station.cmd(), name: '后来的人', roles: ['judge'], pin: '480315' }, chief)
  const before = (await station.call('system.status', {}, chief)).body
  const second = { operator: 'supervisor-1', pin: station.accounts.find(({ operator }) => operator === 'supervisor-1')!.pin }
  expect((await station.call('system.restore', { file, second }, chief)).body).toMatchObject({ ok: true, facts })
  const { db } = station.station.inside.venue!
  const [noted, ...more] = factsOfType(db, 'backup.restored').map(({ fact }) => fact)
  expect(more).toEqual([])
  expect(noted).toMatchObject({
    seq: facts + 1, by: 'chief-1', second: 'supervisor-1', body: { file, facts, replaced: before['facts'], replacedHead: before['head'] },
  })
  expect((await station.call('system.verify', { full: true }, await station.signIn('chief-1'))).body).toMatchObject({ ok: true, bad: null })
})
