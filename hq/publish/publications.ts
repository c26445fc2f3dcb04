import type { HqListKind } from '../../shared/hq/facts.ts'
import { peopleIn, type PublicationContent } from '../../shared/hq/publication.ts'
import { readHqFact } from '../own-ledger.ts'
import type { Db } from '../store.ts'

/** A publication as it is kept. `content` null: it was for inside use and has been erased; its hash and fact stay. */
export interface Kept {
  id: string; list: HqListKind; posts: readonly string[]; masked: boolean; hash: string; at: number; by: string; second: string; fact: number
  people: number; notice: { from: string; to: string } | null; replaces: string | null; replacedBy: string | null; content: PublicationContent | null
}

function rows(db: Db, recruitment: number) {
  return db.selectFrom('publication as p').innerJoin('hq_fact as f', 'f.seq', 'p.fact')
    .select(['p.id', 'p.list', 'p.posts', 'p.masked', 'p.hash', 'p.at', 'p.by', 'p.fact', 'p.content', 'p.replaced_by', 'f.bytes']).where('p.recruitment', '=', recruitment)
}

function keptOf(row: Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number]): Kept {
  const fact = readHqFact(row.bytes)
  const content = row.content === '' ? null : JSON.parse(row.content) as PublicationContent
  return {
    id: row.id, list: row.list as HqListKind, posts: JSON.parse(row.posts) as string[], masked: row.masked === 1, hash: row.hash, at: row.at, by: row.by, second: fact.second ?? '', fact: row.fact,
    people: content === null ? 0 : peopleIn(content), notice: content?.notice ?? null, replaces: fact.type === 'list.published' ? fact.body.replaces : null, replacedBy: row.replaced_by, content,
  }
}

/** Every publication of a recruitment, newest first. */
export async function publications(db: Db, recruitment: number): Promise<Kept[]> {
  return (await rows(db, recruitment).orderBy('p.fact', 'desc').execute()).map(keptOf)
}

/** One publication, or null. */
export async function keptPublication(db: Db, recruitment: number, id: string): Promise<Kept | null> {
  const row = await rows(db, recruitment).where('p.id', '=', id).executeTakeFirst()
  return row === undefined ? null : keptOf(row)
}
