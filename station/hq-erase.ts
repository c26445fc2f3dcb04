import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { unsentStreams } from '../db/hq-link.ts'
import { forget, keep, kept, keptUnder } from '../db/kept.ts'
import { factsOfType } from '../db/journey.ts'
import type { Ledger } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import { eraseRoster } from '../db/roster.ts'
import type { Order } from '../exchange/messages.ts'
import { paperFolderName } from './paper/folder.ts'
import { receiptThatCounts } from './sync-state.ts'

/** Where it is kept that files of an erased venue may still lie about: an erase that was cut off goes on at the next start. */
const FILES_LEFT = 'hq/erase-files'

/** Erase orders this ledger says were carried out. */
export function ordersDone(db: Db): string[] {
  return factsOfType(db, 'venue.erased').flatMap(({ fact }) => (fact.type === 'venue.erased' ? [fact.body.order] : []))
}

/** HQ's order to erase, by the receipt that counts, where it is to be carried out now: for this venue, and HQ holds everything. */
export function orderDue(db: Db, { exam, venue }: Pick<Ledger, 'exam' | 'venue'>): Order | null {
  if (unsentStreams(db).length > 0) return null
  const done = ordersDone(db)
  return receiptThatCounts(db)?.orders.find((order) => order.exam === exam && order.venue === venue && !done.includes(order.id)) ?? null
}

/** What erasing works on. */
export interface ErasableVenue {
  db: Db
  ledger: Ledger
  /** Absolute data folder. */
  folder: string
  newCommand(): string
}

/**
 * Carries out an order (规则: erase): roster, photos and drafts go from the database together with the fact that says so,
 * or nothing does; then every file with people in it, and every freed page of the database. The ledger stays. What is
 * recorded between the last receipt and now hinders it: then nothing is erased.
 */
export function erase(venue: ErasableVenue, order: Order): boolean {
  const { db, ledger } = venue
  const done = db.transaction(() => {
    if (unsentStreams(db).length > 0) return false
    eraseRoster(db)
    for (const { key } of keptUnder(db, 'draft/')) forget(db, key)
    keep(db, FILES_LEFT, order.id)
    const said = ledger.append({ type: 'venue.erased', body: { order: order.id }, by: 'system', cmd: venue.newCommand() })
    if (!said.ok) throw new Error(`the ledger refused to say that it was erased: ${said.refused.reason}`)
    return true
  })
  if (done) finishErase(venue)
  return done
}

/** Removes what files are left of an erased venue; nothing to do for any other. Harmless twice. */
export function finishErase({ db, folder }: Pick<ErasableVenue, 'db' | 'folder'>): void {
  if (kept(db, FILES_LEFT) === undefined) return
  for (const place of ['backups', 'evidence', 'out']) emptyFolder(path.join(folder, place))
  for (const name of readdirSync(folder)) {
    // kept by a restore, by a migration, by a restore that was cut off, a package that waits to be taken: each holds people
    if (/^before-restore-|^kaodian\.db\.before-v|^kaodian\.db\.incoming|^preparing$|\.kdpack(\.part)?$/.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
  for (const paper of paperFolders(db)) emptyPaper(paper)
  // freed pages, and the log they were written through, hold the old text until they are written anew
  db.raw.exec('VACUUM')
  db.raw.pragma('wal_checkpoint(TRUNCATE)')
  forget(db, FILES_LEFT)
  db.raw.pragma('wal_checkpoint(TRUNCATE)')
}

function emptyFolder(place: string): void {
  if (!existsSync(place)) return
  for (const name of readdirSync(place)) rmSync(path.join(place, name), { recursive: true, force: true })
}

/** Every folder that ever took this venue's paper; on a stick that is not plugged in, it stays for people to remove. */
function paperFolders(db: Db): string[] {
  const named = factsOfPaper(db)
  return [...new Set(named)].map((folder) => path.join(folder, paperFolderName)).filter((place) => existsSync(place))
}

function factsOfPaper(db: Db): string[] {
  return db
    .all<{ folder: string | null }>("SELECT json_extract(CAST(f.bytes AS TEXT), '$.body.folder') AS folder FROM venue_fact t JOIN fact f ON f.n = t.fact WHERE t.type = 'paper.folder'")
    .flatMap(({ folder }) => (folder === null ? [] : [folder]))
}

/** Only the pages the program writes there: the folder lies outside its own. */
function emptyPaper(place: string): void {
  for (const name of readdirSync(place)) if (/\.html(\.new)?$/.test(name)) rmSync(path.join(place, name), { force: true })
}
