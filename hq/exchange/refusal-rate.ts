import type { Inside } from '../inside.ts'

/** Refused questions an address may have at once, and how many per second it gets back. */
const burst = 100
const perSecond = 2

const keyOf = (from: string) => `exchange:${from}`

/** Whether an address has been refused so often that it is not listened to now. Stations that are known never pay. */
export async function refusedTooOften(inside: Inside, from: string): Promise<boolean> {
  const row = await inside.store.db.selectFrom('rate').select(['hits', 'since']).where('key', '=', keyOf(from)).executeTakeFirst()
  return row !== undefined && left(row, inside.clock.now()) >= burst
}

/** Counts one refusal; the count is in the database, so that several processes and a restart know it. */
export async function countRefusal(inside: Inside, from: string): Promise<void> {
  const now = Math.round(inside.clock.now())
  await inside.store.db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('rate').select(['hits', 'since']).where('key', '=', keyOf(from)).executeTakeFirst()
    const hits = Math.ceil(row === undefined ? 1 : left(row, now) + 1)
    await trx.insertInto('rate').values({ key: keyOf(from), hits, since: now })
      .onConflict((on) => on.column('key').doUpdateSet({ hits, since: now })).execute()
  })
}

const left = ({ hits, since }: { hits: number; since: number }, now: number): number => Math.max(0, hits - (Math.max(0, now - since) * perSecond) / 1000)
