import type { Db } from '../store.ts'

/** Names of the venues' operators as their facts say them, newest last; by operator id and by `venue id`. */
export async function operatorNames(db: Db, recruitment: number): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('venue_fact').select(['venue', 'doc']).where('recruitment', '=', recruitment)
    .where('type', 'in', ['operator.added', 'operator.changed']).orderBy('at').execute()
  return new Map(rows.flatMap(({ venue, doc }) => {
    const { body } = JSON.parse(doc) as { body: { operator: string; name: string } }
    return [[body.operator, body.name], [`${venue} ${body.operator}`, body.name]] as const
  }))
}
