import { afterAll, beforeAll, expect, test } from 'vitest'
import { factHash } from '../../db/envelope.ts'
import { stations } from '../../db/stations.ts'
import { systemClock, type Clock } from '../../exchange/clock.ts'
import { packPage } from '../../exchange/page.ts'
import { ingest } from '../../hq/receive/ingest.ts'
import { restand } from '../../hq/projector/standing-job.ts'
import { factId } from '../../shared/facts.ts'
import { whereabouts } from '../../shared/whereabouts.ts'
import { boardOf } from '../../station/board.ts'
import { journeyUseCases } from '../../station/journey.ts'
import { standingsOf } from '../../station/standings-held.ts'
import { madeRecruitment } from './made-recruitment.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'
import { playedVenue, type PlayedVenue } from './venue-days.ts'

const EXAM = 'watched'

/** The streams of a played venue as pages of at most 400 facts. */
function pagesOf({ streams }: PlayedVenue): Buffer[] {
  return streams.flatMap(({ facts, bytes }) => {
    let prev = Buffer.alloc(32)
    const hashes = bytes.map((each) => (prev = factHash(prev, each.bytes) as Buffer<ArrayBuffer>))
    const pages: Buffer[] = []
    for (let at = 0; at < bytes.length; at += 400) {
      const some = bytes.slice(at, at + 400)
      const { exam, venue, station } = facts[0]!
      pages.push(packPage({
        v: 1, exam, venue, station, first: at + 1, last: at + some.length, prev: at === 0 ? '0'.repeat(64) : hashes[at - 1]!.toString('hex'), hash: hashes[at + some.length - 1]!.toString('hex'),
      }, some))
    }
    return pages
  })
}

/** The venue's clock as it stood at the end of its days, going on. */
function goingOn(): Clock {
  const [start, from] = [played.venue.clock.now(), systemClock.mono()]
  return { now: () => start + systemClock.mono() - from, mono: () => systemClock.mono() }
}

let played: PlayedVenue
beforeAll(async () => {
  played = await playedVenue('shenzhen-2023', 40, 9, 'all')
}, 300_000)
afterAll(() => played.close())

