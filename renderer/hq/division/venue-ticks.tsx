import { useTranslation } from 'react-i18next'
import type { DivisionVenue } from '../../../shared/hq/api/division.ts'
import { Button } from '../../parts/button.tsx'
import { Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons, Note } from '../../parts/form.tsx'
import { fewVenues, useVenueFinder } from './venue-finder.tsx'
import styles from './venue-ticks.module.css'

/** So many can be ticked one by one; of more, all that were found are taken at once. */
const shownTicks = 60

/** Which venues half days are added to. */
export function VenueTicks({
  venues,
  first,
  chosen,
  onChange,
}: {
  venues: readonly DivisionVenue[]
  /** The one that stays when all are given up. */
  first: string
  chosen: readonly string[]
  onChange: (venues: readonly string[]) => void
}) {
  const { t } = useTranslation()
  const { found, field, find } = useVenueFinder(venues)
  const many = venues.length > fewVenues
  const ids = found.map(({ venue }) => venue)
  const all = ids.length > 0 && ids.every((venue) => chosen.includes(venue))
  const whole = find.trim() === ''
  // always in the order of the list, whoever was ticked first
  const put = (next: ReadonlySet<string>) => onChange(venues.map(({ venue }) => venue).filter((each) => next.has(each)))
  const toggle = () => {
    if (!all) put(new Set([...chosen, ...ids]))
    else if (whole) onChange([first])
    else put(new Set(chosen.filter((each) => !ids.includes(each))))
  }
  const ticks = (
    <TickGroup label={t('division.venues')}>
      {venues.length > 1 && !many && (
        <Button kind="quiet" onClick={toggle}>
          {t('division.all_venues')}
        </Button>
      )}
      {found.slice(0, shownTicks).map(({ venue, name }) => (
        <Tick
          key={venue}
          label={name}
          checked={chosen.includes(venue)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...chosen, venue] : chosen.filter((each) => each !== venue))
          }
        />
      ))}
      {found.length > shownTicks && <Note>{t('division.more_venues', { n: found.length - shownTicks })}</Note>}
    </TickGroup>
  )
  if (!many) return ticks
  return (
    <div className={styles['many']}>
      {field}
      <Buttons>
        <span>{t('division.chosen_venues', { n: chosen.length })}</span>
        <Button disabled={ids.length === 0} onClick={toggle}>
          {all
            ? t('division.untick_found', { n: ids.length })
            : whole
              ? t('division.all_venues')
              : t('division.tick_found', { n: ids.length })}
        </Button>
      </Buttons>
      <div className={styles['box']}>{ticks}</div>
    </div>
  )
}
