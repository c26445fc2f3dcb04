import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { minute, useNow, day } from '../clock.ts'
import { station } from '../contract.ts'
import { Edges } from '../frame/edges.tsx'
import { Front } from '../frame/front.tsx'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Empty } from '../parts/empty.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { Name } from './name.tsx'
import { PinPanel } from './pin-panel.tsx'
import styles from './sign-in.module.css'

/** Who sits down here: names as large buttons, narrowed by typing, then the PIN. */
export function SignIn() {
  const { t } = useTranslation()
  const venue = useVenue()
  const now = useNow()
  const names = useAsk('names', () => station.operators.names(), ['operators'])
  const [filter, setFilter] = useState('')
  const [chosen, setChosen] = useState<{ operator: string; name: string } | null>(null)
  const shown = (names.value ?? []).filter((each) => each.name.toLowerCase().includes(filter.trim().toLowerCase()))

  return (
    <Front title={venue.name} about={`${venue.stationName} · ${day(now)} ${minute(now)}`} mode={venue.mode}>
      {(venue.mode === 'rehearsal' || venue.banners.length > 0) && (
        <div className={styles['banner']} role="note">
          {venue.mode === 'rehearsal' && venue.banners.length === 0 && <strong>{t('frame.rehearsal')}</strong>}
          {venue.banners.map((banner) => (
            <span key={banner.zh}>{inTongue(banner)}</span>
          ))}
        </div>
      )}
      <main className={styles['main']}>
        <section className={styles['names']} aria-label={t('sign-in.who')}>
          <div className={styles['ask']}>
            <h2>{t('sign-in.who')}</h2>
            <input
              type="search"
              value={filter}
              autoFocus
              aria-label={t('sign-in.filter')}
              placeholder={t('sign-in.filter')}
              onChange={(event) => setFilter(event.currentTarget.value)}
              onKeyDown={(event) => {
                const [only] = shown
                if (event.key === 'Enter' && !event.nativeEvent.isComposing && only !== undefined) setChosen(only)
              }}
            />
          </div>
          {names.state === 'failed' && <Empty title={t('sign-in.no_names')} next={t('sign-in.no_names_next')} />}
          {names.state === 'ready' && shown.length === 0 && <Empty title={t('sign-in.nobody', { text: filter })} next={t('sign-in.nobody_next')} />}
          <div className={styles['grid']}>
            {shown.map((each) => (
              <Name key={each.operator} person={each} now={now} chosen={chosen?.operator === each.operator} choose={() => setChosen(each)} />
            ))}
          </div>
        </section>
        <section className={styles['pin']} aria-label={t('sign-in.panel')}>
          {chosen === null ? (
            <p className={styles['first']}>{t('sign-in.choose_first')}</p>
          ) : (
            <PinPanel key={chosen.operator} person={chosen} />
          )}
        </section>
      </main>
      <Edges mode={venue.mode} closed={false} />
    </Front>
  )
}
