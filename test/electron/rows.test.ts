import { describe, expect, test } from 'vitest'
import { text } from '../architecture/tree.ts'

// Electron's own list and ours: every row is decided in docs/decisions/0023, and every file it names really tests it.

const decision = 'docs/decisions/0023-electron-security-rows.md'
const every = [
  ...Array.from({ length: 20 }, (_, at) => String(at + 1)),
  ...['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'C1', 'C2'],
]

/** `2–4, 6, F3` as the rows it means. */
function rowsOf(list: string): string[] {
  return list.split(', ').flatMap((part) => {
    const [first = '', last = first] = part.split('–')
    if (first === last) return [first]
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => String(Number(first) + at))
  })
}

/** The rows that titles of a test file carry; none of them is ever skipped, which test/architecture holds. */
function tested(source: string): string[] {
  return source
    .matchAll(/\(\s*['"`]((?:[FC]?\d+(?:–\d+)?(?:, )?)+): /g)
    .flatMap((match) => rowsOf(match[1] ?? ''))
    .toArray()
}

const fileOf = (name: string): string => `test/${name}${name.startsWith('e2e/') ? '.e2e' : ''}.test.ts`

const table = text(decision)
  .split('\n')
  .filter((line) => /^\| [FC]?\d/.test(line))
  .map((line) => {
    const [rows = '', , files = ''] = line.slice(2, -2).split(' | ')
    return { rows: rowsOf(rows), files: files.split(', ').filter((file) => file !== 'lint') }
  })

describe('the list of security settings', () => {
  test('has every row', () => {
    expect([...new Set(table.flatMap(({ rows }) => rows))].sort()).toEqual(every.toSorted())
  })

  test.each(table.flatMap(({ rows, files }) => rows.flatMap((row) => files.map((file) => ({ row, file })))))(
    'row $row is tested in $file',
    ({ row, file }) => {
      expect(tested(text(fileOf(file)))).toContain(row)
    },
  )

  test('control: a title without the number tests no row', () => {
    expect(tested("test('15: nothing', f)")).toEqual(['15'])
    expect(tested("test.each(away)('12–14, F3: %s', f)")).toEqual(['12', '13', '14', 'F3'])
    expect(tested("test('nothing, 15: f', f)")).toEqual([])
  })
})
