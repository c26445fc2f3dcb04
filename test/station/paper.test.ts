import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { html } from '../../shared/paper/html.ts'
import { readRowCode, rowMatches } from '../../shared/paper/row-code.ts'
import { textOf, type PaperNode } from '../../shared/paper/tree.ts'
import type { SheetKind } from '../../shared/api/paper.ts'
import type { Role } from '../../shared/facts.ts'
import { journeyOf } from '../../db/journey.ts'
import { makePaperFolder, paperFolderName } from '../../station/paper/folder.ts'
import { keepPaper, paperFolderOf } from '../../station/paper-folder.ts'
import { at, day, interviewVenue, seven, sevenScore } from './interview-venue.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const people = (count: number) => Array.from({ length: count }, (_, at) => person(at + 1))

async function printed(practice: Practice, kind: SheetKind, keys = [''], role: Role = 'chief', given: object = {}) {
  const { opened } = await practice.must(practice.as(role), 'paper', 'open', { session, kind, keys, ...given })
  const { pages, total } = await practice.must(practice.as(role), 'paper', 'pages', { sheet: opened.sheet, limit: 200 })
  expect(total).toBe(opened.pages)
  return { opened, pages, text: pages.map(textOf).join('\n') }
}

/** Lines of the raw records on a page, as they are broken. */
function proofLines(node: PaperNode): string[] {
  const own = node.class?.split(' ').includes('proof') === true ? (node.children ?? []).filter((child) => typeof child === 'string') : []
  return [...own, ...(node.children ?? []).flatMap((child) => (typeof child === 'string' ? [] : proofLines(child)))]
}

