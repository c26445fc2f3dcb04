import { appendOnly } from './append-only.ts'
import { projectionIndexes, projectionTables } from './projection-schema.ts'

/** Goes up by one with every change of the text below; `migrations[n]` leads from n to n + 1. */
export const SCHEMA_VERSION = 4

// What the station knows of its HQ: not facts, because another machine's copy of the ledger has another HQ story.
// hq_link: the one HQ of this venue. hq_receipt: every receipt that was verified, byte for byte, in the order they
// came; the last one that counted counts. hq_head: how far HQ holds each stream by that receipt, as far as it agrees with what lies here. hq_try: when
// the way to HQ changed from one state to another.
const hqTables = `
CREATE TABLE hq_link (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  address TEXT,
  station TEXT,
  enrolled_at INTEGER,
  turn INTEGER NOT NULL,
  identity TEXT NOT NULL
) STRICT;
CREATE TABLE hq_receipt (
  n INTEGER PRIMARY KEY,
  no INTEGER NOT NULL,
  came TEXT NOT NULL CHECK (came IN ('line', 'stick')),
  received_at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  counted INTEGER NOT NULL CHECK (counted IN (0, 1))
) STRICT;
CREATE INDEX hq_receipt_by_no ON hq_receipt (no);
CREATE TABLE hq_head (
  station TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  agrees TEXT NOT NULL CHECK (agrees IN ('same', 'ahead', 'fork'))
) STRICT, WITHOUT ROWID;
CREATE TABLE hq_try (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
`

const candidateTable = `
CREATE TABLE candidate (
  id TEXT PRIMARY KEY,
  roster_number TEXT NOT NULL,
  ticket TEXT NOT NULL UNIQUE,
  resident_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sex TEXT NOT NULL CHECK (sex IN ('M', 'F')),
  birth TEXT NOT NULL,
  post TEXT NOT NULL,
  sessions TEXT NOT NULL,
  written TEXT,
  quality TEXT,
  barred TEXT,
  photo TEXT,
  passed TEXT
) STRICT;
CREATE INDEX candidate_by_resident_id ON candidate (resident_id);
CREATE INDEX candidate_by_roster_number ON candidate (roster_number);`

/** SQL that leads from version n to n + 1. Projections need none: every migration drops and refills them. */
export const migrations: Record<number, string> = {
  1: '-- new projections only',
  2: hqTables,
  // made anew, because a column added later stands in other words than this program writes
  3: `CREATE TABLE candidate_before AS SELECT * FROM candidate; DROP TABLE candidate;${candidateTable}
INSERT INTO candidate SELECT *, NULL FROM candidate_before; DROP TABLE candidate_before;`,
}

// A fact's key is station_no * 2^32 + seq: one integer is both the stream and the place in it, and rows of one stream
// lie together. station_no is local to this file and appears in no fact. REPLACE is refused by the delete triggers,
// which fire for it because every connection sets recursive_triggers.
const ledger = `
CREATE TABLE station (
  no INTEGER PRIMARY KEY CHECK (no BETWEEN 1 AND 1048576),
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 16),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;
CREATE TABLE fact (
  n INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  sig BLOB NOT NULL CHECK (length(sig) = 64)
) STRICT;
CREATE TABLE command (
  cmd TEXT NOT NULL,
  fact INTEGER NOT NULL REFERENCES fact (n),
  PRIMARY KEY (cmd, fact)
) STRICT, WITHOUT ROWID;
${appendOnly('station')}${appendOnly('fact')}${appendOnly('command')}`

const local = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE photo (hash TEXT PRIMARY KEY, image BLOB NOT NULL) STRICT;${candidateTable}
CREATE TABLE due (
  session TEXT NOT NULL,
  candidate TEXT NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
  PRIMARY KEY (session, candidate)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_candidate ON due (candidate);
${hqTables}`

/** The whole database: ledger, projections, and what is local to this station (roster, meta, kept). */
export const schema = `${ledger}${local}${Object.values(projectionTables).join('\n')}\n${projectionIndexes.join('\n')}\n`
