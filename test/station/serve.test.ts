import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { defaultFolder, readServeArguments } from '../../station/serve-arguments.ts'
import { ownFolder } from './web-station.ts'

// programs are started again and again; a busy machine takes its time over each
vi.setConfig({ testTimeout: 120_000 })

const serve = path.resolve(import.meta.dirname, '../../station/serve.ts')

/** Runs the program until it says it is ready or ends; `end` stops it as Ctrl-C would. */
async function run(args: string[]) {
  const child = spawn(process.execPath, [serve, '--no-open', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8')
      if (out.includes('Kaodian ready at ')) resolve()
    })
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')))
    child.on('close', () => resolve())
  })
  await ready
  return {
    out: () => out,
    err: () => err,
    code: () => child.exitCode,
    url: /^Kaodian ready at (http:\S+)$/m.exec(out)?.[1] ?? '',
    end: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      return ((await ended) as [number | null])[0]
    },
  }
}

test('an empty folder becomes the rehearsal asked for, the next start just opens it, and another rehearsal is refused', async () => {
  const data = ownFolder()
  const first = await run(['--rehearsal', 'shenzhen-2023', '--candidates', '20', '--port', '0', '--data', data])
  expect(first.out()).toMatch(/chief-1\s+\d{6}/)
  expect((await fetch(`${first.url}/health`)).status).toBe(200)
  expect(await first.end()).toBe(0)

  const second = await run(['--rehearsal', 'shenzhen-2023', '--port', '0', '--data', data])
  expect(second.url).not.toBe('')
  expect(second.out()).not.toMatch(/\d{6}  /)
  const meanwhile = await run(['--port', '0', '--data', data])
  expect([meanwhile.code(), meanwhile.err()]).toEqual([1, expect.stringContaining('正由另一个考点程序使用')])
  expect(await second.end()).toBe(0)

  const other = await run(['--rehearsal', 'wuhan-2025', '--port', '0', '--data', data])
  expect([other.code(), other.url, other.err()]).toEqual([
    1,
    '',
    expect.stringContaining('另一个演练（shenzhen-2023）'),
  ])
})

test.each([
  [['--port', 'abc'], 2, '--port 应为'],
  [['--port', '70000'], 2, '--port 应为'],
  [['--candidates', '5', '--rehearsal', 'shenzhen-2023'], 2, '--candidates 应为'],
  [['--seed', '3'], 2, '只能和 --rehearsal 一起用'],
  [['--colour', 'red'], 2, '看不懂的参数'],
  [['--rehearsal', 'nowhere'], 1, '没有名为“nowhere”的演练'],
  [['--host', '203.0.113.77'], 1, '不能在 203.0.113.77'],
] as const)('%s ends with code %i and says why in Chinese', async (args, code, words) => {
  const ended = await run(['--data', ownFolder(), ...args])
  expect([ended.code(), ended.err()]).toEqual([code, expect.stringContaining(words)])
  expect(ended.err()).not.toContain('    at ')
})

test('a port that is taken, and a folder that is a file, are named', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  onTestFinished(() => void holder.close())
  const { port } = holder.address() as { port: number }
  const busy = await run(['--data', ownFolder(), '--port', String(port)])
  expect([busy.code(), busy.err()]).toEqual([1, expect.stringContaining(`端口 ${String(port)} 已被占用`)])
  const folder = ownFolder()
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'file'), '')
  const file = await run(['--data', path.join(folder, 'file'), '--port', '0'])
  expect([file.code(), file.err()]).toEqual([1, expect.stringContaining('不能写入')])
})

test('the default folder is the platform’s own, and never shared by live and rehearsal', () => {
  expect(defaultFolder(undefined, { XDG_DATA_HOME: '/x' }, 'linux')).toBe(path.join('/x', 'kaodian', 'venue'))
  expect(defaultFolder('a/../b', { LOCALAPPDATA: '/l' }, 'win32')).toBe(path.join('/l', 'Kaodian', 'rehearsal-a____b'))
  expect(readServeArguments(['--rehearsal', 'shenzhen-2023'], { XDG_DATA_HOME: '/x' }, 'linux')).toMatchObject({
    data: '/x/kaodian/rehearsal-shenzhen-2023',
    candidates: 240,
    seed: 1,
    host: '127.0.0.1',
    open: true,
  })
})
