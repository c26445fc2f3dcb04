import { expect, test } from 'vitest'
import { methodNames } from '../../station/router.ts'
import { webStation } from './web-station.ts'

test('openapi.json lists every method as a POST with its input, and says where the token goes', async () => {
  const station = await webStation({ rehearsal: null })
  const response = await fetch(`${station.web.url}/api/openapi.json`)
  expect(response.headers.get('content-type')).toContain('application/json')
  const document = (await response.json()) as {
    openapi: string
    paths: Record<string, Record<string, unknown>>
    components: unknown
  }
  expect(document.openapi).toMatch(/^3\.1/)
  expect(Object.keys(document.paths).sort()).toEqual(
    methodNames()
      .map((method) => `/${method.replace('.', '/')}`)
      .sort(),
  )
  for (const [path, operations] of Object.entries(document.paths))
    expect(Object.keys(operations), path).toEqual(['post'])
  expect(JSON.stringify(document.paths['/fitness/record'])).toContain('did_not_finish')
  expect(JSON.stringify(document.components)).toContain('bearer')
})

test('an outsider plays a check-in with nothing but JSON', async () => {
  const station = await webStation()
  const chief = await station.signIn('chief-1')
  const desk = await station.signIn('checkin-1')
  expect((await station.call('sessions.open', { cmd: station.cmd(), session: '0609-am' }, chief)).body).toMatchObject({
    ok: true,
    repeated: false,
  })
  const { body: listed } = await station.call('sessions.rows', { session: '0609-am', list: 'due', limit: 50 }, desk)
  const rows = listed['rows'] as { candidate: string }[]
  expect(rows.length).toBeGreaterThan(0)
  let admitted = 0
  for (const { candidate } of rows) {
    const input = {
      cmd: station.cmd(),
      session: '0609-am',
      candidate,
      documents: { idCard: true, ticket: true },
      tag: `T${String(admitted)}`,
      consent: true,
    }
    const first = await station.call('checkIn.admit', input, desk)
    expect(first.status).toBe(200)
    if (first.body['ok'] !== true) continue
    admitted += 1
    // a double click: the same command again records nothing
    expect((await station.call('checkIn.admit', input, desk)).body).toEqual({ ...first.body, repeated: true })
  }
  expect(admitted).toBeGreaterThan(0)
  const { body } = await station.call('checkIn.counts', { session: '0609-am' }, desk)
  expect(body).toMatchObject({ ok: true, counts: { in: admitted } })
})
