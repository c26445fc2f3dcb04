import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, expect, it, vi } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { lotOfRow, readRowCode, type RowKind } from '../../shared/paper/row-code.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { newCommand, systemChance } from '../../exchange/chance.ts'

// a station is started twice and a day is played on it; a busy machine takes its time
vi.setConfig({ testTimeout: 180_000 })

type Json = Record<string, unknown>

const rehearsal = 'shenzhen-2023'
const pack = packNamed(rehearsal)!
const half = pack.sessions[0]!
const session = half.id
const count = 240
const roster = rehearsalRoster({ pack, rehearsal, count, seed: 5 }).sort((a, b) => (a.rosterNumber < b.rosterNumber ? -1 : 1))
const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-outage-'))
const stick = mkdtempSync(path.join(os.tmpdir(), 'kaodian-stick-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const each of [folder, stick]) rmSync(each, { recursive: true, force: true })
})

interface Running {
  process: ChildProcess
  /** One call over real HTTP; a refusal is answered as it came. */
  ask(method: string, input: Json, by?: string): Promise<Json>
  /** The same, for what has to succeed. */
  must(method: string, input: Json, by?: string): Promise<Json>
}

const pins = new Map<string, string>()

async function startStation(): Promise<Running> {
  const child = spawn(process.execPath, ['test/station/killed-station.ts', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const tokens = new Map<string, string>()
  const post = async (method: string, input: Json, token = ''): Promise<Json> => {
    const response = await fetch(`${url}/api/${method.replace('.', '/')}`, {
      method: 'POST', body: JSON.stringify(input), headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    })
    return (await response.json()) as Json
  }
  const ask: Running['ask'] = async (method, input, by) => {
    if (by !== undefined && !tokens.has(by)) {
      const signedIn = await post('operators.signIn', { operator: by, pin: pins.get(by) ?? '' })
      tokens.set(by, String(signedIn['token']))
    }
    return post(method, input, by === undefined ? '' : tokens.get(by))
  }
  return {
    process: child, ask,
    must: async (method, input, by) => {
      const answer = await ask(method, input, by)
      if (answer['ok'] === false || 'code' in answer) throw new Error(`${method} ${JSON.stringify(input)}: ${JSON.stringify(answer)}`)
      return answer
    },
  }
}

const cmd = (): string => newCommand(Date.now(), systemChance)
const second = (operator: string): Json => ({ operator, pin: pins.get(operator) ?? '' })
const at = (time: string): number => momentOf(half.date, time, pack.venue.utcOffset)

/** Row codes as they stand on the printed pages of the stick: a reader would give exactly these. The first item's, by kind and candidate. */
function codesOn(place: string, lots: ReadonlyMap<string, string>): Map<string, string> {
  const holders = new Map([...lots].map(([candidate, lot]) => [lot, candidate]))
  const codes = new Map<string, string>()
  for (const file of readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))) {
    for (const [, text = ''] of readFileSync(path.join(place, file), 'utf8').matchAll(/"(KDR1:[^"]+)"/g)) {
      const row = readRowCode(text)
      if (row?.session !== 0 || row.item !== 0) continue
      const lot = lotOfRow(row)
      codes.set(`${row.kind} ${(lot === null ? roster[row.candidate]?.id : holders.get(lot)) ?? ''}`, text)
    }
  }
  return codes
}

/** Runs the program's own check as a person would. */
function verify(...args: string[]): { status: number | null; out: string } {
  const ran = spawnSync(process.execPath, ['tools/verify.ts', ...args], { encoding: 'utf8' })
  return { status: ran.status, out: ran.stdout + ran.stderr }
}

