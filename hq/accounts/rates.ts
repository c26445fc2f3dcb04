import type { Inside } from '../inside.ts'

/** Tries before the first pause, the first pause in ms (doubling to the longest), and after how long it is all forgotten. */
interface Limit { free: number; firstPause: number; longestPause: number; forget: number }
const limits = {
  account: { free: 5, firstPause: 15_000, longestPause: 900_000, forget: 86_400_000 },
  // several people sit behind one address
  from: { free: 40, firstPause: 15_000, longestPause: 900_000, forget: 3_600_000 },
} as const satisfies Record<string, Limit>

export type RateKind = keyof typeof limits

function pauseOf({ free, firstPause, longestPause }: Limit, hits: number): number {
  return hits < free ? 0 : Math.min(longestPause, firstPause * 2 ** Math.min(20, hits - free))
}

/**
 * Counts a try, committed before anybody looks at what was typed: null when it may go on, otherwise until when (ms) the
 * account or address has to wait; a try during a pause is not counted.
 */
export async function takeTry({ store, clock }: Inside, kind: RateKind, what: string): Promise<number | null> {
  const limit: Limit = limits[kind]
  const key = `${kind}:${what}`
  const now = Math.round(clock.now())
  return store.db.transaction().execute(async (trx) => {
    await trx.insertInto('rate').values({ key, hits: 0, since: now }).onConflict((row) => row.column('key').doNothing()).execute()
    const asked = trx.selectFrom('rate').select(['hits', 'since']).where('key', '=', key)
    const { hits, since } = await (store.kind === 'postgres' ? asked.forUpdate() : asked).executeTakeFirstOrThrow()
    const forgotten = now - since >= limit.forget
    const until = since + pauseOf(limit, hits)
    if (!forgotten && hits > 0 && now < until) return until
    await trx.updateTable('rate').set({ hits: forgotten ? 1 : hits + 1, since: now }).where('key', '=', key).execute()
    return null
  })
}

/** A try that was right: the account starts anew; the address gets its tries back, so that a house full of people is not one guesser. */
export async function forgive({ store }: Inside, account: string, from: string): Promise<void> {
  await store.db.deleteFrom('rate').where('key', '=', `account:${account}`).execute()
  const key = `from:${from}`
  const held = await store.db.selectFrom('rate').select('hits').where('key', '=', key).executeTakeFirst()
  if (held !== undefined) await store.db.updateTable('rate').set({ hits: Math.max(0, held.hits - 2) }).where('key', '=', key).execute()
}

/** Until when (ms) an account waits, for its row in the list; null when it does not. */
export function waitsUntil(hits: number, since: number, now: number): number | null {
  const until = since + pauseOf(limits.account, hits)
  return hits >= limits.account.free && now < until ? until : null
}
