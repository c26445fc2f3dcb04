import { useTranslation } from 'react-i18next'
import type { DivisionVenue } from '../../../shared/hq/api/division.ts'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { fewVenues, useVenueFinder } from './venue-finder.tsx'
import styles from './venue-list.module.css'

/** All venues to choose from; many are found by typing and scroll in themselves. */
export function VenueList({
  venues,
  chosen,
  onChoose,
}: {
  venues: readonly DivisionVenue[]
  chosen: string
  onChoose: (venue: string) => void
}) {
  const { t } = useTranslation()
  const { found, field } = useVenueFinder(venues)
  const card = (venue: DivisionVenue) => (
    <Card venue={venue} chosen={venue.venue === chosen} onChoose={() => onChoose(venue.venue)} />
  )
  if (venues.length <= fewVenues)
    return (
      <ul className={styles['venues']} aria-label={t('division.venues')}>
        {venues.map((venue) => (
          <li key={venue.venue}>{card(venue)}</li>
        ))}
      </ul>
    )
  return (
    <div className={styles['many']}>
      {field}
      <VirtualList label={t('division.venues')} items={found} keyOf={({ venue }) => venue} height={108} chosen={chosen}>
        {card}
      </VirtualList>
    </div>
  )
}

function Card({ venue, chosen, onChoose }: { venue: DivisionVenue; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation()
  return (
    <button type="button" className={styles['card']} aria-pressed={chosen} onClick={onChoose}>
      <strong title={venue.name}>{venue.name}</strong>
      <small>{t('division.venue_sums', { sessions: venue.sessions, people: venue.people })}</small>
      <small data-state={venue.issued > 0 ? 'done' : 'open'}>
        {venue.issued > 0 ? `✓ ${t('division.issued', { version: venue.issued })}` : `○ ${t('division.not_issued')}`}
      </small>
    </button>
  )
}
