import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CandidateRow } from '../../shared/api/sessions.ts'
import { listNames, listsFor } from '../../shared/list-names.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go, usePlace } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { TextField } from '../parts/field.tsx'
import { Screen } from '../parts/screen.tsx'
import { usePages } from '../parts/use-pages.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { VirtualTable, type Column, type Sorting } from '../parts/virtual-table.tsx'
import { Exports } from './exports.tsx'
import styles from './lists.module.css'

type Sort = 'rosterNumber' | 'lot' | 'name' | 'where' | 'last'

/** Shape beside the word, so that colour is never alone. */
function markOf(where: CandidateRow['where']): 'pass' | 'fail' | 'wait' | 'warn' {
  switch (where) {
    case 'passed':
      return 'pass'
    case 'psych_failed':
    case 'fitness_failed':
    case 'interview_failed':
    case 'interview_zero':
    case 'interview_absent':
    case 'lapsed':
    case 'refused':
    case 'barred':
    case 'absent':
    case 'late':
      return 'fail'
    case 'doubt':
    case 'withdrawn':
    case 'out':
      return 'warn'
    case 'due':
    case 'in':
    case 'lot_drawn':
    case 'psych_waiting':
    case 'psych_passed':
    case 'fitness':
    case 'waiting':
    case 'called':
    case 'inside':
    case 'scoring':
      return 'wait'
    default:
      return where satisfies never
  }
}

/** Everybody of the session by where they stand: filter by typing, sort by a column, open the journey, export. */
export default function ListsRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const roles = useWho((who) => who.me?.roles ?? [])
  const place = usePlace()
  const list = listNames.find((name) => name === place.params['list']) ?? 'all'
  const [query, setQuery] = useState('')
  const [sorting, setSorting] = useState<Sorting<Sort>>({ by: 'rosterNumber', descending: false })
  const id = session?.id ?? ''
  const pages = usePages<CandidateRow>(
    session === undefined ? null : [id, list, query, sorting.by, String(sorting.descending)].join('|'),
    (offset, limit, signal) =>
      station.sessions.rows({ session: id, list, query, sort: sorting.by, descending: sorting.descending, offset, limit }, { signal }),
    ['sessions', 'check-in', 'lots', 'psych', 'fitness', 'heats', 'waiting', 'interview', 'shortlist', 'rooms', 'venue'],
  )
  const itemOrWhy = (row: CandidateRow) =>
    [row.at === '' ? '' : t(`lists.items.${row.at}`, { defaultValue: row.at }), row.why === '' ? '' : t(`lists.whys.${row.why}`, { defaultValue: row.why })]
      .filter(Boolean)
      .join(' · ')

  const columns: readonly Column<CandidateRow, Sort>[] = [
    { key: 'roster', title: t('lists.roster'), width: '96px', sort: 'rosterNumber', cell: (row) => row.rosterNumber },
    { key: 'lot', title: t('lists.lot'), width: '76px', sort: 'lot', cell: (row) => <strong>{row.lot}</strong> },
    { key: 'name', title: t('lists.name'), width: 'minmax(104px, 1.2fr)', sort: 'name', cell: (row) => <span title={row.name}>{row.name}</span> },
    { key: 'sex', title: t('lists.sex'), width: '52px', cell: (row) => t(`lists.sexes.${row.sex}`) },
    { key: 'post', title: t('lists.post'), width: '68px', cell: (row) => row.post },
    { key: 'where', title: t('lists.where'), width: 'minmax(132px, 1fr)', sort: 'where', cell: (row) => <VerdictMark kind={markOf(row.where)} word={t(`chief.where.${row.where}`)} /> },
    { key: 'why', title: t('lists.why'), width: 'minmax(100px, 1.4fr)', cell: itemOrWhy },
    { key: 'last', title: t('lists.last'), width: '72px', end: true, sort: 'last', cell: (row) => (row.last === null ? '' : minute(row.last)) },
  ]

  return (
    <Screen
      title={t('lists.title')}
      aside={<Age at={pages.at}>{t('lists.total', { count: pages.total, list: t(`lists.names.${list}`) })}</Age>}
      actions={session !== undefined && may(roles, 'sessions.exportList') && <Exports session={session} list={list} total={pages.total} />}
    >
      <div className={styles['bar']}>
        <div className={styles['tabs']} role="tablist" aria-label={t('lists.which')}>
          {listsFor(session?.stages ?? []).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={name === list} onClick={() => go('lists', { list: name })}>
              {t(`lists.names.${name}`)}
            </button>
          ))}
        </div>
        <TextField
          label={t('lists.filter')}
          placeholder={t('lists.filter_hint')}
          type="search"
          value={query}
          maxLength={60}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <div className={styles['table']}>
        <VirtualTable
          label={t(`lists.names.${list}`)}
          columns={columns}
          pages={pages}
          rowKey={(row) => row.candidate}
          sorting={sorting}
          onSort={setSorting}
          empty={<Empty title={query === '' ? t('lists.empty') : t('lists.empty_filter', { query })} next={query === '' ? t('lists.empty_next') : t('lists.empty_filter_next')} />}
          {...(may(roles, 'journey.find') ? { onOpen: (row: CandidateRow) => go('journey', { candidate: row.candidate }) } : {})}
        />
      </div>
    </Screen>
  )
}
