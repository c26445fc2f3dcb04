import { createHash } from 'node:crypto'
import type { Stage } from '../shared/pack-schema.ts'
import { Candidate } from '../shared/roster.ts'
import type { Db } from './open.ts'

interface Row {
  id: string
  roster_number: string
  ticket: string
  resident_id: string
  name: string
  sex: 'M' | 'F'
  birth: string
  post: string
  sessions: string
  written: string | null
  quality: string | null
  barred: string | null
  photo: string | null
  passed: string | null
}

const COLUMNS = 'SELECT id, roster_number, ticket, resident_id, name, sex, birth, post, sessions, written, quality, barred, photo, passed FROM candidate'

/**
 * Replaces the whole roster, all or nothing; photos by the SHA-256 of their bytes. A wrong or repeated row throws and
 * leaves the roster that was there. Answers the roster's hash for the fact `roster.imported`.
 */
export function importRoster(db: Db, candidates: readonly Candidate[], photos: ReadonlyMap<string, Buffer> = new Map()): { count: number; rosterHash: string } {
  return db.transaction(() => {
    eraseRoster(db)
    insertCandidates(db, candidates)
    for (const [hash, image] of photos) {
      if (createHash('sha256').update(image).digest('hex') !== hash) throw new Error(`photo ${hash} has other bytes`)
      db.run('INSERT INTO photo (hash, image) VALUES (?, ?)', hash, image)
    }
    return { count: candidates.length, rosterHash: rosterHash(candidates) }
  })
}

/**
 * Puts another roster in the place of the one that is there, inside the caller's transaction. Pictures taken at the desk
 * stay, id photos go with the roster that named them; `kept` are rows besides the roster, whose facts somebody may read.
 * Answers count and hash of the roster alone.
 */
export function replaceRoster(
  db: Db, candidates: readonly Candidate[], photos: ReadonlyMap<string, Buffer>, kept: readonly Candidate[],
): { count: number; rosterHash: string } {
  return db.transaction(() => {
    db.run('DELETE FROM photo WHERE hash IN (SELECT photo FROM candidate WHERE photo IS NOT NULL)')
    db.run('DELETE FROM due')
    db.run('DELETE FROM candidate')
    insertCandidates(db, [...candidates, ...kept])
    for (const [hash, image] of photos) if (keepPhoto(db, image) !== hash) throw new Error(`photo ${hash} has other bytes`)
    return { count: candidates.length, rosterHash: rosterHash(candidates) }
  })
}

function insertCandidates(db: Db, candidates: readonly Candidate[]): void {
  const insert = 'INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
  for (const given of candidates) {
    const row = Candidate.parse(given)
    db.run(insert, row.id, row.rosterNumber, row.ticket, row.residentId, row.name, row.sex, row.birth, row.post,
      JSON.stringify(row.sessions), row.written ?? null, row.quality ?? null, row.barred ?? null, row.photo ?? null,
      row.passed === undefined ? null : JSON.stringify(row.passed))
    for (const session of new Set(row.sessions)) db.run('INSERT INTO due (session, candidate) VALUES (?, ?)', session, row.id)
  }
}

/** SHA-256 (hex) of the candidates as JSON lines, sorted by id. */
export function rosterHash(candidates: readonly Candidate[]): string {
  const hash = createHash('sha256').update('kaodian-roster-v1\0')
  for (const candidate of [...candidates].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    hash.update(JSON.stringify(Object.entries(candidate).filter(([, held]) => held !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)))).update('\n')
  }
  return hash.digest('hex')
}

/** Removes all personal data; facts stay, they hold ids only. `secure_delete` overwrites the pages. */
export function eraseRoster(db: Db): void {
  db.transaction(() => {
    db.run('DELETE FROM due')
    db.run('DELETE FROM candidate')
    db.run('DELETE FROM photo')
  })
}

/** Every candidate, in the order of roster numbers as they count: 7 before 65. */
export function allCandidates(db: Db): Candidate[] {
  return db.all<Row>(`${COLUMNS} ORDER BY length(roster_number), roster_number, id`).map(candidateOf)
}

export function candidateById(db: Db, id: string): Candidate | undefined {
  return first(db, 'WHERE id = ?', id)
}

export function candidateByTicket(db: Db, ticket: string): Candidate | undefined {
  return first(db, 'WHERE ticket = ?', ticket)
}

/** `x` and `X` are one (规则 §3). Several when a roster lists a person twice. */
export function candidatesByResidentId(db: Db, residentId: string): Candidate[] {
  return db.all<Row>(`${COLUMNS} WHERE resident_id IN (?, ?)`, residentId.toUpperCase(), residentId.toLowerCase()).map(candidateOf)
}

/** Ids of everybody due in a session. */
export function dueIn(db: Db, session: string): string[] {
  return db.all<{ candidate: string }>('SELECT candidate FROM due WHERE session = ? ORDER BY candidate', session).map((row) => row.candidate)
}

export function countCandidates(db: Db): number {
  return db.one<{ count: number }>('SELECT count(*) AS count FROM candidate')!.count
}

/** An image kept beside the roster (id photo, doubt photo) by its SHA-256 in hex. */
export function photo(db: Db, hash: string): Buffer | undefined {
  return db.one<{ image: Buffer }>('SELECT image FROM photo WHERE hash = ?', hash)?.image
}

/** Keeps an image; answers its SHA-256 in hex. */
export function keepPhoto(db: Db, image: Buffer): string {
  const hash = createHash('sha256').update(image).digest('hex')
  db.run('INSERT INTO photo (hash, image) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING', hash, image)
  return hash
}

function first(db: Db, where: string, value: string): Candidate | undefined {
  const row = db.one<Row>(`${COLUMNS} ${where}`, value)
  return row && candidateOf(row)
}

function candidateOf(row: Row): Candidate {
  return {
    id: row.id, rosterNumber: row.roster_number, ticket: row.ticket, residentId: row.resident_id, name: row.name, sex: row.sex,
    birth: row.birth, post: row.post, sessions: JSON.parse(row.sessions) as string[],
    ...(row.written === null ? {} : { written: row.written }),
    ...(row.quality === null ? {} : { quality: row.quality }),
    ...(row.barred === null ? {} : { barred: row.barred }),
    ...(row.photo === null ? {} : { photo: row.photo }),
    ...(row.passed === null ? {} : { passed: JSON.parse(row.passed) as Stage[] }),
  }
}
