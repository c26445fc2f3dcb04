import { useTranslation } from 'react-i18next'
import type { SheetProblem } from '../../../shared/api/venue.ts'
import type { RowChange } from '../../../shared/hq/roster-changes.ts'
import { allRows } from '../../parts/use-pages.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import styles from './roster-tables.module.css'

/** Rows that come in all the same and are worth a look. */
export function SheetWarnings({ warnings, all, at }: { warnings: readonly SheetProblem[]; all: number; at: number }) {
  const { t } = useTranslation()
  const columns: readonly Column<SheetProblem>[] = [
    { key: 'row', title: t('setup.problem_row'), width: '80px', end: true, cell: (row) => row.row },
    { key: 'column', title: t('setup.problem_column'), width: 'minmax(96px, 1fr)', cell: (row) => row.column },
    {
      key: 'value',
      title: t('setup.problem_value'),
      width: 'minmax(160px, 2fr)',
      cell: (row) => <span title={row.value}>{row.value}</span>,
    },
    {
      key: 'warning',
      title: t('people.warning_title'),
      width: 'minmax(200px, 3fr)',
      cell: (row) => t(`people.sheet_warning.${row.problem}`),
    },
  ]
  return (
    <Listed
      title={t('people.warnings', { n: all })}
      columns={columns}
      rows={warnings}
      all={all}
      at={at}
      rowKey={(row) => `${String(row.row)} ${row.problem}`}
    />
  )
}

/** Whom the sheet describes otherwise than HQ does: field by field, before and after. */
export function RosterChangesTable({ changes, all, at }: { changes: readonly RowChange[]; all: number; at: number }) {
  const { t } = useTranslation()
  const columns: readonly Column<RowChange>[] = [
    { key: 'row', title: t('setup.problem_row'), width: '80px', end: true, cell: (row) => row.row },
    {
      key: 'name',
      title: t('people.column.name'),
      width: 'minmax(112px, 1fr)',
      cell: (row) => <span title={row.name}>{row.name}</span>,
    },
    { key: 'ticket', title: t('people.column.ticket'), width: 'minmax(128px, 1fr)', cell: (row) => row.ticket },
    {
      key: 'fields',
      title: t('people.changed'),
      width: 'minmax(240px, 4fr)',
      cell: (row) =>
        row.fields
          .map(
            ({ field, before, after }) =>
              `${t(`setup.field.${field}`)} ${before === '' ? '—' : before} → ${after === '' ? '—' : after}`,
          )
          .join('；'),
    },
    {
      key: 'issued',
      title: t('people.in_package'),
      width: '112px',
      cell: (row) => (row.issued ? `▲ ${t('people.in_package_yes')}` : ''),
    },
  ]
  return (
    <Listed
      title={t('people.changes_title', { n: all })}
      columns={columns}
      rows={changes}
      all={all}
      at={at}
      rowKey={(row) => row.candidate}
    />
  )
}

interface Missing {
  candidate: string
  name: string
  ticket: string
  post: string
  issued: boolean
}

/** Who is there and not in the sheet. */
export function MissingPeople({ people, all, at }: { people: readonly Missing[]; all: number; at: number }) {
  const { t } = useTranslation()
  const columns: readonly Column<Missing>[] = [
    { key: 'name', title: t('people.column.name'), width: 'minmax(112px, 1fr)', cell: (row) => row.name },
    { key: 'ticket', title: t('people.column.ticket'), width: 'minmax(128px, 1fr)', cell: (row) => row.ticket },
    { key: 'post', title: t('people.column.post'), width: '96px', cell: (row) => row.post },
    {
      key: 'issued',
      title: t('people.in_package'),
      width: 'minmax(112px, 1fr)',
      cell: (row) => (row.issued ? `▲ ${t('people.in_package_stays')}` : ''),
    },
  ]
  return (
    <Listed
      title={t('people.missing_title', { n: all })}
      columns={columns}
      rows={people}
      all={all}
      at={at}
      rowKey={(row) => row.candidate}
    />
  )
}

function Listed<R>({
  title,
  columns,
  rows,
  all,
  at,
  rowKey,
}: {
  title: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  all: number
  at: number
  rowKey: (row: R) => string
}) {
  const { t } = useTranslation()
  return (
    <details>
      <summary>
        ▲ {title}
        {all > rows.length && ` ${t('people.listed', { n: rows.length })}`}
      </summary>
      <div className={styles['tall']}>
        <VirtualTable label={title} columns={columns} pages={allRows(rows, at)} rowKey={rowKey} empty={null} />
      </div>
    </details>
  )
}
