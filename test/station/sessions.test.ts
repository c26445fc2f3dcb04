import { generateKeyPairSync } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../db/ledger.ts'
import { boardOf } from '../../station/board.ts'
import { readSheet } from '../../exchange/sheets/sheet.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const people = [1, 2, 3, 4, 5, 6].map((n) => person(n))

/** 1 passes, 2 fails the jump, 3 fails psych, 4 is late, 5 never comes, 6 withdraws. */
async function halfDay(practice: Practice): Promise<string[]> {
  const { must, as, read, sign, at } = practice
  await practice.open()
  for (const n of [1, 2, 3, 6]) await practice.admit(n)
  at('08:15:30')
  await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c004', reason: 'late' })
  const lots = await practice.drawFor([1, 2, 3])
  const [a = '', b = '', c = ''] = lots
  for (const lot of [a, b]) await must(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })
  await must(as('psych'), 'psych', 'record', { session, lot: c, result: 'failed' })
  for (const [item, reading] of [['jump', '270'], ['shuttle', '12.50'], ['run', '250.00']] as const) {
    await read(a, item, reading)
    await sign(a, item)
  }
  await must(as('judge'), 'fitness', 'record', { session, lot: b, item: 'jump', outcome: { kind: 'gave_up' } })
  return lots
}

describe('a session', () => {
  it('does not open while the pack has a hole somebody due falls into, and names it', async () => {
    const { call, as } = practiceVenue(people, {
      change: (pack) => {
        for (const standard of pack.fitness!.items[1]!.standards) standard.value = null
      },
    })
    const answer = await call(as('chief'), 'sessions', 'open', { session })
    expect(answer).toMatchObject({ ok: false, refused: { reason: 'pack_has_holes' } })
    expect(JSON.stringify(answer)).toContain('fitness.items[1].standards[0].value')
  })

  it('nothing is recorded before it is opened', async () => {
    const { reason, as, open } = practiceVenue(people)
    expect(await reason(as('lots'), 'lots', 'freeze', { session, pool: '0609-am-m' })).toBe('session_not_open')
    await open()
    expect(await reason(as('chief'), 'sessions', 'open', { session })).toBe('session_already_open')
  })

  it('counts everybody due exactly once, at any moment', async () => {
    const practice = practiceVenue(people)
    const { must, as } = practice
    await practice.open()
    const total = async () => {
      const { overview } = await must(as('chief'), 'sessions', 'overview', { session })
      expect(Object.values(overview.counts).reduce((sum, n) => sum + n, 0)).toBe(overview.due)
      return overview
    }
    expect((await total()).counts).toEqual({ due: 6 })
    const fresh = practiceVenue(people)
    await halfDay(fresh)
    const { overview } = await fresh.must(fresh.as('chief'), 'sessions', 'overview', { session })
    expect(overview.counts).toEqual({ passed: 1, fitness_failed: 1, psych_failed: 1, late: 1, absent: 1, in: 1 })
    expect(overview).toMatchObject({ due: 6, unsigned: 1, items: [{ item: 'jump', passed: 1, failed: 1, unsigned: 1 }, { passed: 1 }, { passed: 1 }] })
  })

  it('closes only when everybody due has an end and every result is signed; then nothing is recorded any more', async () => {
    const practice = practiceVenue(people)
    const { must, reason, as, sign, venue } = practice
    const [, b = ''] = await halfDay(practice)
    const preview = await must(as('chief'), 'sessions', 'closePreview', { session })
    expect(preview.open.map((each) => [each.rosterNumber, each.problem])).toEqual([['B002', 'unsigned'], ['B006', 'no_lot']])
    expect(await reason(as('chief', 'supervisor'), 'sessions', 'close', { session })).toBe('session_unbalanced')
    await sign(b, 'jump')
    const left = { session, candidate: 'c006', reason: '本人书面放弃' }
    expect(await reason(as('supervisor'), 'sessions', 'withdraw', left)).toBe('second_person_needed')
    await must(as('supervisor', 'checkin'), 'sessions', 'withdraw', left)
    expect(await reason(as('chief'), 'sessions', 'close', { session })).toBe('second_person_needed')
    expect(await reason(as('chief', 'judge'), 'sessions', 'close', { session })).toBe('second_person_role')
    const closed = await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    expect(closed.counts).toEqual({ passed: 1, fitness_failed: 1, psych_failed: 1, late: 1, absent: 1, withdrawn: 1 })
    // The draw was still open: its secret is revealed with the closing.
    expect(readdirSync(path.join(venue.folder, 'evidence'))).toHaveLength(1)
    expect((await must(as('lots'), 'lots', 'pools', { session }))[0]).toMatchObject({ state: 'closed' })
    const jump = { session, lot: b, item: 'jump', outcome: { kind: 'reading' as const, reading: '270' } }
    expect(await reason(as('judge', 'chief'), 'fitness', 'record', jump)).toBe('session_closed')
    expect(await reason(as('chief'), 'sessions', 'open', { session })).toBe('session_closed')
    expect(await reason(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c005', reason: 'late' })).toBe('session_closed')
    expect(await reason(as('supervisor', 'chief'), 'sessions', 'bar', { session, candidate: 'c001', reason: '替考' })).toBe('session_closed')
  })

  it('at closing an item not done has failed', async () => {
    const practice = practiceVenue([person(1)])
    const { must, as, read, sign, at, ready } = practice
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    await sign(lot, 'jump')
    at('12:00')
    const closed = await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    expect(closed.counts).toEqual({ fitness_failed: 1 })
    const { rows } = await must(as('chief'), 'sessions', 'rows', { session, list: 'failed' })
    expect(rows).toMatchObject([{ where: 'fitness_failed', at: 'shuttle', why: 'not_done' }])
  })

  it('a running heat and an unsettled doubt hold a session open', async () => {
    const practice = practiceVenue([person(1), person(2)])
    const { must, as, read, at, ready } = practice
    const [lot = ''] = await ready([1])
    await must(as('checkin'), 'checkIn', 'doubt', { session, candidate: 'c002', kind: 'face_doubtful' })
    await read(lot, 'jump', '270')
    await read(lot, 'shuttle', '12.50')
    const { view } = await must(as('judge'), 'heats', 'make', { session, item: 'run', lots: [lot] })
    await must(as('judge'), 'heats', 'start', { heat: view.heat })
    at('12:00')
    const preview = await must(as('chief'), 'sessions', 'closePreview', { session })
    expect(preview.open.map((each) => each.problem)).toEqual(['in_heat', 'doubt_open'])
  })

  it('barring ends the exam for a candidate, whatever was passed before', async () => {
    const practice = practiceVenue([person(1)])
    const { must, reason, as, ready, read } = practice
    const [lot = ''] = await ready([1])
    await read(lot, 'jump', '270')
    await must(as('chief', 'judge'), 'sessions', 'bar', { session, candidate: 'c001', reason: '冒名顶替' })
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot, item: 'shuttle', outcome: { kind: 'reading', reading: '12.50' } })).toBe('barred')
    expect((await must(as('chief'), 'sessions', 'rows', { session, list: 'barred' })).rows).toMatchObject([{ where: 'barred', why: '冒名顶替' }])
  })
})

