import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Projected } from '../../shared/hq/projector.ts'

// `record.doc` lies packed: a person's facts are five kilobytes of much the same words. As text they were most of the
// database, and PostgreSQL took longer to write them down than everything else of a projection together.

/** What a projection writes; the thread that reckoned may have packed the records already. */
export type ToWrite = Omit<Projected, 'records'> & { records: { person: string; doc: string | Uint8Array }[] }

/** The JSON of a person's facts as it is kept, about nine times smaller. */
export function packedDoc(text: string): Buffer {
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
}

/** The JSON of a person's facts again. */
export function docText(packed: Uint8Array): string {
  return zstdDecompressSync(packed).toString('utf8')
}
