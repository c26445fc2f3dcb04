import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { seededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { newCode } from '../../exchange/card.ts'
import { seededChance } from '../../exchange/chance.ts'
import { cardWorkFactor, fingerprint, rawPublic, readPackage, sealPackage, signPackage, writePackage, type ExamPackage } from '../../exchange/package.ts'
import { hqKey } from './closed-venue.ts'

const pack = packNamed('shenzhen-2023')!
const roster = rehearsalRoster({ pack, rehearsal: 'shenzhen-2023', seed: 1, count: 40 })
const photo = Buffer.from('not really a picture')
const photoHash = createHash('sha256').update(photo).digest('hex')
roster[0]!.photo = photoHash
const content: ExamPackage = {
  exam: '2023 首批',
  venue: '警校',
  pack,
  roster,
  photos: new Map([[photoHash, { mime: 'image/jpeg', bytes: photo }]]),
}
const { privateKey } = generateKeyPairSync('ed25519')
const plain = await writePackage(content, privateKey)
const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-package-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The same container with another manifest, signed by `privateKey`. */
function resigned(
  change: (manifest: { files: { name: string; length: number; sha256: string }[] } & Record<string, unknown>) => void,
  tail = Buffer.alloc(0),
): Buffer {
  const length = Buffer.from(plain).readUInt32BE(5)
  const manifest = JSON.parse(Buffer.from(plain.subarray(9, 9 + length)).toString()) as Parameters<typeof change>[0]
  change(manifest)
  const text = Buffer.from(JSON.stringify(manifest))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(text.length)
  const signature = sign(
    null,
    Buffer.concat([Buffer.from('kaodian-package-v1\0'), createHash('sha256').update(text).digest()]),
    privateKey,
  )
  return Buffer.concat([Buffer.from('KDPK1'), head, text, signature, plain.subarray(9 + length + 64), tail])
}

describe('an exam package', () => {
  it('comes back whole, with the fingerprint of who signed it', async () => {
    const read = await readPackage(plain)
    expect(read).toMatchObject({ ok: true, sealed: false, issuer: fingerprint(rawPublic(privateKey).toString('hex')) })
    if (!read.ok) return
    expect(read.package.roster).toEqual(roster)
    expect(read.package.pack).toEqual(pack)
    expect(Buffer.from(read.package.photos.get(photoHash)!.bytes)).toEqual(photo)
    expect(read.issuer).toMatch(/^[A-Z2-7]{4}( [A-Z2-7]{4}){4}$/)
  })

  it('sealed, opens with its passphrase only', async () => {
    const sealed = await writePackage(content, privateKey, { passphrase: '正确 horse', workFactor: 10 })
    expect(Buffer.from(sealed).includes(Buffer.from(roster[0]!.ticket))).toBe(false)
    expect(await readPackage(sealed)).toEqual({ ok: false, reason: 'package_passphrase' })
    expect(await readPackage(sealed, { passphrase: 'wrong' })).toEqual({ ok: false, reason: 'package_passphrase' })
    expect(await readPackage(sealed, { passphrase: '正确 horse' })).toMatchObject({ ok: true, sealed: true })
    expect((await readPackage(sealed.slice(0, -1), { passphrase: '正确 horse' })).ok).toBe(false)
  })

  it('is never accepted after any of 6,000 changes', async () => {
    const random = seededRandom('package mutations')
    let accepted = 0
    for (let i = 0; i < 6000; i++) {
      const bytes = Buffer.from(plain)
      const at = random.below(bytes.length)
      let changed: Uint8Array = bytes
      switch (random.below(4)) {
        case 0:
          bytes[at] = bytes[at]! ^ (1 << random.below(8))
          break
        case 1:
          changed = bytes.subarray(0, at)
          break
        case 2:
          changed = Buffer.concat([
            bytes.subarray(0, at),
            Buffer.from(random.bytes(random.between(1, 20))),
            bytes.subarray(at),
          ])
          break
        default:
          changed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.between(1, 20))])
      }
      if ((await readPackage(changed)).ok) accepted += 1
    }
    expect(accepted).toBe(0)
    expect((await readPackage(plain)).ok).toBe(true)
  })

  it('that HQ issued says its version, HQ, what it replaces and changes, and comes back so for the card or the venue’s key', async () => {
    const { identity, recipient } = await hqKey()
    const issued: ExamPackage = {
      ...content, exam: 'r1', venue: 'east', recipients: [recipient], version: 2, hq: { address: 'https://hq.example' }, replaces: 'ab'.repeat(32),
      changes: [{ kind: 'session.moved', values: { session: '0609-am', from: '2023-06-09 am', to: '2023-07-01 am' } }], stations: ['1号台'], operators: [{ operator: 'op-1', name: '张三', roles: ['chief'] }],
    }
    const code = newCode(seededChance('card'))
    const { bytes, hash } = signPackage(issued, privateKey)
    const forCard = await sealPackage(bytes, { passphrase: code, workFactor: cardWorkFactor })
    const forVenue = await sealPackage(bytes, { recipients: [recipient] })
    const open = { ok: true, hash, package: { version: 2, hq: issued.hq, replaces: issued.replaces, changes: issued.changes, stations: issued.stations, operators: issued.operators } }
    expect(await readPackage(forCard, { passphrase: ` ${code.toLowerCase().replaceAll('-', ' ')}` })).toMatchObject(open)
    expect(await readPackage(forVenue, { identity })).toMatchObject(open)
    expect(await readPackage(forVenue, { passphrase: code })).toMatchObject({ ok: false, reason: 'package_passphrase' })
    expect(await readPackage(forCard, { identity })).toMatchObject({ ok: false, reason: 'package_passphrase' })
    expect(await readPackage(forCard, { passphrase: newCode(seededChance('another')) })).toMatchObject({ ok: false, reason: 'package_passphrase' })
    expect((await readPackage(plain)).ok && !('version' in ((await readPackage(plain)) as { package: object }).package)).toBe(true)
    // whatever is changed in a sealed one, nothing opens
    const random = seededRandom('sealed package mutations')
    for (let turn = 0; turn < 300; turn += 1) {
      const changed = Buffer.from(forVenue)
      const at = random.below(changed.length)
      changed[at] = changed[at]! ^ (1 << random.below(8))
      const read = await readPackage(random.below(3) === 0 ? changed.subarray(0, at) : changed, { identity })
      if (read.ok) throw new Error(`a changed package opened: byte ${String(at)}`)
    }
  })

  it('with a field of another kind, or one nobody knows, is refused', async () => {
    const wrong: [string, unknown][] = [
      ['version', 0], ['version', '2'], ['hq', { address: 1 }], ['hq', { address: '', more: 1 }], ['replaces', 'ab'], ['changes', [{ kind: 'session.burnt', values: {} }]], ['changes', [{ kind: 'session.moved', values: { from: 1 } }]],
      ['stations', ['']], ['operators', [{ operator: '../x', name: '张三', roles: ['chief'] }]], ['operators', [{ operator: 'x', name: '张三', roles: ['god'] }]], ['pins', []],
    ]
    for (const [name, value] of wrong) expect([name, await readPackage(resigned((manifest) => (manifest[name] = value)))]).toEqual([name, { ok: false, reason: 'package_unreadable' }])
    for (const [name, value] of [['version', 3], ['hq', { address: '' }], ['stations', ['1号台']]] as const) expect((await readPackage(resigned((manifest) => (manifest[name] = value)))).ok).toBe(true)
  })

  it('is refused by another key’s signature, with bytes behind the last file, or with a name not on the list', async () => {
    expect((await readPackage(resigned(() => undefined))).ok).toBe(true)
    expect(
      await readPackage(
        resigned(
          (manifest) => (manifest['issuer'] = rawPublic(generateKeyPairSync('ed25519').privateKey).toString('hex')),
        ),
      ),
    ).toEqual({ ok: false, reason: 'package_signature' })
    expect(await readPackage(resigned(() => undefined, Buffer.from('x')))).toEqual({
      ok: false,
      reason: 'package_unreadable',
    })
    for (const name of ['../../evil.json', 'photos/../pack.json', 'photos/x.jpg', 'notes.txt']) {
      expect(await readPackage(resigned(({ files }) => (files[2]!.name = name)))).toEqual({
        ok: false,
        reason: 'package_unreadable',
      })
    }
    expect((await readPackage(resigned(({ files }) => files.pop()))).ok).toBe(false)
    expect((await readPackage(resigned(({ files }) => (files[0]!.length = 900_000_000)))).ok).toBe(false)
  })

  it('is refused when the pack inside is no sound pack, or two candidates share a ticket', async () => {
    const broken = await writePackage(
      { ...content, pack: { ...pack, sessions: [...pack.sessions, pack.sessions[0]!] } },
      privateKey,
    )
    expect(await readPackage(broken)).toMatchObject({ ok: false, reason: 'pack_invalid' })
    const twins = await writePackage(
      { ...content, roster: [roster[0]!, { ...roster[1]!, ticket: roster[0]!.ticket }] },
      privateKey,
    )
    expect(await readPackage(twins)).toEqual({ ok: false, reason: 'package_unreadable' })
  })

  it('is made from a sheet on the command line, and refused there when the sheet has a problem', async () => {
    const sound = roster.filter((person) => person.residentId.includes(person.birth.replaceAll('-', '')))
    const rows = (people: typeof roster) => [
      ['准考证号', '身份证号', '姓名', '岗位代码'],
      ...people.map((person) => [person.ticket, person.residentId, person.name, person.post]),
    ]
    const run = (sheet: string, out: string) =>
      spawnSync(
        process.execPath,
        [
          'tools/package.ts',
          '--pack',
          'shenzhen-2023',
          '--roster',
          sheet,
          '--exam',
          '首批',
          '--venue',
          '警校',
          '--out',
          out,
          '--key',
          path.join(folder, 'issuer.pem'),
        ],
        { encoding: 'utf8' },
      )
    const [good, bad, out] = ['good.csv', 'bad.csv', 'made.kdpack'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(good, await exportSheet('csv', '', rows(sound)))
    writeFileSync(bad, await exportSheet('csv', '', rows([...sound, { ...sound[0]!, name: '' }])))
    const made = run(good, out)
    expect(made.stderr).toBe('')
    const read = await readPackage(readFileSync(out))
    expect(read).toMatchObject({ ok: true, package: { exam: '首批', venue: '警校' } })
    if (read.ok) expect(made.stdout).toContain(read.issuer)
    const refused = run(bad, path.join(folder, 'none.kdpack'))
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('duplicate')
  })
})
