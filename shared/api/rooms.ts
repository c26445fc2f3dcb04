import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Examiner, FactId, RoomDrawKind } from '../facts.ts'
import { answer, Bilingual, cmd, id, Recorded, recorded, Second, withReason } from './answer.ts'

/** One draw of rooms and how far it is (规则 §5, §8). */
export const RoomDraw = z.strictObject({
  draw: id.nullable(), kind: RoomDrawKind, state: z.enum(['not_frozen', 'frozen', 'digits', 'drawn']),
  poolHash: z.string().nullable(), commitment: z.string().nullable(), digits: z.string().nullable(), witnesses: z.array(z.string()),
  secret: z.string().nullable(), frozenAt: z.number().nullable(), frozenBy: z.string().nullable(),
  /** Units in their order, with posts where they are groups; `place` null before the draw, and for a reserve after it. */
  assigned: z.array(z.strictObject({ unit: id, title: z.string(), posts: z.array(z.string()), place: z.string().nullable() })),
})
export type RoomDraw = z.infer<typeof RoomDraw>

/** A group of posts that draws one room: same post, same panel, unless the post has several panels. */
export const RoomGroup = z.strictObject({ group: id, posts: z.array(z.string().max(32)).min(1).max(200) })
export type RoomGroup = z.infer<typeof RoomGroup>

/** Somebody whose seat a reserve took, why, when and by whom. */
const ReplacedExaminer = z.strictObject({ fact: FactId, examiner: id, name: z.string(), reason: z.string(), at: z.number(), by: z.string() })

export const RoomsView = z.strictObject({
  rooms: z.array(z.strictObject({
    room: id, title: Bilingual, letters: z.array(z.string()), posts: z.array(z.string()), candidates: z.number().int(),
    /** Who sits there now; `replaced` sat there before, the first drawn first. */
    examiners: z.array(z.strictObject({
      seat: z.number().int(), examiner: id, name: z.string(), unit: z.string(), replaced: z.array(ReplacedExaminer),
    })),
  })),
  posts: z.array(z.strictObject({ post: z.string(), title: z.string(), candidates: z.number().int(), panels: z.number().int() })),
  /** Balanced by number of candidates; the chief may change it before freezing. Empty once the rooms are drawn. */
  proposed: z.array(RoomGroup),
  groups: RoomDraw, examiners: RoomDraw,
  listed: z.array(Examiner), panel: z.number().int(), listedFact: FactId.nullable(),
  /** Roster numbers of the candidates examiners declared a relation to, by candidate. */
  related: z.record(id, z.string()),
  /** Listed and without a seat once seats are drawn; `barredFrom` are rooms a declared relation closes to them, `replaced` gave up a seat. */
  reserves: z.array(z.strictObject({ examiner: id, name: z.string(), unit: z.string(), barredFrom: z.array(id), replaced: z.boolean() })),
  /** Replacements that found the seat taken otherwise (two desks at once): they changed nothing and somebody has to look. */
  idle: z.array(ReplacedExaminer.extend({ place: id, instead: z.string() })),
})
export type RoomsView = z.infer<typeof RoomsView>

export const rooms = {
  view: oc.input(z.strictObject({ session: id })).output(answer({ view: RoomsView })),
  /** The whole list, in place of the one before; refused once the examiners' draw is frozen. A related candidate is named by id, roster number or ticket. */
  listExaminers: oc.input(z.strictObject({ ...cmd, session: id, examiners: z.array(Examiner).max(300) })).output(Recorded),
  /** `groups` one per room; examiners need the drawn rooms first, because relations (回避) name posts and candidates. */
  freeze: oc
    .input(z.strictObject({ ...cmd, session: id, kind: RoomDrawKind, groups: z.array(RoomGroup).max(300).default([]) }))
    .output(answer({ ...recorded, draw: id, commitment: z.string(), poolHash: z.string() })),
  digits: oc.input(z.strictObject({ ...cmd, draw: id, digits: z.string().regex(/^\d{10,64}$/), witnesses: z.array(z.string().trim().min(1).max(60)).min(1).max(10) })).output(Recorded),
  /** Reveals the secret and with it every room at once; writes the evidence file. */
  draw: oc.input(z.strictObject({ ...cmd, draw: id })).output(answer({ ...recorded, secret: z.string(), file: z.string() })),
  /** Ends a draw that is frozen and not drawn, openly. */
  abort: oc.input(z.strictObject({ ...cmd, draw: id, ...withReason, second: Second.optional() })).output(Recorded),
  /** A reserve takes the seat of an examiner who did not come or is related to somebody after all; two people, no draw again. */
  replaceExaminer: oc
    .input(z.strictObject({ ...cmd, session: id, examiner: id, by: id, ...withReason, second: Second.optional() }))
    .output(Recorded),
  evidence: oc.input(z.strictObject({ draw: id })).output(answer({ name: z.string(), json: z.string() })),
}
