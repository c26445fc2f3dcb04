import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import type { RoomDrawKind } from '../../shared/facts.ts'
import { useSession } from '../frame/session.ts'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Hash } from '../lots/hash.tsx'
import { DrawWall, WallDigits, WallTyping, WallWait } from '../parts/draw-wall.tsx'
import { useDraft } from '../parts/use-draft.ts'
import styles from './wall.module.css'

/** For a public wall: commitment on top, the digits as they are typed, then every room at once. Esc leaves. */
export function Wall({ view, kind, onLeave }: { view: RoomsView; kind: RoomDrawKind; onLeave: () => void }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const session = useSession()
  const draw = view[kind]
  const [typed, setTyped] = useDraft(`rooms/digits/${draw.draw ?? ''}`)
  return (
    <DrawWall
      title={`${session === undefined ? '' : inTongue(session.title)} · ${t(`rooms.kind.${kind}`)}`}
      onLeave={onLeave}
      head={
        <>
          {draw.commitment !== null && <Hash label={t('lots.commitment')} text={draw.commitment} large />}
          {draw.digits !== null && (
            <WallDigits>
              {t('lots.digits')} {draw.digits}
            </WallDigits>
          )}
          {draw.secret !== null && <Hash label={t('lots.secret')} text={draw.secret} />}
        </>
      }
      foot={venue.banners.map((banner) => (
        <small key={banner.zh}>{inTongue(banner)}</small>
      ))}
    >
      {draw.state === 'not_frozen' && <WallWait>{t('rooms.state.not_frozen')}</WallWait>}
      {draw.state === 'frozen' && <WallTyping label={t('lots.digits')} value={typed} onChange={setTyped} />}
      {draw.state === 'digits' && <WallWait>{t('rooms.state.digits')}</WallWait>}
      {draw.state === 'drawn' && (
        <ul className={styles['rooms']} data-kind={kind} data-rooms={view.rooms.length > 4 ? 'many' : 'few'} role="status" aria-live="assertive">
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
    </DrawWall>
  )
}
