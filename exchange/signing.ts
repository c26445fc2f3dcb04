import { digestOf, jsonOf, u32, vouchedFor, type Vouch } from './framing.ts'
import { exchangeHeaders, Receipt, SignedReceipt, type AnswerStatement, type QuestionStatement } from './messages.ts'

// Every signature of the exchange stands over a tag of its own ‖ SHA-256 of what is signed, so that none can be taken
// for another's.

const tags = {
  question: Buffer.from('kaodian-exchange-v1\0'),
  answer: Buffer.from('kaodian-exchange-answer-v1\0'),
  receipt: Buffer.from('kaodian-receipt-v1\0'),
}

/** What a question is about; `body` are its bytes, `hq` HQ's key id, `path` begins with a slash. */
export interface Question {
  path: string
  hq: string
  exam: string
  venue: string
  station: string
  turn: number
  body: Uint8Array
}

function statementOf({ path, hq, exam, venue, station, turn, body }: Question): Buffer {
  const statement: QuestionStatement = { v: 1, path, hq, exam, venue, station, turn, body: digestOf(body).toString('hex') }
  return Buffer.from(JSON.stringify(statement))
}

/** Headers of a signed question, and the hash (hex) by which the answer names it. */
export function signQuestion(question: Question, vouch: Vouch): { headers: Record<string, string>; question: string } {
  const digest = questionDigest(question)
  const headers = {
    [exchangeHeaders.station]: question.station,
    [exchangeHeaders.exam]: encodeURIComponent(question.exam),
    [exchangeHeaders.venue]: encodeURIComponent(question.venue),
    [exchangeHeaders.turn]: String(question.turn),
    [exchangeHeaders.signature]: vouch(tags.question, digest).toString('base64url'),
  }
  return { headers, question: digest.toString('hex') }
}

/** What is signed of a question (32 bytes); its hex is how the answer names it. */
export function questionDigest(question: Question): Buffer {
  return digestOf(statementOf(question))
}

/** Whether a question of this digest was signed by a raw public key (32 bytes). */
export function questionSignedBy(publicKey: Buffer, digest: Buffer, signature: string): boolean {
  return vouchedFor(publicKey, tags.question, digest, signatureOf(signature))
}

/** Whether a question was signed by a raw public key (32 bytes); with the hash by which the answer names it. */
export function checkQuestion(question: Question, signature: string, publicKey: Buffer): { ok: boolean; question: string } {
  const digest = questionDigest(question)
  return { ok: questionSignedBy(publicKey, digest, signature), question: digest.toString('hex') }
}

/** What an answer says: HQ's key id, which question, HTTP status, bytes. */
export interface Answer {
  hq: string
  /** SHA-256 of the question's statement, hex; 64 zeros where the question could not be read. */
  question: string
  status: number
  body: Uint8Array
}

function answerDigest({ hq, question, status, body }: Answer): Buffer {
  const statement: AnswerStatement = { v: 1, hq, question, status, body: digestOf(body).toString('hex') }
  return digestOf(Buffer.from(JSON.stringify(statement)))
}

/** Value of the header `kaodian-hq-signature`. */
export function signAnswer(answer: Answer, vouch: Vouch): string {
  return vouch(tags.answer, answerDigest(answer)).toString('base64url')
}

/** Whether an answer is that of the HQ with this raw public key (32 bytes) to this very question. */
export function checkAnswer(answer: Answer, signature: string, hqKey: Buffer): boolean {
  return vouchedFor(hqKey, tags.answer, answerDigest(answer), signatureOf(signature))
}

/** Signs a receipt; the bytes signed travel with it, so nobody has to agree on how JSON is written. */
export function signReceipt(receipt: Receipt, vouch: Vouch): SignedReceipt {
  const bytes = Buffer.from(JSON.stringify(Receipt.parse(receipt)))
  return { receipt: bytes.toString('base64'), sig: vouch(tags.receipt, digestOf(bytes)).toString('base64') }
}

/** What can be wrong with a receipt. */
export type ReceiptFault = 'too_large' | 'not_a_receipt' | 'trailing_bytes' | 'malformed' | 'foreign_hq' | 'bad_signature' | 'foreign'
export type ReceiptReading = { ok: true; receipt: Receipt } | { ok: false; fault: ReceiptFault }

/** Whose receipt is expected: HQ's raw public key (32 bytes) and key id, as the exam package pins them, recruitment and venue. */
export interface ReceiptExpected {
  hqKey: Buffer
  hq: string
  exam: string
  venue: string
}

/** Reads a signed receipt as an answer's body carries it; the signature is checked before anything of it is believed. */
export function readReceipt(signed: unknown, expected: ReceiptExpected): ReceiptReading {
  const no = (fault: ReceiptFault): ReceiptReading => ({ ok: false, fault })
  const outer = SignedReceipt.safeParse(signed)
  if (!outer.success) return no('malformed')
  const bytes = base64(outer.data.receipt)
  const sig = base64(outer.data.sig)
  if (bytes === null || sig === null) return no('malformed')
  if (!vouchedFor(expected.hqKey, tags.receipt, digestOf(bytes), sig)) return no('bad_signature')
  const read = Receipt.safeParse(jsonOf(bytes))
  if (!read.success) return no('malformed')
  const receipt = read.data
  if (receipt.hq !== expected.hq) return no('foreign_hq')
  return receipt.exam === expected.exam && receipt.venue === expected.venue ? { ok: true, receipt } : no('foreign')
}

const receiptMagic = Buffer.from('KDRC1')
const longestReceiptFile = 300_000

/** A `.kdreceipt` file: KDRC1 ‖ u32 length ‖ the signed receipt as JSON. */
export function receiptFile(signed: SignedReceipt): Buffer {
  const { receipt, sig } = SignedReceipt.parse(signed)
  const text = Buffer.from(JSON.stringify({ receipt, sig }))
  return Buffer.concat([receiptMagic, u32(text.length), text])
}

/** Reads a `.kdreceipt` file; answers the signed form, too, so that it can be kept as it came. */
export function readReceiptFile(bytes: Buffer, expected: ReceiptExpected): ReceiptReading & { signed?: SignedReceipt } {
  if (bytes.length > longestReceiptFile) return { ok: false, fault: 'too_large' }
  const start = receiptMagic.length + 4
  if (bytes.length < start || !receiptMagic.equals(bytes.subarray(0, receiptMagic.length))) return { ok: false, fault: 'not_a_receipt' }
  const end = start + bytes.readUInt32BE(receiptMagic.length)
  if (bytes.length !== end) return { ok: false, fault: bytes.length < end ? 'malformed' : 'trailing_bytes' }
  const text = bytes.subarray(start)
  const signed = SignedReceipt.safeParse(jsonOf(text))
  // one file, one set of bytes: fields in order, nothing besides
  if (!signed.success || JSON.stringify({ receipt: signed.data.receipt, sig: signed.data.sig }) !== text.toString('utf8')) return { ok: false, fault: 'malformed' }
  const reading = readReceipt(signed.data, expected)
  return reading.ok ? { ...reading, signed: signed.data } : reading
}

/** Canonical base64 only: one text for one run of bytes. */
function base64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

function signatureOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : Buffer.alloc(0)
}
