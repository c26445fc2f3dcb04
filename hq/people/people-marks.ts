import { hqRefuse, type HqRefused } from '../../shared/hq/answer.ts'
import { differences } from '../../shared/hq/roster-changes.ts'
import { readResidentId } from '../../shared/resident-id.ts'
import type { HqFactBody } from '../../shared/hq/facts.ts'
import type { Inside } from '../inside.ts'
import { venuesToAmend } from './issued-people.ts'
import { columnsOf } from './people-writing.ts'
import { isRefused, lockedRecruitment, packOf, type Recruitment } from '../recruitments/recruitment-row.ts'
import { restand } from '../projector/standing-job.ts'
import type { Trx } from '../store.ts'
import type { HqCall, HqInput } from '../use-cases.ts'

type Touched = Parameters<Inside['touch']>[2]
/** Nouns whose screens show something about a candidate. */
const nouns: Touched[] = ['people', 'posts', 'recruitments', 'division', 'packages', 'decide', 'watch']

type Change = HqFactBody<'person.changed'>
type Done = { ok: true; fact: number; repeated: boolean; amend: string[] }

/** Does something to one candidate with its fact; the venues whose package holds the person are named to be amended. */
async function onPerson(
  { inside, caller }: HqCall, about: { cmd: string; recruitment: string; candidate: string; reason: string; what: Change['what'] },
  work: (trx: Trx, row: Recruitment, person: Awaited<ReturnType<typeof personIn>>) => Promise<HqRefused | { fields: string[]; write: () => Promise<void> }>,
): Promise<Done | HqRefused> {
  const { cmd, recruitment, candidate, reason, what } = about
  return inside.acting(async (trx, append): Promise<Done | HqRefused> => {
    const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
    if (isRefused(row)) return row
    const person = await personIn(trx, row.no, candidate)
    if (person === undefined) return hqRefuse('candidate_unknown')
    const known = await trx.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).executeTakeFirst()
    if (known !== undefined) return { ok: true, fact: known.seq, repeated: true, amend: await venuesToAmend(trx, row.no, candidate) }
    const made = await work(trx, row, person)
    if (isRefused(made)) return made
    const fact = await append({ by: caller.account, cmd, type: 'person.changed', recruitment: row.no, body: { recruitment, candidate, what, fields: made.fields, reason } })
    await made.write()
    await restand(trx, row.no, { people: [candidate] })
    await inside.touch(trx, row.no, ...nouns)
    return { ok: true, fact: fact.seq, repeated: false, amend: await venuesToAmend(trx, row.no, candidate) }
  })
}

function personIn(trx: Trx, recruitment: number, candidate: string) {
  return trx.selectFrom('person').selectAll().where('recruitment', '=', recruitment).where('id', '=', candidate).executeTakeFirst()
}

/** Withdraws or bars a candidate, or takes either back. */
export function markPerson(call: HqCall, { what, reason, ...about }: HqInput<'people', 'mark'>): Promise<Done | HqRefused> {
  return onPerson(call, { ...about, what, reason }, async (trx, row, person) => {
    if (person === undefined) return hqRefuse('candidate_unknown')
    const so = what === 'restored' ? person.barred === null && person.withdrawn === null : person[what] !== null
    if (so) return hqRefuse('already_so')
    const set = what === 'restored' ? { barred: null, withdrawn: null } : { [what]: reason.slice(0, 200) }
    return {
      fields: [],
      write: async () => {
        await trx.updateTable('person').set(set).where('recruitment', '=', row.no).where('id', '=', person.id).execute()
      },
    }
  })
}

/** Puts something right on a candidate; only the names of the fields enter the ledger. */
export function correctPerson(call: HqCall, { fields: given, ...about }: HqInput<'people', 'correct'>): Promise<Done | HqRefused> {
  return onPerson(call, { ...about, what: 'corrected' }, async (trx, row, person) => {
    if (person === undefined) return hqRefuse('candidate_unknown')
    const now = {
      id: person.id, rosterNumber: person.roster_number, ticket: person.ticket, residentId: person.resident_id, name: person.name, sex: person.sex, birth: person.birth,
      post: person.post, written: person.written, quality: person.quality,
    }
    const next = { ...now, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
    const fault = await faultOf(trx, row, next)
    if (fault !== null) return fault
    const fields = differences(now, next)
    if (fields.length === 0) return hqRefuse('already_so')
    return {
      fields,
      write: async () => {
        await trx.updateTable('person').set(columnsOf(next)).where('recruitment', '=', row.no).where('id', '=', person.id).execute()
      },
    }
  })
}

/** Adds one candidate who was forgotten. */
export function addPerson({ inside, caller }: HqCall, { cmd, recruitment, person, reason }: HqInput<'people', 'add'>) {
  return inside.acting(async (trx, append) => {
    const row = await lockedRecruitment(trx, inside.store.kind, recruitment)
    if (isRefused(row)) return row
    const known = await trx.selectFrom('hq_fact').select('seq').where('cmd', '=', cmd).executeTakeFirst()
    const held = await trx.selectFrom('person').select('id').where('recruitment', '=', row.no).where('ticket', '=', person.ticket).executeTakeFirst()
    if (known !== undefined && held !== undefined) return { ok: true as const, fact: known.seq, repeated: true, candidate: held.id }
    const id = inside.chance.bytes(8).toString('hex')
    const fault = await faultOf(trx, row, { id, ticket: person.ticket, residentId: person.residentId, post: person.post })
    if (fault !== null) return fault
    const fact = await append({ by: caller.account, cmd, type: 'person.changed', recruitment: row.no, body: { recruitment, candidate: id, what: 'added', fields: [], reason } })
    await trx.insertInto('person').values({ recruitment: row.no, id, ...columnsOf(person), barred: null, withdrawn: null, photo: null }).execute()
    await restand(trx, row.no, { people: [id] })
    await inside.touch(trx, row.no, ...nouns)
    return { ok: true as const, fact: fact.seq, repeated: false, candidate: id }
  })
}

/** Why a candidate cannot be written like this: the post is not in the pack, or ticket or id number belong to another. */
async function faultOf(trx: Trx, row: Recruitment, { id, ticket, residentId, post }: { id: string; ticket: string; residentId: string; post: string }): Promise<HqRefused | null> {
  if (!packOf(row).posts.some(({ code }) => code === post)) return hqRefuse('post_unknown', { post })
  const read = readResidentId(residentId)
  if (!read.valid) return hqRefuse('sheet_rows', { count: '1', field: 'residentId', fault: read.reason })
  const other = await trx.selectFrom('person').select(['name', 'ticket']).where('recruitment', '=', row.no).where('id', '!=', id)
    .where((eb) => eb.or([eb('ticket', '=', ticket), eb('resident_id', '=', read.id)])).executeTakeFirst()
  return other === undefined ? null : hqRefuse('ticket_taken', { ticket: other.ticket, name: other.name })
}
