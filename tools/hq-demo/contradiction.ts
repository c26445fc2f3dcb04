import { readFact } from '../../db/envelope.ts'
import { facts } from '../../db/ledger.ts'
import type { PackageVenue } from '../simulate/package-venue.ts'

/** Two machines that had not met recorded different psych results of one person: facts that cannot both be true (规则 §11). */
export function contradict({ venue, crew }: PackageVenue): void {
  const { db, ledger } = venue()
  const all = facts(db, { station: venue().station, after: 0, limit: 100_000 }).map(({ bytes }) => readFact(bytes))
  const recorded = all.find((fact) => fact.type === 'psych.recorded' && fact.body.result === 'passed')
  if (recorded?.type !== 'psych.recorded') throw new Error('nobody was tested')
  const body = { ...recorded.body, result: 'failed' as const, source: 'hand' as const }
  const done = ledger.appendAll([{ type: 'psych.recorded', body, by: recorded.by, cmd: crew.cmd() }])
  if (!Array.isArray(done)) throw new Error(done.refused.reason)
}
