import { request } from 'node:http'
import { expect, test } from 'vitest'
import { allowedHosts, checkRequest } from '../../exchange/web-gate.ts'
import { webStation, type WebStation } from './web-station.ts'

interface Attack {
  name: string
  method?: string
  path?: string
  headers: Record<string, string>
  body?: string
  status: number
}

const json = { 'content-type': 'application/json' }
const attacks: Attack[] = [
  { name: 'a rebound name as Host', headers: { ...json, host: 'evil.example' }, status: 421 },
  { name: 'a rebound name with our port', headers: { ...json, host: 'evil.example:PORT' }, status: 421 },
  { name: 'our address with another port as Host', headers: { ...json, host: '127.0.0.1:1' }, status: 421 },
  { name: 'our address without a port as Host', headers: { ...json, host: '127.0.0.1' }, status: 421 },
  { name: 'a name that begins like ours', headers: { ...json, host: 'localhost:PORT.evil.example' }, status: 421 },
  { name: 'a foreign Origin', headers: { ...json, origin: 'http://evil.example' }, status: 403 },
  { name: 'an opaque Origin, as from a sandboxed frame', headers: { ...json, origin: 'null' }, status: 403 },
  {
    name: 'our host in the Origin over another scheme',
    headers: { ...json, origin: 'https://127.0.0.1:PORT' },
    status: 403,
  },
  { name: 'another port of this machine as Origin', headers: { ...json, origin: 'http://127.0.0.1:1' }, status: 403 },
  { name: 'a cross-site call of a browser', headers: { ...json, 'sec-fetch-site': 'cross-site' }, status: 403 },
  { name: 'a same-site call from another port', headers: { ...json, 'sec-fetch-site': 'same-site' }, status: 403 },
  { name: 'a form post', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b', status: 415 },
  { name: 'a no-cors post of text', headers: { 'content-type': 'text/plain' }, status: 415 },
  { name: 'a post without a type', headers: {}, status: 415 },
  { name: 'JSON in another character set', headers: { 'content-type': 'application/json; charset=gbk' }, status: 415 },
  {
    name: 'a preflight',
    method: 'OPTIONS',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    status: 403,
  },
  { name: 'a method by GET', method: 'GET', headers: {}, status: 404 },
  { name: 'PUT', method: 'PUT', headers: json, status: 405 },
  { name: 'DELETE', method: 'DELETE', headers: json, status: 405 },
]

function send(
  { web }: WebStation,
  attack: Attack,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  const headers = Object.fromEntries(
    Object.entries(attack.headers).map(([name, value]) => [name, value.replace('PORT', String(web.port))]),
  )
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: web.port,
        path: attack.path ?? '/api/venue/state',
        method: attack.method ?? 'POST',
        headers,
      },
      (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      },
    )
    call.on('error', reject)
    call.end(attack.method === 'GET' ? undefined : (attack.body ?? '{}'))
  })
}

test('every kind of call from a foreign page is turned away before a handler sees it, and a plain one is answered', async () => {
  const station = await webStation({ rehearsal: null })
  for (const attack of attacks) {
    const answer = await send(station, attack)
    expect(answer.status, attack.name).toBe(attack.status)
    expect(answer.body, attack.name).not.toContain('"state"')
    expect(answer.headers['access-control-allow-origin'], attack.name).toBeUndefined()
  }
  const own = { ...json, origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' }
  for (const headers of [
    json,
    own,
    { ...json, host: 'localhost:PORT' },
    { 'content-type': 'application/json; charset=utf-8' },
  ]) {
    expect((await send(station, { name: 'ours', headers, status: 200 })).status).toBe(200)
  }
})

test('control: without the gate the same calls reach the handler', async () => {
  const station = await webStation({ rehearsal: null, check: () => null })
  const reached: string[] = []
  for (const attack of attacks.filter(
    ({ method, headers }) => method === undefined && headers['content-type']?.startsWith('application/json') === true,
  )) {
    if ((await send(station, attack)).body.includes('"state"')) reached.push(attack.name)
  }
  expect(reached.length).toBeGreaterThanOrEqual(11)
})

test('every answer carries the security headers, and data is never kept', async () => {
  const station = await webStation({ rehearsal: null })
  for (const path of ['/api/venue/state', '/rpc/venue/state', '/nowhere', '/api/venue/nowhere']) {
    const { headers } = await send(station, { name: path, path, headers: json, status: 0 })
    expect(headers['content-security-policy'], path).toContain("default-src 'none'")
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['referrer-policy'], path).toBe('no-referrer')
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
    expect(headers['cache-control'], path).toBe('no-store')
  }
})

test('a body beyond its method’s limit is refused, broken and poisoned JSON too', async () => {
  const station = await webStation({ rehearsal: null })
  const post = (path: string, body: string) => send(station, { name: path, path, headers: json, body, status: 0 })
  const long = JSON.stringify({ filler: 'x'.repeat(1_100_000) })
  expect((await post('/api/operators/signIn', long)).status).toBe(413)
  expect((await post('/api/venue/checkPack', JSON.stringify({ json: 'x'.repeat(1_100_000) }))).status).toBe(200)
  expect((await post('/api/operators/signIn', '{"operator":')).status).toBe(400)
  expect((await post('/api/venue/state', '{"__proto__":{"polluted":true}}')).status).toBe(400)
  expect((await post('/api/venue/packText', '{"name":"national-2024","constructor":{"prototype":{}}}')).status).toBe(
    400,
  )
})

test('a station on all addresses answers under its own addresses only', () => {
  const hosts = allowedHosts('0.0.0.0', 8790)
  expect(hosts.has('127.0.0.1:8790')).toBe(true)
  expect(hosts.has('[::1]:8790')).toBe(true)
  expect(hosts.has('0.0.0.0:8790')).toBe(false)
  expect(checkRequest({ method: 'GET', headers: {} }, hosts)).toEqual({ status: 421, reason: 'host' })
})
