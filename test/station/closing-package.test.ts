import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { heads } from '../../db/ledger.ts'
import { allCandidates } from '../../db/roster.ts'
import { seededRandom } from '../../shared/random.ts'
import { unseal } from '../../exchange/closing-age.ts'
import { closingTag, readClosing } from '../../exchange/closing-format.ts'
import { checkLedgerPart } from '../../exchange/closing-ledger.ts'
import { halfDay, hqKey, venueFor } from './closed-venue.ts'
import { session, type Practice } from './practice-venue.ts'

async function packaged(practice: Practice, passphrase = ''): Promise<Buffer> {
  const { package: made } = await practice.must(practice.as('chief'), 'closing', 'package', { session, passphrase })
  return readFileSync(path.join(practice.venue.folder, 'out', made.file))
}

async function downloaded(practice: Practice, file: string): Promise<Buffer> {
  const slices: Buffer[] = []
  for (let offset = 0; ; ) {
    const { bytes, total } = await practice.must(practice.as('chief'), 'closing', 'download', { session, file, offset })
    const slice = Buffer.from(bytes, 'base64')
    slices.push(slice)
    offset += slice.length
    if (offset >= total) return Buffer.concat(slices)
  }
}

const hq = await hqKey()
const second = await hqKey()
const practice = venueFor([hq.recipient, second.recipient])
await halfDay(practice)
const whole = await packaged(practice)

