import { appendOnly } from './append-only.ts'

// What every projection row begins with: whose fact, when, by whom. `fact` is the ledger's own key.
const mark = `fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT`

/**
 * The projections: one table per noun, one row per fact, insert-only. They hold what decides and what is searched by;
 * everything else is read from the fact's own bytes. `replaces` is the id in text, because the fact it names may not
 * have arrived yet.
 */
export const projectionTables = {
  venue_fact: `CREATE TABLE venue_fact (${mark}) STRICT;`,
  operator_fact: `CREATE TABLE operator_fact (${mark},
  operator TEXT NOT NULL, name TEXT, roles TEXT, active INTEGER, why TEXT) STRICT;`,
  session_fact: `CREATE TABLE session_fact (${mark}, session TEXT NOT NULL) STRICT;`,
  check_in: `CREATE TABLE check_in (${mark},
  session TEXT NOT NULL, candidate TEXT, replaces TEXT, doubt TEXT,
  reason TEXT, note TEXT, tag TEXT, consent INTEGER, warnings TEXT) STRICT;`,
  lot_draw: `CREATE TABLE lot_draw (${mark}, draw TEXT NOT NULL, session TEXT) STRICT;`,
  lot: `CREATE TABLE lot (${mark},
  draw TEXT, session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, turn INTEGER, copy INTEGER, replaces TEXT) STRICT;`,
  psych: `CREATE TABLE psych (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, result TEXT, source TEXT, copy INTEGER, replaces TEXT) STRICT;`,
  attempt: `CREATE TABLE attempt (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, item TEXT NOT NULL, outcome TEXT, heat TEXT, replaces TEXT) STRICT;`,
  sign_off: `CREATE TABLE sign_off (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, item TEXT NOT NULL,
  verdict TEXT NOT NULL, attempts TEXT NOT NULL, acknowledgement TEXT NOT NULL) STRICT;`,
  heat: `CREATE TABLE heat (${mark},
  heat TEXT NOT NULL, session TEXT NOT NULL, mono REAL NOT NULL, item TEXT, entries TEXT, run INTEGER, reason TEXT,
  false_starters TEXT, elapsed INTEGER, bib TEXT, removed INTEGER, replaces TEXT) STRICT;`,
  conduct: `CREATE TABLE conduct (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT, effect TEXT, item TEXT, replaces TEXT) STRICT;`,
  shortlist: `CREATE TABLE shortlist (${mark}, session TEXT NOT NULL, post TEXT NOT NULL, candidates TEXT NOT NULL, replaces TEXT) STRICT;`,
  room: `CREATE TABLE room (${mark}, session TEXT NOT NULL, draw TEXT, candidate TEXT, room TEXT) STRICT;`,
  waiting: `CREATE TABLE waiting (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, room TEXT, number INTEGER, note TEXT, replaces TEXT) STRICT;`,
  interview: `CREATE TABLE interview (${mark},
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, stage TEXT NOT NULL, room TEXT, mono REAL NOT NULL,
  number INTEGER, operator TEXT, marks TEXT, score TEXT, note TEXT, replaces TEXT) STRICT;`,
  paper: `CREATE TABLE paper (${mark}, session TEXT, candidate TEXT, sheet TEXT, kind TEXT, key TEXT, copy INTEGER) STRICT;`,
  resolution: `CREATE TABLE resolution (${mark},
  session TEXT NOT NULL, conflict TEXT NOT NULL, keep TEXT, dropped TEXT NOT NULL, reason TEXT NOT NULL) STRICT;`,
  stranger: `CREATE TABLE stranger (${mark}) STRICT;`,
} as const

export type ProjectionTable = keyof typeof projectionTables

const index = (table: ProjectionTable, columns: string, where = ''): string =>
  `CREATE INDEX ${table}_by_${columns.replaceAll(/[^a-z]+/g, '_')} ON ${table} (${columns})${where};`

/** Indexes and triggers of the projections; a refill makes them after the rows. */
export const projectionIndexes: readonly string[] = [
  index('operator_fact', 'operator'),
  index('check_in', 'candidate, session'),
  index('check_in', 'session, type'),
  index('lot', 'candidate, session'),
  index('lot', 'session, lot'),
  index('lot', 'draw', ' WHERE draw IS NOT NULL'),
  index('lot_draw', 'draw'),
  index('psych', 'candidate, session'),
  index('psych', 'session'),
  index('attempt', 'candidate, session'),
  index('attempt', 'replaces', ' WHERE replaces IS NOT NULL'),
  index('sign_off', 'candidate, session'),
  index('heat', 'heat'),
  index('heat', 'session'),
  index('conduct', 'candidate'),
  index('shortlist', 'session'),
  index('room', 'session'),
  index('waiting', 'candidate, session'),
  index('waiting', 'session'),
  index('interview', 'candidate, session'),
  index('interview', 'session'),
  index('paper', 'kind, key'),
  ...Object.keys(projectionTables).map(appendOnly),
]
