import { checkPool } from './check-pool.ts'
import type { JobHandler } from '../jobs/job-kinds.ts'
import { quarantine } from './quarantine.ts'
import { storedBytes } from './stored-pages.ts'

/** Pages gone through between two looks at whether the process is stopping. */
const some = 16

/**
 * Job `signatures`, key: number of a stream. At receipt only the last signature of a page was checked, which covers every
 * fact before it by the chain; here every one is. A wrong one changes no fact and takes none back: it is named in
 * quarantine with a copy of the page, for a person to see.
 */
export const checkSignatures: JobHandler = async (inside, { key, signal }) => {
  const { db } = inside.store
  const stream = await db.selectFrom('stream').innerJoin('recruitment', 'recruitment.no', 'stream.recruitment')
    .select(['stream.no', 'stream.recruitment', 'stream.venue', 'stream.station', 'stream.public_key', 'recruitment.id']).where('stream.no', '=', Number(key)).executeTakeFirst()
  if (stream === undefined) return
  const publicKey = stream.public_key.toString('hex')
  while (!signal.aborted) {
    const pages = await db.selectFrom('page').select(['first', 'last', 'packed']).where('recruitment', '=', stream.recruitment).where('stream', '=', stream.no)
      .where('checked', '=', 0).orderBy('first').limit(some).execute()
    if (pages.length === 0) return
    await Promise.all(pages.map(async ({ first, last, packed }) => {
      const bytes = storedBytes(packed)
      const { wrong } = await checkPool().ask({ kind: 'signatures', bytes, publicKey })
      if (wrong !== null) {
        const place = { recruitment: { no: stream.recruitment, id: stream.id }, venue: stream.venue, source: 'recheck' }
        await quarantine(inside, place, { station: stream.station, seq: wrong, last, why: 'fact_signature', bytes, publicKey })
      }
      await db.updateTable('page').set({ checked: wrong === null ? 1 : 2 }).where('recruitment', '=', stream.recruitment).where('stream', '=', stream.no).where('first', '=', first).execute()
    }))
  }
}
