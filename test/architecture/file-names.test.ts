import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root, rooms, sources, text } from './tree.ts'

const collecting = /^(utils?|helpers?|types?|index|common|misc|constants|store|state|manager|service)$/

test('no file has the name that collects strangers', () => {
  const named = rooms
    .flatMap((room) => sources(room))
    .filter((file) => {
      const stem = path.posix.basename(file).replace(/\..*$/, '')
      // HQ's store is one thing: its database, SQLite or PostgreSQL
      if (file === 'hq/store.ts' || file === 'test/hq/store.test.ts') return false
      return collecting.test(stem) && !file.endsWith('.html')
    })
  expect(named).toEqual([])
})

test('file names are lower case with hyphens', () => {
  const odd = rooms
    .flatMap((room) => sources(room))
    .filter((file) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(path.posix.basename(file)))
  expect(odd).toEqual([])
})

test('no source file is longer than 350 lines', () => {
  const long = rooms
    .flatMap((room) => sources(room, /\.(ts|tsx|js)$/))
    .map((file) => ({ file, lines: text(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 350)
  expect(long).toEqual([])
})

test('the root holds the rooms and the tools’ own files, nothing else', () => {
  const allowed = new Set([
    ...rooms,
    'docs',
    'build',
    '.ci',
    '.git',
    'node_modules',
    'dist',
    'release',
    'coverage',
    'data',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.base.json',
    'electron-builder.yml',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'run.mjs',
    'vite.config.ts',
    'vite.hq.config.ts',
    'vitest.config.ts',
    'eslint.config.js',
    '.prettierrc',
    '.prettierignore',
    '.editorconfig',
    '.gitattributes',
    '.gitignore',
    '.npmrc',
  ])
  expect(readdirSync(root).filter((name) => !allowed.has(name) && !name.endsWith('.log'))).toEqual([])
})
