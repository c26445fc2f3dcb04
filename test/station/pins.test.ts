import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemChance } from '../../exchange/chance.ts'
import { handClock } from '../../exchange/clock.ts'
import { pinWeakness } from '../../station/pin-strength.ts'
import { lockout, makePins, pinCost, type PinBook } from '../../station/pins.ts'

function book(): PinBook & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    read: (operator) => entries.get(operator),
    write: (operator, text) => void entries.set(operator, text),
  }
}

async function lockedAccount(mayClose = true) {
  const clock = handClock()
  const kept = book()
  const pins = makePins({ book: kept, pepper: randomBytes(32), clock, chance: systemChance, mayClose: () => mayClose })
  await pins.set('a', '480315', pinCost.practice)
  const wrong = async (times: number) => {
    for (let turn = 0; turn < times; turn += 1) await pins.check('a', '480316')
  }
  return { clock, kept, pins, wrong }
}

test.each([
  ['48031', 'too_short'],
  ['1234567890123', 'too_long'],
  ['48031x', 'not_digits'],
  ['111111', 'repeats'],
  ['121212', 'repeats'],
  ['123123', 'repeats'],
  ['112233', 'repeats'],
  ['12341234', 'repeats'],
  ['123456', 'run'],
  ['654321', 'run'],
  ['246802', 'run'],
  ['890123', 'run'],
  ['123789', 'run'],
  ['112112', 'repeats'],
  ['223232', 'few_digits'],
  ['19900101', 'date'],
  ['900101', 'date'],
  ['480315', null],
  ['70582914', null],
] as const)('PIN %s: %s', (pin, weakness) => {
  expect(pinWeakness(pin)).toBe(weakness)
})

test('a PIN of six random digits is accepted nine times in ten', () => {
  const pins = Array.from({ length: 2000 }, () => String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(6, '0'))
  expect(pins.filter((pin) => pinWeakness(pin) === null).length).toBeGreaterThan(1700)
})

test('five wrong tries wait 15 s, each further one twice as long, and the right PIN in between does not help', async () => {
  const { clock, pins, wrong } = await lockedAccount()
  await wrong(lockout.waitFrom)
  for (let wait = lockout.firstWait, tries = lockout.waitFrom; tries < lockout.closedFrom - 1; tries += 1, wait *= 2) {
    expect(await pins.check('a', '480315')).toEqual({ result: 'locked', until: wait })
    clock.pass(wait - 1)
    expect(await pins.check('a', '480315')).toEqual({ result: 'locked', until: 1 })
    clock.pass(1)
    expect((await pins.check('a', '480316')).result).toBe('wrong')
  }
  clock.pass(10 * 24 * 3_600_000)
  await wrong(1)
  expect(pins.waiting('a')).toBeNull()
  clock.pass(365 * 24 * 3_600_000)
  expect(await pins.check('a', '480315')).toEqual({ result: 'locked', until: null })
})

test('the right PIN clears the count', async () => {
  const { pins, wrong } = await lockedAccount()
  await wrong(4)
  expect(await pins.check('a', '480315')).toEqual({ result: 'right' })
  expect(await pins.check('a', '480316')).toEqual({ result: 'wrong', left: 4 })
})

test('the last chief who could help is never closed for good', async () => {
  const { clock, pins, wrong } = await lockedAccount(false)
  for (let turn = 0; turn < 30; turn += 1) {
    await wrong(1)
    clock.pass(5 * 3_600_000)
  }
  expect(await pins.check('a', '480315')).toEqual({ result: 'right' })
})

test('no shift of the wall clock, either way, shortens a wait; a restart of the machine begins it anew', async () => {
  const day = 24 * 3_600_000
  for (const shift of [day, -day, 10 * 365 * day, -10 * 365 * day, 14_000, -14_000]) {
    const { clock, pins, wrong } = await lockedAccount()
    await wrong(5)
    clock.shiftWall(shift)
    expect((await pins.check('a', '480315')).result, String(shift)).toBe('locked')
    clock.pass(14_999)
    expect((await pins.check('a', '480315')).result, String(shift)).toBe('locked')
  }
  const { kept, wrong } = await lockedAccount()
  await wrong(5)
  const rebooted = handClock(1_700_000_020_000, 5)
  const pins = makePins({
    book: kept,
    pepper: randomBytes(32),
    clock: rebooted,
    chance: systemChance,
    mayClose: () => true,
  })
  expect(await pins.check('a', '480315')).toEqual({ result: 'locked', until: lockout.firstWait })
  rebooted.pass(lockout.firstWait)
  expect(pins.waiting('a')).toBe(0)
})

test('a wait set back by the clock never grows beyond its own length', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ pass: fc.integer({ min: 0, max: 20_000 }), shift: fc.integer({ min: -100_000, max: 100_000 }) }),
        { maxLength: 8 },
      ),
      async (moves) => {
        const { clock, pins, wrong } = await lockedAccount()
        await wrong(5)
        for (const { pass, shift } of moves) {
          clock.shiftWall(shift)
          clock.pass(pass)
          const left = pins.waiting('a')
          if (left === null || left > lockout.firstWait) return false
        }
        return true
      },
    ),
    { numRuns: 30, verbose: true },
  )
})

test('the count is written before the PIN is looked at', async () => {
  const { kept, pins } = await lockedAccount()
  const before = kept.entries.get('a')!
  const checking = pins.check('a', '480316')
  await Promise.resolve()
  await Promise.resolve()
  expect(JSON.parse(kept.entries.get('a')!)).toMatchObject({
    wrong: (JSON.parse(before) as { wrong: number }).wrong + 1,
  })
  await checking
})

test('the same PIN has another entry each time, and none without the pepper', async () => {
  const { kept, pins } = await lockedAccount()
  const first = kept.entries.get('a')
  await pins.set('a', '480315', pinCost.practice)
  expect(kept.entries.get('a')).not.toBe(first)
  const stranger = makePins({
    book: kept,
    pepper: randomBytes(32),
    clock: handClock(),
    chance: systemChance,
    mayClose: () => true,
  })
  expect((await stranger.check('a', '480315')).result).toBe('wrong')
})
