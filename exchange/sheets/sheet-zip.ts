import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import type { SheetFault } from '../../shared/sheet-problems.ts'

/** Why a workbook's container is refused before anything parses it. */
export type ZipFault = Extract<
  SheetFault,
  'not_a_workbook' | 'encrypted' | 'too_large' | 'names' | 'macros' | 'document_type'
>

/** Bounds of a container: far above any roster, far below what fills a machine. */
const limits = { entries: 2000, entry: 50_000_000, total: 100_000_000, ratio: 200, ratioFrom: 65_536 }

const known =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|(docProps|docMetadata|xl|customXml|_xmlsignatures)\/[\w\-. [\]()/一-鿿]+)$/

/**
 * Looks through a workbook's container without trusting a size it states: entries ≤ 2,000, each ≤ 50 MB and ≤ 200 times
 * its packed size, ≤ 100 MB in all, names of a workbook only and each once, no encryption, no macros, no DOCTYPE.
 */
export async function screenWorkbook(bytes: Uint8Array): Promise<ZipFault | null> {
  let zip: ZipFile
  try {
    zip = await openZip(bytes)
  } catch {
    return 'not_a_workbook'
  }
  if (zip.entryCount > limits.entries) return 'too_large'
  const seen = new Set<string>()
  let total = 0
  try {
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      const fault = screenEntry(entry, seen)
      if (fault !== null) return fault
      total += entry.uncompressedSize
      if (total > limits.total) return 'too_large'
      if (await hasDocumentType(zip, entry)) return 'document_type'
    }
  } catch {
    // a name that climbs out, an entry larger than it said, a broken stream: nothing of it is read further
    return 'not_a_workbook'
  }
  return seen.has('xl/workbook.xml') && seen.has('[content_types].xml') ? null : 'not_a_workbook'
}

/** Opens a container in memory, entry by entry; entries that lie about their size or climb out of the folder throw. */
export function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const { promise, resolve, reject } = Promise.withResolvers<ZipFile>()
  const options = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }
  fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options, (error, zip) => {
    if (error === null) resolve(zip)
    else reject(error)
  })
  return promise
}

/** The next entry of the central directory, null after the last. */
export function nextEntry(zip: ZipFile): Promise<Entry | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Entry | null>()
  zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
  zip.once('entry', resolve)
  zip.once('end', () => resolve(null))
  zip.once('error', reject)
  zip.readEntry()
  return promise
}

function screenEntry(entry: Entry, seen: Set<string>): ZipFault | null {
  const name = entry.fileName.toLowerCase()
  if (entry.isEncrypted()) return 'encrypted'
  if (seen.has(name) || !known.test(entry.fileName) || name.includes('..')) return 'names'
  if (name.endsWith('vbaproject.bin')) return 'macros'
  seen.add(name)
  if (entry.uncompressedSize > limits.entry) return 'too_large'
  if (entry.uncompressedSize > limits.ratioFrom && entry.uncompressedSize > entry.compressedSize * limits.ratio)
    return 'too_large'
  return null
}

/** Reads the entry to its end, which also proves that it is no longer than it said. */
async function hasDocumentType(zip: ZipFile, entry: Entry): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<NodeJS.ReadableStream>()
  zip.openReadStream(entry, (error, stream) => {
    if (error === null) resolve(stream)
    else reject(error)
  })
  const text = /\.(xml|rels|vml)$/i.test(entry.fileName)
  let rest = ''
  let found = false
  for await (const chunk of await promise) {
    if (!text) continue
    // latin1 keeps every byte; without NULs UTF-16 reads like ASCII here
    const piece = rest + (chunk as Buffer).toString('latin1').replaceAll('\0', '')
    found ||= /<!(DOCTYPE|ENTITY)/i.test(piece)
    rest = piece.slice(-16)
  }
  return found
}
