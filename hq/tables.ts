import type { ColumnType, Generated } from 'kysely'

// One schema for SQLite and PostgreSQL. Times are ms since 1970; JSON and decimals are text; `recruitment` in every
// table is the number of the recruitment (recruitment.no), so that one recruitment can be partitioned, counted and erased.

/** true/false as 0 and 1, which both databases know. */
type Flag = 0 | 1
/** Bytes: SQLite gives and takes Buffer, PostgreSQL too. */
type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>

export interface Tables {
  meta: { key: string; value: string }

  account: {
    id: string; name: string; roles: string; password: string; totp: string | null
    /** Last TOTP step that was used: a code serves once. */
    totp_step: number
    /** 1: somebody else set the password; it has to be changed at the next sign-in. */
    fresh: Flag
    active: Flag; created_at: number
  }
  /** A signed-in window: only the hash of its token is kept. `full` 0: the password was right, the code is still asked. */
  login: {
    token_hash: string; account: string; full: Flag; created_at: number; used_at: number
    /** Sealed TOTP secret that is being set up in this window; takes effect with its first code. */
    totp: string | null
  }
  /** Counters of the rate limits, by what is limited; `since`: the last try. */
  rate: { key: string; hits: number; since: number }
  /** HQ's own ledger, append-only (triggers): bytes as signed, and what lists of the audit are found by. */
  hq_fact: {
    seq: number; at: number; by: string; second: string | null; cmd: string; type: string; recruitment: number | null
    bytes: Bytes; hash: Bytes; sig: Bytes
  }
  /** Work for whichever process claims it; `key` is unique within its kind while the work is waiting. */
  job: {
    id: Generated<number>; kind: string; key: string; payload: string; run_at: number; claimed_by: string | null; claimed_until: number
    tries: number; error: string | null
    /** How often it was asked for: a job asked for again while it runs is run again. */
    wanted: number
  }
  /** Goes up when a noun of a recruitment (0: none) changed: what live updates are read from. */
  pulse: { recruitment: number; noun: string; n: number }

  recruitment: {
    no: Generated<number>; id: string; title: string
    /** The rule pack without half days and pools, which stand in `session`. */
    pack: string; pack_version: number; pack_hash: string
    /** yyyy-mm-dd or null; after it personal data may be erased. */
    retain_until: string | null
    /** Where venues reach HQ, as cards and packages say it. */
    address: string
    created_at: number; erased_at: number | null
  }
  /** Every rule pack the recruitment ever had, as it was kept: `recruitment.pack` is the newest. `reason` is empty before anything was issued. */
  pack_version: { recruitment: number; version: number; pack: string; hash: string; at: number; by: string; reason: string }
  person: {
    recruitment: number; id: string; roster_number: string; ticket: string; resident_id: string; name: string; sex: 'M' | 'F'; birth: string
    post: string; written: string | null; quality: string | null
    /** Reasons; null when not. */
    barred: string | null; withdrawn: string | null
    photo: string | null
  }
  photo: { recruitment: number; hash: string; image: Bytes }
  venue: {
    recruitment: number; id: string; name: string
    /** Names of stations and operators with roles, for the package: JSON. */
    stations: string; operators: string
    /** The secret of the one-time card, base32; opens the package and proves the enrolment. */
    code: string; card: number; card_used_at: number | null
    /** age recipient of the enrolled venue, or null. */
    recipient: string | null
    /** Newest heads the venue announced, JSON, and when it was last heard. */
    announced: string; heard_at: number | null
    /** What the station last said of itself (program, unsent, trouble), JSON. */
    said: string
    /** Version of the package the venue works by, as its facts say; 0 before. */
    taken_version: number
  }
  /** A half day at one venue: `body` is a Session of the pack, `pools` its lot pools, both JSON. */
  session: { recruitment: number; id: string; venue: string; body: string; pools: string; capacity: number }
  due: { recruitment: number; session: string; person: string }
  package: {
    /** `hash` of the manifest; `bytes` signed, sealed only when they leave (hq/packages/package-sealing.ts): they hold people, and erasing deletes them. */
    recruitment: number; venue: string; version: number; hash: string; bytes: Bytes
    /** What changed against the version before: JSON of PackageChange[]. */
    changes: string
    /** What it holds, found without opening it: JSON of KeptContent (hq/packages/package-content.ts). */
    content: string
    issued_at: number; issued_by: string
  }

