import { readFileSync } from 'node:fs'
import path from 'node:path'
import { unseal } from '../../exchange/closing-age.ts'
import { readClosing } from '../../exchange/closing-format.ts'
import { checkLedgerPart } from '../../exchange/closing-ledger.ts'
import { practiceHqFile } from '../../station/closing-practice.ts'
import { ok, refusedAs, type Crew } from './crew.ts'
import type { HalfDay } from './half-day.ts'

/** Closes the session and compares the station's own account of every person with what was done to them. */
export async function closeSession(day: HalfDay): Promise<Record<string, number>> {
  const { crew, session } = day
  const chief = crew.as(crew.operator('chief'))
  const preview = ok(await chief.sessions.closePreview({ session: session.id }), 'looking before closing')
  const blocking = preview.open
    .slice(0, 5)
    .map(({ lot, rosterNumber, where, problem }) => `${rosterNumber} ${lot} ${where} ${problem}`)
  if (!preview.balanced) throw new Error(`${session.id} does not balance: ${blocking.join('; ')}`)
  const { counts } = ok(
    await chief.sessions.close({
      cmd: crew.cmd(),
      session: session.id,
      second: crew.second(crew.operator('supervisor')),
    }),
    'closing',
  )
  const ends = await compareEnds(day)
  const sum = Object.values(ends).reduce((total, count) => total + count, 0)
  if (sum !== day.people.length) throw new Error(`${session.id}: ${sum} ends for ${day.people.length} due`)
  if (Object.entries(counts).some(([where, count]) => (ends[where] ?? 0) !== count)) {
    throw new Error(`${session.id}: closed with ${JSON.stringify(counts)}, listed ${JSON.stringify(ends)}`)
  }
  const [first] = day.people
  if (first !== undefined) {
    const late = {
      cmd: crew.cmd(),
      session: session.id,
      candidate: first.candidate.id,
      documents: { idCard: true, ticket: true },
      tag: 'X',
      consent: true,
    }
    refusedAs(await crew.as(crew.operator('checkin')).checkIn.admit(late), 'session_closed', 'a check-in after closing')
  }
  return ends
}

async function compareEnds(day: HalfDay): Promise<Record<string, number>> {
  const { crew, session } = day
  const expected = new Map(day.people.map((person) => [person.candidate.id, person]))
  const ends: Record<string, number> = {}
  const wrong: string[] = []
  for (let offset = 0; ; offset += 500) {
    const { rows, total } = await crew
      .as(crew.operator('supervisor'))
      .sessions.rows({ session: session.id, list: 'all', offset, limit: 500 })
    for (const row of rows) {
      ends[row.where] = (ends[row.where] ?? 0) + 1
      const person = expected.get(row.candidate)
      expected.delete(row.candidate)
      if (person === undefined || person.where !== row.where || (person.lot !== row.lot && person.lot !== ''))
        wrong.push(
          `${row.rosterNumber} ${row.lot} is ${row.where}, was left ${person?.where ?? 'nowhere'} (${person?.arrival ?? ''})`,
        )
    }
    if (offset + rows.length >= total) break
  }
  if (wrong.length > 0 || expected.size > 0)
    throw new Error(
      `${session.id}: ${wrong.length} ends differ, ${expected.size} missing: ${wrong.slice(0, 5).join('; ')}`,
    )
  return Object.fromEntries(Object.entries(ends).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Writes the closing package of a closed session and checks it as headquarters would: without a key, then every fact of
 * its ledger part with the rehearsal's practice key. `folder` is the station's data folder. Answers what is in it; throws
 * when it is not sound.
 */
export async function packageSession(crew: Crew, session: string, folder: string): Promise<{ file: string; facts: number }> {
  const chief = crew.as(crew.operator('chief'))
  const lines = ok(await chief.closing.balance({ session }), 'the balance')
  const askew = lines.lines.find((line) => !line.balanced)
  if (askew !== undefined) throw new Error(`${session}: ${askew.of} ${askew.key} does not balance: ${JSON.stringify(askew)}`)
  const { package: made } = ok(await chief.closing.package({ cmd: crew.cmd(), session }), 'the closing package')
  const read = readClosing(readFileSync(path.join(folder, 'out', made.file)))
  if (!read.ok) throw new Error(`${made.file}: ${read.fault}`)
  const identity = readFileSync(path.join(folder, practiceHqFile), 'utf8').split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? ''
  const plain = await unseal(read.ledger, { identity })
  const checked = plain === null ? null : checkLedgerPart(plain, read.manifest)
  if (checked?.ok !== true) throw new Error(`${made.file}: ${checked?.fault ?? 'does not open'}`)
  return { file: made.file, facts: checked.facts }
}
