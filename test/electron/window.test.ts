import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Session } from 'electron'
import * as recorder from '../stand-in/recorder.ts'
import { root, sources, text } from '../architecture/tree.ts'

vi.mock('electron', () => import('../stand-in/recorder.ts'))
const { openWindow, pagePreferences } = await import('../../electron/window.ts')
const { guardEveryPage, isOurs } = await import('../../electron/guards.ts')
const { openPageSession } = await import('../../electron/page-session.ts')
const { registerPageScheme } = await import('../../electron/page-scheme.ts')

// Numbers in the titles are the items of Electron's own security checklist; docs/decisions/0023 has the whole table.

beforeEach(() => {
  recorder.done.length = 0
  recorder.BrowserWindow.made.length = 0
  recorder.app.removeAllListeners()
})

const open = async (): Promise<recorder.BrowserWindow> =>
  (await openWindow(
    new recorder.RecordedSession('kaodian', {}) as unknown as Session,
    '/program',
  )) as unknown as recorder.BrowserWindow

describe('the window', () => {
  test('1: it shows our own page and nothing remote', async () => {
    const window = await open()
    expect(window.addresses).toEqual(['app://ui/index.html'])
  })

  test('2–4, 6, 8–10, F3: its settings are exactly these', async () => {
    const { session, preload, additionalArguments, ...rest } = (await open()).options.webPreferences
    expect(session).toBeDefined()
    expect(preload).toBe(path.join('/program', 'preload.cjs'))
    expect(additionalArguments).toEqual(['--kaodian-version=9.9.9'])
    expect(rest).toEqual({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      plugins: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      devTools: false,
      spellcheck: false,
      safeDialogs: true,
    })
    expect(Object.isFrozen(pagePreferences)).toBe(true)
    expect(rest).not.toHaveProperty('enableBlinkFeatures')
  })

  test('4: the sandbox is switched on for every renderer, and there is no menu', () => {
    guardEveryPage()
    expect(recorder.done).toEqual(['enableSandbox', 'menu null'])
  })

  test('9: no Chromium switch is added anywhere', () => {
    expect(sources('electron').filter((file) => /appendSwitch|appendArgument/.test(text(file)))).toEqual([])
  })

  test('15: nothing is ever opened outside the program', () => {
    expect(
      sources('electron').filter((file) => /\bshell\.open|openExternal|openPath|showItemInFolder/.test(text(file))),
    ).toEqual([])
  })

  test('16: the Electron in the lock file is the one the package is built with, of the 45 line', () => {
    const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string } | undefined>
    }
    expect(lock.packages['node_modules/electron']?.version).toMatch(/^45\./)
    expect(text('package.json')).toContain(`"electron": "${lock.packages['node_modules/electron']!.version!}"`)
  })

  test('a page that crashed is shown again, one that was closed is not', async () => {
    const window = await open()
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(recorder.done).not.toContain('reload')
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(recorder.done).toContain('reload')
  })
})

