import { expect, test } from 'vitest'
import { rooms, sources, text } from './tree.ts'

// Written in two halves so that this file does not find itself.
const banned = [
  '@ts-' + 'ignore',
  '@ts-' + 'expect-error',
  '@ts-' + 'nocheck',
  'eslint-' + 'disable',
  'prettier-' + 'ignore',
  'TO' + 'DO',
  'FIX' + 'ME',
]
const skipped = new RegExp('\\b(test|it|describe)\\.(' + 'skip|only|to' + 'do|fails' + ')\\b')

test('no rule is switched off and no work is left as a note in the code', () => {
  const found = rooms.flatMap((room) =>
    sources(room).flatMap((file) =>
      banned.filter((word) => text(file).includes(word)).map((word) => `${file}: ${word}`),
    ),
  )
  expect(found).toEqual([])
})

test('no test is skipped, singled out or expected to fail', () => {
  expect(sources('test').filter((file) => skipped.test(text(file)))).toEqual([])
})
