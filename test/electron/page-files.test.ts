import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { Session } from 'electron'
import { contentSecurityPolicy } from '../../shared/csp.ts'
import * as recorder from '../stand-in/recorder.ts'

vi.mock('electron', () => import('../stand-in/recorder.ts'))
const { answerPage, pageFiles } = await import('../../electron/page-files.ts')
const { servePage } = await import('../../electron/page-scheme.ts')

const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-page-'))
const page = path.join(folder, 'renderer')
mkdirSync(path.join(page, 'assets'), { recursive: true })
mkdirSync(`${page}-evil`)
writeFileSync(path.join(page, 'index.html'), '<!doctype html>')
writeFileSync(path.join(page, 'assets/main.js'), 'void 0')
writeFileSync(path.join(page, 'assets/font.woff2'), 'x')
writeFileSync(path.join(page, 'assets/main.js.map'), '{}')
writeFileSync(path.join(folder, 'secret.html'), 'secret')
writeFileSync(path.join(`${page}-evil`, 'index.html'), 'secret')
symlinkSync(path.join(folder, 'secret.html'), path.join(page, 'link.html'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = pageFiles(page)
const answer = answerPage(files)
/** A request with the address exactly as written, which `new Request` would tidy up first. */
const ask = (url: string, method = 'GET'): Promise<Response> => answer({ url, method } as Request)

describe('what the page may load', () => {
  test('18: the map holds built files of known kinds; no links, no source maps', () => {
    expect([...files.keys()].sort()).toEqual(['/assets/font.woff2', '/assets/main.js', '/index.html'])
  })

  test('7: every answer carries the policy, and it says this', async () => {
    for (const url of ['app://ui/index.html', 'app://ui/assets/main.js', 'app://ui/none'])
      expect((await ask(url)).headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(contentSecurityPolicy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
        "media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    )
  })

  test('F5: its own files arrive with their kind and are kept nowhere', async () => {
    const script = await ask('app://ui/assets/main.js?v=1')
    expect([script.status, await script.text(), script.headers.get('content-type')]).toEqual([
      200,
      'void 0',
      'text/javascript; charset=utf-8',
    ])
    expect(script.headers.get('cache-control')).toBe('no-store')
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    'app://ui/../secret.html',
    'app://ui/%2e%2e/secret.html',
    'app://ui/..%2fsecret.html',
    'app://ui/..%5csecret.html',
    'app://ui/../renderer-evil/index.html',
    'app://ui-evil/index.html',
    'app://ui/index.html%00',
    'app://ui//index.html',
    'app://ui/assets/../index.html',
    'app://ui/INDEX.HTML',
    'app://ui/link.html',
    'app://ui/\\\\host\\share',
    'app://other/index.html',
    'file:///index.html',
    'app://ui',
    'app://ui/',
    'app://ui/__proto__',
    'app://ui/constructor',
  ])('18: %s is not found', async (url) => {
    expect((await ask(url)).status).toBe(404)
  })

  test('18: of 1,000 spellings none leads outside the map', async () => {
    const seed = 20230609
    const piece = fc.constantFrom(
      '..',
      '%2e%2e',
      '..%2f',
      '%5c',
      '\0',
      '%00',
      '/',
      '//',
      '\\',
      'assets',
      'index.html',
      'secret.html',
      '~',
      'C:',
      '//host/share',
      '.',
      'link.html',
      '?',
      '#',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const url = `app://ui/${pieces.join('/')}`
        const response = await ask(url)
        if (response.status === 200) expect(files.has(url.split(/[?#]/)[0]!.slice('app://ui'.length))).toBe(true)
        expect(await response.text()).not.toContain('secret')
      }),
      { numRuns: 1000, seed },
    )
  })

  test('only GET is answered', async () => {
    for (const method of ['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])
      expect((await ask('app://ui/index.html', method)).status).toBe(404)
  })

  test('18: the session answers app:, and refuses file:, http: and https: outright', async () => {
    const own = new recorder.RecordedSession('kaodian', {})
    servePage(own as unknown as Session, page)
    expect([...own.schemes.keys()].sort()).toEqual(['app', 'file', 'http', 'https'])
    for (const scheme of ['file', 'http', 'https'])
      expect((await own.schemes.get(scheme)!(new Request('https://example.com/'))).status).toBe(403)
  })
})
