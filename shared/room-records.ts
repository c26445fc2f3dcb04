import { counting, inOrder } from './counting.ts'
import { factId, type Fact, type FactId, type FactType } from './facts.ts'

type Of<T extends FactType> = Extract<Fact, { type: T }>

/** One draw of rooms from freezing to its end, as its own facts tell it (规则 §5). */
export interface RoomDrawRecord {
  draw: string
  frozen: Of<'rooms.frozen'>
  digits: Of<'rooms.digits'> | null
  drawn: Of<'rooms.drawn'> | null
  aborted: Of<'rooms.aborted'> | null
}

/** Everything about the rooms of a session that counts, read at once. */
export interface RoomRecords {
  /** In the order of their freezing, those given up included. */
  draws: RoomDrawRecord[]
  /** The list of examiners in force, or null. */
  examiners: Of<'rooms.examiners'> | null
  /** Where the group draw put everybody, and who joined a room afterwards; empty before it was drawn. */
  members: ReadonlyMap<string, string>
  /** Examiners replaced after the draw, in order; which of them count is for shared/rooms.ts to say. */
  replaced: Of<'rooms.replaced'>[]
}

/** Room draws, examiners and members from all facts of rooms of one session. Of two first digits (or secrets) of one draw the first counts. */
export function roomRecordsOf(facts: readonly Fact[], dropped: ReadonlySet<FactId>): RoomRecords {
  const ordered = inOrder(facts.map((fact) => ({ fact: factId(fact), at: fact.at, read: fact })))
    .flatMap(({ fact, read }) => (dropped.has(fact) ? [] : [read]))
  const ofType = <T extends FactType>(type: T) => ordered.filter((fact): fact is Of<T> => fact.type === type)
  const first = <T extends { body: { draw: string } }>(all: readonly T[], draw: string): T | null => all.find(({ body }) => body.draw === draw) ?? null
  const [digits, drawn, aborted] = [ofType('rooms.digits'), ofType('rooms.drawn'), ofType('rooms.aborted')]
  const draws = ofType('rooms.frozen').map((frozen): RoomDrawRecord => ({
    draw: frozen.body.draw, frozen,
    digits: first(digits, frozen.body.draw), drawn: first(drawn, frozen.body.draw), aborted: first(aborted, frozen.body.draw),
  }))
  const lists = ofType('rooms.examiners').map((read) => ({ fact: factId(read), at: read.at, replaces: read.body.replaces, read }))
  const members = new Map<string, string>()
  for (const { candidate, room } of draws.find((draw) => draw.frozen.body.kind === 'groups' && draw.drawn !== null)?.drawn?.body.members ?? []) members.set(candidate, room)
  for (const { body } of ofType('rooms.joined')) if (!members.has(body.candidate)) members.set(body.candidate, body.room)
  return { draws, examiners: counting(lists, dropped).counts.at(-1)?.now.read ?? null, members, replaced: ofType('rooms.replaced') }
}
