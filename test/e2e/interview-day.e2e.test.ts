import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { root } from '../architecture/tree.ts'
import { eventually, makeHands, type Hands } from './hands.ts'
import { makeBeside, totals, type Beside } from './interview-beside.ts'
import { makeInterviewHands, namesOf } from './interview-hands.ts'
import { absent, belowCut, castByLots, comeJ, comeY, half, late, openInterviewDay, pack, people, technical, unfit, type Cast, type Pages } from './interview-day-venue.ts'
import { foundIn, playedBy, type MadeOnScreen } from './made-on-screen.ts'
import { opening, words } from './words.ts'

// One interview half day in two rooms, told in its order: each fate of a candidate through the real screens. The fitness
// half day before it is played beside them.

let venue: MadeOnScreen
let day: Beside
let on: ReturnType<typeof makeInterviewHands>
let door: Hands
let pages: Pages
const lotOf = new Map<string, string>()
const lot = (person: Candidate): string => lotOf.get(person.id) ?? ''
/** Where J001 sits and where Y001 does, as the rooms were drawn. */
const roomOf: Record<string, string> = {}
let cast: Cast

beforeAll(async () => {
  ;({ venue, pages } = await openInterviewDay())
  on = makeInterviewHands(venue, half)
  day = makeBeside(venue, half)
  door = makeHands({ venue: { crew: venue.crew, pack, session: half }, desk: pages.desk, psych: pages.desk, judge: pages.desk, lot })
}, 120_000)
// what each window showed when a test failed
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, page] of Object.entries(pages)) await page.screenshot({ path: path.join(root, 'node_modules/.cache/e2e', `interview-day-${name}.png`) })
})
afterAll(() => venue.stop())

const click = (page: Page, name: string) => page.getByRole('button', { name }).first().click()
const shows = (page: Page, text: string) => page.getByText(text).first().waitFor()

/** The hall reads numbers and rooms, and nothing else comes to it over the network either. */
const boardIsNameless = async () => expect(await foundIn(pages.board, namesOf(people))).toEqual([])

