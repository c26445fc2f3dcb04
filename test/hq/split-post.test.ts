import { expect, test } from 'vitest'
import { boardOf } from '../../station/board.ts'
import { openProjection } from '../../shared/hq/projector-person.ts'
import { factsOf } from '../../shared/hq/projector.ts'
import { readThere } from '../../hq/projector/projection-rows.ts'
import { adoptLists, divide, issuePackages } from '../../tools/hq-demo/prepare.ts'
import { must } from '../../tools/hq-demo/staff.ts'
import { enrol, sendAll } from '../../tools/hq-demo/venues.ts'
import { ok } from '../../tools/simulate/crew.ts'
import type { PackageVenue } from '../../tools/simulate/package-venue.ts'
import { onBothStores } from './stores.ts'
import { opened, recruitment, storyWorld, venues, type StoryWorld } from './story-world.ts'

// Decision 0112: fitness of one post at two venues, its interviews at one of them, all over real HTTP.

type StagesHeld = 'fitness' | 'interview'
const half = (played: PackageVenue, stage: StagesHeld): string[] =>
  played.venue().pack.sessions.filter(({ stages }) => stages.includes(stage)).map(({ id }) => id)

/** One half day of interviews at the first venue, and the people of HQ's adopted list in it. */
async function interviewAtDong({ staff, date }: StoryWorld): Promise<void> {
  must(
    await staff.as('bianpai').division.addSessions({
      cmd: staff.cmd(), recruitment, venues: ['dong'], dates: [date(-1)], halves: [{ half: 'am', from: '07:30', to: '08:00' }],
      stages: ['interview'], pools: 'rooms', rooms: 1, shortlist: false, capacity: 100,
    }),
    'a half day of interviews',
  )
}

/** The planner sees who waits, moves the whole post by hand and takes it back; answers how many went. */
async function byHandAndBack({ staff }: StoryWorld, post: string): Promise<number> {
  const planner = staff.as('bianpai')
  const { rows: [row] } = must(await planner.division.table({ recruitment }), 'the division')
  expect(row?.waiting).toMatchObject([{ stages: ['interview'], why: 'not_placed' }])
  const { people, total } = must(await planner.division.people({ recruitment, session: null, post }), 'who waits')
  expect([total, people.every(({ sessions }) => sessions.length === 1)]).toEqual([row?.waiting[0]?.count, true])
  const { sessions } = must(await planner.division.overview({ recruitment }), 'the half days')
  const to = sessions.find(({ stages }) => stages.includes('interview'))?.session ?? ''
  const moving = { recruitment, from: null, to, who: { kind: 'post' as const, post }, overfull: false, reason: '面试名单已确定' }
  const { moved, fact } = must(await planner.division.move({ cmd: staff.cmd(), ...moving }), 'moving the post')
  // nobody who is not on the list: failed, absent or never come
  expect(moved).toBe(total)
  expect(must(await planner.division.table({ recruitment }), 'the division').rows[0]?.cells[to]).toBe(moved)
  expect(must(await planner.division.undo({ cmd: staff.cmd(), recruitment, fact }), 'taking it back').moved).toBe(moved)
  return moved
}

async function amended({ staff }: StoryWorld, played: PackageVenue): Promise<{ changes: { kind: string; words: Record<string, string> }[] }> {
  const { bytes } = must(await staff.as('bianpai').packages.download({ recruitment, venue: played.venue().venue }), 'the package')
  const { amendment } = ok(await played.chief().venue.previewAmendment({ bytes }), 'looking at the newer package')
  expect(amendment).toMatchObject({ may: true, contradicted: 0 })
  ok(
    await played.chief().venue.takeAmendment({
      cmd: played.crew.cmd(), bytes, hash: amendment.hash, second: played.crew.second(played.crew.operator('supervisor')),
    }),
    'taking it',
  )
  return { changes: amendment.groups.flatMap(({ changes }) => changes) }
}

/** HQ's standings of everybody of a venue, to the last field, and places and counts of its half days. */
async function sameStandings({ staff, hq }: StoryWorld, played: PackageVenue): Promise<number> {
  const { db, kind } = hq.inside.store
  const row = await db.selectFrom('recruitment').selectAll().where('id', '=', recruitment).executeTakeFirstOrThrow()
  const people = played.roster().map(({ id }) => id)
  const there = await readThere(db, kind, row, people, [], hq.inside.clock.now())
  const projection = openProjection(there)
  const docs = new Map(there.records.map(({ person, doc }) => [person, doc]))
  const board = boardOf(played.venue())
  let compared = 0
  for (const person of there.people) {
    const seen = projection.see(person, factsOf(docs.get(person.id)))
    for (const session of board.person(person.id)?.sessions ?? []) {
      expect(seen.standing(session)).toEqual(board.standing(session, person.id))
      compared += 1
    }
  }
  const { venue: page } = must(await staff.as('shenji').watch.venue({ recruitment, venue: played.venue().venue }), 'the venue at HQ')
  // strangers who were turned away at the door are in no venue's count
  for (const { session, state, agrees, counts, signed } of page.sessions) {
    const [found, told] = [counts, signed].map((each) => ({ ...each, turned_away: 0 }))
    expect({ session, state, agrees, counts: found }).toEqual({ session, state: 'closed', agrees: true, counts: told })
  }
  return compared
}

