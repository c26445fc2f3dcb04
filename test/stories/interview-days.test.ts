import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { simulate, type Summary } from '../../tools/simulate/day.ts'

const deep = process.env['KAODIAN_DEEP'] === '1'
const seeds = deep ? Array.from({ length: 10 }, (_, index) => index + 1) : [1, 2]
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function play(rehearsal: string, candidates: number, seed: number): Promise<Summary> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-story-'))
  folders.push(folder)
  return simulate({ rehearsal, candidates, seed, folder, days: 'all' })
}

const fitnessEnds = ['absent', 'late', 'refused', 'barred', 'withdrawn', 'psych_failed', 'fitness_failed', 'passed']
const interviewEnds = [
  'absent', 'late', 'refused', 'barred', 'withdrawn', 'interview_failed', 'interview_zero', 'interview_absent', 'lapsed', 'passed',
]

/**
 * Every session closed in balance with a closing package of its own, each of its people with an end of that day; the
 * ledger verifies, and projections made anew are those in use.
 */
function expectClosed(summary: Summary): void {
  expect(summary).toMatchObject({ balanced: true, verified: true, refillEqualsLive: true })
  const sessions = packNamed(summary.rehearsal)?.sessions ?? []
  expect(summary.sessions.map(({ id }) => id)).toEqual(sessions.map(({ id }) => id))
  let facts = 0
  for (const { id, rooms } of sessions) {
    const { due, ends } = summary.sessions.find((each) => each.id === id) ?? { due: -1, ends: {} }
    expect(due).toBeGreaterThan(0)
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(due)
    expect(Object.keys(ends).filter((end) => !(rooms.length > 0 ? interviewEnds : fitnessEnds).includes(end))).toEqual([])
    // each package holds the ledger as it stood, so the later holds more than the one before it
    expect(summary.packages[id]?.facts).toBeGreaterThan(facts)
    facts = summary.packages[id]?.facts ?? 0
  }
  expect(Object.keys(summary.packages)).toHaveLength(sessions.length)
}

/** What happens between the shortlist and the score slip, by the simulation's own names. */
const troubles = [
  '确定入围名单', '抽定面试室', '抽定考官', '叫号', '外出', '外出未返回', '叫号未到', '候考弃考', '撤回进入', '撤回计时', '两人录入评分',
  '两次录入不一致', '零分裁定', '三人签字', '签字后更正评分', '签收成绩单', '拒签成绩单', '归还物品', '核对总成绩',
]

/** Everything that happened over the seeds of one rehearsal. */
const happened = new Map<string, Set<string>>()

async function playedSoundly(rehearsal: string, candidates: number, seed: number): Promise<void> {
  const summary = await play(rehearsal, candidates, seed)
  expectClosed(summary)
  const events = happened.get(rehearsal) ?? new Set()
  for (const event of Object.keys(summary.events)) events.add(event)
  happened.set(rehearsal, events)
}
const unmet = (rehearsal: string, expected: readonly string[]) => expected.filter((event) => happened.get(rehearsal)?.has(event) !== true)

describe('the whole of Shenzhen 2023, fitness and interview days, played by operators through the contract', () => {
  it.each(seeds)('with %i as seed: every session closes in balance, with a package that opens, and a refill is the same', (seed) =>
    playedSoundly('shenzhen-2023', deep ? 600 : 140, seed))

  it('meets every trouble of an interview day at least once, equals at the cut of a shortlist among them', () => {
    expect(unmet('shenzhen-2023', [...troubles, '入围末位并列'])).toEqual([])
  })
})

describe('the whole of Wuhan 2025: posts without fitness, a professional test, marks by element, several panels', () => {
  it.each(seeds)('with %i as seed: every session closes in balance, with a package that opens, and a refill is the same', (seed) =>
    playedSoundly('wuhan-2025', deep ? 800 : 90, seed))

  it('meets every trouble of an interview day at least once, a sheet entered once and checked among them', () => {
    expect(unmet('wuhan-2025', [...troubles, '复核评分'])).toEqual([])
  })
})

it('the same seed has the same people come to the same ends through the same troubles, although every lot and room differs', async () => {
  const [first, again] = [await play('shenzhen-2023', 30, 3), await play('shenzhen-2023', 30, 3)]
  expect(again.sessions).toEqual(first.sessions)
  expect(again.events).toEqual(first.events)
})
