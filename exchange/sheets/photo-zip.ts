import type { Entry, ZipFile } from 'yauzl'
import { nextEntry, openZip } from './sheet-zip.ts'

/** One photo of a .zip: the ticket its file is named by, and the whole image. */
export interface ZippedPhoto {
  ticket: string
  file: string
  image: Buffer
}

export type ReadPhotos =
  | { ok: true; photos: ZippedPhoto[]; problems: { file: string; problem: 'not_a_photo' | 'too_large' | 'twice' }[] }
  | { ok: false; fault: 'not_a_zip' | 'too_large' | 'encrypted' | 'empty' }

/** Bounds: photos of an exam package have 600 kB each; 64 MB of images come in at once. */
const limits = { entries: 30_000, photo: 600_000, total: 64_000_000 }

/**
 * Reads a .zip of photos named by ticket (`0123456.jpg`, in folders or not) without trusting a size or a kind it states:
 * what is no JPEG or PNG by its first bytes, too large, or there twice is named; the container's own faults refuse it whole.
 */
export async function readPhotos(bytes: Uint8Array): Promise<ReadPhotos> {
  let zip: ZipFile
  try {
    zip = await openZip(bytes)
  } catch {
    return { ok: false, fault: 'not_a_zip' }
  }
  if (zip.entryCount > limits.entries) return { ok: false, fault: 'too_large' }
  const photos = new Map<string, ZippedPhoto>()
  const problems: Extract<ReadPhotos, { ok: true }>['problems'] = []
  let total = 0
  try {
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      const file = entry.fileName.slice(0, 200)
      const named = ticketOf(entry.fileName)
      if (named === null) continue
      if (entry.isEncrypted()) return { ok: false, fault: 'encrypted' }
      total += entry.uncompressedSize
      if (total > limits.total) return { ok: false, fault: 'too_large' }
      if (named === '' || entry.uncompressedSize > limits.photo) problems.push({ file, problem: named === '' ? 'not_a_photo' : 'too_large' })
      else if (photos.has(named.toUpperCase())) problems.push({ file, problem: 'twice' })
      else {
        const image = await contentOf(zip, entry)
        if (isPhoto(image)) photos.set(named.toUpperCase(), { ticket: named, file, image })
        else problems.push({ file, problem: 'not_a_photo' })
      }
    }
  } catch {
    // a name that climbs out, an entry larger than it said, a broken stream
    return { ok: false, fault: 'not_a_zip' }
  }
  return photos.size === 0 && problems.length === 0 ? { ok: false, fault: 'empty' } : { ok: true, photos: [...photos.values()], problems }
}

/** The ticket a file is named by; '' where the name is no photo's, null for folders and what systems add by themselves. */
function ticketOf(fileName: string): string | null {
  const base = fileName.split('/').at(-1) ?? ''
  if (base === '' || fileName.startsWith('__MACOSX/') || base.startsWith('.') || base.toLowerCase() === 'thumbs.db') return null
  return /^([^/\\]{1,32})\.(jpe?g|png)$/i.exec(base)?.[1]?.trim() ?? ''
}

function isPhoto(image: Buffer): boolean {
  const begins = (...mark: number[]) => mark.every((byte, index) => image[index] === byte)
  return begins(0xff, 0xd8, 0xff) || begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
}

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<NodeJS.ReadableStream>()
  zip.openReadStream(entry, (error, stream) => {
    if (error === null) resolve(stream)
    else reject(error)
  })
  const pieces: Buffer[] = []
  for await (const piece of await promise) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
