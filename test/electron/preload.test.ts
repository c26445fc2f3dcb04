import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Shell } from '../../shared/shell.ts'

// C1 aside, row 20: the page gets named functions on a frozen object and nothing of Electron itself.

const asked: unknown[][] = []
const listeners = new Map<string, (event: unknown) => void>()
const exposed = new Map<string, unknown>()
const posted: unknown[][] = []

vi.mock('electron', () => ({
  ipcRenderer: {
    invoke: (...given: unknown[]) => {
      asked.push(given)
      return Promise.resolve('printed')
    },
    on: (channel: string, listener: (event: unknown) => void) => listeners.set(channel, listener),
  },
  contextBridge: { exposeInMainWorld: (key: string, api: unknown) => exposed.set(key, api) },
}))

beforeAll(async () => {
  vi.stubGlobal('window', {
    location: { origin: 'app://ui' },
    postMessage: (...given: unknown[]) => posted.push(given),
  })
  await import('../../electron/preload.ts')
})

describe('20: the preload', () => {
  test('exposes one frozen object with exactly these names', () => {
    expect([...exposed.keys()]).toEqual(['kaodian'])
    const shell = exposed.get('kaodian') as Shell
    expect(Object.isFrozen(shell)).toBe(true)
    expect(Object.keys(shell).sort()).toEqual([
      'face',
      'openFile',
      'openPort',
      'platform',
      'print',
      'saveFile',
      'savePdf',
      'version',
    ])
    for (const value of Object.values(shell)) expect(['string', 'function']).toContain(typeof value)
  })

  test('asks only the declared channels, in their declared shapes', async () => {
    const shell = exposed.get('kaodian') as Shell
    asked.length = 0
    shell.openPort()
    await shell.print()
    await shell.savePdf('a.pdf')
    await shell.openFile('sheet')
    await shell.saveFile('a.csv', new Uint8Array([1]))
    vi.doMock('electron', () => import('../stand-in/recorder.ts'))
    const { channels } = await import('../../electron/channels.ts')
    const declared = new Map(Object.values(channels).map((channel) => [channel.name as string, channel.input]))
    expect(asked.map(([channel]) => channel)).toEqual([...declared.keys()])
    for (const [channel, input] of asked) expect(declared.get(channel as string)!.safeParse(input).success).toBe(true)
  })

  test('hands the port over to our own origin, without the event it came in', () => {
    expect([...listeners.keys()]).toEqual(['kaodian-port'])
    const port = { a: 'port' }
    listeners.get('kaodian-port')!({ ports: [port], sender: 'ipcRenderer' })
    expect(posted).toEqual([['kaodian-port', 'app://ui', [port]]])
  })
})