onBothStores('a post whose fitness is at two venues', (kind) => {
  test('is interviewed at one of them, and every number at HQ is the venue’s', { timeout: 300_000 }, async () => {
    const world = await storyWorld(kind, { candidates: 24, places: 5, live: false, seed: 11, posts: 1, halves: ['am'], capacity: 12 })
    const { staff, hq } = world
    const [post = ''] = world.posts
    const planner = staff.as('bianpai')
    const { rows: [divided] } = must(await planner.division.table({ recruitment }), 'the division')
    expect(Object.keys(divided?.cells ?? {})).toHaveLength(2)
    for (const [venue, file] of await issuePackages(staff, recruitment, venues)) world.files.set(venue, file)
    const [dong, xi] = [await opened(world, 'dong'), await opened(world, 'xi')]
    for (const played of [dong, xi]) {
      await enrol(played, world.scene.fileOf(played.venue().venue).text)
      await played.play(half(played, 'fitness'))
      await sendAll(played)
    }
    await world.settled()

    await interviewAtDong(world)
    expect(await adoptLists(staff, recruitment, [post], 'interview')).toBeGreaterThan(6)
    const placed = await byHandAndBack(world, post)
    expect(await divide(staff, recruitment, true)).toBe(placed)
    must(await planner.packages.issue({ cmd: staff.cmd(), recruitment, venues: ['dong'] }), 'the second package')
    const { changes } = await amended(world, dong)
    const [day = ''] = half(dong, 'interview')
    const due = dong.roster().filter(({ sessions }) => sessions.includes(day))
    const came = due.filter(({ sessions }) => sessions.length === 1)
    expect([due.length, came.length > 1, came.length < due.length]).toEqual([placed, true, true])
    for (const { id, passed } of dong.roster()) expect(passed).toEqual(came.some((one) => one.id === id) ? ['psych', 'fitness'] : undefined)
    expect(changes.filter(({ kind: what }) => what === 'candidate.passed').map(({ words }) => [words['candidate'], words['stages']]).sort())
      .toEqual(came.map(({ id }) => [id, 'psych fitness']).sort())

    // nothing else of them came: no result, no number, no half day of the other venue
    const [first] = came
    const supervisor = dong.crew.as(dong.crew.operator('supervisor'))
    const before = ok(await supervisor.journey.find({ session: day, candidate: first?.id ?? '' }), 'a journey').journey
    expect(before.items.filter(({ state }) => state === 'passed_elsewhere').map(({ item, why }) => [item, why?.otherVenue]))
      .toEqual([['psych', true], ['fitness', true]])
    expect(before.steps).toEqual([])

    await dong.play([day])
    await sendAll(dong)
    await world.settled()
    const scored = came.filter(({ id }) => boardOf(dong.venue()).standing(day, id)?.scored.get('interview')?.score != null)
    expect(scored.length).toBeGreaterThan(0)
    expect(await sameStandings(world, dong)).toBeGreaterThan(due.length)
    expect(await sameStandings(world, xi)).toBeGreaterThan(came.length)

    // totals, ranks and ends of the post; what the run at the other venue took the first one does not know
    const { standing } = ok(await dong.crew.as(dong.crew.operator('auditor')).standings.post({ post }), 'the standing at the venue')
    const here = must(await staff.as('shenji').decide.post({ recruitment, post, offset: 0, limit: 100 }), 'the standing at HQ')
    const known = new Map(here.rows.map((row) => [row.candidate, row]))
    let ranks = 0
    for (const { run, ...row } of standing.rows) {
      const { run: measured, ...at } = known.get(row.candidate) ?? { run: null }
      expect(at).toEqual({ ...row, decided: null })
      expect(run ?? measured).toBe(measured)
      if (row.rank !== null) ranks += 1
    }
    expect(ranks).toBeGreaterThan(3)
    expect(scored.filter(({ id }) => known.get(id)?.rank != null).length).toBeGreaterThan(0)
    for (const { id } of scored) {
      const { found } = must(await staff.as('shenji').watch.journey({ recruitment, candidate: id }), 'a journey at HQ')
      const { journey } = ok(await supervisor.journey.find({ session: day, candidate: id }), 'the journey at the venue')
      // HQ has the facts behind what the venue was told
      expect(found.journey.items.some(({ state }) => state === 'passed_elsewhere')).toBe(false)
      for (const item of journey.items) {
        if (item.state !== 'passed_elsewhere') expect(found.journey.items).toContainEqual(item)
      }
      expect(found.halfDays.map(({ venue }) => venue)).toEqual(['xi', 'dong'])
    }

    // who was interviewed is told to nobody else, and neither venue has anything new to take
    expect(await planner.packages.issue({ cmd: staff.cmd(), recruitment, venues: [...venues] }))
      .toMatchObject({ ok: false, refused: { reason: 'package_unchanged' } })
    await Promise.all([dong.station.close(), xi.station.close()])
    await hq.stop()
    await world.stop()
  })
})
