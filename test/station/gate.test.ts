import { expect, test } from 'vitest'
import { Role } from '../../shared/facts.ts'
import { permissions } from '../../shared/permissions.ts'
import { factsOfType } from '../../db/journey.ts'
import { methodNames } from '../../station/router.ts'
import { webStation, type Json, type WebStation } from './web-station.ts'

const accountOf: Record<Role, string> = {
  chief: 'chief-1',
  checkin: 'checkin-1',
  lots: 'lots-1',
  judge: 'judge-1',
  psych: 'psych-1',
  waiting: 'waiting-1',
  interview: 'interview-1',
  supervisor: 'supervisor-1',
  auditor: 'auditor-1',
}
// what a matrix cannot try without ending its own sign-in or waiting for a stream is tried elsewhere
const ending = new Set(['operators.lock', 'operators.signOut', 'live.changes'])

async function reason(station: WebStation, method: string, token: string): Promise<string> {
  // never valid input: whoever passes the gate stops at the schema, so that no cell changes anything
  const { status, body } = await station.call(method, { stranger: true }, token)
  if (status === 401 || status === 403) return String((body['data'] as Json | undefined)?.['reason'])
  return 'passed'
}

test('the table of rights has a row for every method of the contract and none besides', () => {
  expect(Object.keys(permissions).sort()).toEqual([...methodNames()].sort())
})

test('every method × every role is let through or refused over HTTP exactly as the table declares', async () => {
  const station = await webStation()
  const wrong: string[] = []
  let cells = 0
  for (const role of Role.options) {
    const token = await station.signIn(accountOf[role])
    for (const method of methodNames().filter((name) => !ending.has(name))) {
      const permission = permissions[method]
      const expected =
        permission === 'anyone' || permission === 'signed_in' || permission.includes(role) ? 'passed' : 'not_allowed'
      const found = await reason(station, method, token)
      cells += 1
      if (found !== expected) wrong.push(`${role} ${method}: ${found}, not ${expected}`)
    }
  }
  expect(wrong).toEqual([])
  expect(cells).toBeGreaterThan(500)
})

test('nobody, a made-up token and a signed-out token get no further than what anyone may call', async () => {
  const station = await webStation()
  const left = await station.signIn('chief-1')
  await station.call('operators.signOut', {}, left)
  const wrong: string[] = []
  for (const token of ['', 'x'.repeat(43), left]) {
    for (const method of methodNames()) {
      const expected = permissions[method] === 'anyone' ? 'passed' : 'not_signed_in'
      const found = await reason(station, method, token)
      if (found !== expected) wrong.push(`${method} with '${token.slice(0, 4)}': ${found}`)
    }
  }
  expect(wrong).toEqual([])
})

test('before there is a venue only set-up answers, everything else says so', async () => {
  const station = await webStation({ rehearsal: null })
  for (const method of methodNames()) {
    const { status, body } = await station.call(method, { stranger: true })
    const setUp = method.startsWith('venue.') && permissions[method] === 'anyone'
    if (setUp || method === 'operators.names') expect(status, method).not.toBe(412)
    else expect([status, (body['data'] as Json)['reason']], method).toEqual([412, 'venue_missing'])
  }
})

test('a role’s refused call is a fact by that person, once a minute for each method', async () => {
  const station = await webStation()
  const token = await station.signIn('judge-1')
  const refusals = () => factsOfType(station.station.inside.venue!.db, 'operator.refused').map(({ fact }) => fact.body)
  for (let turn = 0; turn < 20; turn += 1) await station.call('sessions.close', {}, token)
  await station.call('system.backup', {}, token)
  expect(refusals()).toEqual([
    { operator: 'judge-1', why: 'not_allowed', method: 'sessions.close' },
    { operator: 'judge-1', why: 'not_allowed', method: 'system.backup' },
  ])
  station.clock.pass(61_000)
  await station.call('sessions.close', {}, token)
  expect(refusals()).toHaveLength(3)
})

test('the second person is another active account with the right PIN, and a wrong PIN counts for that account', async () => {
  const station = await webStation()
  const token = await station.signIn('checkin-1')
  const pinOf = (operator: string) => station.accounts.find((account) => account.operator === operator)!.pin
  const second = async (operator: string, pin: string) =>
    (await station.call('operators.checkSecond', { second: { operator, pin } }, token)).body
  expect(await second('checkin-2', pinOf('checkin-2'))).toEqual({ ok: true, name: '演练报到乙' })
  expect(await second('checkin-1', pinOf('checkin-1'))).toMatchObject({
    ok: false,
    refused: { reason: 'second_person_same' },
  })
  expect(await second('nobody', '495837')).toMatchObject({ refused: { reason: 'operator_unknown' } })
  for (let left = 4; left >= 0; left -= 1) {
    expect(await second('checkin-2', pinOf('chief-1'))).toMatchObject({
      refused: { reason: 'second_person_wrong_pin', detail: { left: String(left) } },
    })
  }
  expect(await second('checkin-2', pinOf('checkin-2'))).toMatchObject({ refused: { reason: 'second_person_locked' } })
  expect(
    (await station.call('operators.signIn', { operator: 'checkin-2', pin: pinOf('checkin-2') })).body,
  ).toMatchObject({ refused: { reason: 'pin_locked' } })
})

test('what a method’s schema refuses is answered with its place, and nothing of the value', async () => {
  const station = await webStation()
  const { status, body } = await station.call('operators.signIn', { operator: 'chief-1', pin: '48603712345678901234' })
  expect(status).toBe(400)
  expect(JSON.stringify(body)).toContain('pin')
  expect(JSON.stringify(body)).not.toContain('48603712345678901234')
})
