import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { allCandidates } from '../../db/roster.ts'
import { factsOfType } from '../../db/journey.ts'
import { verifyLedger } from '../../db/verify.ts'
import { offeredPackage, offerWaiting } from '../../station/amendment-offer.ts'
import { boardOf } from '../../station/board.ts'
import { amendedVenue, am, base64, makeIssuer, pm } from './amended-venue.ts'
import { person } from './practice-venue.ts'
import type { Json } from './web-station.ts'

vi.setConfig({ testTimeout: 60_000 })

const reason = (answer: Json): unknown => (answer['refused'] as Json | undefined)?.['reason']

test('weather moves the afternoon and one withdraws: taken, and everything follows without a restart', async () => {
  const { issue, ask, take, preview, admit, station, call, chief } = await amendedVenue()
  await ask('sessions.open', { cmd: '01890000-0000-7000-8000-000000000001', session: am })
  await admit(1)
  const live = station.inside.venue!
  expect((await ask('checkIn.search', { session: am, query: '考生2' }))['hits']).toHaveLength(1)
  const next = await issue(({ pack, roster }) => {
    pack.sessions[1]!.date = '2023-06-11'
    roster.splice(1, 1)
    roster[0]!.name = '考生壹'
  })
  const seen = (await preview(next))['amendment'] as Json
  expect(seen).toMatchObject({ version: 2, from: 1, may: true, candidates: 11, contradictions: [] })
  expect((seen['groups'] as Json[]).map(({ group, total }) => [group, total])).toEqual([['sessions', 1], ['people', 2]])
  expect(JSON.stringify(seen)).toContain('考生2')
  expect(await take(next)).toMatchObject({ ok: true, version: 2, repeated: false })

  expect(station.inside.venue).toBe(live)
  const list = (await call('sessions.list', {}, chief)).body as unknown as Json[]
  expect(Object.values(list).find((each) => each['id'] === pm)).toMatchObject({ date: '2023-06-11' })
  expect((await ask('sessions.overview', { session: am }))['overview']).toMatchObject({ due: 7 })
  expect((await ask('checkIn.search', { session: am, query: '考生2' }))['hits']).toHaveLength(0)
  expect((await ask('checkIn.search', { session: am, query: '考生壹' }))['hits']).toHaveLength(1)
  expect((await ask('venue.state'))).toMatchObject({ candidates: 11 })
  expect(boardOf(live).standing(am, person(1).id)?.admitted).not.toBeNull()
  const [fact] = factsOfType(live.db, 'venue.amended')
  expect(fact?.fact.body).toMatchObject({ version: 2, from: 1, count: 11, changed: 3 })
  expect(fact?.fact.second).toBeDefined()
  // nobody's name is in the fact, and the ledger is whole
  expect(JSON.stringify(fact?.fact.body)).not.toContain('考生')
  expect((await verifyLedger(live.db, { signatures: 'all' })).ok).toBe(true)
})

test('another version withdraws somebody who is in: refused, and the fact is named with what to do', async () => {
  const { issue, take, preview, ask, admit, station, cmd, second } = await amendedVenue()
  await ask('sessions.open', { cmd: cmd(), session: am })
  const fact = await admit(3)
  const next = await issue(({ roster }) => void roster.splice(2, 1))
  const before = JSON.stringify(allCandidates(station.inside.venue!.db))
  const seen = (await preview(next))['amendment'] as Json
  expect(seen).toMatchObject({
    may: false, contradicted: 1,
    contradictions: [{
      kind: 'candidate_begun', remedy: 'undo_check_in', words: { name: '考生3', rosterNumber: 'B003' }, fact: { id: fact, type: 'checkin.admitted', by: '张主考' },
      journey: { session: am, candidate: person(3).id },
    }],
  })
  const refused = await take(next)
  expect(refused['refused']).toEqual({ reason: 'amendment_contradicts', detail: { count: '1', fact } })
  expect(JSON.stringify(allCandidates(station.inside.venue!.db))).toBe(before)
  // what the screen says to do makes it possible; who was taken back stays readable
  expect(await ask('checkIn.undo', { cmd: cmd(), replaces: fact, reason: '认错人', second })).toMatchObject({ ok: true })
  expect(await take(next)).toMatchObject({ ok: true, version: 2 })
  expect(await ask('journey.find', { session: am, candidate: person(3).id })).toMatchObject({ ok: true })
  expect(boardOf(station.inside.venue!).standings(am).map(({ candidate }) => candidate)).not.toContain(person(3).id)
  expect((await ask('venue.previewAmendment', { bytes: base64(await issue(({ roster }) => void roster.splice(2, 1))) }))['amendment']).toMatchObject({ may: true, groups: [] })
})

