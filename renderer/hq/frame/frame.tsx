import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '../../clock.ts'
import { Edges } from '../../frame/edges.tsx'
import styles from '../../frame/frame.module.css'
import { Rail } from '../../frame/rail.tsx'
import { RoomBoundary } from '../../frame/room-boundary.tsx'
import { usePlace } from '../../frame/route.ts'
import { listenTo, useLive, useTouched } from '../../heard.ts'
import { Empty } from '../../parts/empty.tsx'
import { hq, token } from '../contract.ts'
import { showRecruitments, useRecruitment, useRecruitments } from '../recruitment.ts'
import { Bar } from './bar.tsx'
import { roomsFor } from './rooms.ts'
import { useWho } from './who.ts'

/** Everything around a room: bar, rail, and the grey of a lost HQ. */
export function Frame() {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const link = useLive((live) => live.link)
  const heard = useLive((live) => live.heard)
  const offset = useLive((live) => live.offset)
  const trouble = useLive((live) => live.trouble)
  const chosen = useRecruitments((state) => state.chosen)
  const practice = useRecruitment()?.rehearsal === true
  const asked = useRecruitments((state) => state.list !== null)
  const place = usePlace()

  useEffect(() => {
    const stop = new AbortController()
    void listenTo(
      {
        open: (signal) => hq.live.changes({ recruitment: chosen === '' ? null : chosen }, { signal }),
        seated: () => token.get() !== '',
        hear: () => undefined,
      },
      stop.signal,
    )
    return () => stop.abort()
  }, [me, chosen])

  const touched = useTouched(['recruitments'])
  // also on another choice: the stream is opened anew for it, and what was touched in between is not heard
  useEffect(() => {
    hq.recruitments.list().then(
      ({ recruitments }) => showRecruitments(recruitments),
      () => undefined,
    )
  }, [me, touched, link, chosen])

  const mine = roomsFor(me)
  const room = mine.find(({ noun }) => noun === place.room) ?? mine[0]

  return (
    <div
      className={styles['frame']}
      data-mode={practice ? 'rehearsal' : 'live'}
      data-link={link}
      inert={token.get() === ''}
    >
      <Edges mode={practice ? 'rehearsal' : 'live'} closed={false} />
      <Bar />
      {practice && (
        <div className={styles['banner']} role="note">
          <strong>{t('frame.rehearsal')}</strong>
          <span>{t('frame.rehearsal_text')}</span>
        </div>
      )}
      {link === 'lost' && (
        <p className={styles['lost']} role="alert">
          {heard === 0 ? t('frame.lost_from_start') : t('frame.lost', { time: time(heard + offset) })}
        </p>
      )}
      {trouble.map((reason) => (
        <p key={reason} className={styles['trouble']} role="alert">
          {t(`frame.trouble.${reason}`, { defaultValue: t('frame.trouble.other', { reason }) })}
        </p>
      ))}
      <div className={styles['below']}>
        <Rail rooms={mine} at={room?.noun ?? ''} />
        <main className={styles['content']} id="content">
          {!asked && link !== 'lost' ? (
            // no room says "no recruitment" before HQ was asked
            <div className={styles['loading']} aria-busy="true" />
          ) : room === undefined ? (
            <Empty title={t('frame.no_room')} next={t('frame.no_room_next')} />
          ) : (
            <RoomBoundary key={`${room.noun} ${chosen}`}>
              <Suspense fallback={<div className={styles['loading']} aria-busy="true" />}>
                <room.Screen />
              </Suspense>
            </RoomBoundary>
          )}
        </main>
      </div>
    </div>
  )
}
