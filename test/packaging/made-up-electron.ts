import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync, appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SENTINEL } from '../../node_modules/@electron/fuses/dist/constants.js'
import { root } from '../architecture/tree.ts'

const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string } | undefined>
}

/** Version of Electron that the lock file names. */
export const electronVersion = lock.packages['node_modules/electron']!.version

/** The fuse wire as it lies in a real executable, all fuses as Electron ships them. */
export const shippedWire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('101100111')])

/**
 * Makes a folder that looks like an unpacked Electron to electron-builder, which only copies it and renames the
 * executable. On Windows the executable must be a real PE file because its resources are edited.
 */
export function madeUpElectron(folder: string, system: 'linux' | 'win'): string {
  const dist = path.join(folder, `electron-${system}`)
  mkdirSync(path.join(dist, 'locales'), { recursive: true })
  mkdirSync(path.join(dist, 'resources'))
  const others = [
    'LICENSE',
    'LICENSES.chromium.html',
    'resources.pak',
    'chrome-sandbox',
    'locales/zh-CN.pak',
    'locales/en-US.pak',
    'locales/fr.pak',
  ]
  for (const file of others) writeFileSync(path.join(dist, file), 'x')
  writeFileSync(path.join(dist, 'version'), electronVersion)
  const executable = path.join(dist, system === 'win' ? 'electron.exe' : 'electron')
  if (system === 'win') {
    const real = path.join(root, 'node_modules/electron-winstaller/vendor/Setup.exe')
    if (!existsSync(real)) throw new Error('no PE file to stand for electron.exe')
    copyFileSync(real, executable)
    appendFileSync(executable, shippedWire)
  } else writeFileSync(executable, Buffer.concat([Buffer.from('#!/bin/sh\n'), shippedWire]))
  chmodSync(executable, 0o755)
  return dist
}
