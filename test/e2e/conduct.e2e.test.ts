import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ok } from '../../tools/simulate/crew.ts'
import { eventually } from './hands.ts'
import { makeBeside } from './interview-beside.ts'
import { foundIn, openMadeOnScreen, type MadeOnScreen } from './made-on-screen.ts'
import { interviewDay, madePack, madePerson, madePost } from './made-venue.ts'
import { enter, secondPerson } from './venue-on-screen.ts'
import { words } from './words.ts'

// What goes wrong on the day, recorded where it is seen: an examiner who does not come (规则 §5, §8), and violations at
// the judge's, in the waiting room and in the interview room, where nobody may learn a name (规则 §10).

const pack = madePack('shenzhen-2023', (given) => {
  given.posts = ['J001', 'J002'].map((code) => madePost(code, { stages: ['psych', 'fitness', 'interview'], headcount: 1 }))
  const fitness = given.sessions[0]!
  given.pools = given.pools.filter((pool) => pool.session === fitness.id).map((pool) => ({ ...pool, session: 'fit' }))
  given.sessions = [
    { ...fitness, id: 'fit', due: { kind: 'posts', posts: ['J001', 'J002'] } },
    interviewDay('day', { date: '2023-06-17', posts: ['J001', 'J002'], letters: ['A', 'B'] }),
  ]
  given.conduct.push({ id: 'helped', title: { zh: '他人协助完成动作', en: 'Helped by somebody' }, effect: 'itemFails', clause: '演练' })
  given.conduct.push({ id: 'notes', title: { zh: '夹带材料进入面试室', en: 'Notes in the interview room' }, effect: 'zero', clause: '演练' })
})
const [fit, day] = [pack.sessions[0]!, pack.sessions[1]!]
const people = ['91', '88', '86', '86', '80', null, '75', '74', null].map((written, n) =>
  madePerson(n, { post: n < 6 ? 'J001' : 'J002', sessions: ['fit'], ...(written === null ? {} : { written }) }))
const helped = people[4]!
const names = people.map((person) => person.name)
const examiners = Array.from({ length: 16 }, (_, n) => ({
  examiner: `e${String(n + 1)}`, name: `考官${String(n + 1)}`, unit: '演练单位', related: { posts: n === 15 ? ['J001', 'J002'] : [], candidates: [], note: '' },
}))

let venue: MadeOnScreen
let interviews: ReturnType<typeof makeBeside>
let chief: Page

const confirm = (page: Page, effect: string) => page.getByRole('button', { name: words(`parts.violation.action.${effect}`), exact: true })

/** The form as it stands open: kind, reason, evidence. */
async function fill(page: Page, kind: string): Promise<void> {
  await page.getByLabel(words('parts.violation.kind')).selectOption(kind)
  await page.getByLabel(words('parts.reason')).fill('监考员当场看到')
  await page.getByLabel(words('parts.violation.evidence')).fill('录像 2 号机 09:12')
}

beforeAll(async () => {
  venue = await openMadeOnScreen({ pack, people })
  const fitness = makeBeside(venue, fit)
  await venue.at(fit, '07:50')
  await fitness.open()
  await fitness.admit(helped)
  await fitness.fitnessDay(people.filter((person) => person !== helped))
  const lot = await fitness.drawLot(helped)
  ok(await venue.crew.as('psych-1').psych.record({ cmd: venue.crew.cmd(), session: 'fit', lot, result: 'passed' }), 'psych')
  chief = await venue.sit('chief-1')
})
afterAll(() => venue.stop())