describe('leaving the page', () => {
  const away = [
    'app://ui.evil/index.html',
    'app://ui@evil/',
    'app://uix/',
    'app:/ui/index.html',
    'app:ui/index.html',
    'app://UI/',
    'app://ui:80/',
    'app://evil/app://ui/',
    'file:///etc/passwd',
    'file://host/share',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'http://ui/',
    'https://app//ui/',
    'https://example.com/#app://ui/',
    'blob:app://ui/1',
    'about:blank',
    'view-source:app://ui/',
    'ws://ui/',
    'ftp://ui/',
    'chrome://gpu',
    'devtools://devtools/x',
    'vbscript:x',
    'mailto:x@example.com',
    'tel:110',
    'ms-settings:',
    'smb://ui/',
    '\\\\ui\\share',
    '//ui/',
    'app://ui\\..\\evil',
    '',
  ]

  test.each(away)('12–14: %s is refused on every road', async (url) => {
    guardEveryPage()
    const window = await open()
    expect(isOurs(url)).toBe(false)
    for (const road of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const event = { url, preventDefault: vi.fn() }
      window.webContents.emit(road, event)
      expect(event.preventDefault, road).toHaveBeenCalledOnce()
    }
    expect(window.webContents.opener?.({ url })).toEqual({ action: 'deny' })
  })

  test('13: our own page may reload; control: with the guard off nothing is refused', async () => {
    const bare = await open()
    const away = { url: 'https://example.com/', preventDefault: vi.fn() }
    bare.webContents.emit('will-navigate', away)
    expect(away.preventDefault).not.toHaveBeenCalled()
    guardEveryPage()
    const home = { url: 'app://ui/index.html', preventDefault: vi.fn() }
    ;(await open()).webContents.emit('will-navigate', home)
    expect(home.preventDefault).not.toHaveBeenCalled()
  })

  test('11, 12: a webview is prevented even if somebody writes one; 14: our own page opens no window either', async () => {
    guardEveryPage()
    const window = await open()
    const event = { preventDefault: vi.fn() }
    window.webContents.emit('will-attach-webview', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(window.webContents.opener?.({ url: 'app://ui/index.html' })).toEqual({ action: 'deny' })
  })
})

describe('the session', () => {
  const openSession = (): recorder.RecordedSession => openPageSession() as unknown as recorder.RecordedSession

  /** Every permission Electron knows, read from its own type file. */
  const permissions = (): string[] => {
    const types = readFileSync(path.join(root, 'node_modules/electron/electron.d.ts'), 'utf8')
    const line = types.split('\n').find((each) => each.includes('setPermissionRequestHandler(handler:'))!
    return [...line.split('callback:')[0]!.matchAll(/'([a-zA-Z-]+)'/g)].map((match) => match[1]!)
  }

  test('5: of all permissions only the camera is given, and only to our page', () => {
    const own = openSession()
    const ask = own.handlers.get('permissionRequest') as unknown as (
      contents: recorder.RecordedContents,
      permission: string,
      answer: (given: boolean) => void,
      details: object,
    ) => void
    const check = own.handlers.get('permissionCheck') as unknown as (
      contents: null,
      permission: string,
      origin: string,
      details: object,
    ) => boolean
    const request = (permission: string, origin: string, details: object): boolean => {
      const contents = new recorder.RecordedContents()
      contents.mainFrame = { origin, url: `${origin}/` }
      let given = false
      ask(contents, permission, (answer) => (given = answer), details)
      return given
    }
    const all = permissions()
    expect(all.length).toBeGreaterThan(30)
    const granted = all.filter((name) => request(name, 'app://ui', {}) || check(null, name, 'app://ui', {}))
    expect(granted).toEqual([])
    expect(request('media', 'app://ui', { mediaTypes: ['video'] })).toBe(true)
    expect(check(null, 'media', 'app://ui/', { mediaType: 'video' })).toBe(true)
    expect(request('media', 'app://ui', { mediaTypes: ['video', 'audio'] })).toBe(false)
    expect(check(null, 'media', 'app://ui', { mediaType: 'audio' })).toBe(false)
    expect(request('media', 'app://ui.evil', { mediaTypes: ['video'] })).toBe(false)
    expect(own.history.slice(0, 2)).toEqual(['permissionRequest null', 'permissionRequest handler'])
    expect((own.handlers.get('devicePermission') as () => boolean)()).toBe(false)
  })

  test('F5: it is in memory, and every request but our own is cancelled', () => {
    const own = openSession()
    expect(own.partition.startsWith('persist:')).toBe(false)
    expect(own.options).toEqual({ cache: false })
    const before = own.handlers.get('onBeforeRequest') as unknown as (
      d: { url: string },
      a: (r: { cancel: boolean }) => void,
    ) => void
    const cancelled = (url: string): boolean => {
      let answer = { cancel: false }
      before({ url }, (given) => (answer = given))
      return answer.cancel
    }
    const strangers = [
      'http',
      'https',
      'ws',
      'wss',
      'ftp',
      'file',
      'data',
      'devtools',
      'chrome',
      'filesystem',
      'blob:https',
    ].flatMap((scheme) =>
      ['://example.com/', '://127.0.0.1:80/', '://ui/', '://app/ui/', ':///etc/passwd'].map((rest) => scheme + rest),
    )
    expect(strangers.length).toBeGreaterThan(50)
    expect(strangers.filter((url) => !cancelled(url))).toEqual([])
    expect(['app://ui/index.html', 'app://ui/assets/a.js', 'blob:app://ui/1'].filter(cancelled)).toEqual([])
  })

  test('F5: a download is ours or does not happen', () => {
    const own = openSession()
    const download = (url: string): boolean => {
      const event = { preventDefault: vi.fn() }
      own.emit('will-download', event, { getURL: () => url })
      return event.preventDefault.mock.calls.length === 0
    }
    expect([download('blob:app://ui/7'), download('https://example.com/x'), download('data:,x')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('7, 18: app: is a secure standard origin without service workers or a way round the policy', () => {
    registerPageScheme()
    expect(recorder.protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })
})
