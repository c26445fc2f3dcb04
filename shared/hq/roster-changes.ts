import { z } from 'zod'
import type { Sex } from '../roster.ts'

/** What an import compares of a candidate: a row of the roster as HQ keeps it. */
export interface RosterPerson {
  id: string
  rosterNumber: string
  ticket: string
  residentId: string
  name: string
  sex: Sex
  birth: string
  post: string
  written: string | null
  quality: string | null
}

const fields = ['rosterNumber', 'ticket', 'residentId', 'name', 'sex', 'birth', 'post', 'written', 'quality'] as const
export type RosterField = (typeof fields)[number]

/** One candidate whom a new sheet describes otherwise: field by field what stands and what would stand. */
export const RowChange = z.strictObject({
  candidate: z.string(), row: z.number().int(), name: z.string(), ticket: z.string(), issued: z.boolean(),
  fields: z.array(z.strictObject({ field: z.enum(fields), before: z.string(), after: z.string() })),
})
export type RowChange = z.infer<typeof RowChange>

/** A row of the sheet with its place in it. */
export type SheetPerson = Omit<RosterPerson, 'id'> & { row: number }

/** What a sheet would do to those who are there. Nobody is in two of these. */
export interface RosterChanges {
  added: readonly SheetPerson[]
  changed: readonly { id: string; from: RosterPerson; to: SheetPerson; fields: readonly RosterField[] }[]
  same: number
  /** There, and not in the sheet. */
  missing: readonly RosterPerson[]
  /** A ticket of the sheet belongs to somebody else who is there: neither id number nor name agree. */
  taken: readonly { row: number; ticket: string; name: string }[]
}

/**
 * Compares a sheet with those who are there. Somebody is the same person by id number, else by ticket where the name
 * agrees; a ticket that belongs to another is no change but a conflict, so that nobody inherits another one's records.
 */
export function rosterChanges(present: readonly RosterPerson[], sheet: readonly SheetPerson[]): RosterChanges {
  const byResident = new Map(present.map((person) => [person.residentId, person]))
  const byTicket = new Map(present.map((person) => [person.ticket, person]))
  const met = new Map<string, SheetPerson>()
  const loose: SheetPerson[] = []
  const added: SheetPerson[] = []
  const changed: RosterChanges['changed'][number][] = []
  const taken: RosterChanges['taken'][number][] = []
  const same = new Set<string>()
  const meet = (person: RosterPerson, row: SheetPerson) => {
    met.set(person.id, row)
    const differing = differences(person, row)
    if (differing.length === 0) same.add(person.id)
    else changed.push({ id: person.id, from: person, to: row, fields: differing })
  }
  for (const row of sheet) {
    const person = byResident.get(row.residentId)
    if (person === undefined) loose.push(row)
    else meet(person, row)
  }
  for (const row of loose) {
    const person = byTicket.get(row.ticket)
    if (person !== undefined && !met.has(person.id) && person.name === row.name) meet(person, row)
    else added.push(row)
  }
  const missing = present.filter(({ id }) => !met.has(id))
  // a ticket may go from one to another only when the one it belonged to is in the sheet too, with a new one
  const standing = new Map(missing.map((person) => [person.ticket, person.name]))
  for (const row of [...added, ...changed.map(({ to }) => to)]) {
    const name = standing.get(row.ticket)
    if (name !== undefined) taken.push({ row: row.row, ticket: row.ticket, name })
  }
  return { added, changed, same: same.size, missing, taken }
}

/** The fields in which a row says something else than what stands. */
export function differences(person: RosterPerson, row: Omit<SheetPerson, 'row'>): RosterField[] {
  return fields.filter((field) => person[field] !== row[field])
}
