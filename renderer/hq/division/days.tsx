import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { go, usePlace } from '../../frame/route.ts'
import { inTongue } from '../../i18n/start.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Warnings } from '../../parts/warnings.tsx'
import { useMay } from '../frame/who.ts'
import { AddHalfDays } from './add-half-days.tsx'
import styles from './days.module.css'
import { HalfDays } from './half-days.tsx'
import type { Overview } from './shown.ts'
import { VenueList } from './venue-list.tsx'
import { VenueSheet } from './venue-sheet.tsx'

/** Venues on the left; on the right the chosen one: its half days, its stations and accounts. */
export function Days({ recruitment, overview, tabs }: { recruitment: string; overview: Overview; tabs: ReactNode }) {
  const { t } = useTranslation()
  const { params } = usePlace()
  const may = useMay('division.addVenue')
  const [adding, setAdding] = useState<'venue' | 'days' | null>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const { venues, sessions, faults } = overview
  const chosen = venues.find(({ venue }) => venue === params['venue']) ?? venues[0]
  const open = (venue: string) => {
    setAdding(null)
    setOpened(null)
    go('division', { ...params, venue })
  }
  const own = sessions.filter(({ venue }) => venue === chosen?.venue)
  // every venue has its days: what comes next is who comes where
  const ready = overview.people > 0 && venues.length > 0 && venues.every((venue) => venue.sessions > 0)
  return (
    <Screen
      title={t('division.title')}
      aside={
        <>
          <span>
            {t('division.sums', { venues: venues.length, sessions: sessions.length, people: overview.people })}
          </span>
          {tabs}
        </>
      }
      actions={
        may &&
        adding === null &&
        opened === null && (
          <>
            {venues.length > 0 && <Button onClick={() => setAdding('venue')}>{t('division.add_venue')}</Button>}
            {ready && <Button onClick={() => setAdding('days')}>{t('division.add_days')}</Button>}
            {ready ? (
              <Button kind="primary" onClick={() => go('division', { view: 'spread' })}>
                {t('division.to_spread')}
              </Button>
            ) : (
              <Button kind="primary" onClick={() => setAdding(venues.length === 0 ? 'venue' : 'days')}>
                {t(venues.length === 0 ? 'division.add_venue' : 'division.add_days')}
              </Button>
            )}
          </>
        )
      }
    >
      {faults.length > 0 && (
        <Warnings alert>
          {faults.slice(0, 5).map(({ path, message }) => (
            <li key={path + message.zh}>
              ▲ {inTongue(message)} <small>{path}</small>
            </li>
          ))}
        </Warnings>
      )}
      {adding === 'venue' && (
        <VenueSheet
          recruitment={recruitment}
          taken={venues.map(({ venue }) => venue)}
          onDone={(venue) => (venue === null ? setAdding(null) : open(venue))}
        />
      )}
      {adding === 'days' && (
        <AddHalfDays
          recruitment={recruitment}
          overview={overview}
          first={chosen?.venue ?? ''}
          onDone={() => setAdding(null)}
        />
      )}
      {venues.length === 0 && adding === null && (
        <Empty title={t('division.no_venues')} next={t('division.no_venues_next')} />
      )}
      {chosen !== undefined && adding === null && (
        <div className={styles['columns']}>
          <VenueList venues={venues} chosen={chosen.venue} onChoose={open} />
          <div className={styles['venue']} key={chosen.venue}>
            <HalfDays
              recruitment={recruitment}
              overview={overview}
              venue={chosen}
              sessions={own}
              may={may}
              opened={opened}
              onOpen={setOpened}
            />
            <VenueSheet recruitment={recruitment} venue={chosen} taken={[]} may={may} onDone={() => undefined} />
          </div>
        </div>
      )}
    </Screen>
  )
}
