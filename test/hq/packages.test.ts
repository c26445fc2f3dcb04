import { expect, onTestFinished, test } from 'vitest'
import { readPackage } from '../../exchange/package.ts'
import { shippedPacks } from '../../shared/pack-catalogue.ts'
import { factsOfType } from '../../db/journey.ts'
import { webStation } from '../station/web-station.ts'
import { divided, fieldsOf, must, prepared, reasonOf, recruitmentPack } from './prepared-recruitment.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace } from './stores.ts'

const recruitment = 'r1'

async function hqOn(kind: 'sqlite' | 'postgres'): Promise<TestHq> {
  const place = await storePlace(kind)
  const hq = await runHq(place)
  onTestFinished(async () => {
    await hq.stop()
    await place.remove()
  })
  return hq
}

onBothStores('exam packages', (kind) => {
  test('issued at HQ, they open at a station with the card’s code, and a whole venue starts', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    const cmd = hq.cmd()
    const done = must(await planner.packages.issue({ cmd, recruitment, venues: ['east', 'west'] }))
    expect(done).toMatchObject({ issued: [{ venue: 'east', version: 1 }, { venue: 'west', version: 1 }], unchanged: [], repeated: false })
    expect(must(await planner.packages.issue({ cmd, recruitment, venues: ['east', 'west'] }))).toMatchObject({ issued: done.issued, repeated: true })
    const file = must(await planner.packages.download({ recruitment, venue: 'east' }))
    expect(file).toMatchObject({ name: '考点-east-v1.kdpack', sealed: 'card' })
    const [card] = must(await planner.packages.cards({ recruitment, venues: ['east'] })).cards
    expect(card?.code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5,6}){4}$/)

    const station = await webStation({ rehearsal: null })
    const chief = { name: '张主考', pin: '480315' }
    const open = (passphrase: string) => station.call('venue.openPackage', { cmd: station.cmd(), bytes: file.bytes, passphrase, chief })
    expect((await open('0000-wrong')).body).toMatchObject({ refused: { reason: 'package_passphrase' } })
    // typed as people type: small letters and blanks
    const opened = await open((card?.code ?? '').toLowerCase().replaceAll('-', ' '))
    expect(opened.body).toMatchObject({ ok: true, candidates: done.issued[0]?.people })
    expect((await station.call('venue.state')).body).toMatchObject({ state: 'ready', mode: 'live', name: '考点 east', exam: recruitment })
    const venue = station.station.inside.venue!
    expect(venue.venue).toBe('east')
    expect(factsOfType(venue.db, 'roster.imported')[0]?.fact.body).toMatchObject({ count: done.issued[0]?.people })
    expect(venue.operators().map(({ name }) => name)).toEqual(expect.arrayContaining(['张主考', '主考 east', '报到 east']))
  })

  test('hold nobody, no id number and no score of another venue, and only fields the venue uses', async () => {
    const hq = await hqOn(kind)
    const { planner, pack, no } = await prepared(hq)
    await divided(hq, planner, pack)
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    const people = await hq.inside.store.db.selectFrom('person').selectAll().where('recruitment', '=', no).execute()
    const all = new Map<string, string>()
    for (const venue of ['east', 'west']) {
      const { bytes } = await hq.inside.store.db.selectFrom('package').select('bytes').where('venue', '=', venue).executeTakeFirstOrThrow()
      const read = await readPackage(bytes)
      if (!read.ok) throw new Error(read.reason)
      const text = bytes.toString('utf8')
      // who comes here is read from the division, not from what is looked at
      const due = await hq.inside.store.db.selectFrom('due').innerJoin('session', 'session.id', 'due.session').select('due.person').where('session.venue', '=', venue).execute()
      const mine = new Set(due.map(({ person }) => person))
      expect(mine.size).toBe(read.package.roster.length)
      for (const { id, ticket, resident_id: residentId, name } of people) {
        const held = text.includes(`"${id}"`) || text.includes(`"${ticket}"`) || text.includes(residentId)
        expect(held, `${name} at ${venue}`).toBe(mine.has(id))
      }
      // the venue's papers are headed by the recruitment, not by the pack it began with
      expect(read.package.pack.title).toEqual({ zh: '2026 年招聘', en: '2026 年招聘' })
      expect(read.package.roster.filter(({ written, quality }) => written !== undefined || quality !== undefined)).toEqual([])
      for (const { id } of read.package.roster) all.set(id, venue)
      const other = await hq.inside.store.db.selectFrom('session').select('id').where('venue', '!=', venue).execute()
      for (const { id } of other) expect(text).not.toContain(`"${id}"`)
      expect(text).not.toContain(venue === 'east' ? '考点 west' : '考点 east')
    }
    expect(all.size).toBe(people.length)
    // sealed, nothing of anybody is seen, not even of the venue's own
    const sealed = Buffer.from(must(await planner.packages.download({ recruitment, venue: 'east' })).bytes, 'base64').toString('latin1')
    for (const { ticket, resident_id: residentId } of people) expect(sealed.includes(ticket) || sealed.includes(residentId)).toBe(false)
  })

  test('scores go where interviews are, and only there', async () => {
    const hq = await hqOn(kind)
    const { planner, pack } = await prepared(hq)
    await divided(hq, planner, pack)
    must(await planner.division.addSessions({
      cmd: hq.cmd(), recruitment, venues: ['west'], dates: ['2026-12-12'], halves: [{ half: 'am', from: '07:30', to: '08:30' }], stages: ['interview'], pools: 'rooms', rooms: 2, shortlist: true, capacity: 300,
    }))
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    const scored = async (venue: string) => {
      const { bytes } = await hq.inside.store.db.selectFrom('package').select('bytes').where('venue', '=', venue).executeTakeFirstOrThrow()
      const read = await readPackage(bytes)
      return read.ok ? read.package.roster.filter(({ written }) => written !== undefined).length : -1
    }
    expect(await scored('east')).toBe(0)
    expect(await scored('west')).toBeGreaterThan(20)
  })

  test('a new version is issued only when something changed, and says what', async () => {
    const hq = await hqOn(kind)
    const { planner, pack, no } = await prepared(hq)
    await divided(hq, planner, pack)
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    expect(reasonOf(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east'] }))).toBe('package_unchanged')
    const { db } = hq.inside.store
    const { sessions } = must(await planner.division.overview({ recruitment }))
    const [first] = sessions
    if (first === undefined) throw new Error('no half day')
    const moved = { ...fieldsOf(first), date: '2026-12-05', cmd: hq.cmd(), recruitment, reason: '' }
    expect(reasonOf(await planner.division.changeSession(moved))).toBe('reason_missing')
    must(await planner.division.changeSession({ ...moved, cmd: hq.cmd(), reason: '寒潮改期' }))
    const due = await db.selectFrom('due').select('person').where('session', '=', first.session).orderBy('person').limit(2).execute()
    const [gone, corrected] = due.map(({ person }) => person)
    await db.updateTable('person').set({ withdrawn: '书面放弃' }).where('recruitment', '=', no).where('id', '=', gone ?? '').execute()
    await db.updateTable('person').set({ name: '改名' }).where('recruitment', '=', no).where('id', '=', corrected ?? '').execute()
    const { preview } = must(await planner.packages.preview({ recruitment, venue: 'east' }))
    expect(preview.changes.map(({ kind: what }) => what)).toEqual(['session.moved', 'candidate.withdrawn', 'candidate.corrected'])
    expect(preview.changes[0]?.values).toEqual({ session: first.session, from: '2026-11-28 am', to: '2026-12-05 am' })
    const { rows } = must(await planner.packages.overview({ recruitment }))
    expect(rows.map(({ venue, changes }) => [venue, changes.length])).toEqual([['east', 3], ['west', 0]])
    const done = must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east', 'west'] }))
    expect(done).toMatchObject({ issued: [{ venue: 'east', version: 2, changes: 3 }], unchanged: ['west'] })
    const [second, one] = await db.selectFrom('package').select(['bytes', 'hash']).where('venue', '=', 'east').orderBy('version', 'desc').execute()
    const read = await readPackage(second!.bytes)
    expect(read).toMatchObject({ ok: true, hash: second!.hash, package: { version: 2, replaces: one!.hash, venue: 'east', exam: recruitment } })
    expect(must(await planner.packages.versions({ recruitment, venue: 'east' })).versions.map(({ version, changed }) => [version, changed])).toEqual([[2, 3], [1, 0]])
  })

  test('a renewed card opens what the old one opened, and the old one nothing more', async () => {
    const hq = await hqOn(kind)
    const { planner, pack, no } = await prepared(hq)
    await divided(hq, planner, pack)
    must(await planner.packages.issue({ cmd: hq.cmd(), recruitment, venues: ['east'] }))
    const codeOf = async () => must(await planner.packages.cards({ recruitment, venues: ['east'] })).cards[0]!
    const old = await codeOf()
    must(await planner.packages.renewCard({ cmd: hq.cmd(), recruitment, venue: 'east', reason: '卡片丢失' }))
    const fresh = await codeOf()
    expect(fresh.no).toBe(old.no + 1)
    expect(fresh.code).not.toBe(old.code)
    const bytes = async () => Buffer.from(must(await planner.packages.download({ recruitment, venue: 'east' })).bytes, 'base64')
    expect(await readPackage(await bytes(), { passphrase: old.code })).toMatchObject({ ok: false, reason: 'package_passphrase' })
    expect(await readPackage(await bytes(), { passphrase: fresh.code })).toMatchObject({ ok: true })
    // once enrolled, only the venue's own key opens it
    const { recipient, identity } = hq.inside.keys
    await hq.inside.store.db.updateTable('venue').set({ card_used_at: 1, recipient }).where('recruitment', '=', no).where('id', '=', 'east').execute()
    expect(await readPackage(await bytes(), { passphrase: fresh.code })).toMatchObject({ ok: false })
    expect(await readPackage(await bytes(), { identity })).toMatchObject({ ok: true })
    expect(await codeOf()).toMatchObject({ used: true, code: '', text: '' })
  })
})

