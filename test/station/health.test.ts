import { expect, test } from 'vitest'
import type { Fact } from '../../shared/facts.ts'
import { openInMemory } from '../../db/open.ts'
import { handClock } from '../../exchange/clock.ts'
import { makeHealth } from '../../station/health.ts'
import { ownFolder } from './web-station.ts'

const fact = (type: 'backup.written' | 'session.opened', at: number): Fact =>
  ({
    v: 1,
    exam: 'e',
    venue: 'v',
    station: 's',
    seq: 1,
    prev: '',
    at,
    mono: 1,
    by: 'b',
    cmd: 'c',
    type,
    body: type === 'session.opened' ? { session: 's' } : { file: 'f', facts: 1, hash: '0' },
  }) as Fact

const healthOf = (live: boolean, kept: 'sealed' | 'file' = 'sealed') => {
  const clock = handClock()
  return { clock, health: makeHealth({ db: openInMemory(), folder: ownFolder(), clock, live, kept }) }
}

test('a clock that was set, either way, is shown for ten minutes; passing time is not', () => {
  for (const shift of [3_600_000, -3_600_000]) {
    const { clock, health } = healthOf(false)
    clock.pass(24 * 3_600_000)
    expect(health.trouble()).toEqual([])
    clock.shiftWall(shift)
    expect(health.trouble()).toEqual(['clock_jumped'])
    clock.pass(9 * 60_000)
    expect(health.trouble()).toEqual(['clock_jumped'])
    clock.pass(2 * 60_000)
    expect(health.trouble()).toEqual([])
  }
})

test('a live venue hears after two hours that its facts have no copy; a rehearsal does not', () => {
  const { clock, health } = healthOf(true)
  health.facts([fact('session.opened', clock.now())])
  clock.pass(2 * 3_600_000)
  expect(health.trouble()).toEqual([])
  clock.pass(1)
  expect(health.trouble()).toEqual(['backup_old'])
  health.facts([fact('backup.written', clock.now())])
  clock.pass(10 * 3_600_000)
  expect(health.trouble()).toEqual([])
  const practice = healthOf(false)
  practice.health.facts([fact('session.opened', practice.clock.now())])
  practice.clock.pass(10 * 3_600_000)
  expect(practice.health.trouble()).toEqual([])
})

test('a live venue whose key lies in a file says so, and a failed write until one goes well', () => {
  const { health } = healthOf(true, 'file')
  expect(health.trouble()).toEqual(['key_in_file'])
  health.wrote('disk_full')
  expect(health.trouble()).toEqual(['disk_full', 'key_in_file'])
  health.wrote(null)
  expect(health.trouble()).toEqual(['key_in_file'])
})
