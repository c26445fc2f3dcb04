import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { adoptLists, divide, issuePackages } from '../../tools/hq-demo/prepare.ts'
import { publishList } from '../../tools/hq-demo/ranked.ts'
import { must } from '../../tools/hq-demo/staff.ts'
import { cutLine } from '../../tools/hq-demo/cut-line.ts'
import { byStick, enrol, sendAll } from '../../tools/hq-demo/venues.ts'
import { clientOf, ok } from '../../tools/simulate/crew.ts'
import type { PackageVenue } from '../../tools/simulate/package-venue.ts'
import { openStation } from '../../station/station.ts'
import { until } from '../station/hq-venue.ts'
import { fieldsOf } from './prepared-recruitment.ts'
import { onBothStores } from './stores.ts'
import { opened, recruitment, sameNumbers, signedFacts, storyWorld, venues, type StoryWorld } from './story-world.ts'

// Shown by 1, 5 and 6 of the issue: all parts together, over real HTTP.

/** The newest package as a file, for a venue that carries it in by hand. */
async function packageFile({ staff }: StoryWorld, venue: string): Promise<string> {
  return must(await staff.as('bianpai').packages.download({ recruitment, venue }), 'the package').bytes
}

async function takeAmendment(played: PackageVenue, bytes?: string): Promise<number> {
  const file = bytes === undefined ? {} : { bytes }
  const { amendment } = ok(await played.chief().venue.previewAmendment(file), 'looking at the newer package')
  expect(amendment).toMatchObject({ may: true, contradicted: 0 })
  const { version } = ok(
    await played.chief().venue.takeAmendment({ cmd: played.crew.cmd(), ...file, hash: amendment.hash, second: played.crew.second(played.crew.operator('supervisor')) }),
    'taking it',
  )
  return version
}

/** Half days of interviews at both venues, for those on HQ's adopted lists. */
async function interviewDays({ staff, date }: StoryWorld): Promise<void> {
  must(
    await staff.as('bianpai').division.addSessions({
      cmd: staff.cmd(), recruitment, venues: [...venues], dates: [date(-1)], halves: [{ half: 'am', from: '07:30', to: '08:00' }], stages: ['interview'], pools: 'rooms', rooms: 2, shortlist: false, capacity: 100,
    }),
    'half days of interviews',
  )
}

const fitnessOf = (played: PackageVenue): string[] => played.venue().pack.sessions.filter(({ stages }) => stages.includes('fitness')).map(({ id }) => id)
const interviewsOf = (played: PackageVenue): string[] => played.venue().pack.sessions.filter(({ stages }) => stages.includes('interview')).map(({ id }) => id)

