import { describe, expect, it } from 'vitest'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

const two = () => practiceVenue([person(1), person(2), person(3)])

async function drawn(practice: Practice, ns: readonly number[]): Promise<string[]> {
  await practice.open()
  for (const n of ns) await practice.admit(n)
  return practice.drawFor(ns)
}

const csv = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

describe('psych', () => {
  it('is recorded once; failed opens no fitness item', async () => {
    const practice = two()
    const { must, reason, as } = practice
    const [lot = ''] = await drawn(practice, [1])
    const { view } = await must(as('psych'), 'psych', 'record', { session, lot, result: 'failed' })
    expect(view).toMatchObject({ result: 'failed', blocked: { reason: 'psych_done' } })
    expect(await reason(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })).toBe('psych_done')
    expect(await reason(as('judge'), 'fitness', 'record', { session, lot, item: 'jump', outcome: { kind: 'reading', reading: '270' } })).toBe('psych_not_passed')
  })

  it('shows no name and no document to the clerk', async () => {
    const practice = two()
    const { must, as } = practice
    const [lot = ''] = await drawn(practice, [1])
    const text = JSON.stringify([await must(as('psych'), 'psych', 'find', { session, lot }), await must(as('psych'), 'psych', 'list', { session })])
    for (const secret of [person(1).name, person(1).residentId, person(1).ticket]) expect(text).not.toContain(secret)
  })

  it('an invalid result waits for a chief or supervisor with a second person', async () => {
    const practice = two()
    const { must, reason, as } = practice
    const [lot = ''] = await drawn(practice, [1])
    const { fact, view } = await must(as('psych'), 'psych', 'record', { session, lot, result: 'invalid' })
    expect(view.needsRuling).toBe(true)
    const ruling = { replaces: fact, result: 'passed' as const, reason: '设备故障，已复测' }
    expect(await reason(as('supervisor'), 'psych', 'rule', ruling)).toBe('second_person_needed')
    expect((await must(as('supervisor', 'psych'), 'psych', 'rule', ruling)).view).toMatchObject({ result: 'passed', ruled: true, needsRuling: false })
    expect(await reason(as('supervisor', 'psych'), 'psych', 'rule', ruling)).toBe('already_replaced')
  })

  it('the clerk mends a slip with a reason before fitness, afterwards with a second person', async () => {
    const practice = two()
    const { must, reason, as, read } = practice
    const [lot = ''] = await drawn(practice, [1])
    const first = await must(as('psych'), 'psych', 'record', { session, lot, result: 'failed' })
    const mended = await must(as('psych'), 'psych', 'correct', { replaces: first.fact, result: 'passed', reason: '录错' })
    await read(lot, 'jump', '270')
    const again = { replaces: mended.fact, result: 'failed' as const, reason: '录错' }
    expect(await reason(as('psych'), 'psych', 'correct', again)).toBe('second_person_needed')
    expect(await reason(as('psych', 'supervisor'), 'psych', 'correct', again)).toBeNull()
  })

  it('counts the notices it prints', async () => {
    const practice = two()
    const { must, reason, as } = practice
    const [lot = ''] = await drawn(practice, [1])
    expect(await reason(as('psych'), 'psych', 'notice', { session, lot })).toBe('stage_not_open')
    await must(as('psych'), 'psych', 'record', { session, lot, result: 'failed' })
    const first = await must(as('psych'), 'psych', 'notice', { session, lot })
    expect(first.notice).toMatchObject({ copy: 1, result: 'failed', lot })
    expect((await must(as('psych'), 'psych', 'notice', { session, lot })).notice.copy).toBe(2)
  })

  it('a file comes in whole or not at all, every problem by row and column', async () => {
    const practice = two()
    const { must, reason, as, facts } = practice
    const [a = '', b = '', c = ''] = await drawn(practice, [1, 2, 3])
    const bad = csv(`抽签号,测评结果\r\n${a},合格\r\n${b},好\r\nZ999,合格\r\n${a},不合格\r\n,合格\r\n`)
    const preview = await must(as('psych'), 'psych', 'previewFile', { session, name: 'x.csv', bytes: bad })
    expect(preview.problems.map(({ row, column, problem }) => [row, column, problem])).toEqual([
      [3, '测评结果', 'result_malformed'], [4, '抽签号', 'unknown_lot'], [5, '抽签号', 'duplicate'], [6, '抽签号', 'missing'],
    ])
    const before = facts()
    expect(await reason(as('psych'), 'psych', 'importFile', { session, name: 'x.csv', bytes: bad })).toBe('psych_file_problems')
    expect(facts()).toBe(before)
    await must(as('psych'), 'psych', 'record', { session, lot: c, result: 'invalid' })
    const book = await exportSheet('xlsx', '结果', [['序号', '抽签号', '心理测评结果'], ['1', a, '合格'], ['2', b, '不合格'], ['3', c, '无效']])
    const sent = { cmd: practice.cmd(), session, name: 'y.xlsx', bytes: Buffer.from(book).toString('base64') }
    const both = await Promise.all([must(as('psych'), 'psych', 'importFile', sent), must(as('psych'), 'psych', 'importFile', sent)])
    expect(both.map((answer) => answer.imported)).toEqual([2, 2])
    expect((await must(as('psych'), 'psych', 'importFile', sent)).imported).toBe(2)
    expect(facts()).toBe(before + 3)
    expect((await must(as('psych'), 'psych', 'list', { session })).map((view) => [view.lot, view.result, view.source]).sort()).toEqual(
      [[a, 'passed', 'file'], [b, 'failed', 'file'], [c, 'invalid', 'hand']].sort(),
    )
  })

  it('a post without psych in its stages goes from the lot to fitness', async () => {
    const { open, admit, drawFor, must, reason, as, read } = practiceVenue([person(1)], {
      change: (pack) => {
        for (const post of pack.posts) post.stages = ['fitness', 'interview']
      },
    })
    await open()
    await admit(1)
    const [lot = ''] = await drawFor([1])
    expect(await reason(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })).toBe('no_psych_in_post')
    expect((await read(lot, 'jump', '270')).view.state).toBe('passed')
    expect((await must(as('psych'), 'psych', 'list', { session }))).toEqual([])
  })
})
