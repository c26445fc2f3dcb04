import { sql } from 'kysely'
import { errorFields } from '../../exchange/log.ts'
import type { Inside } from '../inside.ts'
import type { Trx } from '../store.ts'

const nothing = Buffer.alloc(0)

/**
 * Takes every name, number, date of birth, photo and sealed byte of a recruitment out of HQ's tables and answers how many
 * people it were. What is left of a person is the opaque id, sex, post and scores: what ranks were made of. Facts, pages,
 * standings, HQ's ledger and lists published for public notice stay as they are.
 */
export async function erasePeople(trx: Trx, recruitment: number, at: number): Promise<number> {
  const erased = await trx.updateTable('person').set((eb) => ({
    roster_number: '', ticket: eb.ref('id'), resident_id: '', name: '', birth: '1900-01-01', photo: null,
    barred: eb.case().when('barred', 'is', null).then(null).else('erased').end(), withdrawn: eb.case().when('withdrawn', 'is', null).then(null).else('erased').end(),
  })).where('recruitment', '=', recruitment).executeTakeFirst()
  await trx.deleteFrom('photo').where('recruitment', '=', recruitment).execute()
  await trx.deleteFrom('package').where('recruitment', '=', recruitment).execute()
  await trx.updateTable('venue').set({ stations: '[]', operators: '[]', code: '' }).where('recruitment', '=', recruitment).execute()
  await trx.updateTable('publication').set({ content: '' }).where('recruitment', '=', recruitment).where('masked', '=', 0).execute()
  await trx.updateTable('quarantine').set({ bytes: nothing }).where('recruitment', '=', recruitment).execute()
  await trx.updateTable('recruitment').set({ erased_at: at }).where('no', '=', recruitment).execute()
  return Number(erased.numUpdatedRows)
}

/** Row of `meta` that stays until the places where erased rows lay are written anew. */
const left = 'erase.forget'

/** Says, in the transaction that erases, that its traces are still to be forgotten. */
export async function mustForget(trx: Trx): Promise<void> {
  await trx.insertInto('meta').values({ key: left, value: '1' }).onConflict((row) => row.column('key').doNothing()).execute()
}

/**
 * Has the database forget the places where the rows lay, so that they are not found in its files either; nothing to do
 * where nothing was erased. A process that dies before this is done leaves it to the next start. Logs when it cannot be done now.
 */
export async function forgetPages({ store: { kind, db }, log }: Pick<Inside, 'store' | 'log'>): Promise<void> {
  if ((await db.selectFrom('meta').select('key').where('key', '=', left).executeTakeFirst()) === undefined) return
  try {
    if (kind === 'postgres') await sql`VACUUM (FULL) person, photo, package, venue, publication, quarantine, job`.execute(db)
    else {
      await sql`VACUUM`.execute(db)
      // it writes beside the file: the old places are in there until all of that has been put into it
      const { rows: [put] } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
      if (put?.busy !== 0) throw new Error('somebody reads what is to be forgotten')
    }
    await db.deleteFrom('meta').where('key', '=', left).execute()
  } catch (error) {
    log.error({ error: errorFields(error) }, 'what was erased is still in the files of the database; tried again at the next start')
  }
}
