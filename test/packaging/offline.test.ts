import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { root } from '../architecture/tree.ts'

test('packing where Electron can be neither found nor downloaded ends at once and says what to do', () => {
  const empty = mkdtempSync(path.join(os.tmpdir(), 'kaodian-no-electron-'))
  const done = spawnSync(process.execPath, [path.join(root, 'run.mjs'), 'dist', '--linux', 'dir'], {
    // a port of this machine where nothing listens
    env: {
      ...process.env,
      HTTPS_PROXY: undefined,
      https_proxy: undefined,
      ELECTRON_MIRROR: 'http://127.0.0.1:9/',
      electron_config_cache: empty,
    },
    encoding: 'utf8',
    timeout: 30_000,
  })
  rmSync(empty, { recursive: true, force: true })
  expect(done.status).toBe(1)
  expect(done.stdout).toBe('')
  expect(done.stderr).toContain('ELECTRON_MIRROR')
  expect(done.stderr.trim().split('\n')).toHaveLength(2)
})

test.runIf(process.platform === 'linux')(
  'where there is no desktop, a start says why in one line and serves the browser face',
  async () => {
    const data = mkdtempSync(path.join(os.tmpdir(), 'kaodian-no-desktop-'))
    const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined }
    const args = ['start', '--rehearsal', 'wuhan-2025', '--candidates', '20', '--port', '0', '--data', data]
    const program = spawn(process.execPath, [path.join(root, 'run.mjs'), ...args], { env })
    const ended = new Promise((resolve) => program.once('exit', resolve))
    const why: string[] = []
    createInterface({ input: program.stderr }).on('line', (line) => why.push(line))
    const said: string[] = []
    const ready = await new Promise<string>((resolve, reject) => {
      program.once('exit', () => reject(new Error(why.join('\n'))))
      createInterface({ input: program.stdout }).on('line', (line) => {
        said.push(line)
        if (line.startsWith('Kaodian ready')) resolve(line)
      })
    })
    const page = await fetch(ready.slice('Kaodian ready at '.length))
    program.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
    expect(ready).toMatch(/^Kaodian ready at http:\/\/127\.0\.0\.1:\d+$/)
    expect([page.status, said.filter((line) => line.startsWith('Kaodian ready'))]).toEqual([200, [ready]])
    expect(why.filter((line) => line.includes('改用浏览器界面'))).toHaveLength(1)
  },
)
