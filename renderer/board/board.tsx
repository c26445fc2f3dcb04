import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { minute, stationNow, time, useNow } from '../clock.ts'
import { go, usePlace } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Refusal } from '../parts/refusal.tsx'
import { useCallsAloud } from '../parts/speech.ts'
import styles from './board.module.css'
import { useBoard } from './use-board.ts'

/**
 * The public board: lots and rooms and nothing else, to be read across a hall. Who is called now is enormous, then who
 * comes next in each room in the order of the calls. It needs nobody signed in, and greys when it hears nothing.
 */
export function PublicBoard() {
  const { t } = useTranslation()
  const { params } = usePlace()
  const signedIn = useWho((who) => who.me !== null)
  const rehearsal = useWho(({ station }) => station.kind === 'known' && station.state.mode === 'rehearsal')
  const { view, refused, stale } = useBoard(params['session'] ?? '')
  const [sound, setSound] = useState(false)
  const now = useNow()

  const calls = useMemo(() => view?.calls.map(({ lot, room, call }) => ({ lot, room: room.zh, call })) ?? null, [view])
  // the oldest of the new ones is called first
  const inOrder = useMemo(() => calls?.toReversed() ?? null, [calls])
  useCallsAloud(inOrder, sound && !stale)

  useEffect(() => {
    if (!signedIn) return undefined
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') go('waiting')
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [signedIn])

  const [latest, ...earlier] = view?.calls ?? []
  return (
    <div className={styles['board']} data-stale={stale} data-rehearsal={rehearsal}>
      <header>
        <h1>{view === null ? t('board.title') : inTongue(view.title)}</h1>
        {rehearsal && <b>{t('frame.rehearsal')}</b>}
        <span />
        <button type="button" aria-pressed={sound} onClick={() => setSound(!sound)}>
          {t(sound ? 'board.sound_on' : 'board.sound_off')}
        </button>
        {signedIn && (
          <button type="button" onClick={() => go('waiting')}>
            {t('board.leave')} <kbd>Esc</kbd>
          </button>
        )}
        <time>{minute(now)}</time>
      </header>
      {stale && (
        <p className={styles['stale']} role="alert">
          ▲ {t('board.stale', { time: time(view?.now ?? stationNow()) })}
        </p>
      )}
      {refused !== null && view === null && <Refusal reason={refused.refused.reason} detail={refused.refused.detail} />}
      <main>
        {latest === undefined ? (
          <div className={styles['none']} role="status">
            <strong>{t(view === null ? 'board.unreachable' : 'board.none')}</strong>
            <p>{t('board.none_next')}</p>
          </div>
        ) : (
          <div className={styles['call']} key={`${latest.lot} ${String(latest.call)}`} role="status" aria-live="assertive">
            <strong>{latest.lot}</strong>
            <p>
              {t('board.please')} <b>{inTongue(latest.room)}</b>
            </p>
            {latest.call > 1 && <small>{t('board.again', { n: latest.call })}</small>}
          </div>
        )}
        {earlier.length > 0 && (
          <ul className={styles['earlier']} aria-label={t('board.called')}>
            {earlier.slice(0, 3).map((each) => (
              <li key={each.lot}>
                <strong>{each.lot}</strong> <span>{inTongue(each.room)}</span>
              </li>
            ))}
          </ul>
        )}
      </main>
      {view !== null && view.rooms.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('board.room')}</th>
              <th scope="col">{t('board.inside')}</th>
              <th scope="col">{t('board.next')}</th>
            </tr>
          </thead>
          <tbody>
            {view.rooms.map((room, index) => (
              <tr key={index}>
                <th scope="row">{inTongue(room.room)}</th>
                <td data-inside={room.inside !== ''}>{room.inside === '' ? '—' : room.inside}</td>
                <td>
                  {room.next.slice(0, 3).map((lot) => (
                    <span key={lot}>{lot}</span>
                  ))}
                  {room.next.length === 0 && '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
