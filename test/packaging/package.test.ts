import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { flipFuses, FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../architecture/tree.ts'
import { fuses } from '../../build/after-pack.mjs'
import { madeUpElectron, shippedWire } from './made-up-electron.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Packs for a system into its own folder with a made-up Electron, offline, and answers the packed program's folder. */
function pack(system: 'linux' | 'win', arch: 'x64' | 'arm64'): string {
  const dist = path.join(folder, `electron-${system}`)
  const electronDist = existsSync(dist) ? dist : madeUpElectron(folder, system)
  const out = path.join(folder, `${system}-${arch}`)
  execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/electron-builder/cli.js'),
      `--${system}`,
      'dir',
      `--${arch}`,
      '--publish',
      'never',
      `--config.electronDist=${electronDist}`,
      `--config.directories.output=${out}`,
    ],
    { cwd: root, stdio: 'pipe', timeout: 120_000 },
  )
  const made = readdirSync(out).find((name) => name.endsWith('-unpacked'))
  if (made === undefined) throw new Error(`nothing was packed into ${out}`)
  return path.join(out, made)
}

const targets = [
  { system: 'linux', arch: 'x64', executable: 'kaodian', native: 'linux-x64.node' },
  { system: 'linux', arch: 'arm64', executable: 'kaodian', native: 'linux-arm64.node' },
  { system: 'win', arch: 'x64', executable: 'Kaodian.exe', native: 'win32-x64.node' },
] as const

describe.each(targets)('the package for $system $arch', ({ system, arch, executable, native }) => {
  let packed = ''
  let asar = ''
  let files: string[] = []
  beforeAll(() => {
    packed = pack(system, arch)
    asar = path.join(packed, 'resources/app.asar')
    files = listPackage(asar, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
  }, 180_000)

  test('holds the built program', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/dist/electron/main.js',
        '/dist/electron/preload.cjs',
        '/dist/renderer/index.html',
        '/package.json',
      ]),
    )
    const { main } = JSON.parse(extractFile(asar, 'package.json').toString()) as { main: string }
    expect(files).toContain(`/${main}`)
  })

  test('holds nothing else: no sources, tests, maps, tools or settings', () => {
    const expected =
      /^\/(package\.json|dist(\/(electron|renderer)(\/.*)?)?|node_modules(\/better-sqlite3(\/(package\.json|LICENSE|lib(\/.*)?|prebuilds(\/[^/]+\.node)?))?)?)$/
    expect(files.filter((file) => !expected.test(file))).toEqual([])
    expect(files.filter((file) => /\.(map|tsx?|md|test\.js)$|\.built-from|\.npmrc/.test(file))).toEqual([])
  })

  test('C2: holds one native module, the right one, outside the archive', () => {
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([`/node_modules/better-sqlite3/prebuilds/${native}`])
    expect(
      existsSync(path.join(packed, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds', native)),
    ).toBe(true)
  })

  test('has an ASCII executable name and only the two languages', () => {
    expect(existsSync(path.join(packed, executable))).toBe(true)
    expect(readdirSync(path.join(packed, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak'])
  })

  test('19: every fuse is set as decided', async () => {
    const wire = await getCurrentFuseWire(path.join(packed, executable))
    const on = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
    expect({
      RunAsNode: on(FuseV1Options.RunAsNode),
      CookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      NodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      NodeCliInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      AsarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      OnlyLoadFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      BrowserV8Snapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      FileProtocolExtraPrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
      WasmTrapHandlers: on(FuseV1Options.WasmTrapHandlers),
    }).toEqual({
      RunAsNode: false,
      CookieEncryption: true,
      NodeOptions: false,
      NodeCliInspect: false,
      AsarIntegrity: true,
      OnlyLoadFromAsar: true,
      BrowserV8Snapshot: false,
      FileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    })
  })
})

test('F1: the Windows executable carries the hash of the archive’s header', () => {
  const packed = path.join(folder, 'win-x64/win-unpacked')
  const { headerString } = getRawHeader(path.join(packed, 'resources/app.asar'))
  const hash = createHash('sha256').update(headerString).digest('hex')
  expect(readFileSync(path.join(packed, 'Kaodian.exe')).includes(hash)).toBe(true)
})

test('19: a fuse that we do not know yet stops the build (a wire one longer than ours)', async () => {
  const file = path.join(folder, 'longer')
  const longer = Buffer.concat([shippedWire.subarray(0, 33), Buffer.from([10]), Buffer.from('1011001111')])
  writeFileSync(file, longer)
  await expect(flipFuses(file, fuses)).rejects.toThrow(/strictlyRequireAllFuses/)
  expect(readFileSync(file).equals(longer)).toBe(true)
})
