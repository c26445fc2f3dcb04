import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { expect, onTestFinished, test } from 'vitest'
import type { Client } from '../../shared/api.ts'
import { webStation, type Json } from './web-station.ts'

// who knows lots only (规则 §7) must not find out by another way whose a lot is: not by name, and not by the roster
// number or the internal id, which runs as the published roster does

test('no answer to a judge, the psych clerk or an examiner holds a name, a number or an id of the roster', async () => {
  const station = await webStation()
  const tokens = new Map<string, string>()
  for (const { operator } of station.accounts) tokens.set(operator, await station.signIn(operator))
  const as = async (operator: string, method: string, input: Json): Promise<Json> => (await station.call(method, input, tokens.get(operator))).body
  const sessions = (await as('chief-1', 'sessions.list', {})) as unknown as { id: string }[]
  const session = sessions[0]!.id
  const sent = async (operator: string, method: string, input: Json): Promise<Json> => as(operator, method, { cmd: station.cmd(), session, ...input })
  await sent('chief-1', 'sessions.open', {})
  const due = ((await as('chief-1', 'sessions.rows', { session, list: 'due' }))['rows'] as { candidate: string; rosterNumber: string; name: string; ticket: string }[])
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const screen: Client = createORPCClient<Client>(new RPCLink({ url: `${station.web.url}/rpc`, headers: { authorization: `Bearer ${tokens.get('judge-1') ?? ''}` } }))
  const live = await screen.live.changes(undefined, { signal: stop.signal })
  await live.next()
  for (const [index, { candidate }] of due.entries()) {
    await sent('checkin-1', 'checkIn.admit', { candidate, documents: { idCard: true, ticket: true }, tag: String(index), consent: true })
  }
  const heard = (await live.next()).value
  expect(heard).toMatchObject({ touched: ['check-in'], candidates: [], many: true })
  const lots: string[] = []
  for (const { pool } of (await as('lots-1', 'lots.pools', { session })) as unknown as { pool: string }[]) {
    const { draw } = await sent('lots-1', 'lots.freeze', { pool })
    if (draw !== undefined) await as('lots-1', 'lots.digits', { cmd: station.cmd(), draw, digits: '0123456789', witnesses: ['甲', '乙'] })
  }
  for (const { candidate } of due.slice(0, 8)) {
    const { lot } = await sent('lots-1', 'lots.draw', { candidate })
    if (typeof lot === 'string') lots.push(lot)
  }
  expect(lots.length).toBeGreaterThan(4)
  const told: [string, Json][] = []
  const ask = async (operator: string, method: string, input: Json): Promise<void> => {
    told.push([`${operator} ${method}`, await sent(operator, method, input)])
  }
  const look = async (operator: string, method: string, input: Json): Promise<void> => {
    told.push([`${operator} ${method}`, await as(operator, method, { session, ...input })])
  }
  for (const lot of lots) await ask('psych-1', 'psych.record', { lot, result: 'passed' })
  for (const lot of lots) await ask('judge-1', 'fitness.record', { lot, item: 'jump', outcome: { kind: 'reading', reading: '290' } })
  for (const lot of lots) await ask('judge-1', 'fitness.record', { lot, item: 'shuttle', outcome: { kind: 'reading', reading: '10.50' } })
  await ask('judge-1', 'fitness.sign', { lot: lots[0], item: 'jump', acknowledgement: { kind: 'on_paper' } })
  await ask('judge-1', 'heats.make', { item: 'run', lots: lots.slice(0, 1) })
  for (const operator of ['judge-1', 'psych-1', 'interview-1']) {
    for (const list of ['all', 'in']) await look(operator, 'sessions.rows', { list })
    await look(operator, 'psych.list', {})
    await look(operator, 'psych.find', { lot: lots[0] })
    await look(operator, 'fitness.find', { lot: lots[0], item: 'jump' })
    for (const item of ['jump', 'run']) await look(operator, 'fitness.waiting', { item })
    await look(operator, 'heats.list', { item: 'run' })
    await look(operator, 'checkIn.search', { query: lots[0] })
    await look(operator, 'lots.pools', {})
    await look(operator, 'sessions.conflicts', {})
  }
  expect(told.filter(([, body]) => (body as { ok?: boolean }).ok === true).length).toBeGreaterThan(20)
  const secrets = due.flatMap(({ candidate, rosterNumber, name, ticket }) => [`"${candidate}"`, `"${rosterNumber}"`, `"${name}"`, `"${ticket}"`])
    // a roster number can read like somebody else's lot
    .filter((secret) => !lots.some((lot) => secret === `"${lot}"`))
  const leaks = told.flatMap(([asked, body]) => {
    const text = JSON.stringify(body)
    return secrets.filter((secret) => text.includes(secret)).map((secret) => `${asked}: ${secret}`)
  })
  expect(leaks).toEqual([])
})
