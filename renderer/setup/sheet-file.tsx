import type { z } from 'zod'
import { useTranslation } from 'react-i18next'
import type { SheetProblem } from '../../shared/api/venue.ts'
import { Choice } from '../parts/field.tsx'
import { allRows } from '../parts/use-pages.ts'
import { VirtualTable, type Column } from '../parts/virtual-table.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './sheet-file.module.css'

/** What the station found in the sheet. */
export interface SheetSeen {
  headers: readonly string[]
  mapping: Readonly<Record<string, string>>
  count: number
  /** Null while they are being looked for. */
  problems: readonly z.infer<typeof SheetProblem>[] | null
  sample: readonly Readonly<Record<string, string>>[]
}

const rosterFields = ['rosterNumber', 'ticket', 'residentId', 'name', 'sex', 'birth', 'post', 'postTitle', 'unit', 'headcount', 'session', 'written', 'quality'] as const

/** Keys of words for a sheet of another kind. */
export interface SheetWords { field: (field: string) => string; problem: (problem: string) => string }
const rosterWords: SheetWords = { field: (field) => `setup.field.${field}`, problem: (problem) => `setup.sheet_problem.${problem}` }

/** The recognised columns, changeable, with the first rows under them; then every problem by row and column. */
export function SheetFile({ seen, at, onMapping, fields = rosterFields, total, words = rosterWords, problemsFirst = false }: {
  seen: SheetSeen
  at: number
  onMapping: (mapping: Record<string, string>) => void
  /** What a column may hold; a roster's fields by default. */
  fields?: readonly string[]
  /** How many problems there are, where not all of them are listed. */
  total?: number
  /** What is wrong stands above the columns, where these are many and mostly right. */
  problemsFirst?: boolean
  /** Keys of the words of a field, and of a problem where it has other ones than a roster's. */
  words?: SheetWords
}) {
  const { t } = useTranslation()
  const columns: readonly Column<z.infer<typeof SheetProblem>>[] = [
    { key: 'row', title: t('setup.problem_row'), width: '80px', end: true, cell: (row) => row.row },
    { key: 'column', title: t('setup.problem_column'), width: 'minmax(112px, 1fr)', cell: (row) => t(words.field(row.column), { defaultValue: row.column }) },
    { key: 'value', title: t('setup.problem_value'), width: 'minmax(120px, 1fr)', cell: (row) => <span title={row.value}>{row.value === '' ? '—' : row.value}</span> },
    { key: 'problem', title: t('setup.problem'), width: 'minmax(240px, 3fr)', cell: (row) => t([words.problem(row.problem), `setup.sheet_problem.${row.problem}`], { defaultValue: row.problem }) },
  ]
  const columnsChosen = (
    <div className={styles['mapping']} role="group" aria-label={t('setup.mapping')}>
      {fields.map((field) => (
        <div key={field}>
          <Choice
            label={t(words.field(field))}
            value={seen.mapping[field] ?? ''}
            options={[['', t('setup.no_column')], ...seen.headers.map((header) => [header, header] as const)]}
            onChange={(event) => onMapping({ ...seen.mapping, [field]: event.currentTarget.value })}
          />
          <ul aria-label={t('setup.sample')}>
            {seen.sample.slice(0, 3).map((row, index) => (
              <li key={index}>{row[field] === undefined || row[field] === '' ? '—' : row[field]}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
  return (
    <>
      {!problemsFirst && columnsChosen}
      <p className={styles['seen']}>
        {t('setup.rows_read', { n: seen.count })}{' '}
        {seen.problems !== null && (seen.problems.length === 0 ? (
          <VerdictMark kind="pass" word={t('setup.no_problems')} />
        ) : (
          <VerdictMark kind="fail" word={t('setup.problems', { n: total ?? seen.problems.length })} />
        ))}
      </p>
      {seen.problems !== null && seen.problems.length > 0 && (
        <div className={styles['problems']}>
          <VirtualTable
            label={t('setup.problems_list')}
            columns={columns}
            pages={allRows(seen.problems, at)}
            rowKey={(row) => `${String(row.row)} ${row.column} ${row.problem}`}
            empty={null}
          />
        </div>
      )}
      {problemsFirst && columnsChosen}
    </>
  )
}
