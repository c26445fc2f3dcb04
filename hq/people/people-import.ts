import { createHash } from 'node:crypto'
import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import type { ImportStep } from '../../shared/hq/api/people.ts'
import { peopleHoles } from '../../shared/hq/people-holes.ts'
import type { RosterPerson } from '../../shared/hq/roster-changes.ts'
import { issuedPeople } from './issued-people.ts'
import { testDay } from '../recruitments/pack-checking.ts'
import type { PeopleReading } from './people-reading.ts'
import { readPeopleAside } from './people-thread.ts'
import { writePeople } from './people-writing.ts'
import { doneBefore, foundRecruitment, isRefused, lockedRecruitment, packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput } from '../use-cases.ts'

type Sheet = Pick<HqInput<'people', 'preview'>, 'bytes' | 'mapping'>
interface Read {
  row: Recruitment
  reading: PeopleReading
  issued: ReadonlySet<string>
  /** Names the file, the columns and everything it was compared with. */
  seen: string
}

/** Most changes and missing people that are listed; all are counted. */
const mostListed = 1000

/** Reads a sheet aside and compares it with those who are there; refused: recruitment_unknown, no_posts, sheet_unreadable. */
async function readGiven({ inside: { store } }: HqCall, recruitment: string, { bytes: base64, mapping }: Sheet): Promise<Read | HqRefused> {
  const row = await foundRecruitment(store.db, recruitment)
  if (isRefused(row)) return row
  if (row.erased_at !== null) return hqRefuse('recruitment_erased')
  const pack = packOf(row)
  if (pack.posts.length === 0) return hqRefuse('no_posts')
  const bytes = Buffer.from(base64, 'base64')
  const present = await presentPeople(store.db, row.no)
  const issued = new Set((await issuedPeople(store.db, row.no)).keys())
  const reading = await readPeopleAside({ bytes, mapping, pack, present })
  if (!reading.ok) return hqRefuse('sheet_unreadable', { fault: reading.fault })
  return { row, reading, issued, seen: seenMark(bytes, mapping ?? {}, row, present) }
}

/** What a preview showed, in 64 hex: the same file, columns, rules and people give the same mark. */
function seenMark(bytes: Uint8Array, mapping: Readonly<Record<string, string>>, row: Recruitment, present: readonly RosterPerson[]): string {
  const hash = createHash('sha256').update(createHash('sha256').update(bytes).digest())
  hash.update(JSON.stringify([Object.entries(mapping).sort(), row.no, row.pack_hash]))
  for (const person of present) hash.update(JSON.stringify(Object.values(person)))
  return hash.digest('hex')
}

export async function previewPeople(call: HqCall, { recruitment, bytes, mapping }: HqInput<'people', 'preview'>) {
  const read = await readGiven(call, recruitment, { bytes, mapping })
  if (isRefused(read)) return read
  const { row, reading, issued, seen } = read
  const { changes, ...shown } = reading
  const counted = [...changes.added, ...changes.changed.map(({ to }) => to)].map(({ post, sex, birth }) => ({ post, sex, birth, n: 1 }))
  return {
    ...shown, added: changes.added.length, changed: changes.changed.length, same: changes.same, missing: changes.missing.length,
    missingIssued: changes.missing.filter(({ id }) => issued.has(id)).length, seen,
    changes: changes.changed.slice(0, mostListed).map(({ id, to, fields, from }) => ({
      candidate: id, row: to.row, name: to.name, ticket: to.ticket, issued: issued.has(id),
      fields: fields.map((field) => ({ field, before: from[field] ?? '', after: to[field] ?? '' })),
    })),
    missingPeople: changes.missing.slice(0, mostListed).map(({ id, name, ticket, post }) => ({ candidate: id, name, ticket, post, issued: issued.has(id) })),
    holes: counted.length === 0 ? [] : peopleHoles(packOf(row), counted, await testDay(call.inside, row.no)),
  }
}

