import { request } from 'node:http'
import { expect, test } from 'vitest'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const raw = (hq: TestHq, path: string, headers: Record<string, string>, method = 'POST', body = '{}') =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const asked = request(new URL(path, hq.url), { method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
    })
    asked.on('error', reject)
    asked.end(method === 'POST' ? body : undefined)
  })

onBothStores('HQ over HTTP', (kind) => {
  test('a fresh HQ says that it is empty, and which database it has', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    expect(await hq.stranger().system.state()).toMatchObject({ state: 'empty', store: kind, hq: hq.inside.keys.id })
    await hq.client('auditor')
    expect(await hq.stranger().system.state()).toMatchObject({ state: 'ready' })
    await hq.stop()
    await place.remove()
  })

  test('foreign hosts, origins and forms are turned away; answers carry the station’s headers', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const json = { 'content-type': 'application/json' }
    expect((await raw(hq, '/api/system/state', { ...json, host: 'evil.example' })).status).toBe(421)
    expect((await raw(hq, '/api/system/state', { ...json, origin: 'http://evil.example' })).status).toBe(403)
    expect((await raw(hq, '/api/system/state', { ...json, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await raw(hq, '/api/system/state', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await raw(hq, '/api/system/state', json, 'DELETE')).status).toBe(405)
    const answer = await raw(hq, '/api/system/state', json)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect((await raw(hq, '/api/system/nothing', json)).status).toBe(404)
    expect((await raw(hq, '/api/system/state', json, 'POST', `{"x":"${'x'.repeat(1024 * 1024 + 10)}"}`)).status).toBe(413)
    const openapi = JSON.parse((await raw(hq, '/api/openapi.json', {}, 'GET')).text) as { paths: Record<string, unknown> }
    expect(Object.keys(openapi.paths)).toContain('/accounts/signIn')
    await hq.stop()
    await place.remove()
  })

  test('health says whether the database answers and jobs run; metrics hold numbers and nobody', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    await expect.poll(async () => (await raw(hq, '/healthz', {}, 'GET')).status).toBe(200)
    await hq.client('admin')
    await raw(hq, '/api/accounts/signIn', { 'content-type': 'application/json' }, 'POST', JSON.stringify({ account: 'somebody.secret', password: 'x' }))
    const { status, headers, text } = await raw(hq, '/metrics', {}, 'GET')
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/plain')
    for (const name of ['facts_held', 'pages_held', 'quarantined', 'jobs_waiting', 'oldest_unprojected_seconds', 'own_facts', 'process_memory_bytes', 'request_seconds_count'])
      expect(text).toContain(`kaodian_hq_${name}`)
    expect(text).toContain('kaodian_hq_requests_total{method="/api/accounts/signIn",status="200"} 1')
    expect(text).not.toContain('somebody')
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.]+)$/)
    await hq.stop()
    await place.remove()
  })

  test('live updates: what another process changed is heard here within two seconds', async () => {
    const place = await storePlace(kind)
    const one = await runHq(place)
    const other = await runHq(place)
    const stop = new AbortController()
    const changes = await (await one.client('auditor')).live.changes({ recruitment: null }, { signal: stop.signal })
    const heard: string[] = []
    const reading = (async () => {
      for await (const message of changes) heard.push(...message.touched)
    })().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await (await other.client('admin')).accounts.add({ cmd: other.cmd(), account: 'new.one', name: '新人', roles: ['duty'], password: 'a long enough sentence' })
    await expect.poll(() => heard, { timeout: 4000 }).toContain('accounts')
    stop.abort()
    await reading
    await one.stop()
    await other.stop()
    await place.remove()
  })
})