describe('paper', () => {
  it('counts prints per sheet: the second says reprint on every page; a repeated command is the same print', async () => {
    const practice = practiceVenue(people(60))
    await practice.open()
    const first = await printed(practice, 'attendance')
    expect(first.opened.copy).toBe(1)
    expect(first.text).not.toContain('重印')
    const cmd = practice.cmd()
    const again = await printed(practice, 'attendance', [''], 'chief', { cmd })
    expect(again.pages.length).toBeGreaterThan(2)
    for (const page of again.pages) expect(textOf(page)).toContain('重印 2')
    const facts = practice.facts()
    const repeated = await practice.must(practice.as('chief'), 'paper', 'open', { cmd, session, kind: 'attendance', keys: [''] })
    expect(repeated.opened).toEqual(again.opened)
    expect(practice.facts()).toBe(facts)
    expect(await practice.reason(practice.as('chief'), 'paper', 'open', { cmd, session, kind: 'closing', keys: [''] })).toBe('command_reused')
    const { sheets } = await practice.must(practice.as('chief'), 'paper', 'sheets', { session })
    expect(sheets.find((sheet) => sheet.kind === 'attendance')).toMatchObject({ rows: 60, copies: 2 })
  })

  it('a preview counts nothing and says that it is one', async () => {
    const practice = practiceVenue(people(3))
    await practice.open()
    const facts = practice.facts()
    const { pages } = await practice.must(practice.as('chief'), 'paper', 'preview', { session, kind: 'attendance', key: '' })
    expect(textOf(pages[0]!)).toContain('预览')
    expect(practice.facts()).toBe(facts)
  })

  it('three strips per lot, for all or for one lot, on A4 or 80 mm; a reprint says so on each strip', async () => {
    const practice = practiceVenue(people(3))
    await practice.open()
    for (const n of [1, 2]) await practice.admit(n)
    const [lot = ''] = await practice.drawFor([1, 2])
    const all = await printed(practice, 'strips', [''], 'lots')
    expect(all.pages).toHaveLength(2)
    const one = await printed(practice, 'strips', [lot.toLowerCase()], 'lots', { paper: 'strip-80' })
    expect(one.opened).toMatchObject({ copy: 2, paper: 'strip-80', pages: 3 })
    const third = await printed(practice, 'strips', [lot], 'lots')
    expect(third.text.match(/重印 3/g)).toHaveLength(4)
    expect(all.text).not.toContain(person(1).name)
    const drawn = await practice.must(practice.as('lots'), 'lots', 'drawn', { session, pool: '0609-am-m' })
    expect(drawn.find((each) => each.lot === lot)?.copies).toBe(3)
  })

  it('roles get the sheets that are theirs and no name', async () => {
    const practice = practiceVenue(people(4))
    const lots = await practice.ready([1, 2, 3])
    await practice.read(lots[0] ?? '', 'jump', '270')
    const { reason, must, as } = practice
    for (const role of ['judge', 'psych', 'interview', 'waiting'] as const) {
      for (const kind of ['attendance', 'absent', 'ranking', 'closing', 'evidence', 'list'] as const) {
        expect([role, kind, await reason(as(role), 'paper', 'open', { session, kind, keys: [''] })]).toEqual([role, kind, 'sheet_not_yours'])
        expect(await reason(as(role), 'paper', 'preview', { session, kind, key: '' })).toBe('sheet_not_yours')
      }
      const { sheets } = await must(as(role), 'paper', 'sheets', { session })
      for (const sheet of sheets.filter((each) => each.rows > 0)) {
        const { text } = await printed(practice, sheet.kind, [sheet.key], role)
        for (const n of [1, 2, 3, 4]) for (const secret of [person(n).name, person(n).ticket, person(n).residentId]) expect(text).not.toContain(secret)
      }
    }
    const { opened } = await must(as('chief'), 'paper', 'open', { session, kind: 'attendance', keys: [''] })
    expect(await reason(as('judge'), 'paper', 'pages', { sheet: opened.sheet })).toBe('sheet_not_yours')
  })

  it('everybody of a long list appears once; the rows of a fallback sheet carry codes that lead back to them', async () => {
    const practice = practiceVenue(people(90))
    await practice.open()
    const { pages } = await printed(practice, 'fallback', ['checkIn'])
    const codes = [...pages.map(html).join('').matchAll(/aria-label="(KDR1:[^"]+)"/g)].map(([, code]) => readRowCode(code ?? '')!)
    expect(codes.map((code) => code.candidate)).toEqual(Array.from({ length: 90 }, (_, at) => at))
    for (const code of codes) expect(rowMatches(code, 'exam', person(code.candidate + 1).id)).toBe(true)
  })

  it('the evidence pack has every fact of the candidate with hash and signature, and how to check them', async () => {
    const practice = practiceVenue(people(2))
    const [lot = ''] = await practice.ready([1, 2])
    await practice.read(lot, 'jump', '250')
    await practice.read(lot, 'jump', '270')
    await practice.must(practice.as('judge'), 'fitness', 'sign', { session, lot, item: 'jump', acknowledgement: { kind: 'signed', strokes: [[[1, 2], [700, 650]]] } })
    const { pages, text } = await printed(practice, 'evidence', [lot])
    const facts = journeyOf(practice.db, person(1).id)
    expect(facts.length).toBeGreaterThan(5)
    const plain = text.replaceAll('\n', '')
    for (const fact of facts) for (const part of [fact.id, fact.hash.toString('hex'), fact.sig.toString('base64'), fact.bytes.toString('utf8')]) expect(plain).toContain(part)
    expect(pages.map(html).join('')).toContain('M1 2L700 650')
    expect(text).toContain('怎样核验')
    expect(text).not.toContain(person(1).residentId)
    // nothing of the bytes may run over the margin: 0.602 em of 6.2 points a letter, one em for what is broader, on 186 mm
    const lines = pages.flatMap((page) => proofLines(page))
    expect(lines.length).toBeGreaterThan(30)
    for (const line of lines) expect([...line].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.602) * 6.2 * 0.3528, 0)).toBeLessThanOrEqual(186)
  })

  it('the closing protocol of an interview half day gives every open end in words, never by its name in the program', async () => {
    const { as, answered, bothMark, signAll, must, mark, clerk } = interviewVenue()
    await answered(1)
    await bothMark(1, seven)
    await signAll(1, sevenScore)
    await answered(2)
    await mark(2, 'interview-1', seven)
    await must(clerk, 'interview', 'enter', at(3))
    const { opened } = await must(as('chief'), 'paper', 'open', { session: day, kind: 'closing', keys: [''] })
    const text = (await must(as('chief'), 'paper', 'pages', { sheet: opened.sheet })).pages.map(textOf).join('\n')
    for (const words of ['还没有面试', '还在面试室里', '面试成绩没有录完或没有签全', '成绩单没有签收']) expect(text).toContain(words)
    expect(text).not.toMatch(/[a-z]+_[a-z]+/)
  })

  it('what does not exist is refused', async () => {
    const practice = practiceVenue(people(2))
    const { reason, as } = practice
    expect(await reason(as('chief'), 'paper', 'open', { session, kind: 'strips', keys: [''] })).toBe('sheet_empty')
    expect(await reason(as('chief'), 'paper', 'open', { session, kind: 'draw', keys: ['none'] })).toBe('sheet_empty')
    expect(await reason(as('chief'), 'paper', 'open', { session: 'none', kind: 'draw', keys: [''] })).toBe('session_unknown')
    expect(await reason(as('chief'), 'paper', 'pages', { sheet: 'none' })).toBe('sheet_unknown')
  })
})