describe('who comes', () => {
  it('the chief sees the tie at the cut whole and adopts the lists with a second person; nobody below it, nobody unfit', async () => {
    const { chief } = pages
    await on.goTo(chief, 'shortlist')
    await shows(chief, words('shortlist.tied', { n: 2, over: 1 }))
    const rows = chief.getByRole('grid', { name: words('shortlist.rows_list', { post: 'J001' }) }).getByRole('row')
    for (const person of [technical[5]!, absent]) {
      expect(await rows.filter({ hasText: person.name }).textContent()).toContain(`▲${words('shortlist.mark.tied')}`)
    }
    expect(await rows.filter({ hasText: belowCut.name }).textContent()).toContain(words('shortlist.mark.below'))
    expect(await rows.filter({ hasText: unfit.name }).count()).toBe(0)
    await click(chief, words('shortlist.adopt_all', { n: 2, people: 13 }))
    await on.confirm(chief, words('shortlist.adopt_title', { posts: 'J001、Y001' }), words('shortlist.adopt_do', { n: 2, people: 13 }), 'supervisor-1')
    const { posts } = ok(await venue.crew.as('chief-1').shortlist.propose({ session: 'day' }), 'lists')
    expect(posts.map(({ adopted }) => [adopted?.count, adopted?.by, adopted?.second])).toEqual([[7, '演练主考甲', '演练监督甲'], [6, '演练主考甲', '演练监督甲']])
    await on.goTo(chief, 'chief')
    await click(chief, opening('chief.open_session'))
    await eventually(async () => (await venue.crew.as('chief-1').sessions.list()).find(({ id }) => id === 'day')?.state).toBe('open')
    expect((await day.rows()).map((row) => row.candidate).sort()).toEqual([...technical.slice(0, 7), ...comeY].map(({ id }) => id).sort())
  })

  it('posts draw rooms and examiners draw seats by the witnesses’ digits; a declared relation keeps them apart', async () => {
    const { lots } = pages
    await on.goTo(lots, 'rooms')
    await click(lots, words('rooms.freeze_groups', { n: 2 }))
    await on.reveal(lots, '314159265358')
    const related = technical[0]!
    const lines = Array.from({ length: 15 }, (_, n) => `考官${String(n + 1).padStart(2, '0')}，警务保障部${n === 0 ? `，${related.rosterNumber}` : ''}`)
    await lots.getByLabel(words('rooms.examiners_lines')).first().fill(lines.join('\n'))
    await click(lots, words('rooms.save_examiners', { n: 15 }))
    await click(lots, words('rooms.freeze_examiners', { n: 15 }))
    await on.reveal(lots, '271828182845')
    await lots.getByText(words('rooms.result')).first().waitFor()
    const { view } = ok(await venue.crew.as('lots-1').rooms.view({ session: 'day' }), 'rooms')
    for (const room of view.rooms) {
      roomOf[room.posts[0] ?? ''] = room.title.zh
      expect(room.examiners).toHaveLength(7)
      if (room.posts.includes('J001')) expect(room.examiners.map(({ name }) => name)).not.toContain('考官01')
    }
    expect(Object.keys(roomOf).sort()).toEqual(['J001', 'Y001'])
    expect(view.related).toEqual({ [related.id]: related.rosterNumber })
  })

  it('the door lets in who is listed and refuses who comes after half past eight', async () => {
    await venue.at(half, '07:40')
    const { desk } = pages
    await on.goTo(desk, 'check-in')
    await door.find(comeJ[0]!)
    for (const key of ['F1', 'F2', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('T001')
    await desk.keyboard.press('Enter')
    await eventually(() => day.whereabouts(comeJ[0]!)).toBe('in')
    await day.admit(...comeJ.slice(1), ...comeY)
    await venue.at(half, '08:30:00')
    await door.find(late)
    await shows(desk, opening('refusals.late.why'))
    await desk.keyboard.press('F8')
    await shows(desk, opening('check-in.refused'))
    await eventually(() => day.whereabouts(late)).toBe('late')
    expect(await day.whereabouts(absent)).toBe('absent')
  })

  it('each ticket draws its order in its own room', async () => {
    const { lots } = pages
    await on.goTo(lots, 'lots')
    for (const letter of ['A', 'B']) await on.openPool(lots, letter)
    const field = lots.getByLabel(words('lots.scan'), { exact: true })
    for (const person of [...comeJ, ...comeY]) {
      await field.fill(person.ticket)
      await field.press('Enter')
      await eventually(() => day.lotOf(person)).not.toBe('')
      lotOf.set(person.id, await day.lotOf(person))
      await lots.getByText(lot(person), { exact: true }).first().waitFor()
    }
    const letters = (some: readonly Candidate[]) => [...new Set(some.map((person) => lot(person)[0]))]
    expect([letters(comeJ).length, letters(comeY).length, new Set(lotOf.values()).size]).toEqual([1, 1, 11])
    cast = castByLots(lot)
  })
})

/** Figures that stand nowhere else, so that finding one means having seen a mark. */
const right = ['87.31', '86.42', '91.53', '84.64', '88.75', '85.86', '89.97']
const wrong = right.with(3, '84.46')
const seenIn = (page: Page) => foundIn(page, [...right, '84.46'])

/** What is heard of a call where the machine has no voice: the high note of the bell. */
const chime = 'sine 784'

describe('two rooms at the same time', () => {
  it('the first of each room is called, goes in and begins; the hall’s board shows numbers and rooms, and no person', async () => {
    const { waiting, clerkA, clerkB, board } = pages
    await on.goTo(waiting, 'waiting')
    await click(board, words('board.sound_off'))
    expect(await playedBy(board)).toEqual([])
    await click(waiting, words('waiting.call', { lot: lot(cast.differs) }))
    await shows(board, lot(cast.differs))
    for (const page of [waiting, board]) await eventually(() => playedBy(page)).toContain(chime)
    await boardIsNameless()
    await on.goTo(clerkA, 'interview')
    await on.standIn(clerkA, roomOf['J001'] ?? '')
    await on.step(clerkA, lot(cast.differs), 'enter', 'start')
    await on.goTo(clerkB, 'interview')
    await on.standIn(clerkB, roomOf['Y001'] ?? '')
    await on.step(clerkB, lot(cast.refuses), 'call', 'enter', 'start')
    for (const person of [cast.differs, cast.refuses]) {
      await waiting.getByRole('button', { name: `${words('waiting.state.inside')} ${lot(person)}` }).waitFor()
      await board.getByRole('cell', { name: lot(person), exact: true }).first().waitFor()
    }
    await boardIsNameless()
  })

  it('somebody leaves the waiting room with an escort; too long raises the alarm, the return ends it', async () => {
    const { waiting } = pages
    await on.leave(waiting, lot(cast.returns))
    await eventually(() => stateOf(cast.returns)).toBe('out')
    await venue.at(half, '08:45:00')
    await shows(waiting, `▲ ${opening('waiting.alarm')}${lot(cast.returns)}`)
    await click(waiting, words('waiting.back', { lot: lot(cast.returns) }))
    await eventually(() => stateOf(cast.returns)).toBe('waiting')
    await on.put(waiting, lot(cast.returns))
    expect((await day.journey(cast.returns)).steps.map(({ type }) => type)).toEqual(expect.arrayContaining(['waiting.left', 'waiting.returned']))
  })

  it('without a return the interview lapses, by two people', async () => {
    const { waiting } = pages
    await on.leave(waiting, lot(cast.lapses))
    await click(waiting, words('waiting.lapse'))
    await on.confirm(waiting, words('waiting.lapse_title', { lot: lot(cast.lapses) }), words('waiting.lapse_action', { lot: lot(cast.lapses) }), 'supervisor-1', '二十分钟未返回')
    await eventually(() => day.whereabouts(cast.lapses)).toBe('lapsed')
    await on.put(waiting, lot(cast.lapses))
  })

  it('a written withdrawal is the chief’s to record, and takes a second person', async () => {
    const { waiting, chief } = pages
    await on.choose(waiting, lot(cast.withdraws))
    await shows(waiting, words('waiting.withdraw_by'))
    await on.put(waiting, lot(cast.withdraws))
    await on.goTo(chief, 'waiting')
    await on.choose(chief, lot(cast.withdraws))
    await click(chief, words('waiting.withdraw'))
    await on.confirm(chief, words('waiting.withdraw_title', { lot: lot(cast.withdraws) }), words('waiting.withdraw_action', { lot: lot(cast.withdraws) }), 'supervisor-1', '本人书面放弃')
    await eventually(() => day.whereabouts(cast.withdraws)).toBe('withdrawn')
  })
})

describe('the sheets', () => {
  it('two people type the same sheet; before both are in neither window has a figure of the other, on the page or over the network', async () => {
    const { clerkA, clerkB } = pages
    await on.step(clerkA, lot(cast.differs), 'finish', 'leave')
    const entry = await on.typeTotals(clerkA, right, words('interview.entry'))
    await entry.getByRole('button', { name: words('interview.record_marks', { lot: lot(cast.differs), n: 7 }) }).click()
    await shows(clerkA, words('interview.second_next'))
    expect(await seenIn(clerkA)).toEqual([])
    await on.step(clerkB, lot(cast.refuses), 'finish', 'leave')
    await on.standIn(clerkB, roomOf['J001'] ?? '')
    await clerkB.getByRole('form', { name: words('interview.entry') }).waitFor()
    expect(await seenIn(clerkB)).toEqual([])
    expect((await day.sheet(cast.differs)).entries.map(({ marks }) => marks)).toEqual([null])
  })

  it('a mismatch stands side by side with both figures, nobody named as right; who was wrong corrects the own entry', async () => {
    const { clerkA, clerkB } = pages
    const entry = await on.typeTotals(clerkB, wrong, words('interview.entry'))
    await entry.getByRole('button', { name: words('interview.record_marks', { lot: lot(cast.differs), n: 7 }) }).click()
    for (const page of [clerkA, clerkB]) {
      const table = page.getByRole('table', { name: words('interview.mismatch', { n: 1 }) })
      await table.waitFor()
      expect(await table.getByRole('cell').allTextContents()).toEqual(['84.64', '84.46'])
    }
    expect((await day.sheet(cast.differs)).score).toBeNull()
    // now that both are in both may see them: the tap on the network does hear figures
    expect(await seenIn(clerkA)).toContain('84.46')
    await click(clerkB, words('interview.correct_mine'))
    const correction = clerkB.getByRole('form', { name: words('interview.correct') })
    await correction.getByLabel(words('interview.mark_of', { n: 4, element: words('interview.total_mark') }), { exact: true }).fill('84.64')
    await correction.getByRole('button', { name: words('interview.record_correction', { lot: lot(cast.differs) }) }).click()
    // 87.31 86.42 88.75 85.86 89.97 are left: 438.31 / 5
    for (const page of [clerkA, clerkB]) await page.getByText('87.66', { exact: true }).first().waitFor()
    expect(await day.sheet(cast.differs)).toMatchObject({ state: 'agreed', score: '87.66', dropped: [{ highest: 2, lowest: 3 }] })
  })

  it('three people sign, and the candidate signs for the slip on the screen', async () => {
    const { clerkA } = pages
    await on.sign(clerkA, 'recorder', 'interview-1', true)
    await on.sign(clerkA, 'verifier', 'interview-2', false)
    await on.sign(clerkA, 'supervisor', 'supervisor-1', false)
    await click(clerkA, words('interview.slip_on_screen'))
    await on.draw(clerkA)
    await click(clerkA, words('interview.record_signature', { lot: lot(cast.differs) }))
    await shows(clerkA, words('interview.announced', { lot: lot(cast.differs), score: '87.66' }))
    expect((await day.sheet(cast.differs)).signatures.map(({ operator }) => operator)).toEqual(['interview-1', 'interview-2', 'supervisor-1'])
    await eventually(() => day.whereabouts(cast.differs)).toBe('passed')
  })

  it('told a name in the room: zero by ruling of two people, and the sheets stay as they were', async () => {
    const { clerkA } = pages
    await day.interviewed(cast.returns, totals(...right))
    await on.step(clerkA, lot(cast.zero), 'call', 'enter', 'start', 'finish', 'leave')
    expect(await day.marked(cast.zero, totals(...right))).toBe('87.66')
    await clerkA.getByText('87.66', { exact: true }).first().waitFor()
    await click(clerkA, words('interview.zero'))
    await on.confirm(clerkA, words('interview.zero_title', { lot: lot(cast.zero) }), words('interview.zero_action', { lot: lot(cast.zero) }), 'supervisor-1', '自报姓名')
    await clerkA.getByText('0.00', { exact: true }).first().waitFor()
    const sheet = await day.sheet(cast.zero)
    expect(sheet).toMatchObject({ score: '0.00', ruling: { kind: 'identity_revealed', reason: '自报姓名' } })
    expect(sheet.entries.map(({ marks }) => marks)).toEqual([totals(...right), totals(...right)])
    await clerkA.getByRole('table', { name: words('interview.sheets') }).getByText('84.64').waitFor()
    await day.signed(cast.zero, '0.00')
    await day.slip(cast.zero, '0.00')
    expect(await day.whereabouts(cast.zero)).toBe('interview_zero')
  })

  it('called three times and not come: absent, by two people, not before the third call', async () => {
    const { waiting } = pages
    await click(waiting, words('waiting.call', { lot: lot(cast.noShow) }))
    for (let n = 2; n <= 3; n += 1) {
      await shows(waiting, words('waiting.called_n', { n: n - 1, minutes: 0 }))
      await click(waiting, words('waiting.call_again', { lot: lot(cast.noShow) }))
    }
    await shows(waiting, words('waiting.called_n', { n: 3, minutes: 0 }))
    await shows(pages.board, words('board.again', { n: 3 }))
    await waiting.getByRole('button', { name: new RegExp(`^▶.*${lot(cast.noShow)}$`) }).click()
    await click(waiting, words('waiting.no_show', { n: 3, least: 3 }))
    await on.confirm(waiting, words('interview.absent_title', { lot: lot(cast.noShow) }), words('interview.absent_action', { lot: lot(cast.noShow) }), 'supervisor-1', '三次叫号未到')
    await eventually(() => day.whereabouts(cast.noShow)).toBe('interview_absent')
    await on.put(waiting, lot(cast.noShow))
  })

  it('60.00 passes though the slip is refused before a witness; 59.99 does not pass', async () => {
    const { clerkB } = pages
    const score = await day.marked(cast.refuses, totals(...Array.from({ length: 7 }, () => '60')))
    await day.signed(cast.refuses, score)
    await on.standIn(clerkB, roomOf['Y001'] ?? '')
    // the next one is inside already while this score is being announced
    await on.step(clerkB, lot(cast.below), 'call', 'enter')
    await shows(clerkB, words('interview.not_inside', { lot: lot(cast.refuses), inside: lot(cast.below) }))
    await click(clerkB, words('interview.slip_refused'))
    await clerkB.getByLabel(words('fitness.refusal_note')).fill('认为评分过低')
    await on.witness(clerkB, 'supervisor-1', words('interview.record_refusal', { lot: lot(cast.refuses) }))
    await eventually(async () => (await day.sheet(cast.refuses)).slip?.kind).toBe('refused')
    expect([score, await day.whereabouts(cast.refuses)]).toEqual(['60.00', 'passed'])
    expect(await day.interviewed(cast.below, totals(...Array.from({ length: 7 }, () => '59.99')))).toBe('59.99')
    expect(await day.whereabouts(cast.below)).toBe('interview_failed')
    for (const person of [cast.plain, cast.plainer, cast.plainest]) await day.interviewed(person, totals(...right))
  })
})

const stateOf = async (person: Candidate) =>
  ok(await venue.crew.as('waiting-1').waiting.list({ session: 'day' }), 'the waiting room').rows.find((row) => row.candidate === person.id)?.state

describe('the end of the day', () => {
  it('belongings go back to whoever has left', async () => {
    const { waiting } = pages
    await on.choose(waiting, lot(cast.plain))
    await click(waiting, words('waiting.give_back', { tag: `T${cast.plain.rosterNumber}`, lot: lot(cast.plain) }))
    await shows(waiting, words('waiting.returned'))
    await boardIsNameless()
  })

  it('standings show provisional ranks: half written and half interview, the one ruled zero among them', async () => {
    const { chief } = pages
    await on.goTo(chief, 'standings')
    await shows(chief, words('standings.provisional'))
    const { standing } = ok(await venue.crew.as('chief-1').standings.post({ post: 'J001' }), 'standing')
    const expected = [cast.differs, cast.returns, cast.zero].map((person) => [person.id, ((Number(person.written) + (person === cast.zero ? 0 : 87.66)) / 2).toFixed(3)] as const)
    const ranked = standing.rows.filter((row) => row.rank !== null)
    expect(new Map(ranked.map((row) => [row.candidate, row.total]))).toEqual(new Map(expected))
    const table = chief.getByRole('grid', { name: words('standings.ranking_of', { post: 'J001' }) }).or(chief.getByRole('table', { name: words('standings.ranking_of', { post: 'J001' }) }))
    for (const row of ranked) {
      const text = await table.getByRole('row').filter({ hasText: row.name }).textContent()
      expect(text).toContain(String(row.rank))
      expect(text).toContain(row.total)
    }
    expect(standing.final).toBe(false)
  })

  it('the wizard closes the half day with two people and writes the closing package; every fate is as it was', async () => {
    const { chief } = pages
    await venue.at(half, '12:00')
    await on.goTo(chief, 'closing')
    await shows(chief, words('closing.all_ended', { due: 13 }))
    await shows(chief, words('closing.counts_balance'))
    await click(chief, opening('closing.close'))
    await on.confirm(chief, words('closing.confirm_title'), words('closing.confirm_action'), 'supervisor-1')
    await shows(chief, words('closing.is_closed'))
    await click(chief, words('closing.write_package'))
    await eventually(async () => ok(await venue.crew.as('chief-1').closing.packages({ session: 'day' }), 'packages').packages.length).toBe(1)
    const made = ok(await venue.crew.as('chief-1').closing.packages({ session: 'day' }), 'packages').packages[0]!
    await shows(chief, made.file)
    expect(existsSync(path.join(venue.folder, 'out', made.file))).toBe(true)
    expect(await day.ends()).toEqual(new Map([
      [cast.differs.id, 'passed'], [cast.returns.id, 'passed'], [cast.zero.id, 'interview_zero'], [cast.withdraws.id, 'withdrawn'], [cast.noShow.id, 'interview_absent'],
      [late.id, 'late'], [absent.id, 'absent'], [cast.refuses.id, 'passed'], [cast.lapses.id, 'lapsed'], [cast.below.id, 'interview_failed'],
      ...[cast.plain, cast.plainer, cast.plainest].map(({ id }): [string, string] => [id, 'passed']),
    ]))
    expect(await venue.crew.as('chief-1').system.verify({ full: true })).toMatchObject({ ok: true, bad: null })
    expect(venue.complaints).toEqual([])
  })
})
