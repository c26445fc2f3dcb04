import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { momentOf } from '../../shared/venue-time.ts'
import { handClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { openStation } from '../../station/station.ts'
import { clientOf, ok, signIn, type Crew } from '../../tools/simulate/crew.ts'
import { seededRandom } from '../../shared/random.ts'
import { ownFolder } from './web-station.ts'

vi.setConfig({ testTimeout: 120_000 })

const session = '0609-am'
let openings = 0

function verify(...args: string[]): { status: number | null; out: string } {
  const ran = spawnSync(process.execPath, ['tools/verify.ts', ...args], { encoding: 'utf8' })
  return { status: ran.status, out: ran.stdout + ran.stderr }
}

async function venueIn(folder: string, work: (crew: Crew, to: (time: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const clock = handClock()
  const station = await openStation({ folder, clock, program: 'kaodian test', log: silentLog })
  try {
    const random = seededRandom(`closing-verify/${folder}/${String((openings += 1))}`)
    const client = clientOf(station)
    const opened = station.venue === null ? await client.venue.openRehearsal({ cmd: random.uuid(), rehearsal: 'shenzhen-2023', candidates: 30, seed: 2 }) : null
    if (opened !== null) writeFileSync(path.join(folder, 'accounts.json'), JSON.stringify(ok(opened, 'opening').accounts))
    const accounts = JSON.parse(readFileSync(path.join(folder, 'accounts.json'), 'utf8')) as Parameters<typeof signIn>[1]
    const crew = await signIn(station, accounts, clock, random)
    await work(crew, (time) => crew.as('chief-1').venue.setRehearsalClock({ to: momentOf('2023-06-09', time, '+08:00') }))
  } finally {
    await station.close()
  }
}

async function close(crew: Crew): Promise<void> {
  ok(await crew.as('chief-1').sessions.close({ cmd: crew.cmd(), session, second: crew.second('supervisor-1') }), 'closing')
}

test('npm run verify holds a package against the ledger it came from: yesterday\'s, another\'s, a forked or a cut one is named', async () => {
  const folder = ownFolder()
  const [yesterday, unrecorded, forked, another] = [ownFolder(), ownFolder(), ownFolder(), ownFolder()]
  await venueIn(folder, async (crew) => {
    ok(await crew.as('chief-1').sessions.open({ cmd: crew.cmd(), session }), 'opening the session')
  })
  for (const copy of [yesterday, forked]) cpSync(folder, copy, { recursive: true })
  await venueIn(folder, async (crew, to) => {
    await to('11:00')
    await close(crew)
  })
  let file = ''
  await venueIn(folder, async (crew) => {
    // the ledger as it was the moment before: everything but the fact that says a package was written
    cpSync(folder, unrecorded, { recursive: true })
    file = ok(await crew.as('chief-1').closing.package({ cmd: crew.cmd(), session }), 'the package').package.file
  })
  await venueIn(forked, async (crew) => {
    // another history under the same key and the same numbers
    for (let turn = 0; turn < 60; turn += 1) ok(await crew.as('chief-1').operators.add({ cmd: crew.cmd(), name: `某人${String(turn)}`, roles: ['judge'], pin: '480315' }), 'adding')
  })
  await venueIn(another, () => Promise.resolve())
  const whole = path.join(folder, 'out', file)

  expect(verify(whole)).toMatchObject({ status: 0 })
  expect(verify(whole, '--data', folder)).toMatchObject({ status: 0 })
  for (const [data, fault] of [[yesterday, 'head_unknown'], [another, 'head_unknown'], [forked, 'head_differs'], [unrecorded, 'not_recorded']] as const) {
    expect(verify(whole, '--data', data)).toMatchObject({ status: 1, out: expect.stringContaining(`[${fault}]`) as string })
  }
  // the ledger it is held against is itself looked through
  truncateSync(path.join(another, 'kaodian.db'), 8192)
  expect(verify(whole, '--data', another).status).not.toBe(0)

  expect(verify(whole, '--key', path.join(folder, 'practice-hq-key.txt')).out).toContain('个人信息部分没有打开')
  expect(verify(whole, '--key', path.join(another, 'practice-hq-key.txt'))).toMatchObject({ status: 1, out: expect.stringContaining('[key_does_not_open]') as string })
  for (const [change, fault] of [
    [(bytes: Buffer) => Buffer.concat([Buffer.from('XXXX'), bytes.subarray(4)]), 'not_a_package'],
    [(bytes: Buffer) => bytes.subarray(0, bytes.length - 1), 'cut_off'],
    [(bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0])]), 'trailing_bytes'],
    [() => Buffer.alloc(0), 'not_a_package'],
  ] as const) {
    const changed = path.join(folder, 'changed.kdclose')
    writeFileSync(changed, change(readFileSync(whole)))
    expect(verify(changed)).toMatchObject({ status: 1, out: expect.stringContaining(`[${fault}]`) as string })
  }
})
