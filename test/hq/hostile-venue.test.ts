import { expect, test } from 'vitest'
import { openState } from '../../hq/decide/openness.ts'
import { projectInto, reachOf } from '../../hq/projector/projection-rows.ts'
import { docText } from '../../hq/projector/record-docs.ts'
import { sessionConflicts } from '../../hq/projector/session-conflicts.ts'
import type { Store } from '../../hq/store.ts'
import { sessionStatesHere } from '../../hq/watch/watch-board.ts'
import { factId, type Fact } from '../../shared/facts.ts'
import { readBatch } from '../../shared/hq/projector-batch.ts'
import { projectBatch } from '../../shared/hq/projector.ts'
import { madeRecruitment, twoHalfDays } from './made-recruitment.ts'
import { onBothStores, storePlace } from './stores.ts'

const NOW = 1_686_300_000_000
const [stationOfA, stationOfB] = ['a'.repeat(16), 'b'.repeat(16)]

/** Facts of one station in order, each said by type and body. */
function says(station: string, venue: string, said: readonly { type: string; body: object }[]): Fact[] {
  return said.map(({ type, body }, at) =>
    ({ v: 1, exam: 'exam-1', venue, station, seq: at + 1, prev: '0'.repeat(64), at: NOW - 3_600_000 + at * 1000, mono: at, by: 'op', cmd: `c${String(at)}`, type, body }) as unknown as Fact)
}

async function project(store: Store, no: number, venue: string, facts: readonly Fact[]): Promise<void> {
  const row = await store.db.selectFrom('recruitment').selectAll().where('no', '=', no).executeTakeFirstOrThrow()
  const batch = readBatch(venue, facts)
  await store.db.transaction().execute((trx) => projectInto(trx, store.kind, row, reachOf(batch), NOW, (there) => projectBatch(batch, there)))
}

onBothStores('a venue in wrong hands', (kind) => {
  test('says nothing that counts about another venue: its results, its contradictions, the end of its half days', async () => {
    const place = await storePlace(kind)
    const store = await place.open()
    const { db } = store
    const no = await madeRecruitment(store, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' }, [{ id: 'c0', post: 'P1', sessions: ['s-am'] }, { id: 'c1', post: 'P1', sessions: ['s-am'] }])
    const about = { session: 's-am', candidate: 'c0' }
    const attempt = { ...about, lot: 'A001', item: 'shuttle', outcome: { kind: 'reading', reading: '13.11' } }
    const honest = says(stationOfA, 'a', [
      { type: 'session.opened', body: { session: 's-am' } },
      { type: 'checkin.admitted', body: { ...about, tag: '1', consent: true, warnings: [] } },
      { type: 'lots.drawn', body: { ...about, draw: 'd1', turn: 1, lot: 'A001' } },
      { type: 'fitness.attempted', body: attempt },
    ])
    await project(store, no, 'a', honest)
    const seen = async () => ({
      standing: await db.selectFrom('standing').selectAll().where('recruitment', '=', no).orderBy('person').execute(),
      attendance: await db.selectFrom('attendance').selectAll().where('recruitment', '=', no).orderBy('person').execute(),
      lots: await db.selectFrom('drawn_lot').selectAll().where('recruitment', '=', no).execute(),
      conflicts: await sessionConflicts(db, no),
      half: [...(await openState(db, no, twoHalfDays())).sessions.values()].map(({ state }) => state),
      board: [...await sessionStatesHere(db, no)].map(([session, { state }]) => [session, state]),
    })
    const before = await seen()
    expect(before.half).toEqual(['open', 'not_begun'])
    expect(before.lots).toHaveLength(1)

    const hostile = [
      { type: 'conflict.resolved', body: { conflict: 'x', session: 's-pm', keep: null, drop: honest.map(factId), reason: 'ours' } },
      { type: 'conflict.resolved', body: { conflict: 'x', session: 's-am', keep: null, drop: honest.map(factId), reason: 'yours' } },
      { type: 'checkin.undone', body: { ...about, replaces: factId(honest[1]!), reason: 'gone' } },
      { type: 'lots.drawn', body: { session: 's-am', candidate: 'c1', draw: 'd1', turn: 1, lot: 'A001' } },
      { type: 'fitness.attempted', body: { ...attempt, outcome: { kind: 'foul', foul: 'line' } } },
      { type: 'fitness.corrected', body: { ...about, replaces: factId(honest[3]!), lot: 'A001', item: 'shuttle', outcome: null, reason: 'misread', afterSignOff: false } },
      { type: 'conduct.withdrawn', body: { ...about, reason: 'left' } },
      { type: 'session.closed', body: { session: 's-am', counts: { passed: 1 }, conflicts: [] } },
    ]
    await project(store, no, 'b', says(stationOfB, 'b', hostile))
    expect(await seen()).toEqual(before)
    // kept and named all the same
    expect((await db.selectFrom('record').select('doc').where('recruitment', '=', no).execute()).map(({ doc }) => docText(doc)).join()).toContain('misread')
    const named = await db.selectFrom('incident').select(['type', 'venue']).where('recruitment', '=', no).where('note', '=', 'other_venue').execute()
    expect(named.map(({ type, venue }) => `${venue} ${type}`).sort()).toEqual(
      ['b checkin.undone', 'b fitness.attempted', 'b fitness.corrected', 'b lots.drawn', 'b session.closed'].sort())

    // control: the same words of the half day's own venue count
    await project(store, no, 'a', says(stationOfA, 'a', [...honest.map(({ type, body }) => ({ type, body })), ...hostile.slice(1)]).slice(honest.length))
    expect((await seen()).half).toEqual(['closed', 'not_begun'])
    expect((await seen()).standing).not.toEqual(before.standing)
    await store.close()
    await place.remove()
  })
})