describe('a closing package', () => {
  it('is written of a closed session only, once per command, and recorded with its hash', async () => {
    const fresh = venueFor([hq.recipient])
    const { must, reason, as, cmd, facts } = fresh
    await halfDay(fresh, false)
    expect(await reason(as('chief'), 'closing', 'package', { session })).toBe('session_not_closed')
    await must(as('supervisor', 'checkin'), 'sessions', 'withdraw', { session, candidate: 'c006', reason: '本人书面放弃' })
    await must(as('judge'), 'fitness', 'sign', { session, lot: (await must(as('chief'), 'sessions', 'closePreview', { session })).open[0]!.lot, item: 'jump', acknowledgement: { kind: 'on_paper' } })
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
    const command = cmd()
    const before = facts()
    const first = await must(as('chief'), 'closing', 'package', { cmd: command, session })
    const again = await must(as('chief'), 'closing', 'package', { cmd: command, session })
    expect(again).toMatchObject({ repeated: true, fact: first.fact, package: { file: first.package.file, hash: first.package.hash } })
    expect(facts()).toBe(before + 1)
    const listed = await must(as('chief'), 'closing', 'packages', { session })
    expect(listed).toMatchObject({ sealing: 'recipients', recipients: [hq.recipient], packages: [{ hash: first.package.hash, facts: before }] })
    const bytes = await downloaded(fresh, first.package.file)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.package.hash)
    expect(readdirSync(path.join(fresh.venue.folder, 'out'))).toEqual([first.package.file])
    expect(await reason(as('chief'), 'closing', 'download', { session, file: '../station.key.json' })).toBe('package_unknown')
  })

  it('says in plain whose it is, of what and how far, and is signed by the station', () => {
    const read = readClosing(whole)
    expect(read).toMatchObject({
      ok: true,
      manifest: {
        exam: 'exam', venue: 'v1', session, station: practice.venue.ledger.station, sealing: 'recipients', recipients: [hq.recipient, second.recipient],
        counts: { passed: 1, fitness_failed: 1, psych_failed: 1, late: 1, absent: 1, withdrawn: 1 },
      },
    })
    if (!read.ok) return
    const [head] = read.manifest.heads
    // the ledger has gone on by the fact that says the package was written
    expect(heads(practice.db)[0]?.seq).toBe((head?.seq ?? 0) + 1)
    expect(read.manifest.facts).toBe(head?.seq)
  })

  it('shows nothing of a person to whoever finds it', () => {
    const text = whole.toString('latin1')
    for (const { name, residentId, ticket, id, rosterNumber } of allCandidates(practice.db)) {
      for (const secret of [Buffer.from(name).toString('latin1'), residentId, residentId.slice(6, 14), ticket, `"${id}"`, rosterNumber]) expect(text).not.toContain(secret)
    }
    // control: what is looked for does stand in the same parts unsealed
    expect(practice.db.all<{ bytes: Buffer }>('SELECT bytes FROM fact').some(({ bytes }) => bytes.includes('"c001"'))).toBe(true)
  })

  it('opens for every key of HQ and for no other, the station included', async () => {
    const read = readClosing(whole)
    if (!read.ok) throw new Error(read.fault)
    for (const { identity } of [hq, second]) {
      const ledger = await unseal(read.ledger, { identity })
      expect(ledger === null ? null : checkLedgerPart(ledger, read.manifest)).toEqual({ ok: true, facts: read.manifest.facts })
      const people = await unseal(read.people, { identity })
      expect(JSON.parse(people?.toString('utf8') ?? '')).toMatchObject({ v: 1, exam: 'exam', candidates: allCandidates(practice.db) })
    }
    const stranger = await hqKey()
    expect(await unseal(read.ledger, { identity: stranger.identity })).toBeNull()
    expect(await unseal(read.people, { passphrase: '' })).toBeNull()
  })

  it('is refused with a name whatever byte is changed, cut or added; unchanged it is accepted', () => {
    const random = seededRandom('closing-package/mutations/1')
    const faults: Record<string, number> = {}
    const seen = (bytes: Buffer): void => {
      const read = readClosing(bytes)
      if (read.ok) throw new Error('a changed package was accepted')
      faults[read.fault] = (faults[read.fault] ?? 0) + 1
    }
    expect(readClosing(Buffer.from(whole)).ok).toBe(true)
    const head = 9 + whole.readUInt32BE(5) + 64
    for (let turn = 0; turn < 900; turn += 1) {
      const bytes = Buffer.from(whole)
      // the manifest and the signature are short: they get their share
      const at = random.below(turn % 2 === 0 ? head : whole.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      seen(bytes)
    }
    for (let turn = 0; turn < 200; turn += 1) seen(whole.subarray(0, random.below(whole.length)))
    for (let turn = 0; turn < 50; turn += 1) seen(Buffer.concat([whole, Buffer.alloc(1 + random.below(100), random.below(256))]))
    expect(Object.keys(faults).sort()).toEqual(['bad_signature', 'cut_off', 'foreign_key', 'manifest_unreadable', 'manifest_wrong', 'not_a_package', 'part_changed', 'too_large', 'trailing_bytes'].filter((fault) => fault in faults))
    expect(faults['bad_signature']).toBeGreaterThan(50)
    expect(faults['part_changed']).toBeGreaterThan(200)
    expect(faults['trailing_bytes']).toBe(50)
  })

  it('control: a part that was changed after the check still has its mark, so the hash is what refuses it', () => {
    const read = readClosing(whole)
    if (!read.ok) throw new Error(read.fault)
    const bytes = Buffer.from(whole)
    const last = bytes.length - 1
    bytes[last] = (bytes[last] ?? 0) ^ 1
    expect(readClosing(bytes)).toEqual({ ok: false, fault: 'part_changed' })
    // the same change told to the manifest, signed anew by the same station: only the sealing itself is left to notice it
    const people = bytes.subarray(bytes.length - read.people.length)
    const manifest = { ...read.manifest, parts: [read.manifest.parts[0], { ...read.manifest.parts[1], sha256: createHash('sha256').update(people).digest('hex') }] }
    expect(readClosing(resigned(practice, manifest, Buffer.concat([read.ledger, people]))).ok).toBe(true)
  })

  it.each([
    ['heads_differ', (manifest: Told) => ({ ...manifest, facts: manifest.facts + 1 })],
    ['heads_differ', (manifest: Told) => ({ ...manifest, closed: { ...manifest.closed, fact: `${manifest.station}/999999` } })],
    ['heads_differ', (manifest: Told) => ({ ...manifest, heads: [...manifest.heads, ...manifest.heads] })],
    ['counts_differ', (manifest: Told) => ({ ...manifest, counts: {} })],
    ['recipients_differ', (manifest: Told) => ({ ...manifest, recipients: manifest.recipients.slice(1) })],
    ['recipients_differ', (manifest: Told) => ({ ...manifest, sealing: 'passphrase' as const, recipients: [] })],
    ['foreign_key', (manifest: Told) => ({ ...manifest, station: '0'.repeat(16) })],
    ['manifest_wrong', (manifest: Told) => ({ ...manifest, v: 2 })],
    ['manifest_wrong', (manifest: Told) => ({ ...manifest, more: 1 })],
  ])('signed by the station but wrong in itself, is refused: %s', (fault, change) => {
    const read = readClosing(whole)
    if (!read.ok) throw new Error(read.fault)
    const parts = Buffer.concat([read.ledger, read.people])
    expect(readClosing(resigned(practice, read.manifest, parts)).ok).toBe(true)
    expect(readClosing(resigned(practice, change(read.manifest), parts))).toEqual({ ok: false, fault })
  })

  it('without keys of HQ is sealed to a passphrase of twelve characters or not at all, and the station goes on meanwhile', async () => {
    const fresh = venueFor([])
    const { reason, must, as } = fresh
    await halfDay(fresh)
    expect(await must(as('chief'), 'closing', 'packages', { session })).toMatchObject({ sealing: 'passphrase', recipients: [] })
    for (const short of ['', '12345678901']) expect(await reason(as('chief'), 'closing', 'package', { session, passphrase: short })).toBe('passphrase_needed')
    let longest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const bytes = await packaged(fresh, '山高水长 2026 夏天').finally(() => clearInterval(beat))
    expect(longest).toBeLessThan(600)
    const read = readClosing(bytes)
    if (!read.ok) throw new Error(read.fault)
    expect(read.manifest).toMatchObject({ sealing: 'passphrase', recipients: [] })
    const ledger = await unseal(read.ledger, { passphrase: '山高水长 2026 夏天' })
    expect(ledger === null ? null : checkLedgerPart(ledger, read.manifest)).toMatchObject({ ok: true })
    expect(await unseal(read.people, { passphrase: '山高水长 2026 春天' })).toBeNull()
  }, 60_000)
})

