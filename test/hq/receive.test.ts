import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { seededChance } from '../../exchange/chance.ts'
import { packPage } from '../../exchange/page.ts'
import { readReceiptFile } from '../../exchange/signing.ts'
import { checkSignatures } from '../../hq/receive/signatures.ts'
import { settle } from '../../hq/receive/receive-settling.ts'
import type { HqCaller } from '../../hq/use-cases.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import { closingOf, courierOf, enrolOf, strayCode } from './carried-files.ts'
import { heldFacts, insertRecruitment, insertStream, plain, testStation } from './exchange-world.ts'
import { runHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const b64 = (bytes: Buffer) => bytes.toString('base64')
const caller = (second?: string, role: HqRole = 'duty'): HqCaller => ({ account: 'a', name: 'a', roles: ['duty'], step: 'in', login: '', from: '', ...(second === undefined ? {} : { second: { account: second, roles: [role] } }) })

onBothStores('Receiving at HQ', (kind) => {
  test('a stick enrols a station, is taken twice and out of order, and a receipt goes back', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { inside } = hq
    const { codes } = await insertRecruitment(inside, 'exam', ['v', 'w'])
    await insertRecruitment(inside, 'other', ['v'])
    const chance = seededChance('receive')
    const station = testStation('exam', 'v', chance)
    station.grow(30)
    const duty = await hq.client('duty')
    const at = { recruitment: 'exam' }
    const to = [inside.keys.recipient]
    const late = { ...at, name: 'late.kdcourier', bytes: b64(await courierOf(station, [station.page(11, 20)], to)) }
    const first = { ...at, name: 'first.kdcourier', bytes: b64(await courierOf(station, [station.page(1, 10)], to, await enrolOf(station, codes.get('v')!))) }

    expect(await duty.receive.preview(late)).toMatchObject({ ok: true, kind: 'courier', venue: 'v', facts: 10, fresh: 20, enrols: false, known: false, streams: [{ state: 'unknown', held: 0, last: 20 }] })
    expect(await duty.receive.take({ ...late, cmd: hq.cmd() })).toMatchObject({ ok: true, accepted: 0, apart: 1, quarantined: [{ why: 'unknown_station' }] })
    expect(await duty.receive.preview(first)).toMatchObject({ ok: true, enrols: true, fresh: 10, streams: [{ state: 'enrols' }] })
    const cmd = hq.cmd()
    const taken = await duty.receive.take({ ...first, cmd })
    // the enrolment makes the earlier file a gap, and the first ten fill it
    expect(taken).toMatchObject({ ok: true, enrolled: 'enrolled', apart: 0, accepted: 20, repeated: false })
    expect(await duty.receive.take({ ...first, cmd })).toMatchObject({ ok: true, repeated: true, accepted: 20 })
    expect(await duty.receive.take({ ...first, cmd: hq.cmd() })).toMatchObject({ ok: true, accepted: 0, here: 10, enrolled: 'enrolled' })
    expect(await duty.receive.quarantine(at)).toMatchObject({ total: 0 })
    expect(await duty.receive.quarantine({ ...at, settled: true })).toMatchObject({ rows: [{ outcome: 'taken', settledBy: 'system' }] })

    const closing = { ...at, name: 'v.kdclose', bytes: b64(await closingOf(station, to)) }
    expect(await duty.receive.preview(closing)).toMatchObject({ ok: true, kind: 'closing', facts: 31, fresh: 11, known: true })
    expect(await duty.receive.take({ ...closing, cmd: hq.cmd() })).toMatchObject({ ok: true, accepted: 11, here: 20, apart: 0 })
    const stream = await inside.store.db.selectFrom('stream').select('no').executeTakeFirstOrThrow()
    expect(plain(await heldFacts(inside, stream.no))).toEqual(plain(station.facts))

    const receipt = await duty.receive.receipt({ ...at, venue: 'v', cmd: hq.cmd() })
    if (!receipt.ok) throw new Error(receipt.refused.reason)
    const expected = { hqKey: Buffer.from(inside.keys.publicKey, 'hex'), hq: inside.keys.id, exam: 'exam', venue: 'v' }
    expect(readReceiptFile(Buffer.from(receipt.bytes, 'base64'), expected)).toMatchObject({ ok: true, receipt: { heads: [{ seq: 31 }] } })
    expect(readReceiptFile(Buffer.from(receipt.bytes, 'base64'), { ...expected, venue: 'w' })).toEqual({ ok: false, fault: 'foreign' })
    expect(await duty.receive.streams(at)).toMatchObject({ ok: true, venues: [{ venue: 'v', streams: [{ held: 31, state: 'active', how: 'file' }] }, { venue: 'w', heardAt: null, streams: [] }] })

    // not for here
    expect(await duty.receive.preview({ ...first, recruitment: 'other' })).toMatchObject({ refused: { reason: 'file_foreign' } })
    const stranger = testStation('exam', 'nowhere', chance)
    stranger.grow(1)
    expect(await duty.receive.preview({ ...at, name: 'x', bytes: b64(await courierOf(stranger, [stranger.page(1, 1)], to)) })).toMatchObject({ refused: { reason: 'file_foreign' } })
    const elsewhere = await identityToRecipient(await generateIdentity())
    expect(await duty.receive.preview({ ...at, name: 'x', bytes: b64(await courierOf(station, [station.page(1, 1)], [elsewhere])) })).toMatchObject({ refused: { reason: 'file_not_for_us' } })
    const altered = Buffer.from(first.bytes, 'base64')
    altered[60]! ^= 1
    expect((await duty.receive.preview({ ...first, bytes: b64(altered) })).ok).toBe(false)
    expect(await duty.receive.preview({ ...at, name: 'x', bytes: b64(Buffer.from('hello')) })).toMatchObject({ refused: { reason: 'file_unreadable' } })
    await expect((await hq.client('auditor')).receive.take({ ...first, cmd: hq.cmd() })).rejects.toThrow()
    const told = await inside.store.db.selectFrom('hq_fact').select('type').where('recruitment', 'is not', null).orderBy('seq').execute()
    expect(told.map(({ type }) => type)).toEqual(expect.arrayContaining(['quarantine.opened', 'venue.enrolled', 'quarantine.settled', 'file.imported', 'receipt.signed']))
    await hq.stop()
    await place.remove()
  })

  test('what is kept apart is settled by people: taken only by two, never what is no fact of its stream', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { inside } = hq
    const recruitment = await insertRecruitment(inside, 'exam', ['v'])
    const chance = seededChance('settle')
    const station = testStation('exam', 'v', chance)
    station.grow(12)
    const forked = station.fork(3)
    forked.grow(5)
    const duty = await hq.client('duty')
    const at = { recruitment: 'exam' }
    const to = [inside.keys.recipient]
    const take = async (...pages: Buffer[]) => duty.receive.take({ ...at, cmd: hq.cmd(), name: 'f', bytes: b64(await courierOf(station, pages, to)) })
    const open = async () => {
      const answer = await duty.receive.quarantine(at)
      return answer.ok ? answer.rows : []
    }
    const call = (second?: string, role?: HqRole) => ({ inside, caller: caller(second, role), signal: undefined })
    const settling = async (outcome: 'taken' | 'kept_out', second?: string, role?: HqRole) => settle(call(second, role), { ...at, cmd: hq.cmd(), quarantine: (await open())[0]!.no, outcome, reason: '查过', second: undefined })

    await take(station.page(1, 6))
    expect(await open()).toMatchObject([{ why: 'unknown_station', takeable: true, seq: 1, last: 6 }])
    expect((await open())[0]!.fingerprint).not.toBe('')
    expect(await settling('taken')).toMatchObject({ refused: { reason: 'second_needed' } })
    for (const role of ['admin', 'auditor'] as const) expect(await settling('taken', 'b', role), role).toMatchObject({ refused: { reason: 'second_role' } })
    expect(await open()).toHaveLength(1)
    expect(await settling('taken', 'b', 'planner')).toMatchObject({ ok: true, accepted: 6 })
    expect(await open()).toEqual([])
    await take(forked.page(1, 8))
    expect(await open()).toMatchObject([{ why: 'fork', takeable: false, seq: 4 }])
    expect(await settling('taken', 'b')).toMatchObject({ refused: { reason: 'quarantine_not_takeable' } })
    expect(await settling('kept_out')).toMatchObject({ ok: true, accepted: 0 })
    expect(await open()).toEqual([])
    // the same bytes again: kept once, and settled already
    expect(await take(forked.page(1, 8))).toMatchObject({ apart: 1 })
    expect(await open()).toEqual([])

    expect(await duty.receive.revoke({ ...at, venue: 'v', station: 'f'.repeat(16), reason: '丢了', cmd: hq.cmd() })).toMatchObject({ refused: { reason: 'station_unknown' } })
    const heads = [station.station, 'e'.repeat(16)].map((each) => ({ station: each, seq: 4_294_967_295, hash: 'f'.repeat(64) }))
    await hq.inside.store.db.updateTable('venue').set({ announced: JSON.stringify(heads) }).where('id', '=', 'v').execute()
    expect(await duty.receive.revoke({ ...at, venue: 'v', station: station.station, reason: '丢了', cmd: hq.cmd() })).toMatchObject({ ok: true })
    // nobody waits for what it announced, of itself or of stations nobody knows
    expect((await hq.inside.store.db.selectFrom('venue').select('announced').where('id', '=', 'v').executeTakeFirstOrThrow()).announced).toBe('[]')
    expect(await take(station.page(7, 12))).toMatchObject({ accepted: 0, quarantined: [{ seq: 7, why: 'station_revoked' }] })
    expect(await settling('taken', 'b')).toMatchObject({ ok: true, accepted: 6 })
    const stream = await inside.store.db.selectFrom('stream').select('no').executeTakeFirstOrThrow()
    expect(plain(await heldFacts(inside, stream.no))).toEqual(plain(station.facts))
    expect(recruitment.no).toBeGreaterThan(0)
    await hq.stop()
    await place.remove()
  })

  test('two who settle the same at once: one fact, one refusal; the same command again is the same fact', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { inside } = hq
    const { no } = await insertRecruitment(inside, 'exam', ['v'])
    const chance = seededChance('at once')
    const station = testStation('exam', 'v', chance)
    station.grow(12)
    const duty = await hq.client('duty')
    const at = { recruitment: 'exam' }
    const take = async (name: string, ...pages: Buffer[]) => duty.receive.take({ ...at, cmd: hq.cmd(), name, bytes: b64(await courierOf(station, pages, [inside.keys.recipient])) })
    const settling = (quarantine: number, outcome: 'taken' | 'kept_out', cmd = hq.cmd()) =>
      settle({ inside, caller: caller('b'), signal: undefined }, { ...at, cmd, quarantine, outcome, reason: '查过', second: undefined })
    const open = async () => (await inside.store.db.selectFrom('quarantine').select(['no', 'seq', 'why']).where('outcome', 'is', null).orderBy('seq').execute())
    const settled = async () => (await inside.store.db.selectFrom('hq_fact').select(['seq', 'by']).where('type', '=', 'quarantine.settled').orderBy('seq').execute())

    // a station nobody knows, its later facts settled first: it becomes known, the rest takes itself
    await take('late', station.page(5, 6))
    await take('later', station.page(7, 8))
    const [late, later] = await open()
    const cmd = hq.cmd()
    const made = await settling(later!.no, 'taken', cmd)
    expect(made).toMatchObject({ ok: true, accepted: 0, repeated: false })
    expect(await settling(later!.no, 'taken', cmd)).toMatchObject({ ok: true, repeated: true, fact: made.ok ? made.fact : 0 })
    expect(await open()).toEqual([{ no: late!.no, seq: 5, why: 'hole' }, { no: later!.no, seq: 7, why: 'hole' }])
    expect(await settling(late!.no, 'taken')).toMatchObject({ refused: { reason: 'quarantine_not_takeable' } })
    expect(await take('first', station.page(1, 4))).toMatchObject({ accepted: 8, apart: 0 })
    expect(await open()).toEqual([])
    expect(await inside.store.db.selectFrom('hq_fact').select('second').where('type', '=', 'venue.enrolled').execute()).toEqual([{ second: 'b' }])

    // people at once, of one mind
    await inside.store.db.updateTable('stream').set({ state: 'revoked' }).where('recruitment', '=', no).execute()
    await take('revoked', station.page(9, 10))
    const [row] = await open()
    const before = (await settled()).length
    const answers = await Promise.all([settling(row!.no, 'kept_out'), settling(row!.no, 'kept_out'), settling(row!.no, 'kept_out')])
    expect(answers.map((each) => (each.ok ? 'ok' : each.refused.reason)).sort()).toEqual(['ok', 'quarantine_settled', 'quarantine_settled'])
    expect(await settled()).toHaveLength(before + 1)
    await take('revoked again', station.page(9, 11))
    const [again] = await open()
    const taken = await Promise.all([settling(again!.no, 'taken'), settling(again!.no, 'taken')])
    expect(taken.map((each) => (each.ok ? 'ok' : each.refused.reason)).sort()).toEqual(['ok', 'quarantine_settled'])
    expect(await settled()).toHaveLength(before + 2)
    expect(plain(await heldFacts(inside, 1))).toEqual(plain(station.facts.slice(0, 11)))

    // taken and kept out in the same moment: whatever came first, what the row says last is what happened
    await take('revoked for the last time', station.page(12, 12))
    const [last] = await open()
    const both = await Promise.all([settling(last!.no, 'taken'), settling(last!.no, 'kept_out')])
    expect(both.some(({ ok }) => ok)).toBe(true)
    expect(await inside.store.db.selectFrom('quarantine').select('outcome').where('no', '=', last!.no).executeTakeFirst()).toEqual({ outcome: both[0].ok ? 'taken' : 'kept_out' })
    expect(await heldFacts(inside, 1)).toHaveLength(both[0].ok ? 12 : 11)
    await hq.stop()
    await place.remove()
  })

  test('a wrong signature in the middle of a page is found at leisure and named', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { inside } = hq
    const recruitment = await insertRecruitment(inside, 'exam', ['v'])
    const station = testStation('exam', 'v', seededChance('leisure'))
    station.grow(9)
    const stream = await insertStream(inside, recruitment.no, station)
    const duty = await hq.client('duty')
    const facts = station.facts.map((fact, index) => (index === 4 ? { ...fact, sig: Buffer.alloc(64, 7) } : fact))
    const page = packPage({ v: 1, exam: 'exam', venue: 'v', station: station.station, first: 1, last: 9, prev: '0'.repeat(64), hash: facts[8]!.hash.toString('hex') }, facts)
    expect(await duty.receive.take({ recruitment: 'exam', cmd: hq.cmd(), name: 'f', bytes: b64(await courierOf(station, [page], [inside.keys.recipient])) })).toMatchObject({ accepted: 9, apart: 0 })
    const job = { kind: 'signatures', key: String(stream), payload: {}, tries: 0, signal: new AbortController().signal }
    await checkSignatures(inside, job)
    await checkSignatures(inside, job)
    expect(await duty.receive.quarantine({ recruitment: 'exam' })).toMatchObject({ rows: [{ why: 'fact_signature', seq: 5, source: 'recheck', takeable: false }], total: 1 })
    expect(await inside.store.db.selectFrom('page').select('checked').execute()).toEqual([{ checked: 2 }])
    await hq.stop()
    await place.remove()
  })

  test('the command line takes files in beside a running HQ', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { codes } = await insertRecruitment(hq.inside, 'exam', ['v'])
    const station = testStation('exam', 'v', seededChance('command line'))
    station.grow(8)
    const folder = path.join(place.folder, 'stick')
    mkdirSync(folder)
    const file = path.join(folder, 'a.kdcourier')
    writeFileSync(file, await courierOf(station, [station.page(1, 8)], [hq.inside.keys.recipient], await enrolOf(station, codes.get('v')!)))
    const tool = path.resolve(import.meta.dirname, '../../tools/courier.ts')
    const said = execFileSync(process.execPath, [tool, 'import', '--hq', place.folder, file], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: place.databaseUrl ?? '' } })
    expect(said).toContain('新收 8 条')
    const expected = { hqKey: Buffer.from(hq.inside.keys.publicKey, 'hex'), hq: hq.inside.keys.id, exam: 'exam', venue: 'v' }
    expect(readReceiptFile(readFileSync(`${file}.kdreceipt`), expected)).toMatchObject({ ok: true, receipt: { heads: [{ seq: 8 }] } })
    writeFileSync(file, await courierOf(station, [station.page(1, 8)], [hq.inside.keys.recipient], await enrolOf(station, strayCode(seededChance('stray')))))
    expect(execFileSync(process.execPath, [tool, 'import', '--hq', place.folder, file], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: place.databaseUrl ?? '' } })).toContain('原有 8 条')
    await hq.stop()
    await place.remove()
  })
})
