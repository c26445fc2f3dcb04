import { describe, expect, it } from 'vitest'
import type { Input, Noun } from '../../station/use-cases.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const people = [1, 2, 3].map((n) => person(n))
const reading = (text: string) => ({ kind: 'reading' as const, reading: text })

/** Sends a command, then the same id with another input; the second must say that it was not recorded. */
async function reused<N extends Noun, M extends keyof import('../../shared/api.ts').Contract[N] & string>(
  practice: Practice, caller: ReturnType<Practice['as']>, noun: N, method: M, first: Partial<Input<N, M>>, other: Partial<Input<N, M>>,
): Promise<void> {
  const cmd = practice.cmd()
  await practice.must(caller, noun, method, { cmd, ...first })
  const before = practice.facts()
  expect(await practice.reason(caller, noun, method, { cmd, ...first, ...other }), `${noun}.${method}`).toBe('command_reused')
  expect(await practice.reason(caller, noun, method, { cmd, ...first }), `${noun}.${method}, the same again`).toBeNull()
  expect(practice.facts()).toBe(before)
}

describe('an old command id under another input is never answered as recorded', () => {
  it('at the judge: another lot, another reading, another correction, another signature', async () => {
    const practice = practiceVenue(people)
    const [one = '', two = ''] = await practice.ready([1, 2, 3])
    const judge = practice.as('judge')
    await reused(practice, judge, 'fitness', 'record', { session, lot: one, item: 'jump', outcome: reading('250') }, { lot: two })
    await reused(practice, judge, 'fitness', 'record', { session, lot: two, item: 'jump', outcome: reading('250') }, { outcome: reading('270') })
    const { fact } = await practice.read(one, 'jump', '251')
    await reused(practice, judge, 'fitness', 'correct', { replaces: fact, outcome: reading('270'), reason: '看错' }, { outcome: reading('271') })
    await practice.read(two, 'jump', '270')
    await reused(practice, judge, 'fitness', 'sign', { session, lot: one, item: 'jump', acknowledgement: { kind: 'on_paper' } }, { lot: two })
  })

  it('in psych: another lot, another result, a notice for somebody else', async () => {
    const practice = practiceVenue(people)
    await practice.open()
    for (const n of [1, 2, 3]) await practice.admit(n)
    const [one = '', two = ''] = await practice.drawFor([1, 2, 3])
    const clerk = practice.as('psych')
    await reused(practice, clerk, 'psych', 'record', { session, lot: one, result: 'failed' }, { lot: two })
    const { fact } = await practice.must(clerk, 'psych', 'record', { session, lot: two, result: 'passed' })
    await reused(practice, clerk, 'psych', 'correct', { replaces: fact, result: 'failed', reason: '看错' }, { result: 'passed' })
    await reused(practice, clerk, 'psych', 'notice', { session, lot: one }, { lot: two })
  })

  it('in heats: other runners, another bib, another time', async () => {
    const practice = practiceVenue(people)
    const lots = await practice.ready([1, 2, 3])
    for (const lot of lots) {
      await practice.read(lot, 'jump', '270')
      await practice.read(lot, 'shuttle', '13.00')
    }
    const judge = practice.as('judge')
    const [one = '', two = '', three = ''] = lots
    await reused(practice, judge, 'heats', 'make', { session, item: 'run', lots: [one, two] }, { lots: [one, three] })
    const [heat] = await practice.call(judge, 'heats', 'list', { session, item: 'run' })
    const id = heat?.heat ?? ''
    await reused(practice, judge, 'heats', 'change', { heat: id, entries: [{ bib: '1', lot: one }, { bib: '2', lot: two }] }, { entries: [{ bib: '2', lot: one }, { bib: '1', lot: two }] })
    await practice.must(judge, 'heats', 'start', { heat: id })
    await reused(practice, judge, 'heats', 'tap', { heat: id, bib: '1', elapsed: 25000 }, { bib: '2' })
    const { view } = await practice.must(judge, 'heats', 'find', { heat: id })
    const tap = view.taps[0]?.fact ?? ''
    await reused(practice, judge, 'heats', 'changeTap', { replaces: tap, bib: '1', elapsed: 25010, removed: false }, { elapsed: 26000 })
  })

  it('at the desk and about conduct: another tag, another reason', async () => {
    const practice = practiceVenue(people)
    await practice.open()
    const documents = { idCard: true, ticket: true }
    await reused(practice, practice.as('checkin'), 'checkIn', 'admit', { session, candidate: 'c001', documents, tag: '1', consent: true }, { tag: '2' })
    await reused(practice, practice.as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c002', reason: 'missing_document', note: '身份证' }, { note: '准考证' })
    await reused(practice, practice.as('chief', 'supervisor'), 'sessions', 'withdraw', { session, candidate: 'c003', reason: '本人申请' }, { reason: '另一个原因' })
  })
})
