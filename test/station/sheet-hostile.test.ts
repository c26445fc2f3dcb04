import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../shared/random.ts'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { screenWorkbook } from '../../exchange/sheets/sheet-zip.ts'
import { readSheet, type SheetAnswer } from '../../exchange/sheets/sheet.ts'
import { inlineRows, makeZip, workbookEntries, type MadeEntry } from './made-zip.ts'

const good = inlineRows([
  ['准考证号', '姓名'],
  ['0001', '张伟'],
])
const withEntry = (...entries: MadeEntry[]) => makeZip([...workbookEntries(good), ...entries])
const without = (name: string) => makeZip(workbookEntries(good).filter((entry) => entry.name !== name))
const sheetXml = (sheet: string, prologue = '') => makeZip(workbookEntries(sheet, prologue))
const many = (count: number, text: string) => Array.from({ length: count }, () => text).join('')

/** Digits that hardly pack. */
function noise(length: number): string {
  const random = seededRandom('noise')
  return Array.from({ length }, () => random.below(10)).join('')
}

/** Each hostile file and what must become of it: a refusal by name, or a plain reading of what is left. */
const corpus: [string, () => Uint8Array, SheetAnswer['ok'] | string][] = [
  [
    'an entry that unpacks to 60 MB of zeros',
    () => withEntry({ name: 'xl/bomb.xml', content: new Uint8Array(60_000_000) }),
    'too_large',
  ],
  [
    'an entry packed more than 200 times',
    () => withEntry({ name: 'xl/bomb.xml', content: new Uint8Array(5_000_000) }),
    'too_large',
  ],
  [
    'an entry that lies about its size',
    () => withEntry({ name: 'xl/lie.xml', content: 'a'.repeat(5000), statedSize: 10 }),
    'not_a_workbook',
  ],
  [
    'more than 2,000 entries',
    () => withEntry(...Array.from({ length: 2100 }, (_, index) => ({ name: `xl/media/${index}.png`, content: 'x' }))),
    'too_large',
  ],
  ['a name that climbs out', () => withEntry({ name: '../../etc/passwd', content: 'x' }), 'not_a_workbook'],
  ['an absolute name', () => withEntry({ name: '/etc/passwd', content: 'x' }), 'not_a_workbook'],
  ['a name with a backslash', () => withEntry({ name: 'xl\\evil.xml', content: 'x' }), 'not_a_workbook'],
  ['a name with a drive letter', () => withEntry({ name: 'C:/evil.xml', content: 'x' }), 'not_a_workbook'],
  ['an executable beside the workbook', () => withEntry({ name: 'setup.exe', content: 'MZ' }), 'names'],
  ['one name twice', () => withEntry({ name: 'xl/workbook.xml', content: 'x' }), 'names'],
  ['one name in two cases', () => withEntry({ name: 'xl/WORKBOOK.xml', content: 'x' }), 'names'],
  ['a macro', () => withEntry({ name: 'xl/vbaProject.bin', content: 'x' }), 'macros'],
  ['an encrypted entry', () => withEntry({ name: 'xl/secret.xml', content: 'x', flags: 1 }), 'encrypted'],
  [
    'an outside entity',
    () => sheetXml(good, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    'document_type',
  ],
  [
    'a billion laughs',
    () => sheetXml(good, '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'),
    'document_type',
  ],
  [
    'a document type in UTF-16',
    () => withEntry({ name: 'xl/other.xml', content: Buffer.from('<!DOCTYPE x>', 'utf16le') }),
    'document_type',
  ],
  [
    'a document type split over the stream',
    () => withEntry({ name: 'xl/other.xml', content: `${noise(65_530)}<!DOCTYPE x>` }),
    'document_type',
  ],
  ['no workbook inside', () => without('xl/workbook.xml'), 'not_a_workbook'],
  ['no sheet inside', () => without('xl/worksheets/sheet1.xml'), 'not_a_workbook'],
  ['half a file', () => sheetXml(good).slice(0, 700), 'not_a_workbook'],
  ['nothing but the mark of a zip', () => new TextEncoder().encode('PK\x03\x04'), 'not_a_workbook'],
  ['an old .xls', () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'old_xls'],
  [
    'a cell at the far corner of the largest sheet',
    () => sheetXml(`${good}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`),
    'any',
  ],
  ['half a million empty rows', () => sheetXml(good + many(500_000, '<row/>')), 'any'],
  [
    'forty thousand rows',
    () => sheetXml(inlineRows(Array.from({ length: 40_000 }, (_, index) => ['准考证号', `${index}`]))),
    'too_many_rows',
  ],
  [
    'a formula cell: its stored value only',
    () =>
      sheetXml(
        `<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>考号</t></is></c></row><row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://x")</f><v>张伟</v></c></row>`,
      ),
    true,
  ],
  [
    'headers called __proto__ and constructor',
    () =>
      sheetXml(
        inlineRows([
          ['__proto__', 'constructor', '姓名'],
          ['a', 'b', '张伟'],
        ]),
      ),
    true,
  ],
  ['deeply nested elements', () => sheetXml(good + many(20_000, '<x>') + many(20_000, '</x>')), 'any'],
  [
    'a cell of a million characters',
    () =>
      sheetXml(
        inlineRows([
          ['姓名', '考号'],
          ['张'.repeat(1_000_000), '1'],
        ]),
      ),
    'any',
  ],
  ['broken markup', () => sheetXml('<row r="1"><c r="A1"><v>1</v'), 'any'],
  ['a .csv whose quote never ends', () => new TextEncoder().encode(`姓名,"${'x'.repeat(100_000)}`), 'quotes'],
  ['a .csv of a hundred thousand columns', () => new TextEncoder().encode('a,'.repeat(100_000)), 'quotes'],
  ['a .csv of forty thousand rows', () => new TextEncoder().encode('a,b\n'.repeat(40_000)), 'too_many_rows'],
  ['a picture', () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]), 'not_text'],
]

