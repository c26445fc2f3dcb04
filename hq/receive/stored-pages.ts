import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { readPage, type Page } from '../../exchange/page.ts'
import type { Db, Trx } from '../store.ts'

/** The bytes of a page as it came, from what lies in the database. */
export function storedBytes(packed: Buffer): Buffer {
  return zstdDecompressSync(packed)
}

/** A page as it lies in the database, unpacked; throws when it is none, for only checked pages are stored. */
export function storedPage(packed: Buffer): Page {
  return pageOf(storedBytes(packed))
}

/** The same of bytes that were unpacked already. */
export function pageOf(bytes: Buffer): Page {
  const page = readPage(bytes)
  if (!page.ok) throw new Error(`a stored page cannot be read: ${page.fault}`)
  return page
}

/** Packs a page for the database: level 1, about six times smaller; what is left are hashes and signatures. */
export function toStore(page: Buffer): Buffer {
  return zstdCompressSync(page, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}

/** A stored page with where it stands in its stream. */
export interface StoredPage {
  first: number
  last: number
  packed: Buffer
  hash: Buffer
}

/** Pages of a stream that hold facts behind `after`, in order. */
export function pagesAfter(db: Db | Trx, { recruitment, no }: { recruitment: number; no: number }, after: number, most: number): Promise<StoredPage[]> {
  return db.selectFrom('page').select(['first', 'last', 'packed', 'hash']).where('recruitment', '=', recruitment).where('stream', '=', no)
    .where('last', '>', after).orderBy('first').limit(most).execute()
}

/**
 * Hash (hex) of a held fact. Pages keep the hash of their last one; every other stands in the fact that follows it.
 * Null where the stream does not hold it.
 */
export async function heldHash(db: Db | Trx, stream: { recruitment: number; no: number }, seq: number): Promise<string | null> {
  const [row] = await pagesAfter(db, stream, seq - 1, 1)
  if (row === undefined || row.first > seq) return null
  return row.last === seq ? row.hash.toString('hex') : prevOf(storedPage(row.packed), seq + 1)
}

/** Hash (hex) of the fact before `seq`, as fact `seq` of this page says it. */
export function prevOf({ header, facts }: Page, seq: number): string | null {
  const next = facts[seq - header.first]
  if (next === undefined) return null
  const { prev } = JSON.parse(next.bytes.toString('utf8')) as { prev: string }
  return prev
}