describe('recorded where it is seen', () => {
  it('a judge records what fails the item, by lot, with a second person in place; the overview counts it', async () => {
    const judge = await venue.sit('judge-1')
    await enter(judge, 'fitness')
    const jump = pack.fitness!.items[0]!
    await judge.getByRole('button', { name: jump.titleBySex?.M.zh ?? jump.title.zh, exact: true }).click()
    const lot = await makeBeside(venue, fit).lotOf(helped)
    await judge.getByLabel(words('fitness.lot'), { exact: true }).fill(lot)
    await judge.keyboard.press('Enter')
    await judge.getByRole('button', { name: words('parts.violation.open') }).click()
    await fill(judge, 'helped')
    await judge.getByText(words('parts.violation.effect.itemFails')).waitFor()
    expect(await confirm(judge, 'itemFails').isDisabled()).toBe(true)
    await secondPerson(judge, venue.crew, 'supervisor-1')
    await confirm(judge, 'itemFails').click()
    await judge.getByRole('button', { name: words('parts.violation.close') }).waitFor()
    await judge.keyboard.press('Enter')
    await eventually(() => makeBeside(venue, fit).whereabouts(helped)).toBe('fitness_failed')
    await judge.getByText(words('refusals.item_violated.why')).waitFor()
    expect(await foundIn(judge, names)).toEqual([])
    await enter(chief, 'chief')
    await chief.getByRole('button', { name: words('chief.violations', { count: 1 }) }).waitFor()
    await chief.getByRole('button', { name: words('chief.violations', { count: 1 }) }).click()
    await chief.getByText(helped.rosterNumber).waitFor()
  })

  it('an examiner who does not come is replaced by a reserve, two people in place; who it was and why stays in sight', async () => {
    await venue.at(fit, '11:30')
    await makeBeside(venue, fit).close()
    await venue.at(day, '07:40')
    interviews = makeBeside(venue, day)
    const { crew } = venue
    await chief.reload()
    await chief.getByRole('navigation', { name: words('frame.rail') }).waitFor()
    await enter(chief, 'shortlist')
    await chief.getByText(people[0]!.rosterNumber).first().waitFor()
    await interviews.adopt()
    await interviews.open()
    const lots = crew.as('lots-1').rooms
    const reveal = async (draw: string) => {
      ok(await lots.digits({ cmd: crew.cmd(), draw, digits: '314159265358', witnesses: ['见证人甲', '见证人乙'] }), 'digits')
      ok(await lots.draw({ cmd: crew.cmd(), draw }), 'revealing')
    }
    const { proposed } = ok(await lots.view({ session: 'day' }), 'rooms').view
    await reveal(ok(await lots.freeze({ cmd: crew.cmd(), session: 'day', kind: 'groups', groups: proposed }), 'groups').draw)
    ok(await lots.listExaminers({ cmd: crew.cmd(), session: 'day', examiners }), 'examiners')
    await reveal(ok(await lots.freeze({ cmd: crew.cmd(), session: 'day', kind: 'examiners' }), 'seats').draw)
    const { view } = ok(await lots.view({ session: 'day' }), 'rooms')
    const absent = view.rooms[0]!.examiners[2]!
    const [reserve] = view.reserves.filter((each) => each.examiner !== 'e16')
    await enter(chief, 'rooms')
    await chief.getByRole('button', { name: words('rooms.replace_whom', { seat: 3, name: absent.name }) }).first().click()
    await chief.getByText(words('rooms.replace_barred', { names: '考官16' })).waitFor()
    await chief.getByLabel(words('parts.reason')).fill('没有到场')
    await secondPerson(chief, crew, 'supervisor-1')
    await chief.getByRole('button', { name: words('rooms.replace_action', { name: reserve!.name }) }).click()
    await eventually(async () => ok(await lots.view({ session: 'day' }), 'rooms').view.rooms[0]!.examiners[2])
      .toMatchObject({ seat: 3, name: reserve!.name, replaced: [{ name: absent.name, reason: '没有到场' }] })
    // the form is gone with its own words: what is in sight now is the seat's history
    await chief.getByLabel(words('parts.reason')).waitFor({ state: 'detached' })
    await chief.getByText('没有到场').waitFor()
  })

  it('the waiting room and the interview room record by lot, and neither is told a name', async () => {
    const come = [people[0]!, people[1]!]
    await interviews.admit(...come)
    await interviews.freezeLots()
    for (const person of come) await interviews.drawLot(person)
    const waiting = await venue.sit('waiting-1')
    await enter(waiting, 'waiting')
    const lot = await interviews.lotOf(come[1]!)
    await waiting.getByLabel(words('fitness.lot'), { exact: true }).fill(lot)
    await waiting.keyboard.press('Enter')
    await waiting.getByRole('button', { name: words('parts.violation.open') }).click()
    await fill(waiting, 'uniform')
    await confirm(waiting, 'none').click()
    await waiting.getByRole('button', { name: words('parts.violation.close') }).click()
    expect(await foundIn(waiting, names)).toEqual([])
    expect(await interviews.whereabouts(come[1]!)).toBe('waiting')
    await interviews.answered(come[0]!)
    const { view } = ok(await venue.crew.as('lots-1').rooms.view({ session: 'day' }), 'rooms')
    const roomOf = view.rooms.find((room) => room.posts.includes('J001'))!.title.zh
    const clerk = await venue.sit('interview-1')
    await enter(clerk, 'interview')
    await clerk.getByRole('group', { name: words('interview.choose_room') }).getByRole('button', { name: new RegExp(roomOf) }).click()
    await clerk.getByRole('button', { name: words('parts.violation.open') }).first().click()
    await fill(clerk, 'notes')
    await secondPerson(clerk, venue.crew, 'supervisor-1')
    await confirm(clerk, 'zero').click()
    // the sheets give way to the ruling, which says what was recorded
    await clerk.getByText(words('interview.ruling.zero')).waitFor()
    expect(await interviews.whereabouts(come[0]!)).toBe('interview_zero')
    expect(await foundIn(clerk, names)).toEqual([])
    expect(venue.complaints).toEqual([])
  })
})
