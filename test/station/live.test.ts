import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { expect, onTestFinished, test } from 'vitest'
import type { Client } from '../../shared/api.ts'
import type { LiveMessage } from '../../shared/api/venue.ts'
import { makeLiveHub } from '../../station/live-hub.ts'
import { idleMinutes } from '../../station/tokens.ts'
import { webStation } from './web-station.ts'

const next = async (stream: AsyncIterator<LiveMessage>): Promise<LiveMessage | 'ended'> => {
  const step: IteratorResult<LiveMessage, unknown> = await stream.next()
  return step.done === true ? 'ended' : step.value
}

function screen(url: string, token: string): Client {
  return createORPCClient<Client>(new FetchLink({ url: `${url}/rpc`, headers: { authorization: `Bearer ${token}` } }))
}

test('a screen hears at once what another one changed, over HTTP and over a port alike', async () => {
  const station = await webStation()
  const token = await station.signIn('chief-1')
  const { port1, port2 } = new MessageChannel()
  station.station.attachPort(port1)
  port1.start()
  port2.start()
  onTestFinished(() => port2.close())
  const faces = [
    screen(station.web.url, token),
    createORPCClient<Client>(new PortLink({ port: port2, headers: { authorization: `Bearer ${token}` } })),
  ]
  const stop = new AbortController()
  const streams = await Promise.all(faces.map((face) => face.live.changes(undefined, { signal: stop.signal })))
  const first = await Promise.all(streams.map(next))
  for (const message of first) expect(message).toMatchObject({ touched: [], trouble: [], many: false })
  await station.call('operators.add', { cmd: station.cmd(), name: '新裁判', roles: ['judge'], pin: '480315' }, token)
  for (const message of await Promise.all(streams.map(next))) {
    expect(message).toMatchObject({ touched: ['operators'] })
    expect((message as LiveMessage).facts).toBe((first[0] as LiveMessage).facts + 1)
    expect((message as LiveMessage).head).not.toBe((first[0] as LiveMessage).head)
  }
  stop.abort()
})

test('both faces refuse without a token and answer with one', async () => {
  const station = await webStation()
  await expect(screen(station.web.url, '').operators.me()).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    data: { reason: 'not_signed_in' },
  })
  await expect(screen(station.web.url, await station.signIn('judge-1')).operators.me()).resolves.toMatchObject({
    operator: 'judge-1',
  })
  await expect(screen(station.web.url, await station.signIn('judge-1')).operators.list()).rejects.toMatchObject({
    code: 'FORBIDDEN',
    data: { reason: 'not_allowed' },
  })
})

test('many facts of one turn travel in one message, and more candidates than can be named are said to be many', async () => {
  const hub = makeLiveHub(() => ({ now: 1, facts: 2, head: '', trouble: [], hq: null }), 60_000)
  const stream = hub.changes(() => true, undefined)
  await stream.next()
  const envelope = {
    v: 1,
    exam: 'e',
    venue: 'v',
    station: 's',
    seq: 1,
    prev: '',
    at: 1,
    mono: 1,
    by: 'b',
    cmd: 'c',
  } as const
  const waiting = stream.next()
  for (let n = 0; n < 250; n += 1)
    hub.facts([{ ...envelope, type: 'checkin.consented', body: { session: 's', candidate: `c${String(n)}` } }])
  hub.noun('venue')
  const { value } = await waiting
  expect(value).toMatchObject({ touched: ['check-in', 'venue'], candidates: [], many: true })
  hub.close()
  expect(await stream.next()).toMatchObject({ done: true })
})

test('without news there is a heartbeat, and an abort ends the stream', async () => {
  const hub = makeLiveHub(() => ({ now: 1, facts: 2, head: '', trouble: ['disk_low'], hq: null }), 20)
  const stop = new AbortController()
  const stream = hub.changes(() => true, stop.signal)
  await stream.next()
  expect((await stream.next()).value).toMatchObject({ touched: [], trouble: ['disk_low'] })
  const last = stream.next()
  stop.abort()
  expect(await last).toMatchObject({ done: true })
})

test('a person who idles into the lock hears no more', async () => {
  const station = await webStation()
  const stream = await screen(station.web.url, await station.signIn('judge-1')).live.changes()
  expect(await next(stream)).not.toBe('ended')
  station.clock.pass(idleMinutes * 60_000)
  station.station.inside.venue!.hub.noun('venue')
  expect(await next(stream)).toBe('ended')
})