describe('lists', () => {
  it('are paged, sorted and filtered, and name nobody to those who know lots only', async () => {
    const practice = practiceVenue(people)
    const { must, as } = practice
    await halfDay(practice)
    const page = await must(as('chief'), 'sessions', 'rows', { session, list: 'all', offset: 2, limit: 2 })
    expect(page).toMatchObject({ total: 6, rows: [{ rosterNumber: 'B003' }, { rosterNumber: 'B004' }] })
    expect((await must(as('chief'), 'sessions', 'rows', { session, list: 'all', sort: 'rosterNumber', descending: true, limit: 1 })).rows[0]?.rosterNumber).toBe('B006')
    expect((await must(as('chief'), 'sessions', 'rows', { session, list: 'all', query: 'ks' })).total).toBe(6)
    expect((await must(as('chief'), 'sessions', 'rows', { session, list: 'absent' })).rows.map((row) => row.rosterNumber)).toEqual(['B005'])
    const blind = JSON.stringify(await must(as('psych'), 'sessions', 'rows', { session, list: 'all', sort: 'name' }))
    for (const each of people) for (const secret of [each.name, each.ticket, each.residentId]) expect(blind).not.toContain(secret)
  })

  it('go out as text only, in both formats, with the reason of every end', async () => {
    const practice = practiceVenue([person(1, { name: '=cmd()|欧阳' }), ...people.slice(1)])
    const { must, as } = practice
    await halfDay(practice)
    const csv = await must(as('chief'), 'sessions', 'exportList', { session, list: 'failed', format: 'csv' })
    const text = Buffer.from(csv.bytes, 'base64').toString('utf8')
    expect(csv.name).toBe('2023-06-09-上午-不合格.csv')
    expect(text).toContain('"体能测评不合格","纵跳摸高","放弃"')
    const xlsx = await must(as('chief'), 'sessions', 'exportList', { session, list: 'all', format: 'xlsx' })
    const sheet = await readSheet(Buffer.from(xlsx.bytes, 'base64'))
    expect(sheet.ok && sheet.sheet.rows.map((row) => row.cells[2]?.text)).toContain('=cmd()|欧阳')
    expect(sheet.ok && sheet.sheet.rows.every((row) => row.cells.every((cell) => cell.kind === 'text' || cell.kind === 'empty'))).toBe(true)
  })
})

