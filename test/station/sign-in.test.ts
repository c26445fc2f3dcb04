import { expect, test } from 'vitest'
import { factsOfType } from '../../db/journey.ts'
import { idleMinutes, screensPerOperator } from '../../station/tokens.ts'
import { webStation, type Json } from './web-station.ts'

const reasonOf = (answer: { body: Json }) => (answer.body['data'] as Json | undefined)?.['reason']
const refusedAs = (answer: { body: Json }) => (answer.body['refused'] as Json | undefined)?.['reason']

test('a plain HTTP caller signs in, asks, and signs out', async () => {
  const station = await webStation()
  const { body: names } = await station.call('operators.names')
  expect(Object.values(names as object)).toHaveLength(station.accounts.length)
  const signedIn = await station.call('operators.signIn', {
    operator: 'judge-1',
    pin: station.accounts.find(({ operator }) => operator === 'judge-1')!.pin,
  })
  expect(signedIn).toMatchObject({
    status: 200,
    body: { ok: true, me: { operator: 'judge-1', roles: ['judge'], active: true } },
  })
  const token = String(signedIn.body['token'])
  expect((await station.call('operators.me', {}, token)).body).toMatchObject({ operator: 'judge-1' })
  expect((await station.call('operators.signOut', {}, token)).body).toEqual({ ok: true })
  expect(await station.call('operators.me', {}, token)).toMatchObject({ status: 401 })
})

test('a wrong PIN, an unknown and an inactive account are refused, counted and recorded', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  expect((await station.call('operators.signIn', { operator: 'judge-1', pin: '000000' })).body).toMatchObject({
    ok: false,
    refused: { reason: 'wrong_pin', detail: { left: '4' } },
  })
  expect(refusedAs(await station.call('operators.signIn', { operator: 'ghost', pin: '495837' }))).toBe(
    'operator_unknown',
  )
  await station.call(
    'operators.change',
    { cmd: station.cmd(), operator: 'judge-1', name: '演练裁判甲', roles: ['judge'], active: false },
    chief,
  )
  expect(refusedAs(await station.call('operators.signIn', { operator: 'judge-1', pin: '495837' }))).toBe(
    'operator_inactive',
  )
  const written = factsOfType(station.station.inside.venue!.db, 'operator.refused').map(({ fact }) => fact.body)
  expect(written).toEqual([
    { operator: 'judge-1', why: 'wrong_pin' },
    { operator: 'judge-1', why: 'inactive' },
  ])
})

test('ten minutes without a touch lock the person out until the same PIN is typed; nothing else answers meanwhile', async () => {
  const station = await webStation()
  const token = await station.signIn('judge-1')
  const pin = station.accounts.find(({ operator }) => operator === 'judge-1')!.pin
  station.clock.pass(idleMinutes * 60_000 - 1)
  expect((await station.call('operators.me', {}, token)).status).toBe(200)
  station.clock.pass(idleMinutes * 60_000)
  const locked = await station.call('operators.me', {}, token)
  expect([locked.status, reasonOf(locked)]).toEqual([401, 'locked'])
  expect(reasonOf(await station.call('drafts.all', {}, token))).toBe('locked')
  expect(refusedAs(await station.call('operators.unlock', { pin: '000000' }, token))).toBe('wrong_pin')
  expect((await station.call('operators.unlock', { pin }, token)).body).toMatchObject({
    ok: true,
    me: { operator: 'judge-1' },
  })
  expect((await station.call('operators.me', {}, token)).status).toBe(200)
  const types = factsOfType(station.station.inside.venue!.db, 'operator.signed_out').map(({ fact }) => fact.body)
  expect(types).toEqual([{ operator: 'judge-1', why: 'idle' }])
})

test('what a screen asks by itself is no touch', async () => {
  const station = await webStation()
  const token = await station.signIn('judge-1')
  station.clock.pass(idleMinutes * 60_000 - 1)
  expect((await station.call('operators.me', {}, token, { 'kaodian-quiet': '1' })).status).toBe(200)
  station.clock.pass(1)
  expect(reasonOf(await station.call('operators.me', {}, token, { 'kaodian-quiet': '1' }))).toBe('locked')
})

test('the fifth screen of one person takes the place of the one longest untouched', async () => {
  const station = await webStation()
  const tokens: string[] = []
  for (let screen = 0; screen <= screensPerOperator; screen += 1) {
    tokens.push(await station.signIn('chief-1'))
    station.clock.pass(1000)
  }
  const alive = await Promise.all(tokens.map(async (token) => (await station.call('operators.me', {}, token)).status))
  expect(alive).toEqual([401, 200, 200, 200, 200])
})

