import { expect, test } from 'vitest'
import { factsOfType } from '../../db/journey.ts'
import { until, pin } from '../station/hq-venue.ts'
import { webStation, type Json, type WebStation } from '../station/web-station.ts'
import { divided, fieldsOf, must, prepared } from './prepared-recruitment.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const recruitment = 'r1'
const venue = 'east'

/** A computer at the venue, opened with what HQ hands out for the card, and enrolled with it; `as` calls as its chief. */
async function computer(hq: TestHq, roles: 'planner' | 'duty'): Promise<{ web: WebStation; as: (method: string, input?: Json) => Promise<Json>; second: { operator: string; pin: string }; station: string }> {
  const desk = await hq.client(roles)
  const file = must(await desk.packages.download({ recruitment, venue }))
  const [card] = must(await desk.packages.cards({ recruitment, venues: [venue] })).cards
  const web = await webStation({ rehearsal: null })
  const opened = await web.call('venue.openPackage', { cmd: web.cmd(), bytes: file.bytes, passphrase: card?.code, chief: { name: '张主考', pin } })
  expect(opened.body).toMatchObject({ ok: true })
  const token = String((await web.call('operators.signIn', { operator: opened.body['operator'], pin })).body['token'])
  const as = async (method: string, input: Json = {}): Promise<Json> => (await web.call(method, input, token)).body
  const added = await as('operators.add', { cmd: web.cmd(), name: '李监督', roles: ['supervisor'], pin: '260917' })
  expect(await as('sync.enrol', { cmd: web.cmd(), card: card?.code ?? '' })).toMatchObject({ ok: true })
  return { web, as, second: { operator: String(added['operator']), pin: '260917' }, station: web.station.inside.venue!.station }
}

const allThere = ({ as }: { as: (method: string) => Promise<Json> }): Promise<void> => until(async () => {
  await as('sync.tryNow')
  return (await as('sync.state'))['unsent'] === 0
}, 'everything at HQ')

onBothStores('an amended package over the line', (kind) => {
  test('issued at HQ, named by the receipt, fetched, taken by the chief, and HQ shows it taken; another computer goes on', async () => {
    const place = await storePlace(kind)
    const hq = await runHq(place)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    // HQ's address is what the package carries
    await hq.inside.store.db.updateTable('recruitment').set({ address: hq.url }).where('id', '=', recruitment).execute()
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    const first = await computer(hq, 'planner')
    await allThere(first)
    const taken = async () => must(await planner.packages.overview({ recruitment })).rows.find((row) => row.venue === venue)
    expect(await taken()).toMatchObject({ taken: 1, enrolled: true, issued: { version: 1 } })

    const { sessions } = must(await planner.division.overview({ recruitment }))
    const moved = sessions.find((session) => session.venue === venue)!
    must(await planner.division.changeSession({ ...fieldsOf(moved), date: '2026-12-05', cmd: hq.cmd(), recruitment, reason: '寒潮改期' }))
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    await until(async () => {
      await first.as('sync.tryNow')
      return (await first.as('venue.offeredAmendment'))['offered'] !== null
    }, 'version 2 fetched')
    expect(await first.as('sync.state')).toMatchObject({ packageHere: 1, packageAtHq: 2 })
    expect(await taken()).toMatchObject({ taken: 1, issued: { version: 2 } })
    const seen = (await first.as('venue.previewAmendment'))['amendment'] as { hash: string }
    expect(await first.as('venue.takeAmendment', { cmd: first.web.cmd(), hash: seen.hash, second: first.second })).toMatchObject({ ok: true, version: 2 })
    const open = first.web.station.inside.venue!
    expect(open.pack.sessions.find(({ id }) => id === moved.session)?.date).toBe('2026-12-05')
    expect(factsOfType(open.db, 'venue.amended')).toHaveLength(1)
    await allThere(first)
    expect(await taken()).toMatchObject({ taken: 2, changes: [] })

    // the laptop is stolen: revoked at HQ; duty gives a new card, and another one opens the newest package and goes on
    const duty = await hq.client('duty')
    must(await duty.receive.revoke({ cmd: hq.cmd(), recruitment, venue, station: first.station, reason: '电脑被盗' }))
    await first.as('operators.add', { cmd: first.web.cmd(), name: '赵六', roles: ['checkin'], pin: '739154' })
    await first.as('sync.tryNow')
    expect(await first.as('sync.state')).toMatchObject({ why: 'refused', detail: 'station_revoked' })
    // a card would let one more computer in: nobody gives it alone, nor with somebody who has nothing to do with facts
    const renew = { recruitment, venue, reason: '换电脑' }
    expect((await planner.packages.overview({ recruitment }) as { rows?: unknown[] }).rows).toMatchObject([{ venue, card: { byTwo: true } }, { venue: 'west', card: { byTwo: false } }])
    expect(await duty.packages.renewCard({ ...renew, cmd: hq.cmd() })).toMatchObject({ refused: { reason: 'second_needed' } })
    expect(await duty.packages.renewCard({ ...renew, cmd: hq.cmd(), second: await hq.second('auditor') })).toMatchObject({ refused: { reason: 'second_role' } })
    must(await duty.packages.renewCard({ ...renew, cmd: hq.cmd(), second: await hq.second('planner') }))
    const next = await computer(hq, 'duty')
    expect(next.web.station.inside.venue!.meta.packageVersion).toBe(2)
    await allThere(next)
    const { venues } = must(await duty.receive.streams({ recruitment }))
    expect(venues.find((each) => each.venue === venue)?.streams.map(({ station, state }) => [station === first.station, state]).sort()).toEqual([[false, 'active'], [true, 'revoked']])
    await hq.stop()
    await place.remove()
  })
})
