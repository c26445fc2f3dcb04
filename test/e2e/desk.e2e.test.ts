import { pinyin } from 'pinyin-pro'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { eventually } from './hands.ts'
import { enter, openOnScreen, secondPerson, type VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

// The check-in desk with people who are not plain cases.

let venue: VenueOnScreen
let desk: Page
let all: Candidate[]
const here = () => all.filter((candidate) => candidate.sessions.includes(venue.session.id))

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 240, seed: 4, session: '0609-pm' })
  all = rehearsalRoster({ pack: venue.pack, rehearsal: 'shenzhen-2023', count: 240, seed: 4 })
  await venue.at('14:20:00')
  const { crew, session } = venue
  ok(await crew.as('chief-1').sessions.open({ cmd: crew.cmd(), session: session.id }), 'opening the session')
  desk = await venue.seat('checkin')
  await enter(desk, 'check-in')
  await desk.getByLabel(words('frame.session')).selectOption(session.id)
})
afterAll(() => venue.stop())

const field = () => desk.getByRole('combobox', { name: words('check-in.find') })
const cardOf = (person: Candidate) => desk.getByRole('heading', { name: person.name, exact: true })

async function look(query: string): Promise<void> {
  await desk.keyboard.press('Escape')
  await field().fill(query)
  await field().press('Enter')
}

async function state(person: Candidate) {
  const asked = { session: venue.session.id, candidate: person.id }
  return ok(await venue.crew.as('checkin-2').checkIn.card(asked), 'card').card
}

describe('whoever comes is found', () => {
  it('by roster number, ticket, the last six of the id, and name', async () => {
    const person = venue.plain.find((each) => all.filter(({ name }) => name === each.name).length === 1)!
    for (const query of [person.rosterNumber, person.ticket, person.residentId.slice(-6), person.name]) {
      await look(query)
      await cardOf(person).waitFor()
      await desk.keyboard.press('Escape')
      await cardOf(person).waitFor({ state: 'detached' })
    }
  })

  it('among namesakes the list is shown, and the arrow keys choose', async () => {
    const names = here().map((each) => each.name)
    const query = names.find((each, index) => names.indexOf(each) !== index) ?? here()[0]!.name.slice(0, 1)
    await look(query)
    const second = desk
      .getByRole('listbox', { name: words('check-in.found') })
      .getByRole('option')
      .nth(1)
    const shown = (await second.textContent()) ?? ''
    await field().press('ArrowDown')
    await field().press('Enter')
    const chosen = await desk
      .getByRole('region', { name: opening('check-in.card_of') })
      .getByRole('heading')
      .textContent()
    expect(shown).toContain(chosen)
  })

  it('by pinyin and by its initials', async () => {
    const person = venue.plain.find(({ name }) => /^[\u4e00-\u9fa5]{3}$/.test(name))!
    const whole = pinyin(person.name, { toneType: 'none', type: 'array', mode: 'surname' })
    for (const query of [whole.join(''), whole.map((each) => each.slice(0, 1)).join('')]) {
      await look(query)
      const hit = desk.getByRole('listbox', { name: words('check-in.found') }).getByText(person.name)
      await hit.or(cardOf(person)).first().waitFor()
    }
  })

  it('somebody who is on no list is recorded as that', async () => {
    await look('9999999999')
    await desk.getByText(words('check-in.nobody', { query: '9999999999' })).waitFor()
    await desk.keyboard.press('F8')
    await desk.getByText(opening('check-in.refused')).first().waitFor()
  })
})

describe('who may not simply walk in', () => {
  it('somebody due in another session is refused with that reason, and comes at the right time', async () => {
    const stranger = all.find((each) => each.sessions[0] === '0610-pm' && each.barred === undefined)!
    await look(stranger.ticket)
    await cardOf(stranger).waitFor()
    await desk.getByText(opening('refusals.wrong_session.why')).first().waitFor()
    await desk.keyboard.press('F8')
    await desk.getByText(opening('check-in.refused')).first().waitFor()
    expect((await state(stranger)).refusals.map(({ reason }) => reason)).toEqual(['wrong_session'])
  })

  it('somebody barred before the day is refused', async () => {
    const barred = here().find((each) => each.barred !== undefined)
    if (barred === undefined) throw new Error('nobody is barred in this session: choose another seed')
    await look(barred.ticket)
    await cardOf(barred).waitFor()
    expect(await desk.getByRole('button', { name: words('check-in.confirm'), exact: false }).count()).toBe(0)
    await desk.keyboard.press('F8')
    await eventually(async () => (await state(barred)).refusals.length).toBe(1)
  })

  it('a mismatch against the id warns, and only a second person’s PIN lets in', async () => {
    const differs = here().find(
      (each) => each.barred === undefined && !each.residentId.includes(each.birth.replaceAll('-', '')),
    )
    if (differs === undefined) throw new Error('nobody’s id differs in this session: choose another seed')
    await look(differs.ticket)
    await cardOf(differs).waitFor()
    await desk.getByText(opening('check-in.warning.id_birth_differs')).first().waitFor()
    for (const key of ['F1', 'F2', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('W1')
    const confirm = desk.getByRole('button', { name: words('check-in.confirm') })
    expect(await confirm.isEnabled()).toBe(false)
    await secondPerson(desk, venue.crew, 'checkin-2')
    await confirm.click()
    await eventually(async () => (await state(differs)).state).toBe('in')
  })

  it('a doubt is settled by two: nobody goes in before', async () => {
    const person = venue.plain[3]!
    await look(person.ticket)
    await cardOf(person).waitFor()
    await desk.keyboard.press('F6')
    await desk.getByRole('button', { name: words('check-in.doubt_record') }).click()
    const settle = desk.getByRole('group', { name: words('check-in.settle_title') })
    await settle.waitFor()
    expect((await state(person)).state).toBe('doubt')
    for (const key of ['F1', 'F2', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('D1')
    await secondPerson(desk, venue.crew, 'supervisor-1')
    await desk.getByRole('button', { name: words('check-in.settle_admit') }).click()
    await eventually(async () => (await state(person)).state).toBe('in')
  })
})

describe('nothing typed is lost', () => {
  it('by a reload, nor by a lock', async () => {
    const person = venue.plain[5]!
    await look(person.ticket)
    await cardOf(person).waitFor()
    await desk.keyboard.press('F1')
    await desk.keyboard.press('F4')
    await desk.keyboard.type('物品 77')
    const tag = desk.getByRole('textbox', { name: words('check-in.tag') })
    await eventually(async () => Object.values(await venue.crew.as('checkin-1').drafts.all()).join()).toContain(
      '物品 77',
    )
    await desk.reload()
    await cardOf(person).waitFor()
    expect(await tag.inputValue()).toBe('物品 77')
    await desk.getByRole('button', { name: words('frame.lock') }).click()
    const lock = desk.getByRole('dialog', { name: words('sign-in.locked') })
    await lock.getByLabel(words('parts.pin')).fill(venue.crew.second('checkin-1').pin)
    await desk.keyboard.press('Enter')
    await lock.waitFor({ state: 'detached' })
    expect(await tag.inputValue()).toBe('物品 77')
    expect(await desk.getByRole('checkbox', { name: words('check-in.id_card') }).isChecked()).toBe(true)
  })

  it('and no page complained', () => {
    expect(venue.complaints).toEqual([])
  })
})
