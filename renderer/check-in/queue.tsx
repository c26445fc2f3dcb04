import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CandidateRow, ListName } from '../../shared/api/sessions.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { usePages } from '../parts/use-pages.ts'
import { VirtualTable, type Column, type Sorting } from '../parts/virtual-table.tsx'
import styles from './queue.module.css'

const tabs = ['due', 'in', 'late', 'absent', 'doubt', 'refused'] as const satisfies readonly ListName[]
type Tab = (typeof tabs)[number]
type Sort = 'rosterNumber' | 'name' | 'last'

/** Who is due, in, late, absent, in doubt: live counts, each over its live list. */
export function Queue({ session, selected, onOpen }: { session: string; selected: string; onOpen: (candidate: string) => void }) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<Tab>('due')
  const [sorting, setSorting] = useState<Sorting<Sort>>({ by: 'rosterNumber', descending: false })
  const nouns = ['check-in', 'sessions', 'lots']
  const counts = useAsk(`counts ${session}`, () => station.checkIn.counts({ session }), nouns)
  const known = counts.value?.ok === true ? counts.value.counts : undefined
  const pages = usePages<CandidateRow>(
    `${session} ${tab} ${sorting.by} ${String(sorting.descending)}`,
    (offset, limit, signal) =>
      station.sessions.rows({ session, list: tab, sort: sorting.by, descending: sorting.descending, offset, limit }, { signal }),
    nouns,
  )
  const columns: readonly Column<CandidateRow, Sort>[] = [
    { key: 'roster', title: t('check-in.column.roster'), width: '96px', sort: 'rosterNumber', cell: (row) => row.rosterNumber },
    { key: 'name', title: t('check-in.column.name'), width: 'minmax(96px, 1.5fr)', sort: 'name', cell: (row) => <strong title={row.name}>{row.name}</strong> },
    { key: 'ticket', title: t('check-in.column.ticket'), width: 'minmax(112px, 1fr)', cell: (row) => row.ticket },
    { key: 'post', title: t('check-in.column.post'), width: '64px', cell: (row) => row.post },
    { key: 'last', title: t('check-in.column.last'), width: '72px', end: true, sort: 'last', cell: (row) => (row.last === null ? '—' : minute(row.last)) },
  ]
  return (
    <div className={styles['queue']}>
      <div className={styles['tabs']} role="tablist" aria-label={t('check-in.lists')}>
        {tabs.map((each) => (
          <button key={each} type="button" role="tab" aria-selected={tab === each} onClick={() => setTab(each)}>
            <span>{t(`check-in.states.${each}`)}</span>
            <b>{known === undefined ? '—' : known[each]}</b>
          </button>
        ))}
        <Age at={counts.at}>{''}</Age>
      </div>
      <VirtualTable
        label={t(`check-in.states.${tab}`)}
        columns={columns}
        pages={pages}
        rowKey={(row) => row.candidate}
        selected={selected}
        sorting={sorting}
        onSort={setSorting}
        onOpen={(row) => onOpen(row.candidate)}
        empty={<Empty title={t(`check-in.empty.${tab}`)} />}
      />
    </div>
  )
}