it('a station dies mid-session, twenty rows go on on paper, and the session is typed in, balanced, closed and verified', async () => {
  let station = await startStation()
  const opened = await station.must('venue.openRehearsal', { cmd: cmd(), rehearsal, candidates: count, seed: 5 })
  for (const { operator, pin } of opened['accounts'] as { operator: string; pin: string }[]) pins.set(operator, pin)
  const clock = (time: string) => station.must('venue.setRehearsalClock', { to: at(time) }, 'chief-1')
  await clock('07:46')
  await station.must('sessions.open', { cmd: cmd(), session }, 'chief-1')

  // people whom the desk lets in without a question, of one draw
  const list = (await station.must('sessions.rows', { session, list: 'all', limit: 500 }, 'supervisor-1'))['rows'] as { candidate: string; sex: string }[]
  const due = list.filter(({ candidate, sex }) => sex === 'M' && roster.find(({ id }) => id === candidate)?.barred === undefined).map(({ candidate }) => candidate)
  const admit = (candidate: string, n: number): Promise<Json> => station.ask('checkIn.admit', {
    cmd: cmd(), session, candidate, documents: { idCard: true, ticket: true }, tag: `P${String(n)}`, consent: true,
  }, 'checkin-1')
  const before: string[] = []
  const waiting: string[] = []
  for (const [n, candidate] of due.entries()) {
    if (before.length < 14) {
      const answer = await admit(candidate, n)
      if (answer['ok'] === true) before.push(candidate)
    } else if (waiting.length < 6) waiting.push(candidate)
  }
  expect([before.length, waiting.length]).toEqual([14, 6])

  const pools = Object.values(await station.must('lots.pools', { session }, 'lots-1')) as { pool: string; sex?: string }[]
  const lots = new Map<string, string>()
  const draw = async (candidate: string): Promise<void> => {
    const drawn = await station.must('lots.draw', { cmd: cmd(), session, candidate }, 'lots-1')
    lots.set(candidate, String(drawn['lot']))
  }
  for (const { pool } of pools) {
    const frozen = await station.must('lots.freeze', { cmd: cmd(), session, pool }, 'lots-1')
    await station.must('lots.digits', { cmd: cmd(), draw: frozen['draw'], digits: '31415926535897932384', witnesses: ['甲', '乙'] }, 'lots-1')
  }
  for (const candidate of before) await draw(candidate)
  const lotOf = (candidate: string): string => lots.get(candidate) ?? ''
  for (const candidate of before.slice(0, 8)) await station.must('psych.record', { cmd: cmd(), session, lot: lotOf(candidate), result: 'passed' }, 'psych-1')
  const jumped = (candidate: string, reading: string): Json => ({ cmd: cmd(), session, lot: lotOf(candidate), item: 'jump', outcome: { kind: 'reading', reading } })
  await station.must('fitness.record', jumped(before[0] ?? '', '275'), 'judge-1')

  // the fallback sheets are written to the stick; then the power goes, with an answer on its way
  await clock('08:00')
  await station.must('paper.setFolder', { cmd: cmd(), folder: stick }, 'chief-1')
  while ((await station.must('paper.folder', {}, 'chief-1'))['lastAt'] === null) await nextTurn()
  const printed = codesOn(stick, lots)
  const code = (kind: RowKind, candidate: string): string => printed.get(`${kind} ${candidate}`) ?? ''
  await clock('08:01')
  await station.must('fitness.record', jumped(before[1] ?? '', '230'), 'judge-1')
  const lost = station.ask('fitness.record', jumped(before[2] ?? '', '231'), 'judge-1').catch((): Json => ({ lost: true }))
  const gone = once(station.process, 'exit')
  station.process.kill('SIGKILL')
  await gone
  await lost

  station = await startStation()
  expect(await station.must('venue.state', {})).toMatchObject({ state: 'ready', candidates: count })
  await clock('08:40')
  let typed = 0
  const type = async (by: string, kind: RowKind, candidate: string, entry: Json, writtenAt: string): Promise<Json> => {
    const scanned = (await station.must('paper.scan', { session, code: code(kind, candidate) }, by))['row'] as Json & { newer: { fact: string }[] }
    // whoever works with lots is answered with the lot
    expect(scanned['candidate']).toBe(kind === 'checkIn' ? candidate : lotOf(candidate))
    const input = { cmd: cmd(), session, code: code(kind, candidate), entry, writtenAt, newer: scanned.newer.map(({ fact }) => fact), second: second('supervisor-1') }
    const answer = await station.must('paper.enter', input, by)
    // the clerk presses twice
    expect(await station.must('paper.enter', input, by)).toMatchObject({ repeated: true, facts: answer['facts'] })
    typed += 1
    return scanned
  }
  for (const [n, candidate] of waiting.entries()) await type('checkin-1', 'checkIn', candidate, { kind: 'checkIn', tag: `Q${String(n)}`, consent: true }, '08:12')
  for (const candidate of before.slice(8)) await type('psych-1', 'psych', candidate, { kind: 'psych', result: 'passed' }, '08:20')
  // whose first jump had been recorded after the sheet was drawn: said by the scan, and counted before what stands on paper
  const reading = (text: string) => ({ kind: 'reading', reading: text })
  const attempts = (...outcomes: Json[]): Json => ({ kind: 'attempt', item: 'jump', outcomes, signed: true })
  expect((await type('judge-1', 'attempt', before[1] ?? '', attempts(reading('240'), reading('278')), '08:25'))['newer']).toHaveLength(1)
  for (const candidate of before.slice(3, 8)) await type('judge-1', 'attempt', candidate, attempts(reading('280')), '08:26')
  for (const candidate of before.slice(8, 10)) await type('judge-1', 'attempt', candidate, attempts({ kind: 'gave_up' }), '08:27')
  expect(typed).toBe(20)
  expect(printed.size).toBeGreaterThan(40)
  expect(await station.ask('paper.enter', {
    cmd: cmd(), session, code: code('attempt', before[3] ?? ''), entry: attempts(reading('280')), writtenAt: '08:26',
  }, 'judge-1')).toMatchObject({ ok: false, refused: { reason: 'row_newer' } })

  // the rest of the half day on screen
  for (const candidate of waiting) {
    await draw(candidate)
    await station.must('psych.record', { cmd: cmd(), session, lot: lotOf(candidate), result: 'failed' }, 'psych-1')
  }
  const giveUp = async (candidate: string, item: string): Promise<void> => {
    const lot = lotOf(candidate)
    await station.ask('fitness.record', { cmd: cmd(), session, lot, item, outcome: { kind: 'gave_up' } }, 'judge-1')
    await station.must('fitness.sign', { cmd: cmd(), session, lot, item, acknowledgement: { kind: 'on_paper' } }, 'judge-1')
  }
  await station.must('fitness.sign', { cmd: cmd(), session, lot: lotOf(before[0] ?? ''), item: 'jump', acknowledgement: { kind: 'on_paper' } }, 'judge-1')
  await giveUp(before[2] ?? '', 'jump')
  for (const candidate of before.slice(10)) await giveUp(candidate, 'jump')
  for (const candidate of [0, 1, 3, 4, 5, 6, 7].map((n) => before[n] ?? '')) await giveUp(candidate, 'shuttle')

  await clock('11:30')
  const balance = (await station.must('closing.balance', { session }, 'supervisor-1')) as { balanced: boolean; lines: { of: string; key: string; expected: number; parts: Json }[] }
  expect(balance.balanced).toBe(true)
  expect(balance.lines.find((line) => line.of === 'desk')).toMatchObject({ expected: 20, parts: { psych_failed: 6, fitness_failed: 14 } })
  expect(balance.lines.filter((line) => line.of === 'item').map((line) => [line.key, line.parts])).toEqual([
    ['jump', { passed: 7, failed: 7, notReached: 6 }], ['shuttle', { passed: 0, failed: 7, notReached: 13 }], ['run', { passed: 0, failed: 0, notReached: 20 }],
  ])
  await station.must('sessions.close', { cmd: cmd(), session, second: second('supervisor-1') }, 'chief-1')
  const made = (await station.must('closing.package', { cmd: cmd(), session }, 'chief-1'))['package'] as { file: string; bytes: number; recipients: string[] }
  expect(made.recipients).toHaveLength(1)
  const stopped = once(station.process, 'exit')
  station.process.kill('SIGKILL')
  await stopped

  const file = path.join(folder, 'out', made.file)
  expect(verify(folder).out).toContain('✓ 账本完好')
  expect(verify(file)).toMatchObject({ status: 0 })
  expect(verify(file, '--data', folder).out).toContain('账本里记有这个收场包')
  const opened2 = verify(file, '--data', folder, '--key', path.join(folder, 'practice-hq-key.txt'))
  expect(opened2).toMatchObject({ status: 0 })
  expect(opened2.out).toContain('逐条签名')
  // one byte, and nobody takes it for the same
  const bytes = readFileSync(file)
  const place = Math.floor(bytes.length / 2)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  const forged = path.join(folder, 'forged.kdclose')
  writeFileSync(forged, bytes)
  expect(verify(forged)).toMatchObject({ status: 1, out: expect.stringContaining('[part_changed]') as string })
})
