-- The whole schema as version 2 of the program made it; the migration test opens a ledger of that shape.
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
CREATE TRIGGER station_no_update BEFORE UPDATE ON station BEGIN SELECT RAISE(ABORT, 'station is append-only'); END;
CREATE TRIGGER station_no_delete BEFORE DELETE ON station BEGIN SELECT RAISE(ABORT, 'station is append-only'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'fact is append-only'); END;
CREATE TRIGGER command_no_update BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;
CREATE TRIGGER command_no_delete BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE photo (hash TEXT PRIMARY KEY, image BLOB NOT NULL) STRICT;
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
  photo TEXT
) STRICT;
CREATE INDEX candidate_by_resident_id ON candidate (resident_id);
CREATE INDEX candidate_by_roster_number ON candidate (roster_number);
CREATE TABLE due (
  session TEXT NOT NULL,
  candidate TEXT NOT NULL REFERENCES candidate (id) ON DELETE CASCADE,
  PRIMARY KEY (session, candidate)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_candidate ON due (candidate);
CREATE TABLE venue_fact (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT) STRICT;
CREATE TABLE operator_fact (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  operator TEXT NOT NULL, name TEXT, roles TEXT, active INTEGER, why TEXT) STRICT;
CREATE TABLE session_fact (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT, session TEXT NOT NULL) STRICT;
CREATE TABLE check_in (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT, replaces TEXT, doubt TEXT,
  reason TEXT, note TEXT, tag TEXT, consent INTEGER, warnings TEXT) STRICT;
CREATE TABLE lot_draw (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT, draw TEXT NOT NULL, session TEXT) STRICT;
CREATE TABLE lot (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  draw TEXT, session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, turn INTEGER, copy INTEGER, replaces TEXT) STRICT;
CREATE TABLE psych (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, result TEXT, source TEXT, copy INTEGER, replaces TEXT) STRICT;
CREATE TABLE attempt (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, item TEXT NOT NULL, outcome TEXT, heat TEXT, replaces TEXT) STRICT;
CREATE TABLE sign_off (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, item TEXT NOT NULL,
  verdict TEXT NOT NULL, attempts TEXT NOT NULL, acknowledgement TEXT NOT NULL) STRICT;
CREATE TABLE heat (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  heat TEXT NOT NULL, session TEXT NOT NULL, mono REAL NOT NULL, item TEXT, entries TEXT, run INTEGER, reason TEXT,
  false_starters TEXT, elapsed INTEGER, bib TEXT, removed INTEGER, replaces TEXT) STRICT;
CREATE TABLE conduct (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT, effect TEXT, item TEXT, replaces TEXT) STRICT;
CREATE TABLE shortlist (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT, session TEXT NOT NULL, post TEXT NOT NULL, candidates TEXT NOT NULL, replaces TEXT) STRICT;
CREATE TABLE room (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT, session TEXT NOT NULL, draw TEXT, candidate TEXT, room TEXT) STRICT;
CREATE TABLE waiting (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, room TEXT, number INTEGER, note TEXT, replaces TEXT) STRICT;
CREATE TABLE interview (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, candidate TEXT NOT NULL, lot TEXT NOT NULL, stage TEXT NOT NULL, room TEXT, mono REAL NOT NULL,
  number INTEGER, operator TEXT, marks TEXT, score TEXT, note TEXT, replaces TEXT) STRICT;
CREATE TABLE paper (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT, session TEXT, candidate TEXT, sheet TEXT, kind TEXT, key TEXT, copy INTEGER) STRICT;
CREATE TABLE resolution (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT,
  session TEXT NOT NULL, conflict TEXT NOT NULL, keep TEXT, dropped TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE stranger (fact INTEGER PRIMARY KEY REFERENCES fact (n),
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  second TEXT) STRICT;
CREATE INDEX operator_fact_by_operator ON operator_fact (operator);
CREATE INDEX check_in_by_candidate_session ON check_in (candidate, session);
CREATE INDEX check_in_by_session_type ON check_in (session, type);
CREATE INDEX lot_by_candidate_session ON lot (candidate, session);
CREATE INDEX lot_by_session_lot ON lot (session, lot);
CREATE INDEX lot_by_draw ON lot (draw) WHERE draw IS NOT NULL;
CREATE INDEX lot_draw_by_draw ON lot_draw (draw);
CREATE INDEX psych_by_candidate_session ON psych (candidate, session);
CREATE INDEX psych_by_session ON psych (session);
CREATE INDEX attempt_by_candidate_session ON attempt (candidate, session);
CREATE INDEX attempt_by_replaces ON attempt (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX sign_off_by_candidate_session ON sign_off (candidate, session);
CREATE INDEX heat_by_heat ON heat (heat);
CREATE INDEX heat_by_session ON heat (session);
CREATE INDEX conduct_by_candidate ON conduct (candidate);
CREATE INDEX shortlist_by_session ON shortlist (session);
CREATE INDEX room_by_session ON room (session);
CREATE INDEX waiting_by_candidate_session ON waiting (candidate, session);
CREATE INDEX waiting_by_session ON waiting (session);
CREATE INDEX interview_by_candidate_session ON interview (candidate, session);
CREATE INDEX interview_by_session ON interview (session);
CREATE INDEX paper_by_kind_key ON paper (kind, key);
CREATE TRIGGER venue_fact_no_update BEFORE UPDATE ON venue_fact BEGIN SELECT RAISE(ABORT, 'venue_fact is append-only'); END;
CREATE TRIGGER venue_fact_no_delete BEFORE DELETE ON venue_fact BEGIN SELECT RAISE(ABORT, 'venue_fact is append-only'); END;

CREATE TRIGGER operator_fact_no_update BEFORE UPDATE ON operator_fact BEGIN SELECT RAISE(ABORT, 'operator_fact is append-only'); END;
CREATE TRIGGER operator_fact_no_delete BEFORE DELETE ON operator_fact BEGIN SELECT RAISE(ABORT, 'operator_fact is append-only'); END;

CREATE TRIGGER session_fact_no_update BEFORE UPDATE ON session_fact BEGIN SELECT RAISE(ABORT, 'session_fact is append-only'); END;
CREATE TRIGGER session_fact_no_delete BEFORE DELETE ON session_fact BEGIN SELECT RAISE(ABORT, 'session_fact is append-only'); END;

CREATE TRIGGER check_in_no_update BEFORE UPDATE ON check_in BEGIN SELECT RAISE(ABORT, 'check_in is append-only'); END;
CREATE TRIGGER check_in_no_delete BEFORE DELETE ON check_in BEGIN SELECT RAISE(ABORT, 'check_in is append-only'); END;

CREATE TRIGGER lot_draw_no_update BEFORE UPDATE ON lot_draw BEGIN SELECT RAISE(ABORT, 'lot_draw is append-only'); END;
CREATE TRIGGER lot_draw_no_delete BEFORE DELETE ON lot_draw BEGIN SELECT RAISE(ABORT, 'lot_draw is append-only'); END;

CREATE TRIGGER lot_no_update BEFORE UPDATE ON lot BEGIN SELECT RAISE(ABORT, 'lot is append-only'); END;
CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot BEGIN SELECT RAISE(ABORT, 'lot is append-only'); END;

CREATE TRIGGER psych_no_update BEFORE UPDATE ON psych BEGIN SELECT RAISE(ABORT, 'psych is append-only'); END;
CREATE TRIGGER psych_no_delete BEFORE DELETE ON psych BEGIN SELECT RAISE(ABORT, 'psych is append-only'); END;

CREATE TRIGGER attempt_no_update BEFORE UPDATE ON attempt BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;
CREATE TRIGGER attempt_no_delete BEFORE DELETE ON attempt BEGIN SELECT RAISE(ABORT, 'attempt is append-only'); END;

CREATE TRIGGER sign_off_no_update BEFORE UPDATE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign_off is append-only'); END;
CREATE TRIGGER sign_off_no_delete BEFORE DELETE ON sign_off BEGIN SELECT RAISE(ABORT, 'sign_off is append-only'); END;

CREATE TRIGGER heat_no_update BEFORE UPDATE ON heat BEGIN SELECT RAISE(ABORT, 'heat is append-only'); END;
CREATE TRIGGER heat_no_delete BEFORE DELETE ON heat BEGIN SELECT RAISE(ABORT, 'heat is append-only'); END;

CREATE TRIGGER conduct_no_update BEFORE UPDATE ON conduct BEGIN SELECT RAISE(ABORT, 'conduct is append-only'); END;
CREATE TRIGGER conduct_no_delete BEFORE DELETE ON conduct BEGIN SELECT RAISE(ABORT, 'conduct is append-only'); END;

CREATE TRIGGER shortlist_no_update BEFORE UPDATE ON shortlist BEGIN SELECT RAISE(ABORT, 'shortlist is append-only'); END;
CREATE TRIGGER shortlist_no_delete BEFORE DELETE ON shortlist BEGIN SELECT RAISE(ABORT, 'shortlist is append-only'); END;

CREATE TRIGGER room_no_update BEFORE UPDATE ON room BEGIN SELECT RAISE(ABORT, 'room is append-only'); END;
CREATE TRIGGER room_no_delete BEFORE DELETE ON room BEGIN SELECT RAISE(ABORT, 'room is append-only'); END;

CREATE TRIGGER waiting_no_update BEFORE UPDATE ON waiting BEGIN SELECT RAISE(ABORT, 'waiting is append-only'); END;
CREATE TRIGGER waiting_no_delete BEFORE DELETE ON waiting BEGIN SELECT RAISE(ABORT, 'waiting is append-only'); END;

CREATE TRIGGER interview_no_update BEFORE UPDATE ON interview BEGIN SELECT RAISE(ABORT, 'interview is append-only'); END;
CREATE TRIGGER interview_no_delete BEFORE DELETE ON interview BEGIN SELECT RAISE(ABORT, 'interview is append-only'); END;

CREATE TRIGGER paper_no_update BEFORE UPDATE ON paper BEGIN SELECT RAISE(ABORT, 'paper is append-only'); END;
CREATE TRIGGER paper_no_delete BEFORE DELETE ON paper BEGIN SELECT RAISE(ABORT, 'paper is append-only'); END;

CREATE TRIGGER resolution_no_update BEFORE UPDATE ON resolution BEGIN SELECT RAISE(ABORT, 'resolution is append-only'); END;
CREATE TRIGGER resolution_no_delete BEFORE DELETE ON resolution BEGIN SELECT RAISE(ABORT, 'resolution is append-only'); END;

CREATE TRIGGER stranger_no_update BEFORE UPDATE ON stranger BEGIN SELECT RAISE(ABORT, 'stranger is append-only'); END;
CREATE TRIGGER stranger_no_delete BEFORE DELETE ON stranger BEGIN SELECT RAISE(ABORT, 'stranger is append-only'); END;
