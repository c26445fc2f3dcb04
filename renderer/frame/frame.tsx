import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '../clock.ts'
import { station, token } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { useLive, useTouched } from '../heard.ts'
import { listen } from '../live.ts'
import { Empty } from '../parts/empty.tsx'
import { usePrinter } from '../parts/paper.tsx'
import { readDrafts } from '../parts/use-draft.ts'
import { Bar } from './bar.tsx'
import { Edges } from './edges.tsx'
import styles from './frame.module.css'
import { useIdleLock } from './idle.ts'
import { Rail } from './rail.tsx'
import { RoomBoundary } from './room-boundary.tsx'
import { roomsFor, roomsToday } from './rooms.ts'
import { usePlace } from './route.ts'
import { showSessions, useSession } from './session.ts'
import { ErasedVenue } from '../sync/erased.tsx'
import { meet, useVenue, useWho } from './who.ts'

/** Everything around a room: bar, rail, mode edges, and the grey of a lost station. */
export function Frame() {
  const { t } = useTranslation()
  const venue = useVenue()
  const me = useWho((who) => who.me)
  const locked = useWho((who) => who.locked)
  const link = useLive((live) => live.link)
  const heard = useLive((live) => live.heard)
  const offset = useLive((live) => live.offset)
  const trouble = useLive((live) => live.trouble)
  const unprinted = usePrinter((printer) => printer.failed)
  const session = useSession()
  const place = usePlace()
  const touched = useTouched(['sessions', 'venue'])
  useIdleLock(venue.idleMinutes)

  useEffect(() => {
    const stop = new AbortController()
    if (!locked) void listen(stop.signal)
    return () => stop.abort()
  }, [me, locked])

  useEffect(() => {
    if (me !== null && !locked) void readDrafts(me.operator)
  }, [me, locked])

  // the station's name may have been changed at another window
  const named = useTouched(['venue'])
  useEffect(() => {
    if (named > 0) void meet()
  }, [named])

  useEffect(() => {
    station.sessions.list().then(showSessions, () => undefined)
  }, [touched, link, me])

  // an erased venue has numbers left, no people
  const mine = roomsFor(me?.roles ?? []).filter(({ noun }) => !venue.erased || noun === 'sync' || noun === 'system')
  const today = roomsToday(mine, session, place.room)
  const room = mine.find(({ noun }) => noun === place.room) ?? today[0]
  const closed = session?.state === 'closed'

  return (
    <div
      className={styles['frame']}
      data-mode={venue.mode}
      data-link={link}
      data-session={session?.state ?? 'none'}
      inert={locked || token.get() === ''}
    >
      <Bar />
      {(venue.mode === 'rehearsal' || venue.banners.length > 0) && (
        <div className={styles['banner']} role="note">
          {venue.mode === 'rehearsal' && venue.banners.length === 0 && <strong>{t('frame.rehearsal')}</strong>}
          {venue.banners.map((banner) => (
            <span key={banner.zh}>{inTongue(banner)}</span>
          ))}
        </div>
      )}
      {link === 'lost' && (
        <p className={styles['lost']} role="alert">
          {heard === 0 ? t('frame.lost_from_start') : t('frame.lost', { time: time(heard + offset) })}
        </p>
      )}
      {trouble.filter((reason) => reason !== 'key_in_file').map((reason) => (
        <p key={reason} className={styles['trouble']} role="alert">
          {t(`frame.trouble.${reason}`, { defaultValue: t('frame.trouble.other', { reason }) })}
        </p>
      ))}
      {venue.mode === 'live' && venue.keyKept === 'file' && (
        <p className={styles['banner']} role="note">
          ▲ {t('frame.trouble.key_in_file')}
        </p>
      )}
      {unprinted && (
        <p className={styles['trouble']} role="alert">
          {t('frame.trouble.print_failed')}
        </p>
      )}
      {closed && <p className={styles['closed']}>{t('frame.closed')}</p>}
      <div className={styles['below']}>
        <Rail rooms={today} at={room?.noun ?? ''} />
        <main className={styles['content']} id="content">
          {venue.erased && room?.noun !== place.room ? (
            <ErasedVenue />
          ) : room === undefined ? (
            <Empty title={t('frame.no_room')} next={t('frame.no_room_next')} />
          ) : (
            <RoomBoundary key={room.noun}>
              <Suspense fallback={<div className={styles['loading']} aria-busy="true" />}>
                <room.Screen />
              </Suspense>
            </RoomBoundary>
          )}
        </main>
      </div>
      <Edges mode={venue.mode} closed={closed} />
    </div>
  )
}
