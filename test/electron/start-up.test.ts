import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { imports, root, sources, text } from '../architecture/tree.ts'
import * as recorder from '../stand-in/recorder.ts'

vi.mock('electron', () => import('../stand-in/recorder.ts'))
const { forbiddenSwitch, refuseDebugging } = await import('../../electron/switches.ts')
const { readStartArguments } = await import('../../electron/start-arguments.ts')
const { openKeySeal } = await import('../../electron/key-seal.ts')
const { isOnlyInstance } = await import('../../electron/one-instance.ts')
const { endWithLastWindow, endWithReason } = await import('../../electron/ending.ts')

beforeEach(() => {
  recorder.done.length = 0
  recorder.app.removeAllListeners()
  Object.assign(recorder.system, {
    packaged: true,
    switches: [],
    lock: true,
    keyring: true,
    backend: 'gnome_libsecret',
    exits: [],
  })
})

describe('F2: a packaged program does not run under a debugger', () => {
  test.each([
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '-inspect',
    '--remote-allow-origins=*',
    '--js-flags=--allow-natives-syntax',
    '--load-extension=/tmp/x',
    '--host-rules=MAP * evil',
    '--host-resolver-rules=MAP * evil',
    '--proxy-server=evil',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--INSPECT',
  ])('%s ends it', (given) => {
    expect(forbiddenSwitch(['kaodian', given])).toBe(given)
    refuseDebugging(['kaodian', given], {})
    expect(recorder.system.exits).toEqual([78])
  })

  test('a switch that only Chromium saw ends it, and so does NODE_OPTIONS', () => {
    recorder.system.switches = ['remote-debugging-port']
    refuseDebugging(['kaodian'], {})
    recorder.system.switches = []
    refuseDebugging(['kaodian'], { NODE_OPTIONS: '--inspect' })
    expect(recorder.system.exits).toEqual([78, 78])
  })

  test('the program’s own words do not; a copy in development may be inspected', () => {
    refuseDebugging(
      ['kaodian', '--data', '/x', '--rehearsal', 'shenzhen-2023', '--candidates', '200', '--seed', '7'],
      {},
    )
    recorder.system.packaged = false
    refuseDebugging(['electron', '--inspect'], {})
    expect(recorder.system.exits).toEqual([])
  })
})

describe('start arguments', () => {
  test('are the words of the web face; what belongs to Chromium is passed over', () => {
    expect(
      readStartArguments(
        ['--rehearsal', 'wuhan-2025', '--candidates', '2000', '--seed=7', '--lang=zh-CN', '.'],
        '/home/u',
      ),
    ).toEqual({
      data: path.join('/home/u', 'rehearsal-wuhan-2025'),
      rehearsal: 'wuhan-2025',
      candidates: 2000,
      seed: 7,
    })
    expect(readStartArguments(['--data', '/exam'], '/home/u')).toEqual({
      data: path.resolve('/exam'),
      candidates: 240,
      seed: 1,
    })
  })

  test('live and rehearsal never share a folder, and a name cannot climb out of it', () => {
    expect(readStartArguments([], '/home/u').data).toBe(path.join('/home/u', 'venue'))
    expect(path.dirname(readStartArguments(['--rehearsal', '../../venue'], '/home/u').data)).toBe('/home/u')
  })
})

describe('F7: keys are sealed by the operating system', () => {
  test('what was sealed comes back, by the asynchronous calls', async () => {
    const seal = await openKeySeal({ rehearsal: false })
    if (typeof seal === 'string') throw new Error(seal)
    const secret = Uint8Array.from({ length: 32 }, (_, at) => 255 - at)
    const sealed = await seal.seal(secret)
    expect(seal.kept).toBe('sealed')
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false)
    expect(await seal.unseal(sealed)).toEqual(secret)
  })

  test('no keyring is refused', async () => {
    recorder.system.keyring = false
    expect(await openKeySeal({ rehearsal: false })).toBe('no_keyring')
  })

  test.runIf(process.platform === 'linux')(
    'basic_text is refused for an exam and accepted for a rehearsal',
    async () => {
      recorder.system.backend = 'basic_text'
      expect(await openKeySeal({ rehearsal: false })).toBe('plain_text_keyring')
      expect(typeof (await openKeySeal({ rehearsal: true }))).toBe('object')
      recorder.system.backend = 'unknown'
      expect(await openKeySeal({ rehearsal: false })).toBe('plain_text_keyring')
    },
  )
})