onBothStores('a recruitment from pack to publication', (kind) => {
  test('two venues, one without a line: every number at HQ is the venue’s', { timeout: 300_000 }, async () => {
    const postgres = kind === 'postgres'
    const world = await storyWorld(kind, { candidates: postgres ? 240 : 160, places: postgres ? 20 : 12, live: false, seed: postgres ? 7 : 8 })
    const { staff, hq, scene } = world
    for (const [venue, file] of await issuePackages(staff, recruitment, venues)) world.files.set(venue, file)
    const [dong, xi] = [await opened(world, 'dong'), await opened(world, 'xi')]
    const line = await cutLine(hq.web.url)
    ok(await xi.chief().sync.setAddress({ address: line.address }), 'another way to HQ')
    await enrol(dong, scene.fileOf('dong').text)
    await enrol(xi, scene.fileOf('xi').text)

    // fitness at both; the second venue's line goes in the middle of its last half day and never comes back
    await dong.play(fitnessOf(dong))
    xi.cast.reached = async (session, step) => {
      if (session !== fitnessOf(xi).at(-1) || step !== 'lots_drawn') return
      await sendAll(xi)
      line.cut()
    }
    await xi.play(fitnessOf(xi))
    await sendAll(dong)
    const lost = await xi.chief().sync.state()
    expect(lost.unsent).toBeGreaterThan(20)
    await world.settled()
    const blocked = must(await staff.as('caiding-a').decide.posts({ recruitment }), 'the posts').posts
    expect(blocked.some(({ complete }) => complete)).toBe(false)
    expect(await byStick(scene, xi)).toBe(lost.unsent)
    expect((await xi.chief().sync.state()).unsent).toBeLessThan(5)

    // the interview list is HQ's; it goes to the venues as a newer package, over the line and on the stick
    await interviewDays(world)
    expect(await adoptLists(staff, recruitment, world.posts, 'interview')).toBeGreaterThan(10)
    expect(await divide(staff, recruitment, true)).toBeGreaterThan(10)
    must(await staff.as('bianpai').packages.issue({ cmd: staff.cmd(), recruitment, venues: [...venues] }), 'the second package')
    await sendAll(dong)
    await until(async () => (await dong.chief().venue.offeredAmendment()).offered?.version === 2, 'the line brings the newer package')
    expect(await takeAmendment(dong)).toBe(2)
    expect(await takeAmendment(xi, await packageFile(world, 'xi'))).toBe(2)
    await dong.play(interviewsOf(dong))
    await xi.play(interviewsOf(xi))
    await sendAll(dong)
    await byStick(scene, xi)
    await world.settled()

    // everything is closed, balanced and at HQ; receipts at the stations say so
    const board = must(await staff.as('zhishou').watch.board({ recruitment }), 'the board')
    expect(board.whole.sessions).toMatchObject({ open: 0, upcoming: 0, closed: 6, balanced: 6 })
    expect(board.whole).toMatchObject({ conflicts: 0, quarantined: 0 })
    for (const played of [dong, xi]) {
      const state = await played.chief().sync.state()
      expect(state.streams.every(({ agrees }) => agrees === 'same')).toBe(true)
      const last = played.venue().pack.sessions.at(-1)?.id ?? ''
      expect(ok(await played.chief().sync.session({ session: last }), 'the half day at HQ')).toMatchObject({ closed: true, atHq: true, unsent: 0 })
    }
    let ranks = 0
    for (const played of [dong, xi]) {
      const compared = await sameNumbers(world, played)
      expect(compared.people).toBeGreaterThan(20)
      expect(compared.items).toBeGreaterThan(20)
      ranks += compared.ranks
    }
    expect(ranks).toBeGreaterThan(5)

    await decidePublish(world)
    await contradicted(world, dong)
    await lostFolder(world, dong)
    await xi.station.close()
    await line.stop()
    await world.stop()
  })
})

/** A tie is decided by two, the ranking adopted and published; what is published has the ranks of the list. */
async function decidePublish({ staff, posts }: StoryWorld): Promise<void> {
  const decider = staff.as('caiding-a')
  const standings = await Promise.all(posts.map(async (post) => must(await decider.decide.post({ recruitment, post, offset: 0, limit: 20_000 }), 'a post')))
  const open = standings.find(({ rows }) => rows.some(({ tie }) => tie))
  const post = open?.summary.post ?? standings.find(({ summary }) => summary.ranked > 0)?.summary.post ?? ''
  if (open !== undefined) {
    const first = open.rows.find(({ tie }) => tie)
    const tied = open.rows.filter(({ rank }) => rank === first?.rank).map(({ candidate }) => candidate)
    const order = [...tied].reverse()
    expect(await decider.decide.decideTie({ cmd: staff.cmd(), recruitment, post, list: 'ranking', tied, order, reason: '同分，按抽签结果' })).toMatchObject({ ok: false, refused: { reason: 'second_needed' } })
    must(await decider.decide.decideTie({ cmd: staff.cmd(), recruitment, post, list: 'ranking', tied, order, reason: '同分，按抽签结果', second: staff.second('caiding-b') }), 'the tie')
    const after = must(await decider.decide.post({ recruitment, post, offset: 0, limit: 20_000 }), 'the post after')
    expect(after.rows.filter(({ candidate }) => tied.includes(candidate)).map(({ candidate }) => candidate)).toEqual(order)
  }
  await adoptLists(staff, recruitment, [post], 'ranking')
  const publication = await publishList(staff, recruitment, post)
  const { publications } = must(await staff.as('shenji').publish.all({ recruitment }), 'the publications')
  expect(publications).toMatchObject([{ id: publication, posts: [post], masked: true }])
  const csv = must(await decider.publish.file({ recruitment, publication, format: 'csv' }), 'the file')
  const text = Buffer.from(csv.bytes, 'base64').toString('utf8')
  const { rows } = must(await decider.decide.post({ recruitment, post, offset: 0, limit: 20_000 }), 'the post')
  for (const row of rows.filter(({ rank }) => rank !== null)) expect(text).toMatch(new RegExp(`${row.ticket}.*${String(row.total)}`))
  for (const row of rows) expect(text.includes(row.name) && row.name.length > 1).toBe(false)
}

