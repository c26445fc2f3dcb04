import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../shared/roster.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { enter, openOnScreen, type VenueOnScreen } from './venue-on-screen.ts'
import { opening, words } from './words.ts'

// What a desk must bear on the day: scanners, input methods, reloads, locks and a station that goes away.

let venue: VenueOnScreen
let desk: Page

beforeAll(async () => {
  venue = await openOnScreen({ candidates: 60, seed: 5, session: '0609-am' })
  await venue.at('07:50:00')
  desk = await venue.seat('checkin')
  ok(await venue.crew.as('chief-1').sessions.open({ cmd: crypto.randomUUID(), session: venue.session.id }), 'the session')
  await enter(desk, 'check-in')
})
afterAll(() => venue.stop())

const person = (nth: number): Candidate => venue.plain[nth]!
const field = () => desk.getByRole('combobox', { name: words('check-in.find') })
const card = (candidate: Candidate) => desk.getByRole('heading', { name: candidate.name, exact: true })
const close = async () => {
  await desk.keyboard.press('Escape')
  await desk.getByText(words('check-in.nobody_here')).waitFor()
}

describe('the field', () => {
  it('a scan in the middle of a Chinese composition is read whole from the keys', async () => {
    const { ticket } = person(0)
    await field().focus()
    const keys = await desk.context().newCDPSession(desk)
    await keys.send('Input.imeSetComposition', { text: 'ouy', selectionStart: 3, selectionEnd: 3 })
    expect(await field().inputValue()).toBe('ouy')
    const send = (code: string) => keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code, windowsVirtualKeyCode: 229 })
    await Promise.all([...[...ticket].map((digit) => send(`Digit${digit}`)), send('Enter')])
    await card(person(0)).waitFor()
    await close()
    expect(await field().inputValue()).toBe('')
  })

  it('an Enter that ends a composition belongs to the input method', async () => {
    await field().focus()
    const keys = await desk.context().newCDPSession(desk)
    await keys.send('Input.imeSetComposition', { text: 'wang', selectionStart: 4, selectionEnd: 4 })
    await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 })
    await keys.send('Input.insertText', { text: '王' })
    expect(await desk.getByText(words('check-in.nobody_here')).count()).toBe(1)
    expect(await field().inputValue()).toBe('王')
    await desk.keyboard.press('Escape')
  })

  it('full-width digits find the same person', async () => {
    await field().fill([...person(1).ticket].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(''))
    await desk.keyboard.press('Enter')
    await card(person(1)).waitFor()
    await close()
  })
})

describe('the person at the desk', () => {
  it('a ticket scanned into the tag field lets nobody in', async () => {
    await field().fill(person(2).ticket)
    await desk.keyboard.press('Enter')
    await card(person(2)).waitFor()
    await desk.keyboard.press('F1')
    await desk.keyboard.press('F2')
    const keys = await desk.context().newCDPSession(desk)
    const send = (key: string, code: string, text?: string) => keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, ...(text === undefined ? {} : { text }) })
    await Promise.all([...[...person(3).ticket].map((digit) => send(digit, `Digit${digit}`, digit)), send('Enter', 'Enter')])
    await expect.poll(() => desk.getByRole('textbox', { name: words('check-in.tag') }).inputValue()).toBe(person(3).ticket)
    const { card: known } = ok(await venue.crew.as('checkin-1').checkIn.card({ session: venue.session.id, candidate: person(2).id }), 'card')
    expect(known.admitted).toBeNull()
    await close()
  })

  it('a reload in the middle loses neither ticks nor the tag', async () => {
    await field().fill(person(4).ticket)
    await desk.keyboard.press('Enter')
    await card(person(4)).waitFor()
    for (const key of ['F1', 'F3', 'F4']) await desk.keyboard.press(key)
    await desk.keyboard.type('T077')
    await expect.poll(async () => JSON.stringify(await venue.crew.as('checkin-1').drafts.all())).toContain('T077')
    await desk.reload()
    await card(person(4)).waitFor()
    expect(await desk.getByRole('textbox', { name: words('check-in.tag') }).inputValue()).toBe('T077')
    expect(await desk.getByRole('checkbox', { name: words('check-in.id_card') }).isChecked()).toBe(true)
    expect(await desk.getByRole('checkbox', { name: words('check-in.ticket') }).isChecked()).toBe(false)
  })

  it('a lock keeps the screen below and opens with the same PIN', async () => {
    await desk.getByRole('button', { name: words('frame.lock') }).click()
    await desk.getByRole('dialog', { name: words('sign-in.locked') }).waitFor()
    await desk.getByLabel(words('parts.pin'), { exact: true }).fill('000000')
    await desk.keyboard.press('Enter')
    await desk.getByText(words('refusals.wrong_pin.why')).waitFor()
    await desk.getByLabel(words('parts.pin'), { exact: true }).fill(venue.crew.second('checkin-1').pin)
    await desk.keyboard.press('Enter')
    await desk.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await desk.getByRole('textbox', { name: words('check-in.tag') }).inputValue()).toBe('T077')
    await close()
  })

  it('the whole id number is seen only while it is held', async () => {
    await field().fill(person(5).ticket)
    await desk.keyboard.press('Enter')
    await card(person(5)).waitFor()
    const { residentId } = person(5)
    expect(await desk.getByText(residentId).count()).toBe(0)
    await desk.getByRole('button', { name: opening('check-in.resident_id') }).hover()
    await desk.mouse.down()
    await desk.getByText(residentId).waitFor()
    await desk.mouse.up()
    await desk.getByText(residentId).waitFor({ state: 'detached' })
    await close()
  })
})

describe('what surrounds it', () => {
  it('a rehearsal is striped on all four edges and names what is borrowed', async () => {
    expect(await desk.locator('[data-side]').count()).toBe(4)
    await desk.getByRole('note').getByText('national-2024').waitFor()
  })

  it('the policy of the page was never broken', () => {
    expect(venue.complaints.filter((text) => /policy|Trusted|Refused to/i.test(text))).toEqual([])
  })

  it('English is complete: the desk has no Chinese word of its own', async () => {
    await desk.getByRole('button', { name: words('frame.look') }).click()
    await desk.getByRole('button', { name: 'English' }).click()
    await desk.getByText('Waiting for the next candidate').waitFor()
    const said = await desk.getByRole('main').evaluate((main) => [...main.querySelectorAll('label, h1, h2, button, [role=tab], [role=columnheader]')].map((each) => each.textContent).join(' '))
    expect(said).not.toMatch(/\p{Script=Han}/u)
  })
})
