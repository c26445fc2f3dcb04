import { setTimeout as pause } from 'node:timers/promises'

/** Tries of one transaction in all, and ms before the second; doubled with each further one. */
const most = 6
const firstPause = 10

/**
 * Does a transaction, and does it again where PostgreSQL gave it up for another (40P01 deadlock, 40001 serialisation):
 * then nothing of it has happened. So it must keep nothing outside the database between two tries.
 */
export async function again<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (tries === most || !gaveWay(error)) throw error
      await pause(firstPause * 2 ** (tries - 1))
    }
  }
}

function gaveWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
}
