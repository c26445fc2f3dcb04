import { sql } from 'kysely'
import type { Store, Trx } from '../store.ts'

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

/** Has the database forget the places where the rows lay, so that they are not found in its files either. */
export async function forgetPages({ kind, db }: Store): Promise<void> {
  if (kind === 'postgres') {
    await sql`VACUUM (FULL) person, photo, package, venue, publication, quarantine`.execute(db)
    return
  }
  await sql`VACUUM`.execute(db)
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
}
