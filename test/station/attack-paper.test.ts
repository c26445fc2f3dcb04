import { describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { lotOfRow, readRowCode, rowCode, sheetId } from '../../shared/paper/row-code.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { withOpaqueIds } from '../../exchange/sheets/sheet-roster.ts'
import { seededChance } from '../../exchange/chance.ts'
import { boardOf } from '../../station/board.ts'
import { person, practiceVenue, session } from './practice-venue.ts'

const people = [1, 2, 3, 4, 5, 6].map((n) => person(n))

/** Every code that stands in the pages of a sheet. */
const codesIn = (pages: unknown): string[] => [...JSON.stringify(pages).matchAll(/KDR1:[0-9A-Z:]+/g)].map(([text]) => text)

describe('nobody reads from paper whose lot it is', () => {
  it('ids of candidates, which go to everybody who works with lots, do not run as the roster does', () => {
    const rehearsed = rehearsalRoster({ pack: packNamed('shenzhen-2023')!, rehearsal: 'shenzhen-2023', count: 200, seed: 3 }).map(({ id }) => id)
    const imported = withOpaqueIds(Array.from({ length: 200 }, (_, at) => person(at + 1)), seededChance('roster')).map(({ id }) => id)
    for (const ids of [rehearsed, imported]) {
      expect(new Set(ids).size).toBe(200)
      const inPlace = ids.filter((id, at) => Number(id.slice(1)) === at + 1).length
      expect(inPlace).toBeLessThan(10)
      const rising = ids.filter((id, at) => at > 0 && id > (ids[at - 1] ?? '')).length
      expect(rising).toBeGreaterThan(70)
      expect(rising).toBeLessThan(130)
    }
  })

  it('row codes of lists with lots name the lot, never a place in the roster, and lead back to the row', async () => {
    const practice = practiceVenue(people)
    const { must, as } = practice
    await practice.ready([6, 3, 1])
    for (const [role, key] of [['judge', 'item.jump'], ['psych', 'psych']] as const) {
      const { opened } = await must(as(role), 'paper', 'open', { session, kind: 'fallback', keys: [key] })
      const { pages } = await must(as(role), 'paper', 'pages', { sheet: opened.sheet })
      const codes = codesIn(pages)
      const lots = [1, 3, 6].map((n) => boardOf(practice.venue).standing(session, person(n).id)!.lot!.lot).sort()
      expect(codes.map((code) => lotOfRow(readRowCode(code)!))).toEqual(lots)
      for (const [at, code] of codes.entries()) expect((await must(as(role), 'paper', 'scan', { session, code })).row.lot).toBe(lots[at])
      expect(/考生\d|"B00\d"|"c00\d"/.test(JSON.stringify(pages))).toBe(false)
    }
  })

  it('a scan answers nobody with a roster number beside a lot who may not hold both, and leads no judge to a check-in row', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as, venue, clock } = practice
    await practice.ready([1, 2])
    const sheet = sheetId(clock.now(), 1)
    const half = venue.pack.sessions.findIndex((each) => each.id === session)
    const checkIn = rowCode(venue.exam, sheet, { session: half, kind: 'checkIn', item: 0, candidate: 0 }, person(1).id)
    const { opened } = await must(as('judge'), 'paper', 'open', { session, kind: 'fallback', keys: ['item.jump'] })
    const [attempt = ''] = codesIn((await must(as('judge'), 'paper', 'pages', { sheet: opened.sheet })).pages)
    for (const role of ['judge', 'psych'] as const) {
      expect(await reason(as(role), 'paper', 'scan', { session, code: checkIn })).toBe('row_not_yours')
      const { row } = await must(as(role), 'paper', 'scan', { session, code: attempt })
      expect(row).toMatchObject({ rosterNumber: '', candidate: row.lot })
    }
    expect((await must(as('chief'), 'paper', 'scan', { session, code: attempt })).row.rosterNumber).toMatch(/^B00/)
  })

  it('a lot that was given up leads nowhere, whoever draws afterwards', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as } = practice
    await practice.ready([1, 2])
    const { opened } = await must(as('judge'), 'paper', 'open', { session, kind: 'fallback', keys: ['item.jump'] })
    const [code = ''] = codesIn((await must(as('judge'), 'paper', 'pages', { sheet: opened.sheet })).pages)
    const lot = lotOfRow(readRowCode(code)!) ?? ''
    const holder = boardOf(practice.venue).byLot(session, lot)!.candidate
    const drawn = boardOf(practice.venue).standing(session, holder)!.lot!.fact
    await must(as('chief', 'supervisor'), 'lots', 'void', { replaces: drawn, reason: '发错条' })
    expect(await reason(as('judge'), 'paper', 'scan', { session, code })).toBe('row_unknown')
  })
})

describe('an old command id under another print', () => {
  it('is never answered with the earlier print', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as, cmd } = practice
    await practice.ready([1, 2])
    const command = cmd()
    await must(as('chief'), 'paper', 'open', { cmd: command, session, kind: 'judge', keys: ['jump'] })
    expect(await reason(as('chief'), 'paper', 'open', { cmd: command, session, kind: 'judge', keys: ['shuttle'] })).toBe('command_reused')
    expect(await reason(as('chief'), 'paper', 'open', { cmd: command, session, kind: 'judge', keys: ['jump'] })).toBeNull()
  })

  it('no key of any text is more than a sheet that is not there', async () => {
    const practice = practiceVenue(people)
    const { reason, as } = practice
    await practice.ready([1])
    for (const key of ['constructor', 'toString', '__proto__', 'psych\ncheckIn', 'psych.\ncheckIn', '../..', 'item.']) {
      for (const role of ['psych', 'judge', 'interview', 'waiting', 'chief'] as const) {
        expect(await reason(as(role), 'paper', 'open', { session, kind: 'fallback', keys: [key] }), `${role} ${key}`).toMatch(/^(sheet_not_yours|sheet_empty)$/)
        expect(await reason(as(role), 'paper', 'preview', { session, kind: 'fallback', key }), `${role} ${key}`).toMatch(/^(sheet_not_yours|sheet_empty)$/)
      }
    }
  })
})
