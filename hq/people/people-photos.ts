import { createHash } from 'node:crypto'
import { hqRefuse } from '../../shared/hq/answer.ts'
import type { PhotoProblem } from '../../shared/hq/sheet-problems.ts'
import { readPhotos } from '../../exchange/sheets/photo-zip.ts'
import { foundRecruitment, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput } from '../use-cases.ts'

/** Most faulty files that are listed. */
const mostListed = 500

/** Photos of candidates from a .zip of files named by ticket; all that fit are taken, what does not is named. */
export async function importPhotos(call: HqCall, { cmd, recruitment, name, bytes: base64, take }: HqInput<'people', 'photos'>) {
  const { inside: { store } } = call
  const row = await foundRecruitment(store.db, recruitment)
  if (isRefused(row)) return row
  const bytes = Buffer.from(base64, 'base64')
  const read = await readPhotos(bytes)
  if (!read.ok) return hqRefuse('photos_unreadable', { fault: read.fault })
  const people = await store.db.selectFrom('person').select(['id', 'ticket', 'photo']).where('recruitment', '=', row.no).execute()
  const byTicket = new Map(people.map((person) => [person.ticket.toUpperCase(), person]))
  const problems: { file: string; problem: PhotoProblem }[] = [...read.problems]
  const matched = read.photos.flatMap(({ ticket, file, image }) => {
    const person = byTicket.get(ticket.toUpperCase())
    if (person === undefined) problems.push({ file, problem: 'no_such_ticket' })
    return person === undefined ? [] : [{ person, image, hash: createHash('sha256').update(image).digest('hex') }]
  })
  const having = new Set([...people.filter(({ photo }) => photo !== null).map(({ id }) => id), ...matched.map(({ person }) => person.id)])
  const counts = {
    matched: matched.length, replaced: matched.filter(({ person, hash }) => person.photo !== null && person.photo !== hash).length,
    without: people.length - having.size, problems: problems.slice(0, mostListed),
  }
  if (!take || matched.length === 0) return { ok: true as const, fact: 0, repeated: false, ...counts }
  return keepPhotos(call, { cmd, recruitment, name, bytes, matched, counts })
}

interface Matched { person: { id: string }; image: Buffer; hash: string }

function keepPhotos<C>({ inside, caller }: HqCall, { cmd, recruitment, name, bytes, matched, counts }: { cmd: string; recruitment: string; name: string; bytes: Buffer; matched: readonly Matched[]; counts: C }) {
  return inside.acting(async (trx, append) => {
    const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
    if (isRefused(row)) return row
    const body = { recruitment, source: name.slice(0, 300), count: matched.length, hash: createHash('sha256').update(bytes).digest('hex') }
    const fact = await append({ by: caller.account, cmd, type: 'photos.imported', recruitment: row.no, body })
    for (const { person, image, hash } of matched) {
      await trx.insertInto('photo').values({ recruitment: row.no, hash, image }).onConflict((photo) => photo.columns(['recruitment', 'hash']).doNothing()).execute()
      await trx.updateTable('person').set({ photo: hash }).where('recruitment', '=', row.no).where('id', '=', person.id).execute()
    }
    await inside.touch(trx, row.no, 'people', 'packages')
    return { ok: true as const, fact: fact.seq, repeated: fact.repeated, ...counts }
  })
}

/** A photo as a screen takes it; null where there is none. */
export async function photoOf(db: Db, recruitment: number, hash: string | null): Promise<{ mime: string; bytes: string } | null> {
  if (hash === null) return null
  const row = await db.selectFrom('photo').select('image').where('recruitment', '=', recruitment).where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? null : { mime: row.image[0] === 0x89 ? 'image/png' : 'image/jpeg', bytes: row.image.toString('base64') }
}