describe('F4: one program on one folder', () => {
  test('the second start ends itself and brings the first to the front', () => {
    recorder.system.lock = false
    expect(isOnlyInstance()).toBe(false)
    expect(recorder.system.exits).toEqual([0])
    recorder.system.lock = true
    expect(isOnlyInstance()).toBe(true)
    new recorder.BrowserWindow({ webPreferences: {} })
    recorder.app.emit('second-instance', {})
    expect(recorder.done.slice(-2)).toEqual(['restore', 'focus'])
  })

  test('crash dumps, which hold personal data, are never made or sent', () => {
    expect(sources('electron').filter((file) => text(file).includes('crashReporter'))).toEqual([])
  })
})

describe('the end', () => {
  test('the ledger is let go before the program ends, and only once', async () => {
    const closed = Promise.withResolvers<undefined>()
    let calls = 0
    endWithLastWindow(() => {
      calls += 1
      return closed.promise
    })
    recorder.app.emit('window-all-closed')
    expect(recorder.done).toEqual(['quit'])
    const first = { preventDefault: vi.fn() }
    recorder.app.emit('will-quit', first)
    expect(first.preventDefault).toHaveBeenCalledOnce()
    expect(recorder.done).toEqual(['quit'])
    closed.resolve(undefined)
    await vi.waitFor(() => expect(recorder.done).toEqual(['quit', 'quit']))
    const second = { preventDefault: vi.fn() }
    recorder.app.emit('will-quit', second)
    expect([second.preventDefault.mock.calls.length, calls]).toEqual([0, 1])
  })

  test('a start that fails says why and ends with 1', () => {
    endWithReason(new Error('数据文件夹正由另一个考点程序使用'))
    expect(recorder.done).toEqual(['error box 无法启动 Kaodian'])
    expect(recorder.system.exits).toEqual([1])
  })
})

describe('rows that are read from the source', () => {
  const all = sources('electron', /\.ts$/)

  test('4: the preload imports electron and our own words only', () => {
    expect(imports('electron/preload.ts').sort()).toEqual(['../shared/shell.ts', 'electron'])
  })

  test('4: debugging is refused, the scheme is registered and every page guarded before anything waits for ready', () => {
    const main = text('electron/main.ts')
    const steps = ['refuseDebugging(process', 'registerPageScheme()', 'guardEveryPage()', 'app.whenReady()']
    const places = steps.map((step) => main.indexOf(step))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('C1: nothing that keeps or checks the ledger names an algorithm that Electron’s BoringSSL lacks', () => {
    const lacking = /['"`](argon2\w*|sm[234][\w-]*|sha3-\d+|shake\d+|blake2\w*|ed448|x448|chacha20-poly1305)['"`]/i
    expect("createHash('sha3-256')").toMatch(lacking)
    const main = (['shared', 'db', 'station', 'electron'] as const).flatMap((room) => sources(room, /\.ts$/))
    expect(main.filter((file) => lacking.test(text(file)))).toEqual([])
  })

  test('20: ipcRenderer and contextBridge live in the preload only', () => {
    expect(all.filter((file) => /\b(ipcRenderer|contextBridge)\b/.test(text(file)))).toEqual(['electron/preload.ts'])
  })

  test('2: windows are made in one file', () => {
    expect(all.filter((file) => text(file).includes('new BrowserWindow'))).toEqual(['electron/window.ts'])
  })

  test('F6: no certificate is ever waved through', () => {
    expect(
      all.filter((file) => /certificate-error|setCertificateVerifyProc|rejectUnauthorized/.test(text(file))),
    ).toEqual([])
  })

  test('F8: no child_process, since RunAsNode is off in the package', () => {
    expect(all.filter((file) => imports(file).some((each) => each.includes('child_process')))).toEqual([])
  })

  test('the main program does not wait for ready at its top, where Electron would wait for it in turn', () => {
    expect(readFileSync(path.join(root, 'electron/main.ts'), 'utf8')).not.toMatch(/^(const .*= )?await /m)
  })
})
