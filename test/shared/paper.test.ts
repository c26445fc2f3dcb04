import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toSVG } from 'bwip-js/node'
import { ems, fit } from '../../shared/paper/fit.ts'
import { framing, headCode, onPaper, setSheet, type SheetText } from '../../shared/paper/frame.ts'
import { html, htmlFile } from '../../shared/paper/html.ts'
import { paginate } from '../../shared/paper/layout.ts'
import { maskedTicket } from '../../shared/paper/masked-ticket.ts'
import { qrMatrix } from '../../shared/paper/qr.ts'
import { readRowCode, rowCode, rowMatches, sheetId, sheetTime } from '../../shared/paper/row-code.ts'
import { mayPrint, namedKinds, sheetRights } from '../../shared/paper/sheet-rights.ts'
import { el, textOf, withAttributes, type PaperNode } from '../../shared/paper/tree.ts'
import { SheetKind } from '../../shared/api/paper.ts'

const stamp = { venue: '演练考点', session: '6月9日上午 · 2023-06-09', head: '0123456789abcdef'.repeat(4), headFact: '0123456789abcdef/42', printed: '2023-06-09 08:15:07', rehearsal: true }
const sheet = (given: Partial<SheetText> = {}): SheetText => ({ title: '报到签到表', format: 'A4', blocks: [], signs: ['报到员'], copy: 1, ...given })
const longest = '欧阳娜·阿卜杜热合曼·买买提艾力·吐尔逊江·阿布都克里木·艾合买提'

describe('printed sheets: the tree', () => {
  it('hostile text stays text in a file', () => {
    const name = `<script>alert("1")</script>&amp;'<!--`
    const text = html(el('p', 'a"b', name))
    expect(text).not.toMatch(/<script|<!--|class="a"b"/)
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;&lt;!--')
    expect(htmlFile(name, [])).not.toContain('<script')
    // a margin around the pages would push each of them to the next sheet of paper
    expect(htmlFile(name, [])).toContain('body{margin:0}')
  })

  it('whatever the text, what is written reads back as the same text and no element is born of it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const written = html(el('p', '', text === '' ? 'x' : text)).slice(3, -4)
      expect(written).not.toMatch(/[<>"']/)
      const read = written.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
      expect(read).toBe(text === '' ? 'x' : text)
    }), { seed: 3 })
  })

  it('elements and attributes that load, run or lead anywhere are refused', () => {
    for (const tag of ['script', 'iframe', 'img', 'a', 'style', 'link', 'object']) expect(() => html(el(tag, ''))).toThrow()
    for (const name of ['onclick', 'href', 'src', 'style', 'srcdoc']) expect(() => html(withAttributes(el('p', ''), { [name]: 'x' }))).toThrow()
  })
})

describe('printed sheets: pages', () => {
  const rows = (count: number, name = '王伟') => Array.from({ length: count }, (_, at) => [`B${String(at + 1).padStart(4, '0')}`, name, ''])
  const table = (count: number, name?: string) => ({ kind: 'table' as const, rowHeight: 9, rows: rows(count, name), columns: [{ title: '序号', width: 20 }, { title: '姓名', width: 40 }, { title: '签名', width: 40 }] })

  it('each of 5,000 rows appears exactly once, in order, with the column titles on every page', () => {
    const pages = setSheet(sheet({ blocks: [table(5000)] }), framing(stamp))
    const text = pages.map(textOf).join('')
    expect(text.match(/B\d{4}/g)).toEqual(rows(5000).map(([number]) => number))
    for (const page of pages) expect(textOf(page)).toContain('序号')
  })

  it('every page says venue, session, title, page x of y, 20 characters of the head and its code, print time, rehearsal, and from copy 2 on reprint', () => {
    for (const copy of [1, 2, 7]) {
      const pages = setSheet(sheet({ blocks: [table(100)], copy }), framing(stamp))
      expect(pages.length).toBeGreaterThan(3)
      pages.forEach((page, at) => {
        const text = textOf(page)
        for (const part of [stamp.venue, stamp.session, '报到签到表', stamp.head.slice(0, 20), stamp.printed, '演练', '报到员', `第 ${String(at + 1)} 页，共 ${String(pages.length)} 页`]) expect(text).toContain(part)
        expect(text.includes('重印')).toBe(copy > 1)
        if (copy > 1) expect(text).toContain(`重印 ${String(copy)}`)
        expect(html(page)).toContain(`aria-label="${headCode(stamp)}"`)
      })
    }
  })

  it('the longest name makes its row taller, never shorter text', () => {
    const [row = []] = paginate([table(1, longest)], 100, 200)
    expect(row.map(textOf).join('')).toContain(longest)
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('爨', '𬍡', 'W', 'i', '·', ' ', '-', 'é'), minLength: 1, maxLength: 120 }), fc.integer({ min: 8, max: 80 }), (text, width) => {
      const set = fit(text, width, 9.5)
      expect(set.lines).toBeGreaterThanOrEqual(1)
      // what is set has room: no more type than lines of this width can hold
      expect(ems(text.trim()) * 9.5 * 0.3528 * [1, 0.86, 0.75, 0.66][set.step]!).toBeLessThanOrEqual(set.lines * width + 0.001)
    }), { seed: 5 })
  })

  it('half sheets lie two to a page, each with a frame of its own', () => {
    const frame = framing(stamp)
    const halves = [1, 2, 3].map(() => setSheet(sheet({ format: 'half' }), frame)).flat()
    const pages = onPaper(halves, 'half')
    expect(pages).toHaveLength(2)
    expect(textOf(pages[0]!).match(/第 1 页，共 1 页/g)).toHaveLength(2)
  })
})