test('a second person, the same bytes as seen, and a package of ours: without these nothing is taken', async () => {
  const { issue, take, preview, ask, second, cmd, signIn, call, station } = await amendedVenue()
  const next = await issue(({ pack }) => void (pack.sessions[1]!.date = '2023-06-11'))
  const hash = ((await preview(next))['amendment'] as Json)['hash'] as string
  expect(reason(await take(next, { second: undefined }))).toBe('second_person_needed')
  expect(reason(await take(next, { second: { ...second, pin: '000000' } }))).toBe('second_person_wrong_pin')
  const other = await issue(({ pack }) => void (pack.sessions[1]!.date = '2023-06-12'))
  expect(reason(await ask('venue.takeAmendment', { cmd: cmd(), bytes: base64(other), hash, second }))).toBe('amendment_other')
  const foreign = await makeIssuer().issue(undefined, { version: 2 })
  expect((await preview(foreign))['amendment']).toMatchObject({ may: false, contradictions: [{ kind: 'other_issuer', fact: { type: 'venue.opened' } }] })
  const changed = Uint8Array.from(next)
  changed[changed.length - 20]! ^= 1
  expect(['package_unreadable', 'package_signature']).toContain(reason(await ask('venue.previewAmendment', { bytes: base64(changed) })))
  expect(reason(await ask('venue.previewAmendment', {}))).toBe('amendment_none')
  await expect(signIn('nobody')).rejects.toThrow()
  expect((await call('venue.previewAmendment', { bytes: base64(next) })).status).toBe(401)
  const command = cmd()
  const taken = await ask('venue.takeAmendment', { cmd: command, bytes: base64(next), hash, second })
  expect(taken).toMatchObject({ ok: true, repeated: false })
  expect(await ask('venue.takeAmendment', { cmd: command, bytes: base64(next), hash, second })).toEqual({ ...taken, repeated: true })
  expect((await preview(next))['amendment']).toMatchObject({ may: false, contradictions: [{ kind: 'not_newer', fact: { type: 'venue.amended' } }] })
  expect(factsOfType(station.inside.venue!.db, 'venue.amended')).toHaveLength(1)
})

test('what the line brings waits for the chief, across a restart, until it or a newer one is taken', async () => {
  const venue = await amendedVenue()
  const next = await venue.issue(({ pack }) => void (pack.sessions[1]!.date = '2023-06-11'))
  const running = venue.station.inside.venue!
  expect(await venue.ask('venue.offeredAmendment')).toEqual({ present: 1, fromPackage: true, offered: null })
  expect(await offeredPackage(running, Buffer.from('no package'))).toMatchObject({ ok: false })
  expect(await offeredPackage(running, next)).toEqual({ ok: true, version: 2 })
  const offered = (await venue.ask('venue.offeredAmendment'))['offered'] as Json
  expect(offered).toMatchObject({ version: 2 })
  const seen = (await venue.ask('venue.previewAmendment', {}))['amendment'] as Json
  expect(seen).toMatchObject({ version: 2, may: true, hash: offered['hash'] })
  expect(await venue.ask('venue.takeAmendment', { cmd: venue.cmd(), hash: seen['hash'], second: venue.second })).toMatchObject({ ok: true })
  expect(await venue.ask('venue.offeredAmendment')).toEqual({ present: 2, fromPackage: true, offered: null })
  await venue.station.inside.swap(() => Promise.resolve())
  expect(offerWaiting(venue.station.inside.venue!)).toBeNull()
  expect(venue.station.inside.venue!.meta.packageVersion).toBe(2)
  const third = await venue.issue(({ pack }) => void (pack.sessions[1]!.date = '2023-06-12'))
  await offeredPackage(venue.station.inside.venue!, third)
  await venue.station.inside.swap(() => Promise.resolve())
  expect(offerWaiting(venue.station.inside.venue!)).toMatchObject({ version: 3 })
  rmSync(path.join(venue.folder, 'offered.kdpack'))
  expect(offerWaiting(venue.station.inside.venue!)).toBeNull()
  expect(existsSync(path.join(venue.folder, 'offered.kdpack'))).toBe(false)
})

