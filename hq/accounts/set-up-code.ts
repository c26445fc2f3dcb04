import { createHash, timingSafeEqual } from 'node:crypto'
import type { Inside } from '../inside.ts'
import type { Db } from '../store.ts'

const key = 'set_up_code'
const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

/**
 * The one-time code with which the first account is made, `XXXX-XXXX-XXXX` (60 bits); null once there is an account.
 * Every start without an account makes another one; the database keeps only its hash.
 */
export async function setUpCode(inside: Inside): Promise<string | null> {
  const { db } = inside.store
  if ((await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined) return null
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789'
  const code = [...inside.chance.bytes(12)].map((byte) => letters[byte % 32]).join('').replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')
  const value = hashOf(code)
  await db.insertInto('meta').values({ key, value }).onConflict((row) => row.column('key').doUpdateSet({ value })).execute()
  return code
}

/** A code as it was printed, however it was typed: strokes, spaces and small letters do not count, O is 0, I and L are 1. */
function asPrinted(typed: string): string {
  const letters = typed.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return letters.replace(/^(.{4})(.{4})(.+)$/, '$1-$2-$3')
}

/** Whether this is the code that the newest start printed. */
export async function isSetUpCode(db: Db, code: string): Promise<boolean> {
  const held = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  const given = hashOf(asPrinted(code))
  return held?.value.length === given.length && timingSafeEqual(Buffer.from(held.value), Buffer.from(given))
}

/** Burns the code; false when somebody else did. */
export async function burnSetUpCode(db: Db): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('meta').where('key', '=', key).executeTakeFirst()
  return numDeletedRows === 1n
}
