import { describe, expect, it } from 'vitest'
import { placeOfLot, rowCode, sheetId, type RowKind } from '../../shared/paper/row-code.ts'
import { boardOf } from '../../station/board.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const people = [1, 2, 3, 4].map((n) => person(n))
const items = ['jump', 'shuttle', 'run'] as const

/** A fallback sheet as it was drawn at this moment, and the code of any of its rows. */
function sheetNow({ venue, clock }: Practice) {
  const sheet = sheetId(clock.now(), 7)
  const half = venue.pack.sessions.findIndex((each) => each.id === session)
  const lotOf = (n: number): string => boardOf(venue).standing(session, person(n).id)?.lot?.lot ?? ''
  return (kind: RowKind, n: number, item = 0): string =>
    rowCode(venue.exam, sheet, { session: half, kind, item, candidate: kind === 'checkIn' ? n - 1 : placeOfLot(lotOf(n)) }, person(n).id)
}

const jump = (...readings: string[]) => ({
  kind: 'attempt' as const, item: 'jump', confirmed: false, signed: true, outcomes: readings.map((reading) => ({ kind: 'reading' as const, reading })),
})

describe('a row of a fallback sheet', () => {
  it('says whose it is, of what, when it was printed, and what has happened since', async () => {
    const practice = practiceVenue(people)
    const [lot = ''] = await practice.ready([1])
    practice.clock.pass(60_000)
    const code = sheetNow(practice)
    practice.clock.pass(60_000)
    const scan = (text: string) => practice.must(practice.as('judge'), 'paper', 'scan', { session, code: text })
    expect((await scan(code('attempt', 1))).row).toMatchObject({
      kind: 'attempt', item: items[0], session, candidate: lot, rosterNumber: '', lot, alreadyTyped: 0, newer: [],
    })
    await practice.read(lot, 'jump', '230')
    // as a reader gives it and as it is typed
    for (const text of [code('attempt', 1), ` ${code('attempt', 1).toLowerCase()} `]) {
      expect((await scan(text)).row.newer).toMatchObject([{ type: 'fitness.attempted', by: 'judge-1' }])
    }
    const desk = practice.as('checkin')
    expect((await practice.must(desk, 'paper', 'scan', { session, code: code('checkIn', 2) })).row).toMatchObject({ kind: 'checkIn', candidate: 'c002', rosterNumber: 'B002', lot: '', newer: [] })
  })

  it('of another exam, roster, session or with a slip in it is not taken for one of this', async () => {
    const practice = practiceVenue(people)
    await practice.open()
    const code = sheetNow(practice)('checkIn', 1)
    const { venue, clock } = practice
    const scanned = (text: string) => practice.reason(practice.as('checkin'), 'paper', 'scan', { session, code: text })
    expect(await scanned(code)).toBeNull()
    const place = { session: 0, kind: 'checkIn' as const, item: 0, candidate: 0 }
    const sheet = sheetId(clock.now(), 7)
    const other = venue.pack.sessions.findIndex((each) => each.id !== session)
    expect(await scanned(rowCode(venue.exam, sheet, { ...place, session: other }, 'c001'))).toBe('row_other_session')
    for (const wrong of [
      '', 'KDR1', rowCode('another exam', sheet, place, 'c001'), rowCode(venue.exam, sheet, place, 'c002'), rowCode(venue.exam, sheet, { ...place, candidate: 99 }, 'c001'),
      rowCode(venue.exam, sheet, { ...place, kind: 'attempt', item: 9 }, 'c001'), code.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ]) expect(await scanned(wrong)).toBe('row_unknown')
  })
})

