import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { factsOfType } from '../../db/journey.ts'
import { allCandidates, rosterHash } from '../../db/roster.ts'
import { verifyLedger } from '../../db/verify.ts'
import { openStation } from '../../station/station.ts'
import { textHash } from '../../station/venue-meta.ts'
import { silentLog } from '../../exchange/log.ts'
import { amendedVenue, pm } from './amended-venue.ts'
import { ownFolder, type Json } from './web-station.ts'

// a program is started for every step
vi.setConfig({ testTimeout: 300_000 })

async function takeIn(folder: string, file: string, hash: string, step: string): Promise<{ killed: boolean; said: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'amending-child.ts'), folder, file, hash, step], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  await once(child, 'exit')
  return { killed: child.signalCode === 'SIGKILL', said }
}

/** What a station finds in the folder when it is started again. */
async function found(folder: string) {
  const station = await openStation({ folder, program: 'kaodian test', log: silentLog })
  const venue = station.inside.venue!
  const state = {
    version: venue.meta.packageVersion, date: venue.pack.sessions.find(({ id }) => id === pm)?.date, roster: rosterHash(allCandidates(venue.db)),
    facts: factsOfType(venue.db, 'venue.amended').map(({ fact }) => fact.body as unknown as Json), fits: textHash(venue.meta.packText) === venue.packHash,
    sound: (await verifyLedger(venue.db, { signatures: 'all' })).ok, count: venue.factCount(),
  }
  await station.close()
  return state
}

test('killed (−9) after any write of it, before and after the commit: the package is taken whole or not at all', async () => {
  const venue = await amendedVenue()
  const bytes = await venue.issue(({ pack, roster }) => {
    pack.sessions[1]!.date = '2023-06-11'
    roster.splice(1, 1)
    roster[0]!.name = '考生壹'
  })
  const { hash } = (await venue.preview(bytes))['amendment'] as { hash: string }
  await venue.station.close()
  const file = path.join(ownFolder(), 'next.kdpack')
  writeFileSync(file, bytes)
  const fresh = (): string => {
    const folder = ownFolder()
    cpSync(venue.folder, folder, { recursive: true })
    return folder
  }
  const old = await found(fresh())
  expect(old).toMatchObject({ version: 1, date: '2023-06-09', facts: [], fits: true, sound: true })

  const whole = fresh()
  const done = await takeIn(whole, file, hash, 'none')
  const { writes } = JSON.parse(done.said) as { writes: number }
  const next = await found(whole)
  expect(next).toMatchObject({ version: 2, date: '2023-06-11', fits: true, sound: true, count: old.count + 1 })
  expect(next.facts[0]).toMatchObject({ rosterHash: next.roster, packageHash: hash })
  expect(writes).toBeGreaterThan(25)

  // every write that is not one more candidate of the same kind, and some of those
  const steps = Array.from({ length: writes }, (_, at) => at + 1).filter((at) => at <= 5 || at % 6 === 0 || at > writes - 6)
  for (const step of [...steps.map(String), 'before commit']) {
    const folder = fresh()
    expect(await takeIn(folder, file, hash, step), step).toMatchObject({ killed: true })
    expect(await found(folder), `after write ${step}`).toEqual(old)
    // and whoever tries again gets it
    if (step === String(writes)) expect(JSON.parse((await takeIn(folder, file, hash, 'none')).said)).toMatchObject({ answer: { ok: true, version: 2 } })
  }
  const folder = fresh()
  expect(await takeIn(folder, file, hash, 'after commit')).toMatchObject({ killed: true })
  const { facts, ...rest } = await found(folder)
  expect(rest).toMatchObject({ version: 2, date: '2023-06-11', roster: next.roster, fits: true, sound: true, count: old.count + 1 })
  expect(facts).toHaveLength(1)
  // the answer that never came is given to the same command
  expect(JSON.parse((await takeIn(folder, file, hash, 'none')).said)).toMatchObject({ answer: { ok: true, repeated: true, version: 2 } })
})