onBothStores('watching', (kind) => {
  let place: StorePlace
  let hq: TestHq
  let recruitment: string
  let no: number
  let venue: string

  beforeAll(async () => {
    place = await storePlace(kind)
    hq = await runHq(place, { clock: goingOn() })
    const { store } = hq.inside
    const [first] = played.streams
    recruitment = first?.facts[0]?.exam ?? EXAM
    venue = first?.facts[0]?.venue ?? ''
    no = await madeRecruitment(store, played.venue.pack, Object.fromEntries(played.venue.pack.sessions.map(({ id }) => [id, venue])),
      played.roster.map((person) => ({ ...person, written: person.written, quality: person.quality })), recruitment)
    await store.db.transaction().execute((trx) => restand(trx, no, { everybody: true }))
    await hq.settled()
    for (const { id, publicKey } of stations(played.venue.db)) {
      if (!played.streams.some(({ station }) => station === id)) continue
      await store.db.insertInto('stream').values({
        recruitment: no, venue, station: id, public_key: publicKey, enrolled_at: 1, how: 'network', state: 'active', seq: 0, hash: Buffer.alloc(32), projected: 0, turn: 0, recipient: null,
      }).execute()
    }
  }, 120_000)
  afterAll(async () => {
    await hq.stop()
    await place.remove()
  })

  test('before any fact everybody is due or absent, and nobody is in trouble', async () => {
    const watch = (await hq.client('duty')).watch
    const board = await watch.board({ recruitment })
    expect(board).toMatchObject({ ok: true, total: 1, whole: { venues: 1, heard: 0, held: 0, conflicts: 0 } })
    const page = await watch.venue({ recruitment, venue })
    if (!page.ok) throw new Error('no venue')
    for (const line of page.venue.sessions) expect(line.state).toBe('upcoming')
  })

  test('after the day every number on the venue’s page is the station’s', async () => {
    const pages = pagesOf(played)
    for (const bytes of pages) expect(await ingest(hq.inside, { recruitment: { no, id: recruitment }, venue, source: 'line', pages: [{ bytes }] })).toMatchObject({ quarantined: [] })
    await hq.settled()
    const watch = (await hq.client('auditor')).watch
    const page = await watch.venue({ recruitment, venue })
    if (!page.ok) throw new Error('no venue')
    const board = boardOf(played.venue)
    const days = standingsOf(played.venue).days()
    for (const line of page.venue.sessions) {
      const counts: Record<string, number> = {}
      for (const standing of board.standings(line.session)) {
        const { where } = whereabouts(standing, days.get(line.session)!)
        counts[where] = (counts[where] ?? 0) + 1
      }
      const places = Object.fromEntries(Object.entries(line.counts).filter(([place]) => place !== 'turned_away'))
      expect([places, line.signed]).toEqual([counts, counts])
      expect(line).toMatchObject({ state: 'closed', agrees: true })
    }
    const facts = played.streams.reduce((sum, stream) => sum + stream.facts.length, 0)
    expect(page.venue.line).toMatchObject({ held: facts, announced: facts, conflicts: 0, quarantined: 0 })
    expect(page.venue.line.sessions).toMatchObject({ open: 0, upcoming: 0, balanced: page.venue.sessions.length, closed: page.venue.sessions.length })
    expect(page.venue.streams.map(({ held, projected }) => held === projected)).not.toContain(false)
    expect(page.venue.operators.length).toBeGreaterThan(5)
    expect(page.venue.incidents.length).toBeGreaterThan(0)
  })

  test('a journey is the station’s: the same facts, sentences, hashes and whys', async () => {
    const watch = (await hq.client('duty')).watch
    const board = boardOf(played.venue)
    let whys = 0
    for (const person of played.roster.slice(0, 12)) {
      const session = board.person(person.id)?.sessions.at(-1)
      if (session === undefined) continue
      const caller = { operator: 'x', roles: ['supervisor'] } as never
      const there = await journeyUseCases.find(played.venue, caller, { session, candidate: person.id })
      const here = await watch.journey({ recruitment, candidate: person.id })
      if (!there.ok || !here.ok) throw new Error('no journey')
      const { journey } = here.found
      const told = there.journey.steps.map((step) => ({ ...step, params: { ...step.params, ...('heat' in step.params ? { heat: '' } : {}) } }))
      expect(journey.steps).toEqual(told)
      expect(journey.items).toEqual(there.journey.items)
      const lots = played.streams.flatMap(({ facts }) => facts.flatMap((each) => (each.type === 'lots.drawn' && each.body.candidate === person.id ? [each.body.lot] : [])))
      expect(lots.length === 0 ? [''] : lots).toContain(journey.row.lot)
      expect(Object.values(here.found.sources).map(({ state }) => state)).not.toContain('unknown')
      whys += journey.steps.filter(({ why }) => why !== null).length
    }
    expect(whys).toBeGreaterThan(10)
    expect(await watch.journey({ recruitment, candidate: 'nobody' })).toMatchObject({ ok: false, refused: { reason: 'candidate_unknown' } })
  })

  test('search finds a person by everything that names one', async () => {
    const watch = (await hq.client('duty')).watch
    const fact = played.streams[0]!.facts.find(({ type }) => type === 'lots.drawn')!
    if (fact.type !== 'lots.drawn') throw new Error('no lot')
    const person = played.roster.find(({ id }) => id === fact.body.candidate)!
    const found = async (text: string) => {
      const answer = await watch.search({ recruitment, text })
      return answer.ok ? answer.hits.map(({ candidate, by }) => `${candidate} ${by}`) : []
    }
    expect(await found(person.name)).toContain(`${person.id} name`)
    expect(await found(person.name.slice(0, 1))).toContain(`${person.id} name`)
    expect(await found(person.ticket)).toEqual([`${person.id} ticket`])
    // A003 may be one's roster number and one's lot
    expect((await found(person.rosterNumber)).map((hit) => hit.split(' ')[0])).toContain(person.id)
    expect(await found(person.residentId.slice(-6))).toContain(`${person.id} resident`)
    expect(await found(person.residentId)).toContain(`${person.id} resident`)
    expect(await found(`${fact.body.lot} ${fact.body.session}`)).toEqual([`${person.id} lot`])
    expect(await found(fact.body.lot.toLowerCase())).toContain(`${person.id} lot`)
    const unlike = played.roster.find(({ id, rosterNumber }) => id !== person.id && !played.streams.some(({ facts }) => facts.some((each) => each.type === 'lots.drawn' && each.body.lot === rosterNumber)))
    if (unlike !== undefined) expect(await found(unlike.rosterNumber)).toEqual([`${unlike.id} roster`])
    expect(await found(factId(fact))).toEqual([`${person.id} fact`])
    expect(await found('没有这个人')).toEqual([])
    expect(await found('%')).toEqual([])
  })

  test('whoever asks after a change sees it, also within a second of the last reading: nobody is told of it again', async () => {
    const duty = await hq.client('duty')
    const named = async (name: string) => {
      await hq.inside.store.db.transaction().execute(async (trx) => {
        await trx.updateTable('venue').set({ name }).where('recruitment', '=', no).execute()
        await hq.inside.touch(trx, no, 'watch')
      })
      const board = await duty.watch.board({ recruitment })
      return board.ok ? board.venues.map((line) => line.name) : []
    }
    const [before = ''] = (await hq.inside.store.db.selectFrom('venue').select('name').where('recruitment', '=', no).execute()).map(({ name }) => name)
    for (const name of ['第一次改名', '第二次改名']) expect(await named(name)).toContain(name)
    // and long after it, as often as something changes
    for (const name of ['第三次改名', before]) {
      await new Promise((resolve) => setTimeout(resolve, 1100))
      expect(await named(name)).toContain(name)
    }
  })

  test('what HQ decides changes the standing, and a second process shows the same', async () => {
    const { store } = hq.inside
    const person = played.roster[0]!
    await store.db.updateTable('person').set({ withdrawn: '书面放弃' }).where('recruitment', '=', no).where('id', '=', person.id).execute()
    await store.db.transaction().execute(async (trx) => {
      await restand(trx, no, { people: [person.id] })
      await hq.inside.touch(trx, no, 'watch')
    })
    await hq.settled()
    const duty = await hq.client('duty')
    expect(await duty.watch.journey({ recruitment, candidate: person.id })).toMatchObject({ ok: true, found: { ended: 'withdrawn', withdrawn: '书面放弃' } })
    if (kind === 'postgres') {
      const other = await runHq(place, { clock: goingOn() })
      const [mine, theirs] = await Promise.all([hq, other].map(async (each) => (await each.client('auditor')).watch.board({ recruitment })))
      expect(theirs).toEqual({ ...mine, asOf: theirs?.ok === true ? theirs.asOf : 0 })
      await other.stop()
    }
  })
})