  stream: {
    no: Generated<number>; recruitment: number; venue: string; station: string; public_key: Bytes; enrolled_at: number; how: 'network' | 'file'
    state: 'active' | 'revoked'
    /** Last fact held: number and hash (32 bytes; zeros at 0). */
    seq: number; hash: Bytes
    /** Up to here the projections have it. */
    projected: number
    /** Last turn of the exchange that was accepted; a turn that is not higher is a replay. */
    turn: number
    /** age recipient of this very station, or null where it came in a file without one: packages it asks for are sealed to it. */
    recipient: string | null
  }
  /** Facts first..last of a stream as they came: packed bytes and signatures (zstd). Nothing in it is ever changed. */
  page: {
    recruitment: number; stream: number; first: number; last: number; packed: Bytes
    /** Hash of the last fact. */
    hash: Bytes
    /** 0: only the last signature was checked so far; 1: every one; 2: one is wrong. */
    checked: 0 | 1 | 2
    received_at: number
  }
  quarantine: {
    no: Generated<number>; recruitment: number | null; venue: string | null; station: string; seq: number; why: string; bytes: Bytes
    /** 'line', or the name of the file it came in. */
    source: string; at: number; outcome: 'taken' | 'kept_out' | null
    /** SHA-256 over what was kept, hex: the same bytes are kept once per recruitment. `public_key` hex, where it came with them. */
    hash: string; public_key: string | null
    /** Numbers of the facts that were kept apart. */
    last: number
  }
  receipt: { no: Generated<number>; recruitment: number; venue: string; bytes: Bytes; sig: Bytes; at: number }

  /** All facts about one candidate, from whatever stream, without drawn signatures: JSON array, packed (projector/record-docs.ts). */
  record: { recruitment: number; person: string; doc: Bytes }
  /** Facts that are about no single candidate (half days, draws, heats, operators, resolutions), one row each. */
  venue_fact: { recruitment: number; venue: string; fact: string; type: string; session: string | null; at: number; doc: string }
  /** Where a candidate stands, computed from `record`; `rank_key` orders within a post, null without a rank. */
  standing: {
    recruitment: number; person: string; post: string; venue: string | null; place: string; ended: string | null
    total: string | null; rank_key: string | null; doc: string; conflicts: string; last: number | null
  }
  /** Every half day of a person with where they are in it (Whereabouts; 'stray', 'turned_away': facts without being due); rows of a person are replaced together. */
  attendance: { recruitment: number; session: string; person: string; venue: string; place: string; at: string; why: string }
  /** Every lot ever drawn, void ones included. */
  drawn_lot: { recruitment: number; session: string; lot: string; person: string; fact: string }
  /** What wants somebody's eye on the board of venues: a violation, a doubt, a fault, a bar. */
  incident: { recruitment: number; venue: string; fact: string; type: string; session: string | null; person: string | null; at: number; note: string }

  /** The list that stands for a post, as HQ's ledger has it. */
  adoption: { recruitment: number; post: string; list: string; seq: number; hash: string; doc: string }
  /** `content` JSON, emptied when an internal one is erased; `files` SHA-256 of its .xlsx and .csv, JSON; `fact` of HQ's ledger. */
  publication: {
    recruitment: number; id: string; list: string; posts: string; masked: Flag; hash: string; content: string; files: string; at: number; by: string
    fact: number; replaced_by: string | null
  }
  erase_order: { recruitment: number; id: string; bytes: Bytes; sig: Bytes; at: number; done_at: number | null }
  erased_venue: { recruitment: number; order: string; venue: string; station: string; at: number }
}
