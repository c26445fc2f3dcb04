import { parentPort } from 'node:worker_threads'
import { isKnownType, readFact } from '../../db/envelope.ts'
import { unseal } from '../../exchange/closing-age.ts'
import { pagesOfClosing } from '../../exchange/closing-ledger.ts'
import { sealPackage } from '../../exchange/package.ts'
import { checkPage, readPage, wrongSignature, type Page } from '../../exchange/page.ts'
import type { Fact } from '../../shared/facts.ts'
import { readBatch, type Batch } from '../../shared/hq/projector-batch.ts'
import { reachOf, together } from '../../shared/hq/projector-reach.ts'
import { projectBatch, type ProjectorThere } from '../../shared/hq/projector.ts'
import { packedDoc, type ToWrite } from '../projector/record-docs.ts'
import { answerToMove, type BatchStream, type CheckAnswer, type CheckQuestion } from './check-messages.ts'
import { rememberedPages } from './remembered-pages.ts'
import { pageOf, storedBytes, toStore } from './stored-pages.ts'

// What costs time of the processor, away from the thread that answers: hashes, signatures, shapes, sealed parts.

const marks = [Buffer.from('\\u0000'), Buffer.from('\\ud')]
/** ms: a little inside of what a calendar can show, whatever the clock's offset. */
const farthest = 8e15

const isStrange = (bytes: Buffer): boolean => marks.some((mark) => bytes.includes(mark))

/**
 * What a station in wrong hands may write and no table or calendar takes: the character 0, halves of characters, years
 * beyond all calendars. The page keeps it as it was signed; projections hold something that can be shown in its place.
 */
function bearable(page: Page, bytes: Buffer, said: readonly Fact[]): readonly Fact[] {
  // looked for in the whole page first: nearly none has it
  if (!isStrange(bytes) && said.every(({ at }) => Math.abs(at) <= farthest)) return said
  return said.map((fact, at) => bearableFact(page.facts[at]!.bytes, fact))
}

function bearableFact(bytes: Buffer, fact: Fact): Fact {
  const strange = isStrange(bytes)
  if (!strange && Math.abs(fact.at) <= farthest) return fact
  const clean = strange ? (JSON.parse(bytes.toString('utf8'), (_key, value: unknown) => (typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value)) as Fact) : fact
  return { ...clean, at: Math.max(-farthest, Math.min(farthest, fact.at)) }
}

/** What pages checked here a moment ago say; only where there are none are stored pages read again. */
const remembered = rememberedPages()

/** Facts of types this program does not know stay in the pages until a newer program projects them. */
const batchOf = (venue: string, facts: readonly Fact[]): Batch => readBatch(venue, facts.filter(({ type }) => isKnownType(type)))

/** What the facts of these pages behind number `after` say, page by page. */
function batchesOf({ venue, station, pages, after }: BatchStream): Batch[] {
  return pages.map((page) => {
    const held = page.first > after ? remembered.take({ station, ...page }) : null
    if (held !== null) return held
    const bytes = storedBytes(Buffer.from(page.packed))
    const stored = pageOf(bytes)
    return batchOf(venue, bearable(stored, bytes, stored.facts.map((fact) => readFact(fact.bytes))).slice(Math.max(0, after + 1 - page.first)))
  })
}

/** Batches that wait for their 'fold'; one whose transaction came to nothing is pushed out by later ones. */
const batches = new Map<number, Batch>()
const batchesHeld = 6
let batchNo = 0

function open(streams: readonly BatchStream[]): Extract<CheckAnswer, { kind: 'batch' }> {
  const read = streams.flatMap(batchesOf)
  batchNo += 1
  batches.set(batchNo, together(read))
  const [oldest] = batches.keys()
  if (batches.size > batchesHeld && oldest !== undefined) batches.delete(oldest)
  return { kind: 'batch', batch: batchNo, reach: reachOf(...read) }
}

function fold(no: number, there: ProjectorThere): ToWrite {
  const batch = batches.get(no)
  if (batch === undefined) throw new Error('the batch was pushed out')
  batches.delete(no)
  const projected = projectBatch(batch, there)
  return { ...projected, records: projected.records.map(({ person, doc }) => ({ person, doc: packedDoc(doc) })) }
}

async function answerTo(question: CheckQuestion): Promise<CheckAnswer> {
  switch (question.kind) {
    case 'page': {
      const bytes = Buffer.from(question.bytes.buffer, question.bytes.byteOffset, question.bytes.byteLength)
      const page = readPage(bytes)
      if (!page.ok) return { kind: 'page', ok: false, fault: page.fault === 'too_large' ? 'too_large' : 'malformed', seq: 0 }
      const check = checkPage(page, Buffer.from(question.publicKey, 'hex'))
      if (!check.ok) return { kind: 'page', ok: false, fault: check.fault, seq: check.seq }
      remembered.put(page.header, batchOf(page.header.venue, bearable(page, bytes, check.facts as Fact[])), bytes.length)
      return { kind: 'page', ok: true, hashes: Buffer.concat(check.hashes), packed: toStore(bytes) }
    }
    case 'signatures': {
      const page = readPage(Buffer.from(question.bytes))
      if (!page.ok) return { kind: 'signatures', wrong: 0 }
      const publicKey = Buffer.from(question.publicKey, 'hex')
      const check = checkPage(page, publicKey)
      return { kind: 'signatures', wrong: check.ok ? wrongSignature(page, check.hashes, publicKey) : check.seq }
    }
    case 'unseal': {
      const plain = await unseal(question.sealed, { identity: question.identity })
      return { kind: 'unseal', plain }
    }
    case 'seal':
      return { kind: 'seal', sealed: await sealPackage(question.plain, { recipients: [question.recipient] }) }
    case 'batch':
      return open(question.streams)
    case 'fold':
      return { kind: 'fold', projected: fold(question.batch, question.there) }
    case 'closing': {
      const plain = await unseal(question.sealed, { identity: question.identity })
      if (plain === null) return { kind: 'closing', ok: false, fault: 'not_for_us', station: '', seq: 0 }
      const read = pagesOfClosing(plain, question.manifest)
      return read.ok ? { kind: 'closing', ok: true, pages: read.pages } : { kind: 'closing', ok: false, fault: read.fault, station: read.station, seq: read.seq }
    }
    default:
      return question satisfies never
  }
}

parentPort?.on('message', ({ id, question }: { id: number; question: CheckQuestion }) => {
  answerTo(question).then(
    (answer) => {
      const [owned, moved] = answerToMove(answer)
      parentPort?.postMessage({ id, answer: owned }, moved)
    },
    (error: unknown) => parentPort?.postMessage({ id, error: String(error) }),
  )
})
