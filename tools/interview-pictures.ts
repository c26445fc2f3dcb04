import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { SheetKind } from '../shared/api/paper.ts'
import { html, htmlFile } from '../shared/paper/html.ts'
import { serveInterviewDay, type InterviewScene } from './interview-scene.ts'
import { ok } from './simulate/crew.ts'

/** A window signed in as somebody, without the sign-in screen. */
export type Seat = (operator: string, hash: string, width: number, height: number) => Promise<Page>

/**
 * Takes the README's pictures of an interview half day: a room with the clock running while the sheet before it does not
 * agree, the waiting room, the standings, and three sheets as they are printed.
 */
export async function takeInterviewDay(options: { browser: Browser; folder: string; seatAt: (url: string, token: (operator: string) => Promise<string>) => Seat }): Promise<void> {
  const { browser, folder, seatAt } = options
  const scene = await serveInterviewDay({ rehearsal: 'shenzhen-2023', candidates: 300, seed: 5, done: 5 })
  try {
    const seat = seatAt(scene.station.url, (operator) => scene.station.signIn(operator))
    const room = await busyRoom(scene)
    const take = async (page: Page, name: string) => {
      await page.waitForTimeout(1500)
      await page.screenshot({ path: path.join(folder, `${name}.png`) })
      await page.context().close()
    }
    const clerk = await seat('interview-1', '#/interview', 1280, 800)
    await clerk.getByRole('button', { name: room }).first().click()
    await take(clerk, 'interview')
    await take(await seat('waiting-1', '#/waiting', 1280, 800), 'waiting')
    await take(await seat('chief-1', '#/standings', 1280, 800), 'standings')
    await takeSheet(browser, scene, 'scoreSlip', '', path.join(folder, 'sheet-slip.png'))
    await takeSheet(browser, scene, 'roomSummary', '', path.join(folder, 'sheet-room.png'))
    await takeSheet(browser, scene, 'ranking', 'public:', path.join(folder, 'sheet-public.png'))
  } finally {
    await scene.stop()
  }
}

/** In the longest queue: the first one's two entries differ in one place, the next is inside with the clock running; in the other room somebody is called and somebody out. */
async function busyRoom({ crew, session, rooms, day }: InterviewScene): Promise<string> {
  const { rows } = ok(await crew.as('waiting-1').waiting.list({ session }), 'the waiting room')
  const queues = Object.keys(rooms).map((room) => ({ room, people: rows.filter((row) => row.room === room && row.state === 'waiting') })).sort((a, b) => b.people.length - a.people.length)
  const [busy, other] = queues
  const [first, second] = busy?.people ?? []
  if (busy === undefined || first === undefined || second === undefined) throw new Error('nobody waits for the picture')
  const [clerk, beside, waiting] = [crew.as('interview-1'), crew.as('interview-2'), crew.as('waiting-1')]
  const enter = async (candidate: string) => {
    ok(await waiting.waiting.call({ cmd: crew.cmd(), session, candidate }), 'calling')
    ok(await clerk.interview.enter({ cmd: crew.cmd(), session, candidate, stage: 'interview' }), 'entering')
    ok(await clerk.interview.start({ cmd: crew.cmd(), session, candidate, stage: 'interview' }), 'the clock')
  }
  const who = { session, candidate: first.candidate, stage: 'interview' as const }
  await enter(first.candidate)
  ok(await clerk.interview.finish({ cmd: crew.cmd(), ...who }), 'the end of the answer')
  ok(await clerk.interview.leave({ cmd: crew.cmd(), ...who }), 'leaving the room')
  const marks = ['86.5', '84', '88', '79.5', '91', '85', '87'].map((mark) => [mark])
  ok(await clerk.interview.mark({ cmd: crew.cmd(), ...who, marks }), 'the first entry')
  ok(await beside.interview.mark({ cmd: crew.cmd(), ...who, marks: marks.map((row, at) => (at === 4 ? ['81'] : row)) }), 'the second entry')
  await enter(second.candidate)
  const [called, out] = other?.people ?? []
  if (out !== undefined) ok(await waiting.waiting.leave({ cmd: crew.cmd(), session, candidate: out.candidate, escort: '候考员丙', why: 'toilet' }), 'leaving the waiting room')
  if (called !== undefined) ok(await waiting.waiting.call({ cmd: crew.cmd(), session, candidate: called.candidate }), 'calling')
  return day.session.rooms.find(({ id }) => id === busy.room)?.title.zh ?? ''
}

/** The first page of a sheet as it is printed; of several, the one with the most on it. */
async function takeSheet(browser: Browser, { crew, session }: InterviewScene, kind: SheetKind, key: string, file: string): Promise<void> {
  const { paper } = crew.as('chief-1')
  const { sheets } = ok(await paper.sheets({ session }), 'the sheets')
  const fullest = sheets.filter((sheet) => sheet.kind === kind && sheet.key.startsWith(key)).sort((a, b) => b.rows - a.rows)[0]
  if (fullest === undefined) throw new Error(`nothing to print: ${kind}`)
  const { opened } = ok(await paper.open({ cmd: crew.cmd(), session, kind, keys: [fullest.key] }), kind)
  const { pages } = ok(await paper.pages({ sheet: opened.sheet }), kind)
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
  await page.setContent(htmlFile(opened.title, pages.map(html)))
  await page.locator('body > .sheet').first().screenshot({ path: file })
  await page.close()
}
