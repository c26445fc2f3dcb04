import type { Page } from 'playwright-core'
import type { Session } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import type { MadeOnScreen } from './made-on-screen.ts'
import { enter, secondPerson } from './venue-on-screen.ts'
import { words } from './words.ts'

/** What hands do at the screens of an interview half day. */
export function makeInterviewHands({ crew }: Pick<MadeOnScreen, 'crew'>, session: Session) {
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
  const hands = {
    /** Goes to a room of the rail with the half day chosen in the bar. */
    goTo: async (page: Page, room: string) => {
      await page.getByRole('combobox', { name: words('frame.session') }).first().selectOption(session.id)
      await enter(page, room)
    },
    /** Takes the witnesses' digits of the draw that is frozen on the page and reveals it. */
    reveal: async (page: Page, digits: string) => {
      await page.getByLabel(words('lots.digits')).first().fill(digits)
      await page.getByLabel(words('lots.witnesses')).first().fill('见证人甲、见证人乙')
      await button(page, words('rooms.take_digits')).click()
      await button(page, words('rooms.reveal')).click()
      await button(page, words('rooms.reveal')).waitFor({ state: 'detached' })
    },
    /** Freezes the pool whose lots begin with a letter and takes the witnesses' digits; then people may draw. */
    openPool: async (lots: Page, letter: string) => {
      await lots.getByRole('navigation', { name: words('lots.pools_list') }).getByRole('button', { name: new RegExp(`^${letter}`) }).click()
      await lots.getByRole('button', { name: words('lots.freeze') }).last().click()
      await lots.getByLabel(words('lots.digits')).first().fill('161803398874')
      await lots.getByLabel(words('lots.witnesses')).first().fill('见证人甲、见证人乙')
      await button(lots, words('lots.take_digits')).click()
      await lots.getByLabel(words('lots.scan'), { exact: true }).waitFor()
    },
    /** Answers a confirmation: a reason where one is kept, the second person, and the verb of the confirmation. */
    confirm: async (page: Page, title: string, action: string, operator: string, reason?: string) => {
      const box = page.getByRole('group', { name: title })
      await box.waitFor()
      if (reason !== undefined) await box.getByLabel(words('parts.reason')).fill(reason)
      await secondPerson(page, crew, operator)
      await box.getByRole('button', { name: action, exact: true }).click()
      await box.waitFor({ state: 'detached' })
    },
    /** Opens one lot on the waiting room's board. */
    choose: async (waiting: Page, lot: string) => {
      await waiting.getByRole('button', { name: new RegExp(`^${lot} `) }).first().click()
      await waiting.getByRole('region', { name: lot, exact: true }).waitFor()
    },
    /** Out of the waiting room with an escort. */
    leave: async (waiting: Page, lot: string) => {
      await hands.choose(waiting, lot)
      await button(waiting, words('waiting.leave', { lot })).click()
      await waiting.getByLabel(words('waiting.escort')).fill('候考员丙')
      await waiting.keyboard.press('Enter')
    },
    /** Closes the person's panel, so that nothing of the one before is in the way. */
    put: async (waiting: Page, lot: string) => {
      await waiting.getByRole('region', { name: lot, exact: true }).getByRole('button', { name: words('waiting.close') }).click()
    },
    /** The clerk's machine stands in this room from now on. */
    standIn: async (clerk: Page, room: string) => {
      const other = clerk.getByRole('button', { name: words('interview.other_room') })
      const choice = clerk.getByRole('group', { name: words('interview.choose_room') })
      await other.or(choice).first().waitFor()
      if (await other.isVisible()) await other.click()
      await choice.getByRole('button', { name: room }).click()
      await clerk.getByRole('heading', { name: room }).waitFor()
    },
    /** The one step of the person at the door or at the table, by its key. */
    step: async (clerk: Page, lot: string, ...steps: ('call' | 'enter' | 'start' | 'finish' | 'leave')[]) => {
      for (const step of steps) {
        await clerk.getByRole('button', { name: words(`interview.do.${step}`, { lot }) }).waitFor()
        await clerk.keyboard.press('F8')
        await clerk.getByRole('button', { name: words(`interview.do.${step}`, { lot }) }).waitFor({ state: 'detached' })
      }
    },
    /** One total from each examiner into the grid of the form, Enter after each; answers the form. */
    typeTotals: async (clerk: Page, marks: readonly string[], form: string) => {
      const entry = clerk.getByRole('form', { name: form })
      const field = (n: number) => entry.getByLabel(words('interview.mark_of', { n: n + 1, element: words('interview.total_mark') }), { exact: true })
      for (const [n, mark] of marks.entries()) await field(n).fill(mark)
      await field(marks.length - 1).press('Enter')
      return entry
    },
    /** One of three signatures: one's own, or another person's with the PIN in place. */
    sign: async (clerk: Page, role: 'recorder' | 'verifier' | 'supervisor', operator: string, own: boolean) => {
      const form = clerk.getByRole('form', { name: words('interview.sign_as', { role: words(`interview.role.${role}`) }) })
      await form.waitFor()
      if (!own) await secondPerson(clerk, crew, operator)
      await form.getByRole('button', { name: words('interview.sign', { role: words(`interview.role.${role}`), lot: '\0', score: '' }).split('\0')[0] ?? '' }).click()
      await form.waitFor({ state: 'detached' })
    },
    /** A second person's PIN and the verb of the form it stands in. */
    witness: async (page: Page, operator: string, action: string) => {
      await secondPerson(page, crew, operator)
      await button(page, action).click()
    },
    /** A line drawn with a finger. */
    draw: async (page: Page) => {
      const box = await page.getByRole('img', { name: words('fitness.sign_here') }).boundingBox()
      if (box === null) throw new Error('nowhere to sign')
      await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 4, { steps: 5 })
      await page.mouse.move(box.x + (box.width * 3) / 4, box.y + box.height / 2, { steps: 5 })
      await page.mouse.up()
    },
  }
  return hands
}

/** What of these people may stand on no public board: names, numbers of the roster, tickets, resident ids, posts. */
export const namesOf = (people: readonly Candidate[]): string[] => people.flatMap(({ id, name, rosterNumber, ticket, residentId, post }) => [id, name, rosterNumber, ticket, residentId, post])
