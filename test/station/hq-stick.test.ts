import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { appendFileSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { heads } from '../../db/ledger.ts'
import { unseal } from '../../exchange/closing-age.ts'
import { pagesOfCourier, readCourier } from '../../exchange/courier.ts'
import { proofFits } from '../../exchange/card.ts'
import { checkPage, readPage } from '../../exchange/page.ts'
import { receiptFile } from '../../exchange/signing.ts'
import { seededRandom } from '../../shared/random.ts'
import { StandInHq } from './stand-in-hq.ts'
import { hqStation, names } from './hq-venue.ts'

it('a venue that never had a line enrols and reports by the stick, and its receipt comes back the same way', async () => {
  const hq = new StandInHq(names)
  const identity = await generateX25519Identity()
  const station = await hqStation({ address: 'http://127.0.0.1:9', issuer: hq.signing, content: { recipients: [await identityToRecipient(identity)] } })
  const id = station.venue().station
  const write = async (everything = false) => (await station.call('sync.exportStick', { everything }, station.chief)).body
  expect(await write()).toMatchObject({ refused: { reason: 'card_needed' } })
  // the card is typed; there is no line, and the words wait for the stick
  expect(await station.enrol(hq.code)).toMatchObject({ refused: { reason: 'hq_unreachable', detail: { why: 'no_line' } } })
  const written = await write()
  expect(written).toMatchObject({ ok: true, facts: heads(station.db())[0]?.seq })

  const folder = path.join(station.folder, 'out')
  expect(readdirSync(folder)).toEqual([written['file']])
  const bytes = readFileSync(path.join(folder, String(written['file'])))
  const read = readCourier(bytes)
  if (!read.ok) throw new Error(read.fault)
  expect(proofFits(read.manifest.enrol!.proof, hq.code, names.exam, names.venue, read.manifest.publicKey)).toBe(true)
  // downloaded in slices it is the same file
  const { body } = await station.call('sync.download', { file: written['file'], offset: 0 }, station.chief)
  expect(Buffer.from(String(body['bytes']), 'base64').equals(bytes)).toBe(true)
  expect((await station.call('sync.download', { file: '../station.key.json' }, station.chief)).body).toMatchObject({ ok: false })
  expect(bytes.includes(Buffer.from('operator.added'))).toBe(false)

  // HQ's side: it meets the station and takes the pages
  const key = Buffer.from(read.manifest.publicKey, 'hex')
  const stream = { key, facts: [] as { bytes: Buffer; sig: Buffer }[], hashes: [] as Buffer[], turn: 0 }
  const pages = pagesOfCourier(read.manifest, (await unseal(read.sealed, { identity }))!)
  for (const { packed } of pages!) {
    const page = readPage(packed)
    if (!page.ok) throw new Error(page.fault)
    const check = checkPage(page, key)
    if (!check.ok) throw new Error(check.fault)
    stream.facts.push(...page.facts)
    stream.hashes.push(...check.hashes)
  }
  hq.streams.set(id, stream)
  expect(await station.state()).toMatchObject({ atHq: 0, enrolledAt: null })
  const receipt = receiptFile(hq.receipt())
  const taken = await station.call('sync.importReceipt', { bytes: receipt.toString('base64') }, station.chief)
  // the enrolment is a fact of its own, which HQ has not seen yet
  expect(taken.body).toMatchObject({ ok: true, newest: true, atHq: stream.facts.length, unsent: 1 })
  expect((await station.state())['enrolledAt']).not.toBeNull()
  // twice, and an older one after a newer one, without harm
  const newer = receiptFile(hq.receipt())
  expect((await station.call('sync.importReceipt', { bytes: newer.toString('base64') }, station.chief)).body).toMatchObject({ newest: true })
  for (const old of [receipt, newer]) {
    expect((await station.call('sync.importReceipt', { bytes: old.toString('base64') }, station.chief)).body).toMatchObject({ ok: true, newest: false, atHq: stream.facts.length })
  }
  expect(await write()).toMatchObject({ ok: true, facts: 1 })
})

it('a file that was cut while it was written is never under its name, and a cut copy is never taken for one (200 cuts)', async () => {
  const hq = new StandInHq(names)
  const station = await hqStation({ address: 'http://127.0.0.1:9', issuer: hq.signing, content: { recipients: [await identityToRecipient(await generateX25519Identity())] } })
  await station.enrol(hq.code)
  const { body } = await station.call('sync.exportStick', {}, station.chief)
  const whole = readFileSync(path.join(station.folder, 'out', String(body['file'])))
  const copy = path.join(station.folder, 'cut.kdcourier')
  const random = seededRandom(20260)
  for (let n = 0; n < 200; n += 1) {
    writeFileSync(copy, whole)
    truncateSync(copy, random.below(whole.length))
    expect(readCourier(readFileSync(copy)).ok).toBe(false)
  }
  writeFileSync(copy, whole)
  expect(readCourier(readFileSync(copy)).ok).toBe(true)
  appendFileSync(copy, 'x')
  expect(readCourier(readFileSync(copy))).toMatchObject({ ok: false, fault: 'trailing_bytes' })
})