describe('a value written by hand', () => {
  it('becomes the facts the screens would have made, in order and all at once, and a repeat is answered from them', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as, cmd, facts, venue } = practice
    const [lot = ''] = await practice.ready([1])
    practice.clock.pass(60_000)
    const code = sheetNow(practice)('attempt', 1)
    practice.clock.pass(120_000)
    const before = facts()
    const command = cmd()
    const entry = jump('230', '200', '270')
    const first = await must(as('judge'), 'paper', 'enter', { cmd: command, session, code, entry, writtenAt: '07:52' })
    expect(facts()).toBe(before + 5)
    const again = await must(as('judge'), 'paper', 'enter', { cmd: command, session, code, entry, writtenAt: '07:52' })
    expect(again).toEqual({ ok: true, facts: first.facts, repeated: true })
    expect(await reason(as('judge'), 'paper', 'enter', { cmd: command, session, code, entry: jump('230'), writtenAt: '07:52' })).toBe('command_reused')
    const view = (await must(as('judge'), 'fitness', 'find', { session, lot, item: 'jump' })).view
    expect(view.attempts.map((attempt) => attempt.verdict)).toEqual(['fail', 'fail', 'pass'])
    expect(view).toMatchObject({ state: 'passed', signed: { kind: 'on_paper' } })
    expect(view.attempts.map((attempt) => attempt.fact)).toEqual(first.facts.slice(0, 3))
    const row = (await must(as('judge'), 'paper', 'scan', { session, code })).row
    expect(row).toMatchObject({ alreadyTyped: 1, lot })
    expect(row.newer.map((fact) => fact.fact)).toEqual(first.facts.slice(0, 4))
    expect(venue.ledger.heldByCommand(command).at(-1)).toMatchObject({ type: 'paper.typed', body: { writtenAt: '07:52', candidate: 'c001' } })
  })

  it('typed over something newer is refused until the typist names it as seen', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as, facts } = practice
    const [lot = ''] = await practice.ready([1])
    practice.clock.pass(60_000)
    const code = sheetNow(practice)('attempt', 1)
    practice.clock.pass(60_000)
    await practice.read(lot, 'jump', '230')
    const before = facts()
    const { newer } = (await must(as('judge'), 'paper', 'scan', { session, code })).row
    expect(await reason(as('judge'), 'paper', 'enter', { session, code, entry: jump('270') })).toBe('row_newer')
    expect(facts()).toBe(before)
    await must(as('judge'), 'paper', 'enter', { session, code, entry: jump('270'), newer: newer.map((fact) => fact.fact) })
    const { view } = await must(as('judge'), 'fitness', 'find', { session, lot, item: 'jump' })
    expect(view.attempts.map((attempt) => attempt.verdict)).toEqual(['fail', 'pass'])
  })

  it('is decided as on screen: order, number of attempts, order of items, implausible readings, official faults', async () => {
    const practice = practiceVenue(people)
    const { reason, must, as, facts } = practice
    await practice.ready([1])
    practice.clock.pass(60_000)
    const code = sheetNow(practice)
    const before = facts()
    const enter = (entry: object, caller = as('judge'), n = 1, item = 0) =>
      reason(caller, 'paper', 'enter', { session, code: code('attempt', n, item), entry: entry as ReturnType<typeof jump> })
    expect(await enter(jump('270', '270'))).toBe('item_closed')
    expect(await enter(jump('230', '230', '230', '230'))).toMatch(/no_attempts_left|item_closed|fitness_failed/)
    expect(await enter(jump('999'))).toBe('implausible')
    expect(await enter({ ...jump('230'), signed: true })).toBe('item_open')
    expect(await enter({ ...jump('270'), item: 'shuttle' })).toBe('row_kind_wrong')
    expect(await enter({ ...jump('12.50'), item: 'shuttle' }, as('judge'), 1, 1)).toBe('wrong_order')
    expect(await enter(jump('270'), as('judge'), 2)).toBe('row_unknown')
    expect(await enter({ kind: 'psych', result: 'passed' })).toBe('row_kind_wrong')
    expect(await enter(jump('270'), as('psych'))).toBe('row_not_yours')
    const fault = { ...jump(), outcomes: [{ kind: 'official_fault', reason: '横杆掉落' }, { kind: 'reading', reading: '270' }] }
    expect(await enter(fault)).toBe('second_person_needed')
    expect(facts()).toBe(before)
    expect(await enter(fault, as('judge', 'supervisor'))).toBeNull()
    await must(as('psych'), 'psych', 'list', { session, which: 'all' })
  })

  it('checks somebody in by the time written, after the cut-off with a second person, never before the sheet or in the future', async () => {
    const practice = practiceVenue(people)
    const { reason, must, as, at } = practice
    await practice.open()
    at('08:00')
    const code = sheetNow(practice)
    at('08:05')
    const enter = (n: number, writtenAt: string, caller = as('checkin'), tag = String(n)) =>
      reason(caller, 'paper', 'enter', { session, code: code('checkIn', n), entry: { kind: 'checkIn', tag, consent: true }, writtenAt })
    expect(await enter(1, '08:04')).toBeNull()
    expect(await enter(1, '08:04')).toBe('row_newer')
    expect(await enter(2, '08:04', as('checkin'), '1')).toBe('tag_taken')
    at('09:00')
    expect(await enter(2, '')).toBe('late')
    expect(await enter(2, '08:20', as('checkin', 'supervisor'))).toBe('late')
    expect(await enter(2, '07:59', as('checkin', 'supervisor'))).toBe('written_time_wrong')
    expect(await enter(2, '09:01', as('checkin', 'supervisor'))).toBe('written_time_wrong')
    expect(await enter(2, '08:10')).toBe('second_person_needed')
    expect(await enter(2, '08:10', as('checkin', 'judge'))).toBe('second_person_role')
    expect(await enter(2, '08:10', as('checkin', 'supervisor'))).toBeNull()
    expect((await must(as('chief'), 'checkIn', 'counts', { session })).counts).toMatchObject({ in: 2, absent: 2 })
  })

  it('does not walk around an open doubt, a bar or an admission made elsewhere', async () => {
    const practice = practiceVenue(people)
    const { reason, must, as, at } = practice
    await practice.open()
    at('08:00')
    const code = sheetNow(practice)
    at('08:05')
    await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c001', kind: 'face_doubtful' })
    await must(as('supervisor', 'chief'), 'sessions', 'bar', { session, candidate: 'c002', reason: '替考' })
    await practice.admit(3)
    for (const [n, refusal] of [[1, 'doubt_open'], [2, 'barred'], [3, 'already_in']] as const) {
      const newer = (await must(as('checkin'), 'paper', 'scan', { session, code: code('checkIn', n) })).row.newer.map((fact) => fact.fact)
      expect(newer).toHaveLength(1)
      const entry = { kind: 'checkIn' as const, tag: `T${String(n)}`, consent: true }
      expect(await reason(as('checkin', 'supervisor'), 'paper', 'enter', { session, code: code('checkIn', n), entry, writtenAt: '08:04', newer })).toBe(refusal)
    }
  })

  it('of other rows typed before does not stand in the way, of the same place on another sheet it does', async () => {
    const practice = practiceVenue([person(1)])
    const { reason, must, as, at } = practice
    await practice.open()
    at('07:55')
    const code = sheetNow(practice)
    const psych = { kind: 'psych' as const, result: 'passed' as const }
    at('08:00')
    await must(as('checkin'), 'paper', 'enter', { session, code: code('checkIn', 1), entry: { kind: 'checkIn', tag: '1', consent: true }, writtenAt: '07:58' })
    await practice.drawFor([1])
    const later = sheetNow(practice)
    at('08:10')
    // the lot was drawn since the first sheet, and that is said; the check-in typed from paper is not
    const { newer } = (await must(as('psych'), 'paper', 'scan', { session, code: code('psych', 1) })).row
    expect(newer.map((fact) => fact.type)).toEqual(['lots.drawn'])
    await must(as('psych'), 'paper', 'enter', { session, code: code('psych', 1), entry: psych, newer: newer.map((fact) => fact.fact) })
    expect(await reason(as('psych'), 'paper', 'enter', { session, code: later('psych', 1), entry: psych })).toBe('row_newer')
  })

  it('cannot be typed into a session that is closed', async () => {
    const practice = practiceVenue([person(1)])
    const { reason, must, as, at } = practice
    await practice.open()
    const code = sheetNow(practice)('checkIn', 1)
    at('12:00')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    expect(await reason(as('checkin', 'supervisor'), 'paper', 'enter', { session, code, entry: { kind: 'checkIn', tag: '1', consent: true }, writtenAt: '08:00' })).toBe('session_closed')
  })
})
