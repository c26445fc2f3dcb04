import { createHash } from 'node:crypto'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { SheetProblem } from '../shared/api/venue.ts'
import type { PsychResult } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import type { SheetProblemName } from '../shared/sheet-problems.ts'
import { readLot } from '../shared/strip-code.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { psychBlocked } from './psych-view.ts'
import { mapHeaders } from '../exchange/sheets/sheet-headers.ts'
import { cellUnder, readSheet } from '../exchange/sheets/sheet.ts'

/** The assessment software's file, read against the session; `rows` lacks those whose same result is there already. */
export interface PsychFile {
  ok: true
  headers: string[]
  count: number
  problems: SheetProblem[]
  /** Rows by result, before anything is recorded; `already` for those that are there. */
  counts: Record<string, number>
  rows: { candidate: string; lot: string; result: PsychResult }[]
  /** SHA-256 (hex) of the file. */
  hash: string
}

const words: Readonly<Record<string, PsychResult>> = {
  合格: 'passed', 通过: 'passed', 达标: 'passed', 是: 'passed', 正常: 'passed', passed: 'passed', pass: 'passed',
  不合格: 'failed', 未通过: 'failed', 不通过: 'failed', 不达标: 'failed', 否: 'failed', failed: 'failed', fail: 'failed',
  无效: 'invalid', 作废: 'invalid', 需复核: 'invalid', invalid: 'invalid',
}

/** Reads a file of lots and results (.xlsx, .csv) and lists every problem by row and column; nothing is recorded. */
export async function readPsychFile(venue: OpenVenue, session: Session, base64: string): Promise<PsychFile | Refused> {
  const bytes = Buffer.from(base64, 'base64')
  const answer = await readSheet(bytes)
  if (!answer.ok) return refuse('sheet_unreadable', { why: answer.fault })
  const { sheet } = answer
  const mapping = mapHeaders(sheet.headers, ['lot', 'result'])
  const problems: SheetProblem[] = []
  const counts: Record<string, number> = { passed: 0, failed: 0, invalid: 0, already: 0 }
  const rows: PsychFile['rows'] = []
  const seen = new Map<string, number>()
  for (const field of ['lot', 'result'] as const) {
    if (mapping[field] === undefined) problems.push({ row: sheet.headerRow, column: field === 'lot' ? '抽签号' : '结果', problem: named('column_missing'), value: '' })
  }
  if (problems.length === 0) {
    for (const line of sheet.rows) {
      const add = (field: 'lot' | 'result', problem: SheetProblemName, value: string) =>
        problems.push({ row: line.row, column: mapping[field] ?? field, problem, value: value.slice(0, 80) })
      const lotCell = cellUnder(sheet, line, mapping.lot)
      const resultCell = cellUnder(sheet, line, mapping.result)
      const result = words[resultCell.text.normalize('NFKC').trim().toLowerCase()]
      if (lotCell.text === '') add('lot', 'missing', '')
      if (resultCell.text === '') add('result', 'missing', '')
      else if (result === undefined || venue.pack.psych?.results.includes(result) !== true) add('result', 'result_malformed', resultCell.text)
      const lot = lotCell.text === '' ? null : readLot(venue.exam, session.id, lotCell.text)
      const holder = lot === null ? null : boardOf(venue).byLot(session.id, lot)
      const standing = holder === null ? null : boardOf(venue).standing(session.id, holder.candidate)
      if (lotCell.text !== '' && (lot === null || standing?.lot?.lot !== lot)) add('lot', 'unknown_lot', lotCell.text)
      if (lot === null || standing?.lot?.lot !== lot || result === undefined) continue
      const earlier = seen.get(lot)
      if (earlier !== undefined) {
        add('lot', 'duplicate', `${lot} = ${String(earlier)}`)
        continue
      }
      seen.set(lot, line.row)
      counts[result] = (counts[result] ?? 0) + 1
      if (standing.psych?.result === result) counts['already'] = (counts['already'] ?? 0) + 1
      else if (standing.psych !== null) add('result', 'result_exists', `${resultCell.text} ≠ ${standing.psych.result}`)
      else if (psychBlocked(venue, session, standing) !== null) add('lot', 'result_not_open', lot)
      else rows.push({ candidate: standing.candidate, lot, result })
    }
  }
  return { ok: true, headers: sheet.headers, count: sheet.rows.length, problems, counts, rows, hash: createHash('sha256').update(bytes).digest('hex') }
}

const named = (problem: SheetProblemName): string => problem
