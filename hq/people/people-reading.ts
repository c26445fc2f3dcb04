import { mapHeaders, type SheetMapping } from '../../exchange/sheets/sheet-headers.ts'
import { readRoster } from '../../exchange/sheets/sheet-roster.ts'
import { readSheet } from '../../exchange/sheets/sheet.ts'
import type { SheetProblem } from '../../shared/api/venue.ts'
import { eligibilityWarnings } from '../../shared/eligibility.ts'
import { rosterChanges, type RosterPerson, type SheetPerson } from '../../shared/hq/roster-changes.ts'
import type { PersonWarning } from '../../shared/hq/sheet-problems.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import type { SheetFault } from '../../shared/sheet-problems.ts'

/** What the thread is given: the file, the pack without half days, and who is there already. */
export interface PeopleTask {
  bytes: Uint8Array
  mapping: Readonly<Record<string, string>> | undefined
  pack: RulePack
  present: readonly RosterPerson[]
}

/** What a roster would do, ready to be shown or carried out. */
export interface PeopleReading {
  ok: true
  headers: string[]
  mapping: Record<string, string>
  count: number
  sample: Record<string, string>[]
  problems: SheetProblem[]
  problemCount: number
  warnings: SheetProblem[]
  warningCount: number
  posts: { code: string; count: number }[]
  withoutScore: number
  changes: ReturnType<typeof rosterChanges>
}

/** Most problems and warnings that are listed; all are counted. */
const mostListed = 1000

/** Fields of a candidate; half days are HQ's own division and are not read from a sheet. */
const fields = ['rosterNumber', 'ticket', 'residentId', 'name', 'sex', 'birth', 'post', 'written', 'quality'] as const

/** Reads a roster with written scores and compares it with those who are there; runs in a thread of its own. */
export async function readPeople({ bytes, mapping: given, pack, present }: PeopleTask): Promise<PeopleReading | { ok: false; fault: SheetFault }> {
  const answer = await readSheet(bytes)
  if (!answer.ok) return answer
  const { sheet } = answer
  const mapping: Record<string, string> = {}
  const recognised: SheetMapping = mapHeaders(sheet.headers, fields)
  for (const field of fields) mapping[field] = given?.[field] ?? recognised[field] ?? ''
  const reading = readRoster(sheet, pack, mapping)
  const people = reading.candidates.map((candidate, index): SheetPerson => ({ ...personOf(candidate), row: sheet.rows[index]?.row ?? 0 }))
  const changes = rosterChanges(present, people)
  const column = (field: (typeof fields)[number]) => mapping[field] === '' || mapping[field] === undefined ? field : mapping[field]
  const problems = [
    ...reading.problems,
    ...changes.taken.map(({ row, ticket, name }): SheetProblem => ({ row, column: column('ticket'), problem: 'ticket_taken', value: `${ticket} = ${name}` })),
  ]
  const warnings = reading.candidates.flatMap((candidate, index) => warningsOf(candidate, sheet.rows[index]?.row ?? 0, pack, column))
  const shown = Object.fromEntries(Object.entries(reading.mapping).filter(([field]) => fields.some((each) => each === field)))
  return {
    ok: true, headers: sheet.headers, mapping: shown, count: reading.count, sample: reading.sample,
    problems: problems.slice(0, mostListed), problemCount: problems.length, warnings: warnings.slice(0, mostListed), warningCount: warnings.length,
    posts: reading.posts.map(({ code, count }) => ({ code, count })), withoutScore: people.filter(({ written }) => written === null).length,
    changes: problems.length === 0 ? changes : { added: [], changed: [], same: 0, missing: [], taken: [] },
  }
}

function personOf({ rosterNumber, ticket, residentId, name, sex, birth, post, written, quality }: Candidate): Omit<SheetPerson, 'row'> {
  return { rosterNumber, ticket, residentId, name, sex, birth, post, written: written ?? null, quality: quality ?? null }
}

/** Conflicts of a candidate with the post: said here, decided by people (规则 §3: never an automatic bar). */
function warningsOf(candidate: Candidate, row: number, pack: RulePack, column: (field: (typeof fields)[number]) => string): SheetProblem[] {
  const post = pack.posts.find(({ code }) => code === candidate.post) ?? null
  const found: SheetProblem[] = []
  const add = (field: (typeof fields)[number], problem: PersonWarning, value: string) => found.push({ row, column: column(field), problem, value })
  for (const warning of eligibilityWarnings(post, candidate)) {
    switch (warning.reason) {
      case 'sex_not_for_post':
        add('sex', 'sex_not_for_post', `${candidate.name} ${candidate.post}`)
        break
      case 'born_before_window':
      case 'born_after_window':
        add('birth', warning.reason, `${candidate.name} ${warning.birth} / ${warning.limit}`)
        break
      case 'nationality_required':
      case 'residence_permit':
        add('residentId', warning.reason, candidate.name)
        break
      default:
        // the rest is a problem of the row already
        break
    }
  }
  return found
}
