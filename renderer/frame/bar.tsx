import { IconLock, IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day, time, useNow } from '../clock.ts'
import { inTongue } from '../i18n/start.ts'
import { useLive } from '../heard.ts'
import { AtHq } from './at-hq.tsx'
import styles from './bar.module.css'
import { useLedger } from '../live.ts'
import { LookMenu } from './look-menu.tsx'
import { chooseSession, useSession, useSessions } from './session.ts'
import { lock, signOut, useVenue, useWho } from './who.ts'

/** From this difference on the two clocks are shown apart (规则: clocks). */
const SKEW_SHOWN_MS = 2000

/** The bar that is always there: venue · session · station · person · clock · saved · lock. */
export function Bar() {
  const { t } = useTranslation()
  const venue = useVenue()
  const me = useWho((who) => who.me)
  const sessions = useSessions((state) => state.list)
  const session = useSession()
  const now = useNow()
  const { offset, link } = useLive()
  const { facts, head } = useLedger()
  const hasHq = useLedger((ledger) => ledger.hq !== null)
  const [open, setOpen] = useState(false)
  const skewed = venue.mode === 'live' && Math.abs(offset) >= SKEW_SHOWN_MS

  return (
    <header className={styles['bar']}>
      <strong className={styles['venue']} title={venue.name}>
        {venue.name}
      </strong>
      <label className={styles['session']}>
        <span className="seen-by-readers-only">{t('frame.session')}</span>
        <select value={session?.id ?? ''} onChange={(event) => chooseSession(event.currentTarget.value)}>
          {session === undefined && <option value="">{t('frame.no_session')}</option>}
          {sessions.map((each) => (
            <option key={each.id} value={each.id}>
              {`${each.window.from}–${each.window.to} · ${inTongue(each.title)} · ${each.date} · ${t(`frame.session_state.${each.state}`)}`}
            </option>
          ))}
        </select>
      </label>
      <span className={styles['station']} title={venue.station}>
        {venue.stationName}
      </span>
      <span className={styles['spring']} />
      <span className={styles['person']}>
        {me?.name}
        <small>{me?.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</small>
      </span>
      <time className={styles['clock']} dateTime={new Date(now).toISOString()}>
        <small>{day(now)}</small>
        {time(now)}
        {skewed && <em>{t('frame.skew', { seconds: Math.round(offset / 1000) })}</em>}
      </time>
      {link === 'live' && hasHq ? (
        <AtHq />
      ) : (
        <span className={styles['saved']} data-link={link} title={t('frame.saved_title', { facts, head })}>
          {link === 'live' ? `✓ ${t('frame.saved')}` : link === 'waiting' ? `○ ${t('frame.waiting')}` : `▲ ${t('frame.not_heard')}`}
        </span>
      )}
      <button
        type="button"
        className={styles['tool']}
        aria-label={t('frame.look')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconSettings size={20} aria-hidden="true" />
      </button>
      {open && <LookMenu close={() => setOpen(false)} signOut={signOut} />}
      <button type="button" className={styles['tool']} onClick={lock} aria-label={t('frame.lock')} title={t('frame.lock')}>
        <IconLock size={20} aria-hidden="true" />
        <span>{t('frame.lock')}</span>
      </button>
    </header>
  )
}
