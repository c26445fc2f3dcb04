import { newCode } from '../../exchange/card.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { doneBefore, isRefused, lockedRecruitment } from '../recruitments/recruitment-row.ts'
import type { Db } from '../store.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

/** Adds a venue with its first one-time card. */
export async function addVenue({ inside, caller }: HqCall, input: HqInput<'division', 'addVenue'>): Promise<HqOutput<'division', 'addVenue'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'addVenue'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'venue.added')
    if (before !== null) return { ok: true, ...before }
    const { venue, name, stations, operators } = input
    const alike = await trx.selectFrom('venue').select(['id', 'name']).where('recruitment', '=', row.no).where((eb) => eb.or([eb('id', '=', venue), eb('name', '=', name)])).executeTakeFirst()
    if (alike !== undefined) return hqRefuse('venue_exists', { venue: alike.name })
    const twice = repeated(operators.map(({ operator }) => operator))
    if (twice !== undefined) return hqRefuse('account_exists', { account: twice })
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'venue.added', recruitment: row.no, body: { recruitment: row.id, venue, name } })
    await trx.insertInto('venue').values({
      recruitment: row.no, id: venue, name, stations: JSON.stringify(stations), operators: JSON.stringify(operators), code: newCode(inside.chance), card: 1, card_used_at: null,
      recipient: null, announced: '[]', heard_at: null, said: '{}', taken_version: 0,
    }).execute()
    await inside.touch(trx, row.no, 'division', 'packages', 'recruitments')
    return { ok: true, fact: done.seq, repeated: false }
  })
}

/** Names of a venue, its stations and accounts. */
export async function changeVenue({ inside, caller }: HqCall, input: HqInput<'division', 'changeVenue'>): Promise<HqOutput<'division', 'changeVenue'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'changeVenue'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'venue.changed')
    if (before !== null) return { ok: true, ...before }
    const { venue, name } = input
    const others = await trx.selectFrom('venue').select(['id', 'name', 'stations', 'operators']).where('recruitment', '=', row.no).execute()
    const own = others.find(({ id }) => id === venue)
    if (own === undefined) return hqRefuse('venue_unknown', { venue })
    if (others.some((each) => each.id !== venue && each.name === name)) return hqRefuse('venue_exists', { venue: name })
    const twice = repeated(input.operators.map(({ operator }) => operator))
    if (twice !== undefined) return hqRefuse('account_exists', { account: twice })
    const [stations, operators] = [JSON.stringify(input.stations), JSON.stringify(input.operators)]
    const what = [own.name === name ? '' : 'name', own.stations === stations ? '' : 'stations', own.operators === operators ? '' : 'operators'].filter((each) => each !== '')
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'venue.changed', recruitment: row.no, body: { recruitment: row.id, venue, name, what } })
    await trx.updateTable('venue').set({ name, stations, operators }).where('recruitment', '=', row.no).where('id', '=', venue).execute()
    await inside.touch(trx, row.no, 'division', 'packages', 'recruitments')
    return { ok: true, fact: done.seq, repeated: false }
  })
}

/** Removes a venue with its half days, as long as nothing of it left HQ or came back. */
export async function removeVenue({ inside, caller }: HqCall, input: HqInput<'division', 'removeVenue'>): Promise<HqOutput<'division', 'removeVenue'>> {
  return inside.acting(async (trx, append): Promise<HqOutput<'division', 'removeVenue'>> => {
    const row = await lockedRecruitment(trx, inside.store.kind, input.recruitment)
    if (isRefused(row)) return row
    const before = await doneBefore(trx, input.cmd, 'venue.removed')
    if (before !== null) return { ok: true, ...before }
    const { venue, reason } = input
    const own = await trx.selectFrom('venue').select('name').where('recruitment', '=', row.no).where('id', '=', venue).executeTakeFirst()
    if (own === undefined) return hqRefuse('venue_unknown', { venue })
    if ((await usedVenues(trx, row.no)).has(venue)) return hqRefuse('venue_in_use', { venue: own.name })
    const done = await append({ by: caller.account, cmd: input.cmd, type: 'venue.removed', recruitment: row.no, body: { recruitment: row.id, venue, reason } })
    const sessions = trx.selectFrom('session').select('id').where('recruitment', '=', row.no).where('venue', '=', venue)
    await trx.deleteFrom('due').where('recruitment', '=', row.no).where('session', 'in', sessions).execute()
    await trx.deleteFrom('session').where('recruitment', '=', row.no).where('venue', '=', venue).execute()
    await trx.deleteFrom('venue').where('recruitment', '=', row.no).where('id', '=', venue).execute()
    await inside.touch(trx, row.no, 'division', 'packages', 'recruitments')
    return { ok: true, fact: done.seq, repeated: false }
  })
}

/** Venues to which a package was issued or from which a station's facts came. */
export async function usedVenues(db: Db, recruitment: number): Promise<ReadonlySet<string>> {
  const issued = await db.selectFrom('package').select('venue').distinct().where('recruitment', '=', recruitment).execute()
  const heard = await db.selectFrom('stream').select('venue').distinct().where('recruitment', '=', recruitment).execute()
  return new Set([...issued, ...heard].map(({ venue }) => venue))
}

const repeated = (ids: readonly string[]): string | undefined => ids.find((id, at) => ids.indexOf(id) !== at)