describe('printed sheets: codes', () => {
  /** Modules of the library's own drawing, read off its polygons by the even-odd rule. */
  const drawn = (text: string, level: string, mask: number): string => {
    const svg = toSVG({ bcid: 'qrcode', text, scale: 1, ...({ eclevel: level, mask } as object) })
    const size = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
    const path = /<path d="([^"]+)"/.exec(svg)![1]!
    const polygons = path.split('M').filter(Boolean).map((part) => part.replace(/Z$/, '').split('L').map((point) => point.split(' ').map(Number) as [number, number]))
    const unit = 2
    const at = (x: number, y: number) => polygons.reduce((inside, points) => points.reduce((now, [x1, y1], n) => {
      const [x2, y2] = points[(n + 1) % points.length]!
      return (y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !now : now
    }, inside), false)
    return Array.from({ length: size / unit }, (_, y) => Array.from({ length: size / unit }, (_x, x) => (at((x + 0.5) * unit, (y + 0.5) * unit) ? '#' : '.')).join('')).join('\n')
  }

  // long runs of digits are left out: the library saves a few bits on them by another mode
  it('are the same modules as an established encoder draws', () => {
    const cases = [['KD1:A001:3F9C', 'Q'], ['KDR1:P7QVLSPC12:0A11KF:9B3D', 'Q'], [`KDH1:${'A1B2C3D4E5F6'.repeat(8)}`, 'L'], [`7F ${'E9D8C7'.repeat(12)}`, 'M'], [`ABC ${'F0E1'.repeat(40)}`, 'M'], ['A', 'H'], ['kaodian-enrol:one:east:Ab', 'M']] as const
    for (const [text, level] of cases) {
      const own = qrMatrix(text, level).map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n')
      expect([1, 2, 3, 4, 5, 6, 7, 8].map((mask) => drawn(text, level, mask))).toContain(own)
    }
  })

  it('of a row come back as they were, keep the time, and belong to one exam, sheet and candidate', () => {
    fc.assert(fc.property(fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }), fc.nat(35), fc.constantFrom('checkIn', 'psych', 'attempt', 'interview'), fc.nat(35), fc.nat(20_000), (at, session, kind, item, candidate) => {
      const sheetName = sheetId(at, candidate)
      const code = rowCode('exam', sheetName, { session, kind, item, candidate }, `c${String(candidate)}`)
      expect(code).toMatch(/^[0-9A-Z:]{1,40}$/)
      const read = readRowCode(` ${code.toLowerCase()} `)
      expect(read).toMatchObject({ sheet: sheetName, session, kind, item, candidate, printedAt: Math.floor(at / 100) * 100 })
      expect(sheetTime(sheetName)).toBe(read!.printedAt)
      expect(rowMatches(read!, 'exam', `c${String(candidate)}`)).toBe(true)
      expect(rowMatches(read!, 'exam', 'somebody else') && rowMatches(read!, 'another exam', `c${String(candidate)}`)).toBe(false)
    }), { seed: 7 })
    for (const text of ['', 'KD1:A001:3F9C', 'KDR1:P7QVLSPC12:0X11KF:9B3D', 'KDR1:P7QVLSPC12:0A1:1', `KDR1:${'P'.repeat(300)}`]) expect(readRowCode(text)).toBeNull()
  })
})

describe('printed sheets: who may have them', () => {
  it('roles that know lots only never get a sheet with names', () => {
    for (const kind of SheetKind.options) {
      if (!namedKinds.has(kind)) continue
      for (const role of ['judge', 'psych', 'waiting', 'interview', 'lots'] as const) expect([kind, sheetRights[kind].includes(role)]).toEqual([kind, false])
    }
  })

  it('of the fallback lists they get those by lot and not the check-in list', () => {
    expect(mayPrint(['judge'], 'fallback', 'item.jump')).toBe(true)
    expect(mayPrint(['judge'], 'fallback', 'checkIn')).toBe(false)
    expect(mayPrint(['judge'], 'fallback', '')).toBe(false)
    expect(mayPrint(['psych'], 'fallback', 'psych')).toBe(true)
    expect(mayPrint(['interview'], 'fallback', 'interview.1')).toBe(true)
    expect(mayPrint(['waiting'], 'fallback', 'psych')).toBe(false)
  })

  it('public tickets show their ends only', () => {
    expect(maskedTicket('0230600017')).toBe('0230＊＊0017')
    expect(maskedTicket('12345')).toBe('12＊45')
    expect(maskedTicket('12')).toBe('＊＊')
    const some: PaperNode = el('p', '', maskedTicket('20231000014'))
    expect(textOf(some)).toBe('2023＊＊＊0014')
  })
})
