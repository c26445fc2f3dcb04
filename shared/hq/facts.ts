import { z } from 'zod'
import { FactId } from '../facts.ts'
import { RecruitmentId, VenueId } from './answer.ts'
import { HqRole } from './roles.ts'

const id = z.string().min(1).max(64)
const text = z.string().max(300)
const reason = z.string().trim().min(1).max(500)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
const recruitment = RecruitmentId
const venue = VenueId
const post = z.string().min(1).max(32)
const candidates = z.array(id).max(200_000)
const station = z.string().regex(/^[0-9a-f]{16}$/)
const head = z.strictObject({ station, seq: z.number().int().min(1), hash })

/** Lists that HQ adopts and publishes (规则 §9). */
export const HqListKind = z.enum(['qualification', 'interview', 'medical', 'ranking'])
export type HqListKind = z.infer<typeof HqListKind>

/**
 * What people do at HQ, each a fact of HQ's own chained ledger: the audit is the ledger (等保 8.1.4.3). Names, id numbers
 * and secrets never enter it; candidates appear by their opaque ids.
 */
export const hqFactBodies = {
  'hq.started': z.strictObject({ program: z.string().max(60), publicKey: hash }),
  'account.added': z.strictObject({ account: id, roles: z.array(HqRole).min(1) }),
  'account.changed': z.strictObject({ account: id, roles: z.array(HqRole), active: z.boolean() }),
  'account.password_set': z.strictObject({ account: id }),
  'account.totp_set': z.strictObject({ account: id, removed: z.boolean() }),
  'account.signed_in': z.strictObject({ account: id }),
  'account.signed_out': z.strictObject({ account: id, why: z.enum(['left', 'idle', 'replaced']) }),
  'account.refused': z.strictObject({ account: id, why: z.enum(['wrong', 'locked', 'inactive', 'totp', 'not_allowed']), method: z.string().max(60).optional() }),

  'recruitment.made': z.strictObject({ recruitment, title: text, packHash: hash }),
  /** `reason` is empty while nothing of the recruitment was issued. */
  'recruitment.pack_set': z.strictObject({ recruitment, version: z.number().int().min(1), packHash: hash, reason: z.string().max(500) }),
  'recruitment.changed': z.strictObject({ recruitment, title: text, retainUntil: z.string().max(10).nullable(), address: text }),
  'posts.imported': z.strictObject({ recruitment, source: text, count, hash }),
  /** `count`: rows of the file, `hash`: of its bytes; the rest is what it changed in what was there. */
  'people.imported': z.strictObject({ recruitment, source: text, count, hash, added: count, changed: count, removed: count }),
  'photos.imported': z.strictObject({ recruitment, source: text, count, hash }),
  /** `fields`: names of what was corrected, never the values. */
  'person.changed': z.strictObject({ recruitment, candidate: id, what: z.enum(['withdrawn', 'barred', 'restored', 'corrected', 'added']), fields: z.array(z.string().max(40)).max(20), reason }),

  'venue.added': z.strictObject({ recruitment, venue, name: text }),
  'venue.changed': z.strictObject({ recruitment, venue, name: text, what: z.array(z.string().max(40)).max(20) }),
  'venue.removed': z.strictObject({ recruitment, venue, reason }),
  'sessions.added': z.strictObject({ recruitment, sessions: z.array(z.strictObject({ venue, session: id })).min(1).max(400) }),
  'session.changed': z.strictObject({ recruitment, venue, session: id, what: z.array(z.string().max(40)).max(20), reason: z.string().max(500) }),
  /** The whole division as it stood then: `hash` over session and candidate pairs in order. */
  'division.adopted': z.strictObject({ recruitment, hash, due: z.record(z.string().max(64), count), reason: z.string().max(500) }),
  /** `post`: set where a whole post was moved between half days that a shortlist fills; no candidates then. */
  'division.moved': z.strictObject({ recruitment, candidates, post: post.nullable(), from: id.nullable(), to: id.nullable(), undoes: count.nullable(), reason: z.string().max(500) }),
  'package.issued': z.strictObject({ recruitment, venue, version: z.number().int().min(1), hash, candidates: count, changes: z.array(text).max(2000) }),
  'card.issued': z.strictObject({ recruitment, venue, card: z.number().int().min(1), reason: z.string().max(500) }),

  'venue.enrolled': z.strictObject({ recruitment, venue, station, publicKey: hash, how: z.enum(['network', 'file']) }),
  'station.revoked': z.strictObject({ recruitment, venue, station, reason }),
  'file.imported': z.strictObject({ recruitment, venue, kind: z.enum(['closing', 'courier']), hash, accepted: count, repeated: count, quarantined: count, heads: z.array(head).max(200) }),
  'receipt.signed': z.strictObject({ recruitment, venue, heads: z.array(head).max(200) }),
  'quarantine.opened': z.strictObject({ quarantine: count, recruitment: recruitment.nullable(), venue: venue.nullable(), station: z.string().max(64), seq: count, why: z.string().max(60), hash }),
  'quarantine.settled': z.strictObject({ quarantine: count, outcome: z.enum(['taken', 'kept_out']), reason }),

  'conflict.decided': z.strictObject({ recruitment, conflict: z.string().min(1).max(200), candidate: id.nullable(), keep: FactId.nullable(), drop: z.array(FactId).max(50), reason }),
  /** An order among equals, or who of equals goes on, set by people (规则 §9: a tie is flagged for HQ). */
  'tie.decided': z.strictObject({ recruitment, post, list: HqListKind, tied: candidates, order: candidates, reason }),
  'list.adopted': z.strictObject({ recruitment, post, list: HqListKind, quota: count.nullable(), candidates, hash, replaces: count.nullable() }),
  /** A recorded fact came after a list was adopted and changes it: adopted after seeing who moves. */
  'correction.adopted': z.strictObject({ recruitment, post, list: HqListKind, before: hash, after: hash, moved: candidates, reason }),
  'list.published': z.strictObject({ recruitment, publication: id, list: HqListKind, posts: z.array(post).max(500), masked: z.boolean(), hash, replaces: id.nullable() }),

  'erase.ordered': z.strictObject({ recruitment, order: id, venues: z.array(venue).max(1000), reason }),
  'erase.confirmed': z.strictObject({ recruitment, order: id, venue, station }),
  'erase.done': z.strictObject({ recruitment, order: id, people: count }),
  'settings.changed': z.strictObject({ what: z.array(z.string().max(60)).max(20) }),
} as const

export type HqFactType = keyof typeof hqFactBodies
export type HqFactBody<T extends HqFactType> = z.infer<(typeof hqFactBodies)[T]>

/** What is signed besides the body. `at`: HQ's wall clock in ms; `by` an account id or 'system'; `prev` hex, 64 zeros first. */
export interface HqEnvelope<T extends HqFactType = HqFactType> {
  v: 1
  hq: string
  seq: number
  prev: string
  at: number
  by: string
  second?: string
  cmd: string
  type: T
  body: HqFactBody<T>
}
export type HqFact = { [T in HqFactType]: HqEnvelope<T> & { type: T } }[HqFactType]
