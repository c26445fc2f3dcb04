import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { kept } from '../../db/kept.ts'
import { secretKey } from '../../station/draws.ts'
import { paperFolderOf } from '../../station/paper-folder.ts'
import { day, interviewVenue, who } from './interview-venue.ts'
import { person } from './practice-venue.ts'

const chief = who('chief-1', 'supervisor-1')

/** Everybody withdraws, so that the half day can be closed. */
function allGone(practice: ReturnType<typeof interviewVenue>) {
  for (const n of [1, 2, 3, 4, 5, 6]) practice.venue.record(chief, 'conduct.withdrawn', { session: day, candidate: person(n).id, reason: '书面放弃' }, practice.cmd())
}

describe('closing', () => {
  it('ends a room draw that was only frozen, openly, and its secret with it', async () => {
    const practice = interviewVenue()
    const { must, venue } = practice
    const { view } = await must(who('lots-1'), 'rooms', 'view', { session: day })
    const { draw } = await must(who('lots-1'), 'rooms', 'freeze', { session: day, kind: 'groups', groups: view.proposed })
    expect(kept(venue.db, secretKey(draw))).toBeDefined()
    allGone(practice)
    await must(chief, 'sessions', 'close', { session: day })
    expect(kept(venue.db, secretKey(draw))).toBeUndefined()
    const types = venue.db.all<{ bytes: Buffer }>('SELECT bytes FROM fact ORDER BY n DESC LIMIT 2').map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { type: string }).type)
    expect(types).toEqual(['session.closed', 'rooms.aborted'])
  })

  it('a package is fetched by its own name alone, from anywhere within it and nowhere beside', async () => {
    const practice = interviewVenue()
    const { must, call, venue, cmd } = practice
    allGone(practice)
    await must(chief, 'sessions', 'close', { session: day })
    const { package: written } = await must(chief, 'closing', 'package', { session: day, passphrase: '一二三四五六七八九十十一十二' })
    const secret = path.join(venue.folder, 'secret.txt')
    writeFileSync(secret, 'secret')
    for (const file of ['../secret.txt', secret, '..\\secret.txt', `out/${written.file}`, `./${written.file}`, `${written.file}\0`, '', '.', written.file.toUpperCase()]) {
      expect(await call(chief, 'closing', 'download', { session: day, file })).toMatchObject({ refused: { reason: 'package_unknown' } })
    }
    // a name that another station's fact brought in
    venue.record(chief, 'closing.packaged', { session: day, file: '../secret.txt', hash: 'a'.repeat(64), facts: 1, recipients: [] }, cmd())
    expect(await call(chief, 'closing', 'download', { session: day, file: '../secret.txt' })).toMatchObject({ refused: { reason: 'package_unknown' } })
    for (const offset of [written.bytes, written.bytes + 1, 2 ** 40]) expect(await call(chief, 'closing', 'download', { session: day, file: written.file, offset })).toMatchObject({ ok: true, bytes: '' })
    expect(await call(chief, 'closing', 'download', { session: day, file: written.file, offset: written.bytes - 3 })).toMatchObject({ ok: true, total: written.bytes })
  })
})

describe('the folder for paper', () => {
  it('is never within the data of the venue, where nothing lies unsealed', async () => {
    const { reason, venue } = interviewVenue()
    mkdirSync(path.join(venue.folder, 'out'))
    const outside = path.join(path.dirname(venue.folder), `${path.basename(venue.folder)}-link`)
    symlinkSync(venue.folder, outside)
    for (const folder of [venue.folder, `${venue.folder}/`, path.join(venue.folder, 'out'), path.join(venue.folder, 'out', '..'), outside, `${outside}/out`]) {
      expect(await reason(who('chief-1'), 'paper', 'setFolder', { folder }), folder).toBe('folder_unusable')
    }
  })

  it('leaves alone what others keep there, a link for its own name included', async () => {
    const { must, venue } = interviewVenue()
    const stick = `${venue.folder}-stick`
    const others = `${venue.folder}-others`
    mkdirSync(stick)
    mkdirSync(others)
    writeFileSync(path.join(others, 'index.html'), 'not ours')
    writeFileSync(path.join(stick, 'index.html'), 'not ours either')
    symlinkSync(others, path.join(stick, 'kaodian-paper'))
    await must(who('chief-1'), 'paper', 'setFolder', { folder: stick })
    await paperFolderOf(venue).write()
    expect(readFileSync(path.join(stick, 'index.html'), 'utf8')).toBe('not ours either')
    expect(readFileSync(path.join(others, 'index.html'), 'utf8')).toBe('not ours')
    expect(readdirSync(others)).toEqual(['index.html'])
    expect(paperFolderOf(venue).state().problem).not.toBe('')
  })
})