/** The import as it goes on; whatever happens, the last step is the answer, and it is all rows or none. */
export async function* importPeople(call: HqCall, input: HqInput<'people', 'import'>): AsyncGenerator<ImportStep, undefined, undefined> {
  const { inside, caller } = call
  const { cmd, recruitment, name, bytes, mapping, seen, missing } = input
  const before = await doneBefore(inside.store.db, cmd, 'people.imported')
  if (before !== null) {
    yield { kind: 'answer', answer: { ok: true, ...before, added: 0, changed: 0, removed: 0 } }
    return undefined
  }
  yield { kind: 'step', step: 'reading', done: 0, of: 1 }
  const read = await readGiven(call, recruitment, { bytes, mapping })
  const refused = isRefused(read) ? read : faultOf(read, seen)
  if (isRefused(read) || refused !== null) {
    yield { kind: 'answer', answer: refused ?? hqRefuse('stale') }
    return undefined
  }
  const { reading: { changes, count }, issued } = read
  const goes = missing === 'remove' ? changes.missing.filter(({ id }) => !issued.has(id)) : []
  const of = changes.added.length + changes.changed.length + goes.length
  const steps = stepChannel(of)
  const done = inside.acting(async (trx, append) => {
    const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
    if (isRefused(row)) return row
    // between reading and now another process may have changed rules or people
    const present = await presentPeople(trx, row.no)
    if (seenMark(Buffer.from(bytes, 'base64'), mapping ?? {}, row, present) !== seen) return hqRefuse('stale')
    await writePeople(trx, inside, row.no, { added: changes.added, changed: changes.changed, removed: goes.map(({ id }) => id) }, steps.tell)
    const hash = createHash('sha256').update(Buffer.from(bytes, 'base64')).digest('hex')
    const body = { recruitment, source: name.slice(0, 300), count, hash, added: changes.added.length, changed: changes.changed.length, removed: goes.length }
    const fact = await append({ by: caller.account, cmd, type: 'people.imported', recruitment: row.no, body })
    await restand(trx, row.no, { everybody: true })
    await inside.touch(trx, row.no, 'recruitments', 'people', 'posts', 'division', 'packages', 'decide', 'watch')
    return { ok: true as const, fact: fact.seq, repeated: fact.repeated, added: changes.added.length, changed: changes.changed.length, removed: goes.length }
  }).finally(steps.end)
  // whoever leaves in the middle does not leave an unheard failure behind
  done.catch(() => undefined)
  yield* steps.stream
  yield { kind: 'answer', answer: await done }
  return undefined
}

function faultOf({ reading, seen: now }: Read, seen: string): HqRefused | null {
  if (reading.problemCount > 0 || reading.count === 0) return hqRefuse('sheet_rows', { count: String(reading.problemCount) })
  return now === seen ? null : hqRefuse('stale')
}

/** How far the writing is, for whoever listens; steps that nobody took yet give way to the newest. */
function stepChannel(of: number) {
  let newest: number | null = 0
  let over = false
  let wake = Promise.withResolvers<null>()
  async function* stream(): AsyncGenerator<ImportStep, undefined, undefined> {
    for (;;) {
      if (newest !== null) {
        const done = newest
        newest = null
        yield { kind: 'step', step: 'writing', done, of }
      } else if (over) return undefined
      else await wake.promise
    }
  }
  const stir = () => {
    wake.resolve(null)
    wake = Promise.withResolvers<null>()
  }
  return {
    stream: stream(),
    tell: (done: number) => {
      newest = done
      stir()
    },
    end: () => {
      over = true
      stir()
    },
  }
}

/** Everybody of a recruitment as an import compares them, by id. */
async function presentPeople(db: Db, recruitment: number): Promise<RosterPerson[]> {
  const rows = await db.selectFrom('person').select(['id', 'roster_number', 'ticket', 'resident_id', 'name', 'sex', 'birth', 'post', 'written', 'quality'])
    .where('recruitment', '=', recruitment).orderBy('id').execute()
  return rows.map(({ roster_number, resident_id, ...person }) => ({
    id: person.id, rosterNumber: roster_number, ticket: person.ticket, residentId: resident_id, name: person.name, sex: person.sex, birth: person.birth, post: person.post,
    written: person.written, quality: person.quality,
  }))
}