test('id photos go with the roster that named them, what the desk photographed stays', async () => {
  const { createHash } = await import('node:crypto')
  const { keepPhoto, photo } = await import('../../db/roster.ts')
  const picture = (text: string) => ({ bytes: Buffer.from(text), hash: createHash('sha256').update(text).digest('hex') })
  const [one, two] = [picture('old photo'), picture('new photo')]
  const venue = await amendedVenue()
  const photos = (each: typeof one) => ({ photos: new Map([[each.hash, { mime: 'image/jpeg' as const, bytes: each.bytes }]]) })
  await venue.take(await venue.issue(({ roster }) => void (roster[0]!.photo = one.hash), photos(one)))
  const db = venue.station.inside.venue!.db
  const doubt = keepPhoto(db, Buffer.from('taken at the desk'))
  expect(photo(db, one.hash)).toBeDefined()
  expect(await venue.take(await venue.issue(({ roster }) => void (roster[0]!.photo = two.hash), photos(two)))).toMatchObject({ ok: true, version: 3 })
  expect(photo(db, one.hash)).toBeUndefined()
  expect(photo(db, two.hash)?.toString()).toBe('new photo')
  expect(photo(db, doubt)).toBeDefined()
})

test('accounts of the package begin without a PIN, change and go with it; the last chief stays', async () => {
  const venue = await amendedVenue()
  const [desk, judge] = [{ operator: 'desk-1', name: '王报到', roles: ['checkin' as const] }, { operator: 'judge-1', name: '赵裁判', roles: ['judge' as const] }]
  await venue.take(await venue.issue(undefined, { operators: [desk, judge] }))
  const accounts = async () => Object.values(await venue.ask('operators.list')) as Json[]
  expect((await accounts()).map(({ operator }) => operator)).toEqual(expect.arrayContaining(['desk-1', 'judge-1']))
  expect(reason((await venue.call('operators.signIn', { operator: 'desk-1', pin: '480315' })).body)).toBe('pin_not_set')
  expect(await venue.ask('operators.setPin', { cmd: venue.cmd(), operator: 'desk-1', pin: '591736' })).toMatchObject({ ok: true })
  expect((await venue.call('operators.signIn', { operator: 'desk-1', pin: '591736' })).body).toMatchObject({ ok: true })
  await venue.take(await venue.issue(undefined, { operators: [{ ...desk, roles: ['checkin', 'lots'] }] }))
  expect((await accounts()).find(({ operator }) => operator === 'desk-1')).toMatchObject({ roles: ['checkin', 'lots'], active: true })
  expect((await accounts()).find(({ operator }) => operator === 'judge-1')).toMatchObject({ active: false })
})

test('a venue made from a sheet has no headquarters whose package it could take', async () => {
  const { webStation } = await import('./web-station.ts')
  const station = await webStation({})
  const chief = await station.signIn('chief-1')
  const { issue } = makeIssuer()
  expect(reason((await station.call('venue.previewAmendment', { bytes: base64(await issue()) }, chief)).body)).toBe('amendment_no_package')
})

test('an enrolled venue fetches a newer package over the line by itself, opens it with its own key, and takes nothing unasked', async () => {
  const { withStandIn, names, pack, roster } = await import('./hq-venue.ts')
  const { signPackage } = await import('../../exchange/package.ts')
  const { hq, station, address } = await withStandIn()
  const next = signPackage({
    ...names, pack: { ...pack, banners: [] }, roster, photos: new Map(), version: 2, hq: { address },
  }, hq.signing)
  hq.package = { version: 2, hash: next.hash }
  hq.packageBytes = next.bytes
  const offered = async () => (await station.call('venue.offeredAmendment', {}, station.chief)).body['offered']
  expect(await station.enrol(hq.code)).toMatchObject({ ok: true })
  await station.venue().hq.tryNow()
  await vi.waitFor(async () => expect(await offered()).toMatchObject({ version: 2, hash: next.hash }), { timeout: 10_000 })
  const seen = (await station.call('venue.previewAmendment', {}, station.chief)).body['amendment']
  expect(seen).toMatchObject({ may: true, groups: [{ group: 'rules', changes: [{ kind: 'pack.changed', words: { section: 'banners' } }] }] })
  expect(station.venue().meta.packageVersion).toBe(1)
  // a package of another HQ that the line should bring is kept for nobody
  const { privateKey } = (await import('node:crypto')).generateKeyPairSync('ed25519')
  hq.packageBytes = signPackage({ ...names, pack, roster, photos: new Map(), version: 3, hq: { address } }, privateKey).bytes
  hq.package = { version: 3, hash: '0'.repeat(64) }
  await station.venue().hq.tryNow()
  expect(await offered()).toMatchObject({ version: 2 })
})
