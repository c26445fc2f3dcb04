import { randomUUID } from 'node:crypto'
import type { ServedStation } from './served-station.ts'

/** A half day stopped in the middle: some in, lots drawn, psych done for most, the fitness stations busy. */
export interface Scene {
  session: string
  chief: string
  /** Lots that may do the item now. */
  jump: readonly string[]
  shuttle: readonly string[]
  run: readonly string[]
  /** Roster numbers of people who are due and have not come. */
  due: readonly string[]
  /** A made heat of the run, not started. */
  heat: string
}

interface Row { candidate: string; rosterNumber: string; lot: string; sex: string; where: string }
interface View { attemptsLeft: number; state: string; standard: { zh: string } }

/** Plays the first session's morning up to that point, by plain HTTP as an outsider would. */
export async function playScene(station: ServedStation): Promise<Scene> {
  const [chief, checkin, checkin2, lots, psych, judge] = await Promise.all(
    ['chief-1', 'checkin-1', 'checkin-2', 'lots-1', 'psych-1', 'judge-1'].map((operator) => station.signIn(operator)),
  )
  if (!chief || !checkin || !checkin2 || !lots || !psych || !judge) throw new Error('an account is missing')
  const say = async <T>(method: string, input: object, token: string): Promise<T> => (await station.call(method, input, token)) as T
  const told = async <T>(method: string, input: object, token: string): Promise<T & { ok: boolean }> =>
    say(method, { cmd: randomUUID(), ...input }, token)
  const session = (await say<{ id: string }[]>('sessions.list', {}, chief))[0]?.id ?? ''
  await told('sessions.open', { session }, chief)
  const everyone: Row[] = []
  for (;;) {
    const page = await say<{ rows: Row[]; total: number }>('sessions.rows', { session, list: 'due', offset: everyone.length, limit: 500 }, chief)
    everyone.push(...page.rows)
    if (everyone.length >= page.total || page.rows.length === 0) break
  }
  const coming = everyone.slice(0, Math.floor(everyone.length * 0.8))
  const inside: Row[] = []
  for (const [index, row] of coming.entries()) {
    const answer = await told('checkIn.admit', { session, candidate: row.candidate, documents: { idCard: true, ticket: true }, tag: String(index + 1).padStart(3, '0'), consent: true }, index % 2 === 0 ? checkin : checkin2)
    if (answer.ok) inside.push(row)
  }
  for (const row of everyone.slice(-3)) await told('checkIn.refuse', { session, candidate: row.candidate, reason: 'missing_document', note: '身份证未带' }, checkin)
  for (const pool of await say<{ pool: string }[]>('lots.pools', { session }, lots)) {
    const frozen = await told<{ draw: string }>('lots.freeze', { session, pool: pool.pool }, lots)
    if (frozen.ok) await told('lots.digits', { draw: frozen.draw, digits: '31415926535897', witnesses: ['见证人甲', '见证人乙'] }, lots)
  }
  const drawn: string[] = []
  for (const row of inside.slice(0, -6)) {
    const answer = await told<{ lot: string }>('lots.draw', { session, candidate: row.candidate }, lots)
    if (answer.ok) drawn.push(answer.lot)
  }
  const through: string[] = []
  for (const [index, lot] of drawn.entries()) {
    if (index % 9 === 8) continue
    const failed = index % 23 === 22
    const answer = await told('psych.record', { session, lot, result: failed ? 'failed' : 'passed' }, psych)
    if (answer.ok && !failed) through.push(lot)
  }
  const record = (lot: string, item: string, reading: string) => told<{ view: View }>('fitness.record', { session, lot, item, outcome: { kind: 'reading', reading }, confirmed: true }, judge)
  const sign = (lot: string, item: string) => told('fitness.sign', { session, lot, item, acknowledgement: { kind: 'on_paper' } }, judge)
  for (const [index, lot] of through.entries()) {
    if (index % 4 === 0) continue
    await record(lot, 'jump', index % 17 === 0 ? '229' : '281')
    await sign(lot, 'jump')
    if (index % 4 === 1) continue
    await record(lot, 'shuttle', index % 5 === 0 ? '15.52' : '12.88')
    await sign(lot, 'shuttle')
  }
  const waiting = async (item: string) => (await say<{ lot: string; sex: string }[]>('fitness.waiting', { session, item }, judge))
  const runners = (await waiting('run')).filter((each, _index, all) => each.sex === all[0]?.sex).map((each) => each.lot)
  const heat = await told<{ view: { heat: string } }>('heats.make', { session, item: 'run', lots: runners.slice(0, 8) }, judge)
  return {
    session, chief,
    jump: (await waiting('jump')).map((each) => each.lot),
    shuttle: (await waiting('shuttle')).map((each) => each.lot),
    run: runners, due: everyone.slice(coming.length, -3).map((row) => row.rosterNumber),
    heat: heat.ok ? heat.view.heat : '',
  }
}
