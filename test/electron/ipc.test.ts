import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sources, text } from '../architecture/tree.ts'
import * as recorder from '../stand-in/recorder.ts'

vi.mock('electron', () => import('../stand-in/recorder.ts'))
const { channels } = await import('../../electron/channels.ts')
const { answerFiles } = await import('../../electron/chosen-files.ts')
const { answerPrinting } = await import('../../electron/printing.ts')
const { answerConnect } = await import('../../electron/line-to-station.ts')

const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-ipc-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const taken: unknown[] = []
answerFiles()
answerPrinting()
answerConnect({ attachPort: (port) => void taken.push(port) })

const contents = new recorder.RecordedContents()
const good = { sender: contents, senderFrame: contents.mainFrame }
const call = (name: string, event: unknown, ...given: unknown[]): Promise<unknown> =>
  recorder.ipcMain.handlers.get(name)!(event, ...given)

const rightInput: Record<keyof typeof channels, unknown> = {
  connect: undefined,
  print: undefined,
  savePdf: { name: '合格名单.pdf' },
  openFile: { kind: 'sheet' },
  saveFile: { name: '名单.csv', bytes: new Uint8Array([1, 2, 3]) },
}

beforeEach(() => {
  recorder.system.open = { canceled: true, filePaths: [] }
  recorder.system.save = { canceled: true, filePath: '' }
})

describe('17: what the page asks of the shell', () => {
  test('every declared channel is answered and no other', () => {
    const declared = Object.values(channels).map((channel) => channel.name)
    expect([...recorder.ipcMain.handlers.keys()].sort()).toEqual(declared.sort())
  })

  test('handlers are registered in one file only, through its check', () => {
    expect(sources('electron').filter((file) => text(file).includes('ipcMain.'))).toEqual(['electron/ipc.ts'])
  })

  test('control: our own page with the right shape is answered', async () => {
    for (const key of Object.keys(channels) as (keyof typeof channels)[]) {
      const given = rightInput[key] === undefined ? [] : [rightInput[key]]
      await expect(call(channels[key].name, good, ...given), key).resolves.not.toThrow()
    }
  })

  const frame = contents.mainFrame!
  const strangers: Record<string, unknown> = {
    'no frame': { sender: contents, senderFrame: null },
    'a frame inside the page': { sender: contents, senderFrame: { ...frame } },
    'app://ui.evil': (() => {
      const other = new recorder.RecordedContents()
      other.mainFrame = { origin: 'app://ui.evil', url: 'app://ui.evil/index.html' }
      return { sender: other, senderFrame: other.mainFrame }
    })(),
    'a file': (() => {
      const other = new recorder.RecordedContents()
      other.mainFrame = { origin: 'file://', url: 'file:///app://ui/index.html' }
      return { sender: other, senderFrame: other.mainFrame }
    })(),
    'our origin with a strange address': (() => {
      const other = new recorder.RecordedContents()
      other.mainFrame = { origin: 'app://ui', url: 'about:blank' }
      return { sender: other, senderFrame: other.mainFrame }
    })(),
  }
  for (const key of Object.keys(channels) as (keyof typeof channels)[]) {
    const channel = channels[key]
    test.each(Object.keys(strangers))(`${channel.name} refuses %s`, async (who) => {
      await expect(call(channel.name, strangers[who], rightInput[key])).rejects.toThrow('refused: sender')
    })

    const prototypeKey = JSON.parse('{"__proto__":{"x":1},"name":"a.pdf"}') as unknown
    const huge = new Uint8Array(20_000_000)
    const wrong: [string, unknown[], string][] = [
      ['an unknown key', [{ ...(rightInput[key] as object | undefined), admin: true }], 'shape'],
      ['a wrong type', [42], 'shape'],
      ['an array', [[rightInput[key]]], 'shape'],
      ['a second argument', [rightInput[key], 1], 'shape'],
      ['a poisoned key', [prototypeKey], 'size'],
      ['20 MB', [{ ...(rightInput[key] as object | undefined), bytes: huge }], 'size'],
      ['20 MB of text', ['x'.repeat(20_000_000)], 'size'],
      ['a deep nest', [Array.from({ length: 40 }).reduce((inner) => ({ inner }), {})], 'size'],
    ]
    test.each(wrong)(`${channel.name} refuses %s`, async (_what, given, why) => {
      await expect(call(channel.name, good, ...given)).rejects.toThrow(`refused: ${why}`)
    })
  }

  test.each([
    '../x.pdf',
    'a/b.pdf',
    'a\\b.pdf',
    'C:x.pdf',
    '',
    '.hidden',
    'x.pdf.',
    'a\nb.pdf',
    'x'.repeat(121),
    '<x>.pdf',
    'nul\0.pdf',
  ])('a file cannot be called %j', async (name) => {
    await expect(call(channels.savePdf.name, good, { name })).rejects.toThrow('refused: shape')
  })
})

describe('what the shell does for the page', () => {
  test('a line to the station: one end to the station and started, the other to the page', async () => {
    taken.length = 0
    contents.sent.length = 0
    await call(channels.connect.name, good)
    expect(taken).toHaveLength(1)
    expect(contents.sent).toEqual([{ channel: 'kaodian-port', ports: 1 }])
    expect(recorder.done).toContain('port started')
  })

  test('a chosen file arrives by name and bytes, never by path; a cancelled choice says so', async () => {
    expect(await call(channels.openFile.name, good, { kind: 'sheet' })).toBe('cancelled')
    const file = path.join(folder, '名册.csv')
    writeFileSync(file, '序号')
    recorder.system.open = { canceled: false, filePaths: [file] }
    expect(await call(channels.openFile.name, good, { kind: 'sheet' })).toEqual({
      name: '名册.csv',
      bytes: new Uint8Array(Buffer.from('序号')),
    })
    truncateSync(file, 64_000_001)
    expect(await call(channels.openFile.name, good, { kind: 'sheet' })).toBe('too_large')
  })

  test('a saved file is whole under its name, and nothing half lies beside it', async () => {
    const file = path.join(folder, 'out.csv')
    recorder.system.save = { canceled: false, filePath: file }
    expect(await call(channels.saveFile.name, good, rightInput.saveFile)).toBe('saved')
    expect([...readFileSync(file)]).toEqual([1, 2, 3])
    recorder.system.save = { canceled: false, filePath: path.join(folder, 'missing', 'out.csv') }
    await expect(call(channels.saveFile.name, good, rightInput.saveFile)).rejects.toThrow('ENOENT')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('a page becomes a PDF where the operator says', async () => {
    const file = path.join(folder, 'x.pdf')
    recorder.system.save = { canceled: false, filePath: file }
    expect(await call(channels.savePdf.name, good, rightInput.savePdf)).toBe('saved')
    expect(readFileSync(file, 'latin1')).toBe('%PDF-')
  })
})
