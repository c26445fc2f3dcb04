import type { FactId, Role } from '../shared/facts.ts'
import { inOrder } from '../shared/counting.ts'
import type { Db } from './open.ts'
import { factNamer } from './stations.ts'

export interface OperatorRecord {
  operator: string
  name: string
  roles: Role[]
  active: boolean
  /** The fact that last added or changed the account. */
  fact: FactId
  at: number
  /** Time of the sign-in that has not ended yet, or null. */
  signedInSince: number | null
}

interface Row {
  fact: FactId
  type: string
  at: number
  operator: string
  name: string | null
  roles: string | null
  active: number | null
}

/** Every account as it is now, by operator id. */
export function operators(db: Db): OperatorRecord[] {
  return read(db, db.all<Row>(`${COLUMNS} ORDER BY operator`))
}

/** One account as it is now; undefined when nobody added it. */
export function operatorById(db: Db, operator: string): OperatorRecord | undefined {
  return read(db, db.all<Row>(`${COLUMNS} AND operator = ?`, operator))[0]
}

const COLUMNS = `SELECT fact, type, at, operator, name, roles, active FROM operator_fact
  WHERE type IN ('operator.added', 'operator.changed', 'operator.signed_in', 'operator.signed_out')`

function read(db: Db, rows: Row[]): OperatorRecord[] {
  const name = factNamer(db)
  for (const row of rows) row.fact = name(Number(row.fact))
  const found = new Map<string, OperatorRecord>()
  const since = new Map<string, number | null>()
  for (const row of inOrder(rows)) {
    if (row.roles !== null) {
      found.set(row.operator, {
        operator: row.operator, name: row.name ?? '', roles: JSON.parse(row.roles) as Role[], active: row.active === 1,
        fact: row.fact, at: row.at, signedInSince: null,
      })
    } else {
      since.set(row.operator, row.type === 'operator.signed_in' ? row.at : null)
    }
  }
  return [...found.values()].map((operator) => ({ ...operator, signedInSince: since.get(operator.operator) ?? null }))
    .sort((a, b) => (a.operator < b.operator ? -1 : 1))
}
