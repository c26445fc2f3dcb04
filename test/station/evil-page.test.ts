import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { checkRequest, type GateRefusal } from '../../exchange/web-gate.ts'
import { launchChromium } from '../chromium.ts'
import { webStation } from './web-station.ts'

interface Seen {
  asked: string
  refused: GateRefusal | null
}

/** A station whose gate tells what reached it, and a browser in which `evil.test` is this very machine. */
async function scene(gateOn: boolean) {
  const seen: Seen[] = []
  const station = await webStation({
    rehearsal: null,
    check: (request, hosts) => {
      const refused = checkRequest(request, hosts)
      seen.push({
        asked: `${request.method} ${String(request.headers.origin ?? request.headers['sec-fetch-site'] ?? '')}`,
        refused,
      })
      return gateOn ? refused : null
    },
  })
  const other = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><body>evil'),
  )
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  // a new browser would stop some of this; an older one does not, and ours has to hold alone
  const off = '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests'
  const browser = await launchChromium({ args: ['--host-resolver-rules=MAP evil.test 127.0.0.1', off] })
  onTestFinished(async () => {
    await browser.close()
    other.closeAllConnections()
    other.close()
  })
  const page = await browser.newPage()
  return { station, seen, page, evil: `http://evil.test:${String((other.address() as AddressInfo).port)}/` }
}

test('a real browser on a foreign page gets nothing through, by any of its ways to ask', async () => {
  const { station, seen, page, evil } = await scene(true)
  await page.goto(evil)
  await page.evaluate(async (url) => {
    const quiet = (promise: Promise<unknown>) => promise.catch(() => undefined)
    const post = { method: 'POST', body: '{}' }
    const add = (tag: string, attribute: string, address: string) => {
      const element = document.createElement(tag)
      if (tag === 'link') element.setAttribute('rel', 'stylesheet')
      element.setAttribute(attribute, address)
      document.body.append(element)
    }
    await quiet(fetch(`${url}/api/venue/state`, { ...post, mode: 'no-cors' }))
    await quiet(fetch(`${url}/api/venue/state`, { ...post, headers: { 'content-type': 'application/json' } }))
    await quiet(fetch(`${url}/health`, { mode: 'no-cors' }))
    await quiet(fetch(`${url}/api/openapi.json`))
    await quiet(fetch(`${url}/api/venue/state`, { ...post, mode: 'no-cors', keepalive: true }))
    navigator.sendBeacon(`${url}/api/venue/state`, '{}')
    new EventSource(`${url}/api/live/changes`)
    for (const [tag, attribute] of [
      ['img', 'src'],
      ['script', 'src'],
      ['iframe', 'src'],
      ['link', 'href'],
      ['object', 'data'],
      ['video', 'src'],
    ]) {
      add(tag!, attribute!, `${url}/health?${tag!}`)
    }
    const form = document.createElement('form')
    form.method = 'post'
    form.enctype = 'text/plain'
    form.target = 'sink'
    form.action = `${url}/api/venue/state`
    document.body.append(form)
    const sink = document.createElement('iframe')
    sink.name = 'sink'
    document.body.append(sink)
    form.submit()
  }, station.web.url)
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(12)
  expect(seen.filter(({ refused }) => refused === null)).toEqual([])
})

test('a rebound name is turned away, and reaches the handlers when the gate is off', async () => {
  const ask = async (gateOn: boolean) => {
    const { station, page } = await scene(gateOn)
    const start = `http://evil.test:${String(station.web.port)}/start`
    // what the attacker's own server sent before the name was turned to this machine
    await page.route(start, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>evil' }))
    await page.goto(start)
    return page.evaluate(async () => {
      const response = await fetch('/api/venue/state', {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      })
      return [response.status, (await response.text()).includes('"state"')]
    })
  }
  expect(await ask(true)).toEqual([421, false])
  expect(await ask(false)).toEqual([200, true])
})
