import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pageHeaders } from '../../shared/csp.ts'
import { ownFolder, webStation } from './web-station.ts'

function raw(port: number, address: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: address }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

function builtPage(): string {
  const outside = ownFolder()
  const page = path.join(outside, 'renderer')
  mkdirSync(path.join(page, 'assets'), { recursive: true })
  writeFileSync(path.join(outside, 'secret.json'), 'secret')
  writeFileSync(path.join(page, 'index.html'), '<!doctype html><title>考点</title>')
  writeFileSync(path.join(page, 'assets', 'main-abc.js'), 'export {}')
  writeFileSync(path.join(page, 'notes.exe'), 'secret')
  symlinkSync(path.join(outside, 'secret.json'), path.join(page, 'link.json'))
  return page
}

test('the page comes with every header of its defence, and only hashed files may be kept', async () => {
  const station = await webStation({ rehearsal: null, page: builtPage() })
  for (const address of ['/', '/index.html', '/assets/main-abc.js']) {
    const response = await fetch(`${station.web.url}${address}`)
    expect(response.status, address).toBe(200)
    for (const [name, value] of Object.entries(pageHeaders))
      expect(response.headers.get(name), `${address} ${name}`).toBe(value)
    expect(response.headers.get('cache-control'), address).toBe(
      address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
    )
  }
})

test('no spelling of a path leads out of the built page', async () => {
  const station = await webStation({ rehearsal: null, page: builtPage() })
  const tries = [
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/../../secret.json',
    '/assets/..%5c..%5csecret.json',
    '/..\\secret.json',
    '//secret.json',
    '/link.json',
    '/notes.exe',
    '/index.html%00.js',
    '/INDEX.HTML',
    '/assets/',
    '/assets',
    '/renderer/index.html',
    '/C:/secret.json',
    'http://evil.example/secret.json',
    '/./index.html/../../secret.json',
    '/%',
  ]
  for (const address of tries) {
    const { status, body } = await raw(station.web.port, address)
    expect([400, 403, 404, 414], address).toContain(status)
    expect(body, address).not.toContain('secret')
  }
})

test('a page that was not built says what to do', async () => {
  const station = await webStation({ rehearsal: null })
  const response = await fetch(station.web.url)
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')])
})