describe('conflicts', () => {
  /** Another station that has not heard of this one: facts of a second stream in the same database. */
  function otherStation(practice: Practice) {
    practice.clock.pass(1000)
    return openLedger(practice.db, { exam: 'exam', venue: 'v1', signingKey: generateKeyPairSync('ed25519').privateKey, clock: practice.clock })
  }

  it('a second check-in at another station is shown, decided by two people, and what was dropped counts no more', async () => {
    const practice = practiceVenue([person(1), person(2)])
    const { must, reason, as, at } = practice
    await practice.open()
    const first = await practice.admit(1)
    const other = otherStation(practice)
    const second = other.append({
      type: 'checkin.admitted', by: 'checkin-9', cmd: practice.cmd(), body: { session, candidate: 'c001', tag: '99', consent: true, warnings: [] },
    })
    expect(second.ok).toBe(true)
    // Heard of a moment later, as any received fact is.
    await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c002', reason: 'missing_document' })
    const [conflict] = await must(as('chief'), 'sessions', 'conflicts', { session })
    expect(conflict).toMatchObject({ kind: 'two_check_ins', candidate: 'c001', facts: [{ type: 'checkin.admitted' }, { type: 'checkin.admitted' }] })
    at('09:00')
    const drop = conflict!.facts.map((each) => each.fact).filter((fact) => fact !== first.fact)
    const decision = { session, conflict: conflict!.conflict, keep: first.fact, drop, reason: '同一人两台办理' }
    expect(await reason(as('chief'), 'sessions', 'resolveConflict', decision)).toBe('second_person_needed')
    expect(await reason(as('chief', 'supervisor'), 'sessions', 'resolveConflict', { ...decision, drop: [`${'0'.repeat(16)}/1`] })).toBe('fact_unknown')
    await must(as('chief', 'supervisor'), 'sessions', 'resolveConflict', decision)
    expect(await must(as('chief'), 'sessions', 'conflicts', { session })).toEqual([])
    expect(boardOf(practice.venue).standing(session, 'c001')?.admitted?.tag).toBe('1')
  })

  it('more attempts than the pack allows are a conflict, and closing needs a signature for it', async () => {
    const practice = practiceVenue([person(1)])
    const { must, reason, as, ready, read, sign, at } = practice
    const [lot = ''] = await ready([1])
    for (const text of ['250', '251', '252']) await read(lot, 'jump', text)
    otherStation(practice).append({
      type: 'fitness.attempted', by: 'judge-9', cmd: practice.cmd(), body: { session, candidate: 'c001', lot, item: 'jump', outcome: { kind: 'reading', reading: '270' } },
    })
    await sign(lot, 'jump')
    const [conflict] = await must(as('chief'), 'sessions', 'conflicts', { session })
    expect(conflict).toMatchObject({ kind: 'too_many_attempts', rosterNumber: 'B001' })
    expect(conflict!.facts).toHaveLength(4)
    at('12:00')
    expect(await reason(as('chief', 'supervisor'), 'sessions', 'close', { session })).toBe('conflicts_open')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session, signForConflicts: true })
  })
})

describe('a journey', () => {
  it('tells every fact in order with who, where, when and why', async () => {
    const practice = practiceVenue([person(1)])
    const { must, as, ready, read } = practice
    const [lot = ''] = await ready([1])
    const first = await read(lot, 'jump', '246')
    await must(as('judge'), 'fitness', 'correct', { replaces: first.fact, outcome: { kind: 'reading', reading: '264' }, reason: '数字颠倒' })
    await must(as('judge', 'supervisor'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'official_fault', reason: '器材松动' } })
    const { journey } = await must(as('chief'), 'journey', 'find', { session, lot })
    expect(journey.steps.map((step) => step.type)).toEqual([
      'checkin.admitted', 'lots.drawn', 'psych.recorded', 'fitness.attempted', 'fitness.corrected', 'fitness.attempted',
    ])
    const [, , , attempted, corrected, fault] = journey.steps
    expect(attempted).toMatchObject({ replacedBy: corrected!.fact, params: { item: 'jump', reading: '246' }, why: { standard: '265', verdict: 'fail' } })
    expect(corrected).toMatchObject({ replaces: attempted!.fact, params: { reading: '264', reason: '数字颠倒' }, why: { reading: '264', comparison: 'atLeast' } })
    expect(fault).toMatchObject({ by: 'judge-1', second: 'supervisor-2', params: { outcome: 'official_fault' } })
    expect(corrected!.why!.clause).toContain('纵跳摸高')
    expect(journey.items[0]).toMatchObject({ item: 'jump', state: 'open', result: '264' })
    expect((await must(as('chief'), 'journey', 'find', { session, candidate: 'c001' })).journey).toEqual(journey)
  })
})
