import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivingVenue } from '../../../shared/hq/api/receive.ts'
import { day, machineNow, minute } from '../../clock.ts'
import { Empty } from '../../parts/empty.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { allRows } from '../../parts/use-pages.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import styles from './receive.module.css'

const sumOf = (venue: ReceivingVenue, part: 'held' | 'announced'): number =>
  venue.streams.reduce((sum, stream) => sum + stream[part], 0)

/** A moment: time of today, else the day with it. */
export function moment(ms: number): string {
  return day(ms) === day(machineNow()) ? minute(ms) : `${day(ms)} ${minute(ms)}`
}

/** Venues with how far each is held; those that miss something first. */
export function VenueTable({
  venues,
  at,
  open,
  onOpen,
}: {
  venues: readonly ReceivingVenue[]
  at: number
  open: string | null
  onOpen: (venue: string) => void
}) {
  const { t } = useTranslation()
  const sorted = useMemo(
    () => [...venues].sort((a, b) => weight(b) - weight(a) || a.venue.localeCompare(b.venue)),
    [venues],
  )
  const columns: readonly Column<ReceivingVenue>[] = [
    {
      key: 'name',
      title: t('receive.venue'),
      width: 'minmax(9em, 2fr)',
      cell: (row) => <strong className={styles['name']}>{row.name}</strong>,
    },
    {
      key: 'heard',
      title: t('receive.heard'),
      width: 'minmax(7em, 1fr)',
      cell: (row) =>
        row.heardAt === null ? <span className={styles['never']}>{t('receive.never')}</span> : moment(row.heardAt),
    },
    { key: 'held', title: t('receive.held'), width: 'minmax(10em, 1.4fr)', cell: (row) => <Held venue={row} /> },
    { key: 'state', title: t('receive.state'), width: 'minmax(9em, 1.6fr)', cell: (row) => <State venue={row} /> },
    {
      key: 'receipt',
      title: t('receive.receipt'),
      width: 'minmax(8em, 1fr)',
      cell: (row) => (row.receipt === null ? '—' : t('receive.receipt_no', { no: row.receipt.no })),
    },
  ]
  return (
    <Sheet title={t('receive.venues')} aside={t('receive.venues_count', { count: venues.length })} tight>
      <div
        className={styles['table']}
        style={{ height: `calc(${String(Math.min(sorted.length, 12) + 1)} * var(--row) + 8px)` }}
      >
        <VirtualTable
          label={t('receive.venues')}
          columns={columns}
          pages={allRows(sorted, at)}
          rowKey={(row) => row.venue}
          selected={open ?? undefined}
          onOpen={(row) => onOpen(row.venue)}
          empty={<Empty title={t('receive.no_venues')} next={t('receive.no_venues_next')} />}
        />
      </div>
    </Sheet>
  )
}

const weight = (venue: ReceivingVenue): number =>
  (venue.apart > 0 ? 4 : 0) +
  (sumOf(venue, 'announced') > sumOf(venue, 'held') ? 2 : 0) +
  (venue.streams.length > 0 ? 1 : 0)

function Held({ venue }: { venue: ReceivingVenue }) {
  const { t } = useTranslation()
  const held = sumOf(venue, 'held')
  const announced = sumOf(venue, 'announced')
  if (announced === 0) return <span className={styles['never']}>—</span>
  return (
    <span className={styles['held']} data-short={held < announced}>
      <progress max={announced} value={held} aria-label={t('receive.held_of', { held, announced })} />
      <span>
        {held === announced
          ? held.toLocaleString('en')
          : t('receive.held_of', { held: held.toLocaleString('en'), announced: announced.toLocaleString('en') })}
      </span>
    </span>
  )
}

/** The one thing to know of a venue, worst first. */
function State({ venue }: { venue: ReceivingVenue }) {
  const { t } = useTranslation()
  if (venue.apart > 0) return <em className={styles['bad']}>▲ {t('receive.apart_count', { count: venue.apart })}</em>
  if (venue.streams.length === 0)
    return (
      <span className={styles['never']}>
        {t(venue.cardUsedAt === null ? 'receive.not_enrolled' : 'receive.no_stream')}
      </span>
    )
  if (venue.streams.every(({ state }) => state === 'revoked'))
    return <em className={styles['bad']}>✕ {t('receive.all_revoked')}</em>
  const missing = sumOf(venue, 'announced') - sumOf(venue, 'held')
  if (missing > 0)
    return <em className={styles['warn']}>▲ {t('receive.missing', { missing: missing.toLocaleString('en') })}</em>
  return <span className={styles['good']}>✓ {t('receive.complete')}</span>
}
