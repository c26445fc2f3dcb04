import { packChanges } from '../../shared/hq/pack-diff.ts'
import { peopleHoles, type CountedPerson } from '../../shared/hq/people-holes.ts'
import { packOfText, type ShownError } from '../../shared/pack-reading.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Inside } from '../inside.ts'
import { ownPack, wholeFaults } from './pack-keeping.ts'
import { issuedPackages, packOf, type Recruitment } from './recruitment-row.ts'
import type { Db } from '../store.ts'

/** What a text would be as the next version of a recruitment's pack: its faults, the holes candidates fall into, what it changes. */
export async function checkedText(inside: Inside, row: Recruitment, text: string, mostChanges: number) {
  const { db } = inside.store
  const needsReason = (await issuedPackages(db, row.no)) > 0
  const day = await testDay(inside, row.no)
  const read = packOfText(text)
  if (!read.ok) return { ok: true as const, valid: false, errors: read.errors, holes: [], changes: [], changed: 0, needsReason, day }
  const next = ownPack(read.pack, row.id, row.pack_version)
  const errors: ShownError[] = (await wholeFaults(db, row.no, next)).map(({ path, message }) => ({ path, message }))
  const changes = packChanges(packOf(row), next)
  const holes = errors.length > 0 ? [] : peopleHoles(next, await countedPeople(db, row.no), day)
  return { ok: true as const, valid: errors.length === 0, errors, holes, changes: changes.slice(0, mostChanges), changed: changes.length, needsReason, day }
}

/** The day ages are counted at where the pack counts at the test day: the first fitness half day, else today. */
export async function testDay(inside: Inside, recruitment: number): Promise<string> {
  const rows = await inside.store.db.selectFrom('session').select('body').where('recruitment', '=', recruitment).execute()
  const days = rows.map(({ body }) => JSON.parse(body) as Pick<RulePack['sessions'][number], 'date' | 'stages'>)
  const [first] = days.filter(({ stages }) => stages.includes('fitness')).map(({ date }) => date).sort()
  return first ?? new Date(inside.clock.now()).toISOString().slice(0, 10)
}

/** Everybody who is neither barred nor withdrawn, counted by what a standard goes by. */
async function countedPeople(db: Db, recruitment: number): Promise<CountedPerson[]> {
  const rows = await db.selectFrom('person').select(['post', 'sex', 'birth']).select((eb) => eb.fn.countAll<number>().as('n'))
    .where('recruitment', '=', recruitment).where('barred', 'is', null).where('withdrawn', 'is', null).groupBy(['post', 'sex', 'birth']).execute()
  return rows.map(({ post, sex, birth, n }) => ({ post, sex, birth, n: n }))
}
