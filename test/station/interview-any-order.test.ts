import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sheet } from '../../shared/api/interview.ts'
import { interviewUseCases } from '../../station/interview.ts'
import { at, day, interviewVenue, who } from './interview-venue.ts'

const people = ['interview-1', 'interview-2', 'interview-3', 'chief-1', 'supervisor-1'] as const
const person = fc.constantFrom(...people)
const numbers = fc.constantFrom(1, 2)
const some = { by: person, second: person, n: numbers }
const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constantFrom('enter' as const, 'start' as const, 'finish' as const, 'leave' as const), ...some }), weight: 5 },
  { arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'lift' as const, 'slip' as const, 'slip' as const, 'zero' as const), ...some }), weight: 4 },
  {
    arbitrary: fc.record({ do: fc.constant('mark' as const), ...some, figure: fc.constantFrom('71.31', '82.42'), again: fc.boolean(), asSecond: fc.boolean() }),
    weight: 6,
  },
  // mostly the people who may, or three signatures would hardly ever meet
  { arbitrary: fc.record({ do: fc.constant('sign' as const), ...some, role: fc.constantFrom('recorder' as const, 'verifier' as const, 'supervisor' as const), fit: fc.boolean() }), weight: 6 },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What must hold of a sheet whatever was done before. */
function holds(sheet: Sheet): void {
  const both = sheet.entries.length === 2
  if (!both) expect(sheet.entries.every((entry) => entry.marks === null) && sheet.mismatches.length === 0).toBe(true)
  expect(new Set(sheet.entries.map((entry) => entry.operator)).size).toBe(sheet.entries.length)
  expect(new Set(sheet.signatures.map((signature) => signature.operator)).size).toBe(sheet.signatures.length)
  if (sheet.score !== null && sheet.ruling === null) expect(both && sheet.mismatches.length === 0).toBe(true)
  if (sheet.ruling !== null) expect(sheet.score).toBe('0.00')
  if (sheet.state === 'signed' || sheet.state === 'announced') expect(sheet.signatures.map((signature) => signature.role)).toEqual(['recorder', 'verifier', 'supervisor'])
  if (sheet.ruling === null && sheet.signatures.length > 0) {
    const readers = sheet.entries.map((entry) => entry.operator)
    for (const { role, operator } of sheet.signatures) expect(readers.includes(operator)).toBe(role !== 'supervisor')
  }
}

const nothing = `${'0'.repeat(16)}/1`

/** Does one step as whoever is at the screen would, from what the sheet before them shows. */
function send({ call }: ReturnType<typeof interviewVenue>, step: Step, seen: Sheet): Promise<{ ok: boolean }> {
  const caller = who(step.by, step.second === step.by ? undefined : step.second)
  switch (step.do) {
    case 'enter':
    case 'start':
    case 'finish':
    case 'leave':
      return call(caller, 'interview', step.do, at(step.n))
    case 'undo':
      return call(caller, 'interview', 'undo', { replaces: seen.last?.fact ?? nothing, reason: '误按' })
    case 'lift':
      return call(caller, 'interview', 'liftRuling', { ...at(step.n), replaces: seen.ruling?.fact ?? nothing, reason: '误判' })
    case 'mark': {
      const reader = step.asSecond ? caller.second?.operator : caller.operator
      const own = seen.entries.find((entry) => entry.operator === reader)?.fact ?? null
      return call(caller, 'interview', 'mark', {
        ...at(step.n), marks: [[step.figure], ['80'], ['81']], replaces: step.again ? own : null, reason: step.again ? '看错' : '', asSecond: step.asSecond,
      })
    }
    case 'sign': {
      const readers = seen.entries.map((entry) => entry.operator)
      const fit = { recorder: readers[0], verifier: readers[1], supervisor: 'supervisor-1' }[step.role]
      return call(step.fit && fit !== undefined ? who(fit) : caller, 'interview', 'sign', { ...at(step.n), role: step.role, score: seen.score ?? '80.00' })
    }
    case 'slip':
      return call(caller, 'interview', 'slip', { ...at(step.n), score: seen.score ?? '80.00', acknowledgement: { kind: 'on_paper' } })
    case 'zero':
      return call(caller, 'interview', 'zero', { ...at(step.n), kind: 'violation', reason: '带手机' })
    default:
      return step satisfies never
  }
}

describe('whatever is pressed in whatever order', () => {
  it('figures stay hidden, one person is inside, a refusal leaves nothing, and a program started anew says the same', async () => {
    const done = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 80 }), async (plan) => {
        const venue = interviewVenue({ interview: { panel: 3 } })
        const { clock, facts, sheet, room, restarted, must, clerk } = venue
        await must(clerk, 'interview', 'enter', at(1))
        for (const each of plan) {
          clock.pass(7000)
          const lot = `A00${String(each.n)}`
          const before = facts()
          const seen = await sheet(lot)
          const answer = await send(venue, each, seen)
          if ((seen.state === 'signed' || seen.state === 'announced') && each.do === 'mark' && answer.ok) done.add('mark after three signatures')
          if (answer.ok) done.add(each.do)
          else expect(facts()).toBe(before)
          const after = await sheet(lot)
          holds(after)
          if (after.entries.length < 2) expect(JSON.stringify([answer, after])).not.toMatch(/71\.31|82\.42/)
        }
        const view = await room()
        const inside = await Promise.all(['A001', 'A002'].map(async (lot) => (await sheet(lot)).last))
        expect(inside.filter((last) => last?.type === 'interview.entered' || last?.type === 'interview.started').length).toBeLessThanOrEqual(1)
        expect(await interviewUseCases.room(restarted(), clerk, { session: day, room: '1' })).toEqual({ ok: true, view })
      }),
      { seed: 73, numRuns: 45 },
    )
    // the plans reach every kind of step, or nothing was shown
    expect([...done].sort()).toEqual(['enter', 'finish', 'leave', 'lift', 'mark', 'mark after three signatures', 'sign', 'slip', 'start', 'undo', 'zero'])
  }, 120_000)
})