test('accounts: weak PINs, taken names and the loss of the last chief are refused; the chief opens a locked account', async () => {
  const station = await webStation()
  let chief = await station.signIn('chief-1')
  const add = (name: string, pin: string, cmd = station.cmd()) =>
    station.call('operators.add', { cmd, name, roles: ['judge'], pin }, chief)
  expect((await add('新裁判', '123456')).body).toMatchObject({
    refused: { reason: 'pin_weak', detail: { why: 'run' } },
  })
  expect(refusedAs(await add('演练裁判甲', '480315'))).toBe('operator_exists')
  const cmd = station.cmd()
  const added = await add('新裁判', '480315', cmd)
  expect(added.body).toMatchObject({ ok: true })
  expect((await add('新裁判', '480315', cmd)).body).toEqual(added.body)
  expect(refusedAs(await add('别人', '480315', cmd))).toBe('command_reused')
  const { operator } = added.body as { operator: string }

  for (let turn = 0; turn < 5; turn += 1) await station.call('operators.signIn', { operator, pin: '999111' })
  const shown = async () =>
    Object.values((await station.call('operators.names')).body as Record<string, Json>).find(
      (each) => each['operator'] === operator,
    )?.['lockedUntil']
  expect(await shown()).toBe(Math.round(station.station.inside.venue!.clock.now()) + 15_000)
  for (let turn = 5; turn < 15; turn += 1) {
    station.clock.pass(4 * 3_600_000)
    await station.call('operators.signIn', { operator, pin: '999111' })
  }
  station.clock.pass(24 * 3_600_000)
  expect(new Date(Number(await shown())).getUTCFullYear()).toBe(9999)
  chief = await station.signIn('chief-1')
  expect(refusedAs(await station.call('operators.signIn', { operator, pin: '480315' }))).toBe('pin_locked')
  expect(
    (await station.call('operators.setPin', { cmd: station.cmd(), operator, pin: '705829' }, chief)).body,
  ).toMatchObject({ ok: true })
  expect((await station.call('operators.signIn', { operator, pin: '705829' })).body).toMatchObject({ ok: true })

  const change = (who: string, roles: string[], active: boolean) =>
    station.call('operators.change', { cmd: station.cmd(), operator: who, name: who, roles, active }, chief)
  expect((await change('chief-2', ['supervisor'], true)).body).toMatchObject({ ok: true })
  expect(refusedAs(await change('chief-1', ['supervisor'], true))).toBe('last_chief')
  expect(refusedAs(await change('chief-1', ['chief'], false))).toBe('last_chief')
})

test('one’s own PIN needs the old one, and only the chief sets another’s', async () => {
  const station = await webStation()
  const token = await station.signIn('judge-1')
  const pin = station.accounts.find(({ operator }) => operator === 'judge-1')!.pin
  const set = (operator: string, fresh: string, oldPin?: string) =>
    station.call('operators.setPin', { cmd: station.cmd(), operator, pin: fresh, oldPin }, token)
  expect(refusedAs(await set('judge-1', '705829'))).toBe('wrong_pin')
  expect(refusedAs(await set('judge-2', '705829', pin))).toBe('second_person_role')
  expect(refusedAs(await set('judge-1', '111111', pin))).toBe('pin_weak')
  expect((await set('judge-1', '705829', pin)).body).toMatchObject({ ok: true, repeated: false })
  expect((await station.call('operators.signIn', { operator: 'judge-1', pin: '705829' })).body).toMatchObject({
    ok: true,
  })
})

test('drafts belong to one person and outlive the sign-in', async () => {
  const station = await webStation()
  const judge = await station.signIn('judge-1')
  await station.call('drafts.put', { key: 'fitness/note', text: '半句话' }, judge)
  await station.call('drafts.put', { key: 'gone', text: 'x' }, judge)
  await station.call('drafts.put', { key: 'gone', text: '' }, judge)
  expect((await station.call('drafts.all', {}, await station.signIn('judge-1'))).body).toEqual({
    'fitness/note': '半句话',
  })
  expect((await station.call('drafts.all', {}, await station.signIn('chief-1'))).body).toEqual({})
})

test('a double click on adding a person makes one account', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const input = { cmd: station.cmd(), name: '新裁判', roles: ['judge'], pin: '480315' }
  const answers = await Promise.all(Array.from({ length: 4 }, () => station.call('operators.add', input, chief)))
  for (const { body } of answers) expect(body).toEqual(answers[0]!.body)
  expect(answers[0]!.body).toMatchObject({ ok: true })
  const listed = Object.values((await station.call('operators.list', {}, chief)).body as Record<string, Json>)
  expect(listed.filter((each) => each['name'] === '新裁判')).toHaveLength(1)
})
