import type { Fact, FactId } from '../shared/facts.ts'
import { counting, inOrder } from '../shared/counting.ts'
import { droppedFacts } from './dropped.ts'
import { readFact } from './envelope.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'
import { factId } from '../shared/facts.ts'

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>

/** One lot that was drawn. `voided` names the fact that voided it; its number is never used again (规则 §5). */
export interface DrawnPlace {
  fact: FactId
  at: number
  by: string
  candidate: string
  lot: string
  turn: number
  voided: FactId | null
}

/** One draw of a pool from freezing to closing, as its own facts tell it. */
export interface DrawRecord {
  draw: string
  frozen: Of<'lots.frozen'>
  digits: Of<'lots.digits'> | null
  closed: Of<'lots.closed'> | null
  aborted: Of<'lots.aborted'> | null
  /** In the order of turns. */
  drawn: DrawnPlace[]
}

/** Draws of a session in the order of their freezing. */
export function drawsOf(db: Db, session: string): DrawRecord[] {
  const draws = db.all<{ draw: string }>("SELECT DISTINCT draw FROM lot_draw WHERE session = ? AND type = 'lots.frozen'", session)
  return inOrder(draws.flatMap(({ draw }) => drawById(db, draw) ?? []).map((record) => ({ fact: factId(record.frozen), at: record.frozen.at, record })))
    .map(({ record }) => record)
}

/** One draw; undefined when nothing was frozen under this id. Of two first digits (or secrets) the first counts. */
export function drawById(db: Db, draw: string): DrawRecord | undefined {
  const facts = db.all<{ bytes: Buffer }>('SELECT f.bytes FROM lot_draw d JOIN fact f ON f.n = d.fact WHERE d.draw = ?', draw)
    .map((row) => readFact(row.bytes))
  const dropped = droppedFacts(db)
  const ordered = inOrder(facts.map((fact) => ({ fact: factId(fact), at: fact.at, read: fact }))).map(({ read }) => read)
  const first = <T extends Fact['type']>(type: T) => ordered.find((fact): fact is Of<T> => fact.type === type && !dropped.has(factId(fact))) ?? null
  const frozen = first('lots.frozen')
  if (frozen === null) return undefined
  return {
    draw, frozen, digits: first('lots.digits'), closed: first('lots.closed'), aborted: first('lots.aborted'), drawn: placesOf(db, draw, dropped),
  }
}

interface Row {
  fact: FactId
  type: string
  at: number
  by: string
  candidate: string
  lot: string
  turn: number | null
  replaces: FactId | null
}

function placesOf(db: Db, draw: string, dropped: ReadonlySet<FactId>): DrawnPlace[] {
  const name = factNamer(db)
  const rows = db.all<Row>('SELECT fact, type, at, "by", candidate, lot, turn, replaces FROM lot WHERE draw = ?', draw)
  for (const row of rows) row.fact = name(Number(row.fact))
  const byId = new Map(rows.map((row) => [row.fact, row]))
  return counting(rows, dropped).counts.flatMap(({ now, root }) => {
    const drawn = byId.get(root)
    if (drawn === undefined) return []
    return [{
      fact: root, at: drawn.at, by: drawn.by, candidate: drawn.candidate, lot: drawn.lot, turn: drawn.turn ?? 0,
      voided: now.type === 'lots.voided' ? now.fact : null,
    }]
  }).sort((a, b) => a.turn - b.turn || (a.fact < b.fact ? -1 : 1))
}

/** Who holds a lot in a session now; several only while a conflict is open, none when it was never drawn or is voided. */
export function candidatesByLot(db: Db, session: string, lot: string): string[] {
  const name = factNamer(db)
  const rows = db.all<Row>('SELECT fact, type, at, "by", candidate, lot, turn, replaces FROM lot WHERE session = ? AND lot = ? AND draw IS NOT NULL', session, lot)
  for (const row of rows) row.fact = name(Number(row.fact))
  return [...new Set(counting(rows, droppedFacts(db)).counts.flatMap(({ now }) => (now.type === 'lots.drawn' ? [now.candidate] : [])))]
}

/** Who drew which lot of a session, void ones included: a lot → the candidate. A number is never used for another. */
export function lotsEverDrawn(db: Db, session: string): Map<string, string> {
  const rows = db.all<{ lot: string; candidate: string }>("SELECT lot, candidate FROM lot WHERE session = ? AND type = 'lots.drawn'", session)
  return new Map(rows.map((row) => [row.lot, row.candidate]))
}
