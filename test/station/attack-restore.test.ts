import { expect, test } from 'vitest'
import { readFact } from '../../db/envelope.ts'
import { webStation } from './web-station.ts'

test('an older backup put over newer facts says so in its own ledger: who, with whom, and how far the other one reached', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const made = await station.call('system.backup', {}, chief)
  const { file, facts } = made.body['backup'] as { file: string; facts: number }
  await station.call('operators.add', { cmd: station.cmd(), name: '后来的人', roles: ['judge'], pin: '480315' }, chief)
  const { head } = (await station.call('system.status', {}, chief)).body
  const second = { operator: 'supervisor-1', pin: station.accounts.find(({ operator }) => operator === 'supervisor-1')!.pin }
  expect((await station.call('system.restore', { file, second }, chief)).body).toMatchObject({ ok: true, facts })
  const all = station.station.inside.venue!.db.all<{ bytes: Buffer }>('SELECT bytes FROM fact').map((row) => readFact(row.bytes))
  const telling = all.filter((fact) => fact.second === 'supervisor-1' && JSON.stringify(fact.body).includes(String(head)))
  expect(telling).toMatchObject([{ by: 'chief-1', body: { file, facts } }])
  expect((await station.call('system.verify', { full: true }, await station.signIn('chief-1'))).body).toMatchObject({ ok: true, bad: null })
})
