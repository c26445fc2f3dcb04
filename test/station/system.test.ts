import { renameSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { webStation } from './web-station.ts'

test('a backup is written, listed, verified, and put back by two people; what was there is kept and everyone signs in again', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const made = await station.call('system.backup', {}, chief)
  expect(made.body).toMatchObject({ ok: true })
  const { file, facts } = made.body['backup'] as { file: string; facts: number }
  expect(Object.values((await station.call('system.backups', {}, chief)).body)).toMatchObject([{ file }])
  expect((await station.call('system.verify', { full: true }, chief)).body).toMatchObject({
    ok: true,
    streams: 1,
    bad: null,
  })
  await station.call('operators.add', { cmd: station.cmd(), name: '后来的人', roles: ['judge'], pin: '480315' }, chief)
  expect((await station.call('system.restore', { file }, chief)).body).toMatchObject({
    refused: { reason: 'second_person_needed' },
  })
  const second = { operator: 'chief-2', pin: station.accounts.find(({ operator }) => operator === 'chief-2')!.pin }
  expect((await station.call('system.restore', { file: '../kaodian.db', second }, chief)).body).toMatchObject({
    refused: { reason: 'restore_failed' },
  })
  const restored = await station.call('system.restore', { file, second }, chief)
  expect(restored.body).toMatchObject({ ok: true, facts })
  expect(String(restored.body['keptAside'])).toContain('before-restore')
  expect((await station.call('operators.me', {}, chief)).status).toBe(401)
  const again = await station.signIn('chief-1')
  expect(JSON.stringify((await station.call('operators.list', {}, again)).body)).not.toContain('后来的人')
  expect((await station.call('system.verify', {}, again)).body).toMatchObject({ ok: true })
})

test('status says where everything lies, and a database moved away is trouble on every screen and refuses to record', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  expect((await station.call('system.status', {}, chief)).body).toMatchObject({
    folder: station.folder,
    keyKept: 'file',
    selfTest: true,
    lastBackup: null,
  })
  const venue = station.station.inside.venue!
  expect(venue.trouble()).toEqual([])
  renameSync(path.join(station.folder, 'kaodian.db'), path.join(station.folder, 'moved.db'))
  expect(venue.trouble()).toContain('database_moved')
  station.clock.pass(5000)
  const { body } = await station.call(
    'operators.change',
    { cmd: station.cmd(), operator: 'judge-1', name: '演练裁判甲', roles: ['judge'], active: true },
    chief,
  )
  expect(body).toMatchObject({ refused: { reason: 'database_moved' } })
})

test('the chief names the station: in the ledger, on every screen, and still after a restore and under the old key', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const judge = await station.signIn('judge-1')
  const state = async () => (await station.call('venue.state')).body
  const { station: first } = (await state()) as { station: string }
  expect(await state()).toMatchObject({ stationName: '1号台', stationNames: { [first]: '1号台' } })
  const { backup } = (await station.call('system.backup', {}, chief)).body as { backup: { file: string } }
  expect((await station.call('system.nameStation', { cmd: station.cmd(), name: '北门台' }, judge)).status).toBe(403)
  expect((await station.call('system.nameStation', { cmd: station.cmd(), name: '  ' }, chief)).status).toBe(400)
  const cmd = station.cmd()
  expect((await station.call('system.nameStation', { cmd, name: '北门台' }, chief)).body).toMatchObject({ ok: true, repeated: false })
  expect((await station.call('system.nameStation', { cmd, name: '北门台' }, chief)).body).toMatchObject({ ok: true, repeated: true })
  expect(await state()).toMatchObject({ stationName: '北门台', stationNames: { [first]: '北门台' } })

  const named = (await station.call('system.backup', {}, chief)).body as { backup: { file: string } }
  const second = { operator: 'chief-2', pin: station.accounts.find(({ operator }) => operator === 'chief-2')!.pin }
  const restore = async (file: string, token: string) => (await station.call('system.restore', { file, second }, token)).body
  expect(await restore(named.backup.file, chief)).toMatchObject({ ok: true })
  const { station: other } = (await state()) as { station: string }
  expect(other).not.toBe(first)
  expect(await state(), 'the new stream goes by the name of the one it went on from').toMatchObject({
    stationName: '北门台', stationNames: { [first]: '北门台', [other]: '北门台' },
  })
  const again = await station.signIn('chief-1')
  await station.call('system.nameStation', { cmd: station.cmd(), name: '南门台' }, again)
  expect(await state()).toMatchObject({ stationName: '南门台', stationNames: { [first]: '北门台', [other]: '南门台' } })
  expect(await restore(backup.file, again)).toMatchObject({ ok: true })
  expect(await state(), 'a backup from before it was named').toMatchObject({ stationName: '1号台', stationNames: { [first]: '1号台' } })
})
