import { expect, test } from 'vitest'
import { projectAhead, projectInto, reachOf, type WriteLater } from '../../hq/projector/projection-rows.ts'
import { docText } from '../../hq/projector/record-docs.ts'
import type { Store } from '../../hq/store.ts'
import { readBatch } from '../../shared/hq/projector-batch.ts'
import { projectBatch } from '../../shared/hq/projector.ts'
import { factId, type Fact } from '../../shared/facts.ts'
import { dice } from '../../tools/bench/made-roster.ts'
import { printedSeed, randomStream, testStation } from '../db/arbitrary-facts.ts'
import { madeRecruitment, twoHalfDays } from './made-recruitment.ts'
import { onBothStores, storePlace } from './stores.ts'

const NOW = 1_686_300_000_000
const projections = ['record', 'venue_fact', 'incident', 'standing', 'attendance', 'drawn_lot'] as const

async function dump({ db }: Store): Promise<string[]> {
  const rows = await Promise.all(projections.map(async (table) => (await db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify({ table, ...row, recruitment: 0 })).sort()))
  return rows.flat()
}

async function project(store: Store, no: number, venue: string, facts: readonly Fact[]): Promise<void> {
  const row = await store.db.selectFrom('recruitment').selectAll().where('no', '=', no).executeTakeFirstOrThrow()
  const batch = structuredClone(readBatch(venue, facts))
  await store.db.transaction().execute((trx) =>
    projectInto(trx, store.kind, row, reachOf(batch), NOW, (there) => structuredClone(projectBatch(batch, structuredClone(there)))))
}

onBothStores('the projector', (kind) => {
  const RUNS = kind === 'sqlite' ? 160 : 40

  test(`any order of batches and any repetition end in the same rows (${String(RUNS)} runs)`, async () => {
    const seed = printedSeed(`projector ${kind}`)
    const place = await storePlace(kind)
    const store = await place.open()
    const people = ['c0', 'c1', 'c2'].map((id) => ({ id, post: id === 'c2' ? 'P2' : 'P1', sessions: ['s-am'] }))
    for (let group = 0; group < RUNS / 4; group += 1) {
      const [a, b] = [testStation(), testStation()]
      // short streams in small pieces too: there the last piece is about few people, and whom else it reaches is seen
      const short = group % 4 !== 0
      const first = randomStream(a, short ? 16 : 80, seed + group).map(({ fact }) => fact)
      const second = randomStream(b, short ? 10 : 50, seed - group, first.map(factId)).map(({ fact }) => fact)
      let expected: string[] | undefined
      for (let turn = 0; turn < 4; turn += 1) {
        const random = dice(seed + group * 100 + turn)
        const no = await madeRecruitment(store, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' }, people, `exam-${String(group)}-${String(turn)}`)
        for (const { venue, facts } of shuffled([...pieces('a', first, random, short ? 2 : 40), ...pieces('b', second, random, short ? 2 : 40)], random)) await project(store, no, venue, facts)
        // c3 is nobody of the roster: the record is kept, no standing made
        expect((await store.db.selectFrom('standing').select('person').where('recruitment', '=', no).orderBy('person').execute()).map(({ person }) => person)).toEqual(['c0', 'c1', 'c2'])
        const result = await dump(store)
        expected ??= result
        expect(result).toEqual(expected)
        for (const table of projections) await store.db.deleteFrom(table).where('recruitment', '=', no).execute()
      }
    }
    await store.close()
    await place.remove()
  })

  test('two transactions about the same person at once lose nothing', async () => {
    const place = await storePlace(kind)
    const [one, other] = [await place.open(), await place.open()]
    const no = await madeRecruitment(one, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' }, [{ id: 'c0', post: 'P1', sessions: ['s-am'] }])
    const streams = [testStation(), testStation()].map((station, at) => randomStream(station, 40, 7 + at).map(({ fact }) => fact))
    await Promise.all(streams.map(async (facts, at) => {
      const store = kind === 'postgres' && at === 1 ? other : one
      for (let from = 0; from < facts.length; from += 5) await project(store, no, 'a', facts.slice(from, from + 5))
    }))
    const rows = await one.db.selectFrom('record').select(['person', 'doc']).execute()
    const held = rows.flatMap(({ doc }) => (JSON.parse(docText(doc)) as Fact[]).map(factId))
    const all = streams.flat().filter(({ body }) => 'candidate' in body && body.candidate !== null).map(factId)
    expect(held.sort()).toEqual(all.sort())
    await one.close()
    await other.close()
    await place.remove()
  })
})

test('with one writer, what was reckoned before the transaction is not written once somebody else has written', async () => {
  const place = await storePlace('sqlite')
  const store = await place.open()
  const no = await madeRecruitment(store, twoHalfDays(), { 's-am': 'a', 's-pm': 'b' }, [{ id: 'c0', post: 'P1', sessions: ['s-am'] }])
  const row = await store.db.selectFrom('recruitment').selectAll().where('no', '=', no).executeTakeFirstOrThrow()
  const facts = randomStream(testStation(), 40, 11).map(({ fact }) => fact)
  const ahead = (some: readonly Fact[]) => {
    const batch = readBatch('a', some)
    return projectAhead(store.db, store.kind, row, reachOf(batch), NOW, (there) => projectBatch(batch, there))
  }
  const write = async (how: WriteLater) => store.db.transaction().execute(how)
  const [first, second] = [await ahead(facts.slice(0, 20)), await ahead(facts.slice(20))]
  expect(await write(second)).toBe(true)
  const between = await dump(store)
  expect(await write(first)).toBe(false)
  expect(await dump(store)).toEqual(between)
  // reckoned again it goes in, and ends as one batch does
  expect(await write(await ahead(facts.slice(0, 20)))).toBe(true)
  const ended = await dump(store)
  for (const table of projections) await store.db.deleteFrom(table).where('recruitment', '=', no).execute()
  expect(await write(await ahead(facts))).toBe(true)
  expect(await dump(store)).toEqual(ended)
  await store.close()
  await place.remove()
})

function pieces(venue: string, facts: readonly Fact[], random: () => number, most: number): { venue: string; facts: Fact[] }[] {
  const found: { venue: string; facts: Fact[] }[] = []
  for (let at = 0; at < facts.length;) {
    const many = 1 + Math.floor(random() * most)
    const back = Math.max(0, at - Math.floor(random() * (most / 4)))
    found.push({ venue, facts: facts.slice(back, at + many) })
    if (random() < 0.2) found.push({ venue, facts: facts.slice(back, at + many) })
    at += many
  }
  return found
}

function shuffled<T>(list: T[], random: () => number): T[] {
  return list.map((each) => ({ each, at: random() })).sort((a, b) => a.at - b.at).map(({ each }) => each)
}