onBothStores('exam packages of every shipped pack', (kind) => {
  test('parse and open at a station, or name the standards nobody has published', async () => {
    const hq = await hqOn(kind)
    for (const name of Object.keys(shippedPacks)) {
      const pack = recruitmentPack(name)
      const { planner } = await prepared(hq, { id: name, pack, count: 24 })
      await divided(hq, planner, pack, { id: name })
      const done = await planner.packages.issue({ cmd: hq.cmd(), recruitment: name, venues: ['east', 'west'] })
      const empty = pack.fitness?.items.some(({ standards }) => standards.some(({ value }) => value === null)) === true
      if (empty) {
        expect(reasonOf(done), name).toBe('pack_hole')
        continue
      }
      expect(must(done).issued.length, name).toBeGreaterThan(0)
      for (const { venue, people } of must(done).issued) {
        const file = must(await planner.packages.download({ recruitment: name, venue }))
        const [card] = must(await planner.packages.cards({ recruitment: name, venues: [venue] })).cards
        const station = await webStation({ rehearsal: null })
        const opened = await station.call('venue.openPackage', { cmd: station.cmd(), bytes: file.bytes, passphrase: card?.code, chief: { name: '张主考', pin: '480315' } })
        expect(opened.body, `${name} ${venue}`).toMatchObject({ ok: true, candidates: people })
        if (kind === 'postgres') break
      }
    }
  }, 120_000)
})
