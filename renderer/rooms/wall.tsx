import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import type { RoomDrawKind } from '../../shared/facts.ts'
import { useSession } from '../frame/session.ts'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Hash } from '../lots/hash.tsx'
import { useDraft } from '../parts/use-draft.ts'
import styles from './wall.module.css'

/** For a public wall: commitment on top, the digits as they are typed, then every room at once. Esc leaves. */
export function Wall({ view, kind, onLeave }: { view: RoomsView; kind: RoomDrawKind; onLeave: () => void }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const session = useSession()
  const draw = view[kind]
  const [typed, setTyped] = useDraft(`rooms/digits/${draw.draw ?? ''}`)
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onLeave()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [onLeave])
  return (
    <div className={styles['wall']} data-mode={venue.mode} data-rooms={view.rooms.length > 4 ? 'many' : 'few'} data-kind={kind}>
      <header>
        <h1>{session === undefined ? '' : inTongue(session.title)} · {t(`rooms.kind.${kind}`)}</h1>
        {draw.commitment !== null && <Hash label={t('lots.commitment')} text={draw.commitment} large />}
        {draw.digits !== null && <p className={styles['digits']}>{t('lots.digits')} {draw.digits}</p>}
        {draw.secret !== null && <Hash label={t('lots.secret')} text={draw.secret} />}
      </header>
      {draw.state === 'not_frozen' && <p className={styles['wait']}>{t('rooms.state.not_frozen')}</p>}
      {draw.state === 'frozen' && (
        <label className={styles['typing']}>
          <span>{t('lots.digits')}</span>
          <input
            inputMode="numeric" autoFocus value={typed} maxLength={64}
            onChange={(event) => setTyped(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
          />
        </label>
      )}
      {draw.state === 'digits' && <p className={styles['wait']}>{t('rooms.state.digits')}</p>}
      {draw.state === 'drawn' && (
        <ul className={styles['rooms']} role="status" aria-live="assertive">
          {view.rooms.map((room) => (
            <li key={room.room}>
              <span>{inTongue(room.title)}</span>
              <strong>
                {(kind === 'groups' ? room.posts : room.examiners.map(({ seat, name }) => t('rooms.seat', { seat, name }))).map((each) => <span key={each}>{each}</span>)}
              </strong>
            </li>
          ))}
        </ul>
      )}
      {venue.banners.map((banner) => <small key={banner.zh}>{inTongue(banner)}</small>)}
    </div>
  )
}