/** A newer package that moves a half day on which people were checked in is refused with the fact. */
async function contradicted(world: StoryWorld, played: PackageVenue): Promise<void> {
  const { staff } = world
  const { sessions } = must(await staff.as('bianpai').division.overview({ recruitment }), 'the half days')
  const first = sessions.find(({ session }) => session === fitnessOf(played)[0])
  if (first === undefined) throw new Error('no half day')
  must(await staff.as('bianpai').division.changeSession({ cmd: staff.cmd(), recruitment, ...fieldsOf(first), date: world.date(3), reason: '暴雨改期' }), 'moving a half day')
  must(await staff.as('bianpai').packages.issue({ cmd: staff.cmd(), recruitment, venues: ['dong'] }), 'the third package')
  const bytes = await packageFile(world, 'dong')
  const { amendment } = ok(await played.chief().venue.previewAmendment({ bytes }), 'looking at it')
  expect(amendment.may).toBe(false)
  expect(amendment.contradictions[0]?.fact).toMatchObject({ type: expect.stringMatching(/./) as string, id: expect.stringMatching(/^[0-9a-f]{16}\/\d+$/) as string })
  const taking = await played.chief().venue.takeAmendment({ cmd: played.crew.cmd(), bytes, hash: amendment.hash, second: played.crew.second(played.crew.operator('supervisor')) })
  expect(taking).toMatchObject({ ok: false, refused: { reason: 'amendment_contradicts' } })
  expect((await played.chief().venue.offeredAmendment()).present).toBe(2)
}

/** The folder is deleted; with a new card the stream comes back from HQ, byte for byte as it was signed. */
async function lostFolder(world: StoryWorld, played: PackageVenue): Promise<void> {
  const { staff, scene } = world
  await sendAll(played)
  const before = signedFacts(played)
  const old = played.venue().station
  await played.station.close()
  rmSync(scene.folderOf('dong'), { recursive: true, force: true })
  must(await staff.as('bianpai').packages.renewCard({ cmd: staff.cmd(), recruitment, venue: 'dong', reason: '电脑损坏', second: staff.second('zhishou') }), 'a new card')
  const [card] = must(await staff.as('bianpai').packages.cards({ recruitment, venues: ['dong'] }), 'the card').cards
  const bytes = await packageFile(world, 'dong')
  const station = await openStation({ folder: scene.folderOf('dong'), program: 'kaodian story' })
  const back = ok(await clientOf(station).venue.restoreFromHq({ bytes, card: card?.code ?? '', pin: '480315' }), 'coming back from HQ')
  const { venue } = station.inside
  const rows = venue?.db.all<{ bytes: Buffer; sig: Buffer }>('SELECT bytes, sig FROM fact ORDER BY n') ?? []
  const signed = rows.map((row) => `${row.bytes.toString('hex')} ${row.sig.toString('hex')}`)
  expect(back.facts).toBeGreaterThanOrEqual(before.length)
  expect(signed.filter((_, at) => at < before.length)).toEqual(before)
  expect(venue?.station).not.toBe(old)
  await station.close()
}
