import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { RosterField, SheetPerson } from '../../shared/hq/roster-changes.ts'
import { putRows } from '../bulk-rows.ts'
import type { Inside } from '../inside.ts'
import type { StoreKind, Trx } from '../store.ts'

/** What an import writes. */
export interface PeopleToWrite {
  added: readonly SheetPerson[]
  changed: readonly { id: string; to: SheetPerson; fields: readonly RosterField[] }[]
  removed: readonly string[]
}

/** Rows in one statement; between two of them others are answered. */
const together = 500

/**
 * Writes people in batches inside the caller's transaction and tells how far it is; between two batches the process
 * answers others. New people get opaque random ids, which say nothing of their place in the roster.
 */
export async function writePeople(trx: Trx, { chance, store: { kind } }: Inside, recruitment: number, { added, changed, removed }: PeopleToWrite, tell: (done: number) => void): Promise<void> {
  let done = 0
  const went = async (count: number) => {
    done += count
    tell(done)
    await setImmediate()
  }
  for (const ids of batches(removed)) {
    await trx.deleteFrom('due').where('recruitment', '=', recruitment).where('person', 'in', ids).execute()
    await trx.deleteFrom('person').where('recruitment', '=', recruitment).where('id', 'in', ids).execute()
    await went(ids.length)
  }
  await changePeople(trx, kind, recruitment, changed, went)
  for (const rows of batches(added)) {
    await putRows(trx, kind, 'person', recruitment, rows.map((row) => ({ id: chance.bytes(8).toString('hex'), ...columnsOf(row) })), { key: ['id'], keep: true })
    await went(rows.length)
  }
}

async function changePeople(trx: Trx, kind: StoreKind, recruitment: number, changed: PeopleToWrite['changed'], went: (count: number) => Promise<void>): Promise<void> {
  // two people may have changed tickets with each other: the old ones are let go of first
  for (const some of batches(changed.filter(({ fields }) => fields.includes('ticket'))))
    await trx.updateTable('person').set({ ticket: sql`'~' || id` }).where('recruitment', '=', recruitment).where('id', 'in', some.map(({ id }) => id)).execute()
  for (const some of batches(changed)) {
    await putRows(trx, kind, 'person', recruitment, some.map(({ id, to }) => ({ id, ...columnsOf(to) })), { key: ['id'] })
    await went(some.length)
  }
}

/** A row of a sheet as the table has it. */
export function columnsOf({ rosterNumber, ticket, residentId, name, sex, birth, post, written, quality }: Omit<SheetPerson, 'row'>) {
  return { roster_number: rosterNumber, ticket, resident_id: residentId, name, sex, birth, post, written, quality }
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += together) yield all.slice(from, from + together)
}
