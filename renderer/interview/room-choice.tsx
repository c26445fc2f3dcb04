import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Empty } from '../parts/empty.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import styles from './room.module.css'

/** Which room this machine stands in: chosen once, kept on the machine. */
export function RoomChoice({ session, onChoose }: { session: string; onChoose: (room: string) => void }) {
  const { t } = useTranslation()
  const asked = useAsk(session, () => station.interview.rooms({ session }), ['interview', 'waiting', 'rooms', 'lots', 'sessions'])
  const rooms = asked.value?.ok === true ? asked.value.rooms : undefined
  if (asked.value?.ok === false) return <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />
  if (rooms === undefined) return <div aria-busy={asked.state === 'first'} />
  if (rooms.length === 0) return <Empty title={t('interview.no_rooms')} next={t('interview.no_rooms_next')} />
  return (
    <Screen title={t('interview.choose_room')}>
      <div className={styles['choices']} role="group" aria-label={t('interview.choose_room')}>
        {rooms.map((room, index) => (
          <button key={room.room} type="button" autoFocus={index === 0} onClick={() => onChoose(room.room)}>
            <strong>{inTongue(room.title)}</strong>
            <span>{t('interview.room_counts', { due: room.due, done: room.done })}</span>
            <span>{room.inside === '' ? `○ ${t('interview.room_free')}` : `● ${t('interview.room_inside', { lot: room.inside })}`}</span>
          </button>
        ))}
      </div>
    </Screen>
  )
}
