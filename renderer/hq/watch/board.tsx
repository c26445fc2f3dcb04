import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boardFilters, type BoardFilter } from '../../../shared/hq/board-words.ts'
import type { VenueLine, Whole as Sums } from '../../../shared/hq/api/watch.ts'
import { time } from '../../clock.ts'
import { go, usePlace } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Empty } from '../../parts/empty.tsx'
import { TextField } from '../../parts/field.tsx'
import { Figure } from '../../parts/figures.tsx'
import { FilterRow } from '../../parts/filter-row.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { hq } from '../contract.ts'
import { FactsHeld, HeardAge, Troubles } from './marks.tsx'
import { Search } from './search.tsx'
import { StageBars } from './stage-bars.tsx'
import { VenueTile } from './venue-tile.tsx'
import styles from './board.module.css'
import { watchNouns } from './watch-nouns.ts'
import { Whole } from './whole.tsx'

/** Up to so many venues stand as tiles; more are a table. */
const asTiles = 12

/** All venues, the one that wants somebody first on top. */
export function Board({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const { params } = usePlace()
  const filter: BoardFilter = boardFilters.find((each) => each === params['filter']) ?? 'all'
  const [find, setFind] = useState('')
  const [head, setHead] = useState<{ whole: Sums; filters: Readonly<Record<string, number>>; asOf: number } | null>(
    null,
  )
  const pages = usePages<VenueLine>(
    `${recruitment} ${filter} ${find}`,
    async (offset, limit, signal) => {
      const answer = await hq.watch.board({ recruitment, filter, find, offset, limit }, { signal })
      if (!answer.ok) return { rows: [], total: 0 }
      setHead({ whole: answer.whole, filters: answer.filters, asOf: answer.asOf })
      return { rows: answer.venues, total: answer.total }
    },
    watchNouns,
  )
  const open = (line: VenueLine) => go('watch', { venue: line.venue })
  const columns = useColumns()
  const few = pages.state === 'ready' && pages.total > 0 && pages.total <= asTiles
  const empty =
    find === '' && filter === 'all' ? (
      <Empty title={t('watch.no_venues')} next={t('watch.no_venues_next')} />
    ) : (
      <Empty title={t('watch.nothing_here')} next={t('watch.nothing_here_next')} />
    )

  return (
    <Screen
      title={t('watch.title')}
      aside={
        <>
          {head !== null && <Age at={pages.at}>{t('watch.as_of', { time: time(head.asOf) })}</Age>}
          <Search recruitment={recruitment} />
        </>
      }
    >
      {pages.state === 'failed' && <Refusal reason="no_answer" />}
      {head !== null && head.whole.venues > 0 && <WholeBoard whole={head.whole} />}
      <div className={styles['controls']}>
        <FilterRow
          label={t('watch.filters')}
          filters={boardFilters.map((each) => [each, t(`watch.filter.${each}`), head?.filters[each] ?? ''])}
          chosen={filter}
          onChoose={(each) => go('watch', each === 'all' ? {} : { filter: each })}
        />
        <TextField
          label={<span className="seen-by-readers-only">{t('watch.find_venue')}</span>}
          placeholder={t('watch.find_venue')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      </div>
      {few ? (
        <ul className={styles['tiles']}>
          {Array.from({ length: pages.total }, (_, at) => pages.row(at)).map(
            (line) => line !== undefined && <VenueTile key={line.venue} line={line} onOpen={open} />,
          )}
        </ul>
      ) : (
        <div className={styles['table']}>
          <VirtualTable
            label={t('watch.title')}
            columns={columns}
            pages={pages}
            rowKey={(line) => line.venue}
            onOpen={open}
            empty={empty}
          />
        </div>
      )}
    </Screen>
  )
}

function WholeBoard({ whole }: { whole: Sums }) {
  const { t } = useTranslation()
  const figures: readonly (readonly [
    key: string,
    value: string,
    list?: 'incidents' | 'conflicts' | undefined,
    warn?: boolean,
  ])[] = [
    ['venues', t('watch.of', { n: whole.heard, all: whole.venues })],
    ['sessions', t('watch.of', { n: whole.sessions.closed, all: whole.sessions.total })],
    ['balanced', t('watch.of', { n: whole.sessions.balanced, all: whole.sessions.closed })],
    ['held', t('watch.of', { n: whole.held, all: whole.announced })],
    ['conflicts', String(whole.conflicts), 'conflicts', whole.conflicts > 0],
    ['incidents', String(whole.incidents), 'incidents'],
    ['quarantined', String(whole.quarantined), undefined, whole.quarantined > 0],
  ]
  return (
    <Whole
      label={t('watch.whole')}
      stages={whole.stages}
      figures={figures.map(([key, value, list, warn]) => (
        <Figure key={key} label={t(`watch.figure.${key}`)} warn={warn ?? false}>
          {warn === true && <b aria-hidden="true">▲ </b>}
          {list === undefined ? (
            value
          ) : (
            <button type="button" onClick={() => go('watch', { list })}>
              {value}
            </button>
          )}
        </Figure>
      ))}
    />
  )
}

function useColumns(): readonly Column<VenueLine>[] {
  const { t } = useTranslation()
  return [
    {
      key: 'venue',
      title: t('watch.column.venue'),
      width: 'minmax(140px, 2fr)',
      cell: (line) => (
        <>
          <strong>{line.name}</strong> <small>{line.venue}</small>
        </>
      ),
    },
    {
      key: 'trouble',
      title: t('watch.column.trouble'),
      width: 'minmax(112px, 1.4fr)',
      cell: (line) => <Troubles line={line} most={2} />,
    },
    { key: 'heard', title: t('watch.column.heard'), width: '108px', cell: (line) => <HeardAge at={line.heardAt} /> },
    {
      key: 'facts',
      title: t('watch.column.facts'),
      width: '124px',
      end: true,
      cell: (line) => <FactsHeld line={line} />,
    },
    {
      key: 'stages',
      title: t('watch.column.stages'),
      width: 'minmax(200px, 2fr)',
      cell: (line) => <StageBars bars={line.stages} tight />,
    },
    {
      key: 'sessions',
      title: t('watch.column.sessions'),
      width: '152px',
      cell: (line) => t('watch.sessions_short', line.sessions),
    },
    {
      key: 'conflicts',
      title: t('watch.column.conflicts'),
      width: '70px',
      end: true,
      cell: (line) => (line.conflicts > 0 ? <b>▲ {line.conflicts}</b> : '—'),
    },
    {
      key: 'incidents',
      title: t('watch.column.incidents'),
      width: '70px',
      end: true,
      cell: (line) => (line.incidents > 0 ? line.incidents : '—'),
    },
  ]
}
