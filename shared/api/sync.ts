import { oc } from '@orpc/contract'
import { z } from 'zod'
import { FactId } from '../facts.ts'
import { answer, Base64, cmd, id } from './answer.ts'

/**
 * How the way to HQ stands: why the oldest unsent fact is not there, or that nothing is unsent. Each has a sentence on
 * screen (`sync.why.<word>`); `detail` beside it is a refusal's reason, a system's code or an HTTP status.
 */
export const syncWhys = [
  /** The venue has no HQ: no exam package of one. */
  'no_hq',
  /** HQ is known by its key, but nobody said where it is. */
  'no_address',
  'not_enrolled', 'all_at_hq', 'waiting', 'sending',
  // the line
  'no_line', 'timeout', 'tls_pin', 'tls_untrusted', 'redirected', 'gateway', 'too_large',
  /** Something answers there that is not the HQ of the exam package. */
  'not_hq',
  /** What answers there does not go by this address: the package or the card names another than HQ's public one. */
  'misdirected',
  // what HQ holds
  'refused', 'fork', 'ahead', 'stuck',
  // this machine
  'disk', 'failed',
] as const
export const SyncWhy = z.enum(syncWhys)
export type SyncWhy = z.infer<typeof SyncWhy>

/** What the top bar says: facts HQ does not hold by receipt, since when, and why. */
export const SyncBrief = z.strictObject({ unsent: z.number().int(), oldestAt: z.number().nullable(), why: SyncWhy, detail: z.string() })
export type SyncBrief = z.infer<typeof SyncBrief>

const Stream = z.strictObject({
  station: z.string(), facts: z.number().int(), atHq: z.number().int(),
  /** 'ahead': HQ holds facts of this stream that are missing here; 'fork': HQ holds other facts under its numbers. */
  agrees: z.enum(['same', 'ahead', 'fork']),
})

export const SyncState = z.strictObject({
  ...SyncBrief.shape,
  /** Null where the venue was opened without an exam package. `key`: HQ's key as people compare it, 20 characters in groups. */
  hq: z.strictObject({ address: z.string(), byChief: z.boolean(), key: z.string() }).nullable(),
  enrolledAt: z.number().nullable(),
  /** This station enrolled, but under a key it no longer has (after a restore): a fresh card is needed. */
  keyRenewed: z.boolean(),
  facts: z.number().int(), atHq: z.number().int(),
  oldest: z.strictObject({ fact: FactId, at: z.number() }).nullable(),
  /** A question is on its way now; when the next one will be asked (ms), null when only somebody asking starts it. */
  asking: z.boolean(), nextAt: z.number().nullable(),
  lastReceipt: z.strictObject({ no: z.number().int(), at: z.number(), receivedAt: z.number(), came: z.enum(['line', 'stick']) }).nullable(),
  receipts: z.number().int(),
  /** Version of the exam package here (0: made on the spot) and the newest HQ issued, as its last receipt says. */
  packageHere: z.number().int(), packageAtHq: z.number().int().nullable(),
  quarantined: z.array(z.strictObject({ station: z.string(), seq: z.number().int(), why: z.string() })),
  streams: z.array(Stream),
  history: z.array(z.strictObject({ at: z.number(), outcome: SyncWhy, detail: z.string() })),
  /** Whether a file for the stick can be sealed: the exam package named HQ's sealing keys. */
  stick: z.boolean(),
  erased: z.strictObject({ order: z.string(), at: z.number() }).nullable(),
})
export type SyncState = z.infer<typeof SyncState>

export const StickFile = z.strictObject({ file: z.string(), at: z.number(), bytes: z.number().int() })
export type StickFile = z.infer<typeof StickFile>

/** HQ (总部) as a station sees it: how far it holds this venue's facts, and the two ways there, line and stick. */
export const sync = {
  state: oc.output(SyncState),
  /** `card`: what the QR code says, or the typed code. Refused: 'no_hq', 'no_address', 'card_unreadable', 'card_foreign', 'hq_refused', 'hq_unreachable'. */
  enrol: oc.input(z.strictObject({ ...cmd, card: z.string().trim().min(1).max(500) })).output(answer({ enrolledAt: z.number() })),
  /** Asks HQ at once, whatever pause there was, and answers when that is over. */
  tryNow: oc.output(answer({ state: SyncState })),
  /** Where HQ is; empty text: where the exam package says. Refused: 'no_hq', 'address_wrong'. */
  setAddress: oc.input(z.strictObject({ address: z.string().max(300) })).output(answer({ address: z.string() })),
  /**
   * Writes what HQ lacks by its newest receipt (or everything) into a sealed file in out/, on the disk and read back
   * before it has its name. Refused: 'no_hq', 'no_sealing_key', 'card_needed', 'nothing_unsent', 'disk_full'.
   */
  exportStick: oc.input(z.strictObject({ everything: z.boolean().default(false) })).output(answer({ file: z.string(), facts: z.number().int(), bytes: z.number().int(), hash: z.string() })),
  /** Files written so, newest first. */
  stickFiles: oc.output(z.array(StickFile)),
  /** A slice of such a file in base64, for the browser's download; `total` bytes in all. Refused: 'package_unknown'. */
  download: oc.input(z.strictObject({ file: z.string().max(300), offset: z.number().int().min(0).default(0) })).output(answer({ name: z.string(), bytes: z.string(), total: z.number().int() })),
  /** HQ's receipt from a stick. Refused: 'receipt_unreadable', 'receipt_foreign', 'no_hq'. */
  importReceipt: oc.input(z.strictObject({ bytes: Base64 })).output(answer({ newest: z.boolean(), atHq: z.number().int(), unsent: z.number().int() })),
  /** Which of these facts HQ holds by receipt. */
  atHq: oc.input(z.strictObject({ facts: z.array(FactId).max(2000) })).output(z.strictObject({ atHq: z.array(FactId) })),
  /** Whether HQ holds everything of a half day: its closing and every fact about it. */
  session: oc.input(z.strictObject({ session: id })).output(answer({ closed: z.boolean(), atHq: z.boolean(), unsent: z.number().int() })),
}