describe('the paper folder', () => {
  const place = () => mkdtempSync(path.join(tmpdir(), 'kaodian-paper-'))
  const files = (folder: string) => new Map(readdirSync(path.join(folder, paperFolderName)).map((name) => [name, readFileSync(path.join(folder, paperFolderName, name), 'utf8')]))

  it('is written whole, then only the pages of those to whom something happened, and the index', async () => {
    const practice = practiceVenue(people(60))
    await practice.open()
    const folder = place()
    const paper = makePaperFolder(practice.venue)
    paper.use(folder)
    const first = await paper.write()
    const before = files(folder)
    expect(first).toMatchObject({ problem: '', pages: 6, changed: 6 })
    await practice.admit(30)
    practice.clock.pass(60_000)
    expect(await paper.write()).toMatchObject({ problem: '', pages: 6, changed: 1 })
    const after = files(folder)
    expect([...after.keys()].filter((name) => after.get(name) !== before.get(name)).sort()).toEqual([`${session}-checkIn-003.html`, 'index.html'])
    expect([...after.values()].join('').match(/>B\d{3}</g)?.length).toBe(60)
    practice.clock.pass(60_000)
    expect(await paper.write()).toMatchObject({ changed: 0 })
    // control: a page somebody deleted comes back
    rmSync(path.join(folder, paperFolderName, `${session}-checkIn-001.html`))
    expect(await paper.write()).toMatchObject({ changed: 1 })
    expect([...files(folder).keys()].some((name) => name.endsWith('.new'))).toBe(false)
    rmSync(folder, { recursive: true })
  })

  it('a lot drawn later moves nobody to another page', async () => {
    const practice = practiceVenue(people(40))
    await practice.open()
    for (let n = 1; n <= 40; n += 1) await practice.admit(n)
    await practice.drawFor([1, 2, 3, 4, 5, 6])
    const folder = place()
    const paper = makePaperFolder(practice.venue)
    paper.use(folder)
    await paper.write()
    const lotsOf = () => new Map([...files(folder)].filter(([name]) => name.includes('-psych-A')).map(([name, text]) => [name, text.match(/>A\d{3}</g) ?? []]))
    const before = lotsOf()
    await practice.must(practice.as('lots'), 'lots', 'draw', { session, candidate: person(7).id })
    await paper.write()
    for (const [name, lots] of before) for (const lot of lots) expect(lotsOf().get(name)).toContain(lot)
    rmSync(folder, { recursive: true })
  })

  it('pulled out it says so, blocks nothing, makes no folder in its place, and is written anew when it is back', async () => {
    const practice = practiceVenue(people(20))
    await practice.open()
    const folder = place()
    const ticks: (() => void)[] = []
    let told = 0
    const stop = keepPaper(practice.venue, () => (told += 1), (ms, run) => {
      expect(ms).toBe(60_000)
      ticks.push(run)
      return () => ticks.pop()
    })
    const tick = async () => {
      const before = told
      ticks[0]!()
      while (told === before) await new Promise((resolve) => setImmediate(resolve))
      return practice.must(practice.as('chief'), 'paper', 'folder')
    }
    await practice.must(practice.as('chief'), 'paper', 'setFolder', { folder })
    expect(await tick()).toMatchObject({ folder, problem: '', pages: 2 })
    rmSync(folder, { recursive: true })
    expect(await tick()).toMatchObject({ folder, problem: 'missing' })
    expect(() => statSync(folder)).toThrow()
    await practice.admit(1)
    mkdirSync(folder)
    expect(await tick()).toMatchObject({ problem: '', pages: 2, changed: 2 })
    // it is remembered with the venue
    expect(paperFolderOf({ ...practice.venue }).state().folder).toBe(folder)
    await practice.must(practice.as('chief'), 'paper', 'setFolder', { folder: null })
    expect(await practice.must(practice.as('chief'), 'paper', 'folder')).toMatchObject({ folder: null, problem: '' })
    stop()
    expect(ticks).toHaveLength(0)
    rmSync(folder, { recursive: true })
  })

  it('a folder that is not there, not a folder or not absolute is refused', async () => {
    const practice = practiceVenue(people(1))
    const { reason, as } = practice
    const folder = place()
    for (const wrong of [path.join(folder, 'none'), 'relative', path.join(folder, 'none', 'deeper')]) {
      expect(await reason(as('chief'), 'paper', 'setFolder', { folder: wrong })).toBe('folder_unusable')
    }
    chmodSync(folder, 0o700)
    expect(await reason(as('chief'), 'paper', 'setFolder', { folder })).toBeNull()
    await paperFolderOf(practice.venue).write()
    rmSync(folder, { recursive: true })
  })
})