describe('a hostile sheet', () => {
  it('is one of at least thirty', () => expect(corpus.length).toBeGreaterThanOrEqual(30))

  it.each(corpus)('%s is refused or read plainly, in bounded time', async (_, make, expected) => {
    const bytes = make()
    const begin = performance.now()
    const answer = await readSheet(bytes)
    expect(performance.now() - begin).toBeLessThan(20_000)
    if (expected === 'any') return
    if (typeof expected === 'string') expect(answer).toEqual({ ok: false, fault: expected })
    else expect(answer.ok).toBe(expected)
  })

  it('changes nothing about objects in the program', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort()
    await readSheet(
      sheetXml(
        inlineRows([
          ['__proto__', '姓名'],
          ['polluted', '张伟'],
        ]),
      ),
    )
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('is given up when it takes too long or too much, and the program goes on', async () => {
    const rows = sheetXml(inlineRows(Array.from({ length: 20_000 }, (_, index) => ['准考证号', `${index}`])))
    expect(await readSheet(rows, { milliseconds: 1 })).toEqual({ ok: false, fault: 'too_slow' })
    expect(await readSheet(rows, { megabytes: 12 })).toEqual({ ok: false, fault: 'too_large' })
    expect((await readSheet(rows)).ok).toBe(true)
  })

  it('is still only refused or read when the markup inside is damaged anywhere', async () => {
    const random = seededRandom('damaged markup')
    for (let i = 0; i < 20; i++) {
      const at = random.below(good.length)
      const damaged =
        good.slice(0, at) +
        random.pick(['<', '>', '&', '"', '</row>', '&#xFFFFFFFF;', 'r="ZZZ999999999"']) +
        good.slice(at + random.below(4))
      expect(typeof (await readSheet(sheetXml(damaged))).ok).toBe('boolean')
    }
  })

  it('never passes the look through the container by a changed byte that crashes it', async () => {
    const random = seededRandom('mutations of a workbook')
    const sound = await exportSheet('xlsx', '名单', [
      ['准考证号', '姓名'],
      ['0001', '张伟'],
    ])
    expect(await screenWorkbook(sound)).toBeNull()
    for (let i = 0; i < 400; i++) {
      const bytes = Uint8Array.from(sound)
      for (let flips = random.between(1, 4); flips > 0; flips--) bytes[random.below(bytes.length)] = random.below(256)
      const fault = await screenWorkbook(bytes)
      expect(fault === null || typeof fault === 'string').toBe(true)
    }
  })
})