type Told = Extract<ReturnType<typeof readClosing>, { ok: true }>['manifest']

/** The container with another manifest, signed by the station itself. */
function resigned({ venue }: Practice, manifest: unknown, parts: Buffer): Buffer {
  const text = Buffer.from(JSON.stringify(manifest))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([Buffer.from('KDCP1'), length, text, venue.ledger.vouch(closingTag, createHash('sha256').update(text).digest()), parts])
}

describe('the facts in a closing package', () => {
  it('are refused for any change, although sealed and signed anew: hash, signature, order, count and the closing fact', async () => {
    const read = readClosing(whole)
    if (!read.ok) throw new Error(read.fault)
    const plain = await unseal(read.ledger, { identity: hq.identity })
    if (plain === null) throw new Error('did not open')
    const random = seededRandom('closing-package/ledger/1')
    const faults = new Set<string>()
    for (let turn = 0; turn < 300; turn += 1) {
      const bytes = Buffer.from(plain)
      const at = random.below(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      const checked = checkLedgerPart(bytes, read.manifest)
      if (checked.ok) throw new Error(`byte ${String(at)} of the ledger part does not count`)
      faults.add(checked.fault)
    }
    expect([...faults]).toEqual(expect.arrayContaining(['bytes_changed', 'bad_signature', 'ledger_unreadable']))
    for (let turn = 0; turn < 100; turn += 1) expect(checkLedgerPart(plain.subarray(0, random.below(plain.length)), read.manifest).ok).toBe(false)
    expect(checkLedgerPart(Buffer.concat([plain, Buffer.from([0])]), read.manifest)).toMatchObject({ ok: false, fault: 'ledger_unreadable' })
    expect(checkLedgerPart(plain, { ...read.manifest, counts: { ...read.manifest.counts, passed: 2 } })).toMatchObject({ ok: false, fault: 'closing_differs' })
    expect(checkLedgerPart(plain, { ...read.manifest, exam: 'another' })).toMatchObject({ ok: false, fault: 'streams_differ' })
  })
})

it('20,000 facts are packed while the station goes on answering', async () => {
  const fresh = venueFor([hq.recipient])
  await halfDay(fresh)
  const { ledger } = fresh.venue
  for (let part = 0; part < 40; part += 1) {
    const facts = Array.from({ length: 500 }, () => ({ type: 'operator.pin_set' as const, body: { operator: 'judge-1' }, by: 'judge-1', cmd: fresh.cmd() }))
    if (!Array.isArray(ledger.appendAll(facts))) throw new Error('not appended')
  }
  let longest = 0
  let beats = 0
  let last = performance.now()
  const beat = setInterval(() => {
    beats += 1
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 1)
  const bytes = await packaged(fresh).finally(() => clearInterval(beat))
  const read = readClosing(bytes)
  expect(read.ok && read.manifest.facts).toBeGreaterThan(20_000)
  // a shared machine may take its time over any one of them; in one piece it would be a single beat
  expect(beats).toBeGreaterThan(50)
  expect(longest).toBeLessThan(500)
}, 120_000)
