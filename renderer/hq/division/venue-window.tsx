import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { fewVenues, useVenueFinder } from './venue-finder.tsx'
import styles from './venue-window.module.css'

/** A dozen venues at a time of many, with the field that finds one and the buttons that go on; of few, all. */
export function useVenueWindow<V extends { name: string }>(venues: readonly V[]) {
  const { t } = useTranslation()
  const { found, field, find } = useVenueFinder(venues)
  const [at, setAt] = useState({ find: '', from: 0 })
  const from = at.find === find ? Math.min(at.from, Math.max(0, found.length - 1)) : 0
  const shown = found.slice(from, from + fewVenues)
  const to = (next: number) => setAt({ find, from: next })
  const bar = venues.length > fewVenues && (
    <div className={styles['bar']}>
      {field}
      <span aria-live="polite">
        {found.length === 0
          ? t('division.no_such_venue')
          : t('division.venues_of', { from: from + 1, to: from + shown.length, all: found.length })}
      </span>
      <Button disabled={from === 0} onClick={() => to(Math.max(0, from - fewVenues))}>
        ← {t('division.venues_before')}
      </Button>
      <Button disabled={from + fewVenues >= found.length} onClick={() => to(from + fewVenues)}>
        {t('division.venues_after')} →
      </Button>
    </div>
  )
  return { shown, bar }
}
