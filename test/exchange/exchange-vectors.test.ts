import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { normalCode, readCard } from '../../exchange/card.ts'
import { unseal } from '../../exchange/closing-age.ts'
import { pagesOfCourier, readCourier } from '../../exchange/courier.ts'
import { digestOf } from '../../exchange/framing.ts'
import { checkPage, readPage } from '../../exchange/page.ts'
import { checkAnswer, checkQuestion, readReceiptFile } from '../../exchange/signing.ts'
import { exchangeVectors } from './exchange-vectors.ts'

const file = path.resolve(import.meta.dirname, '../../docs/formats/vectors/exchange.json')
const held = JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof exchangeVectors> & { courier: { identity: string; recipient: string; file: string; pages: number; facts: number } }

test('the vectors in the documentation are what this program makes (node tools/write-exchange-vectors.ts writes them)', () => {
  const { courier, ...computed } = held
  expect(computed).toEqual(JSON.parse(JSON.stringify(exchangeVectors())))
  expect(courier.facts).toBe(3)
})

test('a reader that knows only the documentation comes to the same', () => {
  // Ed25519 over tag ‖ SHA-256(statement), with nothing of this program
  const keyOf = (hex: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') }, format: 'jwk' })
  const signed = (tag: string, text: string, signature: Buffer, key: string) => verify(null, Buffer.concat([Buffer.from(tag), digestOf(Buffer.from(text))]), keyOf(key), signature)
  expect(signed('kaodian-exchange-v1\0', held.question.statement, Buffer.from(held.question.headers['kaodian-signature'] ?? '', 'base64url'), held.station.publicKey)).toBe(true)
  expect(signed('kaodian-exchange-answer-v1\0', held.answer.statement, Buffer.from(held.answer.signature, 'base64url'), held.hq.publicKey)).toBe(true)
  const receipt = Buffer.from(held.receipt.signed.receipt, 'base64').toString('utf8')
  expect(signed('kaodian-receipt-v1\0', receipt, Buffer.from(held.receipt.signed.sig, 'base64'), held.hq.publicKey)).toBe(true)
  expect(digestOf(Buffer.from(held.question.statement)).toString('hex')).toBe(held.question.digest)
})

test('and this program reads every one of them', async () => {
  const page = Buffer.from(held.page.bytes, 'base64')
  const station = Buffer.from(held.station.publicKey, 'hex')
  const read = readPage(page)
  if (!read.ok) throw new Error(read.fault)
  expect(checkPage(read, station)).toMatchObject({ ok: true })
  const { exam, venue } = held.page.header
  const about = { path: '/exchange/v1/page', hq: held.hq.id, exam, venue, station: held.station.id, turn: 42, body: page }
  expect(checkQuestion(about, held.question.headers['kaodian-signature'] ?? '', station)).toEqual({ ok: true, question: held.question.digest })
  const hqKey = Buffer.from(held.hq.publicKey, 'hex')
  expect(checkAnswer({ hq: held.hq.id, question: held.question.digest, status: 200, body: Buffer.from(held.answer.body) }, held.answer.signature, hqKey)).toBe(true)
  expect(readReceiptFile(Buffer.from(held.receipt.file, 'base64'), { hqKey, hq: held.hq.id, exam, venue })).toMatchObject({ ok: true, receipt: held.receipt.content })
  expect(held.card.typed.map(normalCode)).toEqual([held.card.normal, held.card.normal])
  expect(readCard(held.card.qr)).toEqual({ exam, venue, code: held.card.code })
  for (const { page: wrong, fault } of held.refused) {
    const form = readPage(Buffer.from(wrong, 'base64'))
    const check = form.ok ? checkPage(form, station) : form
    expect(check.ok ? '' : fault.split(' ')).toContain(check.ok ? 'refused' : check.fault)
  }
  const courier = readCourier(Buffer.from(held.courier.file, 'base64'))
  if (!courier.ok) throw new Error(courier.fault)
  const plain = await unseal(courier.sealed, { identity: held.courier.identity })
  const pages = plain === null ? null : pagesOfCourier(courier.manifest, plain)
  expect(pages?.map(({ publicKey, packed }) => [publicKey, packed.toString('base64')])).toEqual([[held.station.publicKey, expect.any(String)], [held.station.publicKey, held.page.bytes]])
})
