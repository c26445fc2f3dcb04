import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { storageTrouble } from './storage-trouble.ts'

/**
 * Writes a file that leaves the venue: under a temporary name, on the disk, read back and compared, and only then under
 * its name. Answers its SHA-256 (hex); refused 'disk_full' when the disk does not take it, 'database_moved' when it is gone.
 */
export async function writeOut(folder: string, name: string, chunks: readonly Uint8Array[]): Promise<string | Refused> {
  const unfinished = path.join(folder, `${randomUUID()}.part`)
  const expected = createHash('sha256')
  let handle: FileHandle | null = null
  try {
    mkdirSync(folder, { recursive: true })
    handle = await open(unfinished, 'wx', 0o600)
    for (const chunk of chunks) {
      expected.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
    await handle.close()
    handle = null
    const hash = expected.digest('hex')
    if ((await hashOf(unfinished)) !== hash) return refuse('disk_full')
    await rename(unfinished, path.join(folder, name))
    return hash
  } catch (error) {
    await handle?.close()
    await rm(unfinished, { force: true })
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO' || code === 'EROFS') return refuse('disk_full')
    const trouble = storageTrouble(error)
    if (trouble === null) throw error
    return refuse(trouble)
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Bytes of one answer of a download. */
const slice = 3_000_000

/** A slice of a file for a browser's download. */
export async function sliceOf(folder: string, name: string, size: number, offset: number): Promise<{ ok: true; name: string; bytes: string; total: number }> {
  const handle = await open(path.join(folder, name), 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(slice, size - offset)))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset)
    return { ok: true, name, bytes: bytes.subarray(0, bytesRead).toString('base64'), total: size }
  } finally {
    await handle.close()
  }
}
