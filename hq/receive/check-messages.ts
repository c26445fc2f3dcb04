import type { ClosingManifest } from '../../exchange/closing-format.ts'
import type { LedgerFault, LedgerPage } from '../../exchange/closing-ledger.ts'
import type { PageFault } from '../../exchange/page.ts'
import type { Reach } from '../../shared/hq/projector-reach.ts'
import type { ProjectorThere } from '../../shared/hq/projector.ts'
import type { ToWrite } from '../projector/record-docs.ts'

/**
 * What the threads are asked: bytes and keys in, verdicts out. What they keep between two questions only saves work: the
 * stored pages say all of it again.
 */
export type CheckQuestion =
  /** A packed page against the raw public key (hex) of its station. */
  | { kind: 'page'; bytes: Uint8Array; publicKey: string }
  /** Every signature of a page that was taken before. */
  | { kind: 'signatures'; bytes: Uint8Array; publicKey: string }
  | { kind: 'unseal'; sealed: Uint8Array; identity: string }
  | { kind: 'seal'; plain: Uint8Array; recipient: string }
  /** Facts of stored pages behind number `after`, sorted for the projections; kept in the thread for the one 'fold' that follows. */
  | { kind: 'batch'; streams: BatchStream[] }
  /** `batch`: what a 'batch' asked of the same thread answered. */
  | { kind: 'fold'; batch: number; there: ProjectorThere }
  /** The ledger of a closing package: opened, checked fact by fact, cut into pages. */
  | { kind: 'closing'; sealed: Uint8Array; identity: string; manifest: ClosingManifest }

/** Consecutive stored pages of one stream, as the database holds them. */
export interface BatchStream {
  venue: string
  station: string
  after: number
  pages: { first: number; last: number; hash: string; packed: Uint8Array }[]
}

export type CheckAnswer =
  /** `hashes`: 32 bytes for every fact; `packed`: the page under zstd. */
  | { kind: 'page'; ok: true; hashes: Uint8Array; packed: Uint8Array }
  | { kind: 'page'; ok: false; fault: PageFault | 'malformed' | 'too_large'; seq: number }
  /** Number of the first fact whose signature is wrong, or null. */
  | { kind: 'signatures'; wrong: number | null }
  | { kind: 'unseal'; plain: Uint8Array | null }
  | { kind: 'seal'; sealed: Uint8Array }
  | { kind: 'batch'; batch: number; reach: Reach }
  | { kind: 'fold'; projected: ToWrite }
  | { kind: 'closing'; ok: true; pages: LedgerPage[] }
  | { kind: 'closing'; ok: false; fault: LedgerFault | 'not_for_us'; station: string; seq: number }

/**
 * A message with its bytes copied into buffers of their own, which change hands: a view would take the whole buffer it
 * looks into with it.
 */
export function questionToMove(question: CheckQuestion): [CheckQuestion, ArrayBuffer[]] {
  const moved: ArrayBuffer[] = []
  const own = ownInto(moved)
  switch (question.kind) {
    case 'page':
    case 'signatures':
      return [{ ...question, bytes: own(question.bytes) }, moved]
    case 'unseal':
    case 'closing':
      return [{ ...question, sealed: own(question.sealed) }, moved]
    case 'seal':
      return [{ ...question, plain: own(question.plain) }, moved]
    case 'batch':
      return [{ ...question, streams: question.streams.map((stream) => ({ ...stream, pages: stream.pages.map((page) => ({ ...page, packed: own(page.packed) })) })) }, moved]
    case 'fold':
      return [question, moved]
    default:
      return question satisfies never
  }
}

/** The same for an answer. */
export function answerToMove(answer: CheckAnswer): [CheckAnswer, ArrayBuffer[]] {
  const moved: ArrayBuffer[] = []
  const own = ownInto(moved)
  switch (answer.kind) {
    case 'page':
      return [answer.ok ? { ...answer, hashes: own(answer.hashes), packed: own(answer.packed) } : answer, moved]
    case 'unseal':
      return [{ ...answer, plain: answer.plain === null ? null : own(answer.plain) }, moved]
    case 'seal':
      return [{ ...answer, sealed: own(answer.sealed) }, moved]
    case 'closing':
      return [answer.ok ? { ...answer, pages: answer.pages.map((page) => ({ ...page, packed: own(page.packed) })) } : answer, moved]
    case 'fold': {
      const records = answer.projected.records.map(({ person, doc }) => ({ person, doc: typeof doc === 'string' ? doc : own(doc) }))
      return [{ ...answer, projected: { ...answer.projected, records } }, moved]
    }
    case 'signatures':
    case 'batch':
      return [answer, moved]
    default:
      return answer satisfies never
  }
}

function ownInto(moved: ArrayBuffer[]): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const copy = new Uint8Array(bytes)
    moved.push(copy.buffer)
    return copy
  }
}
