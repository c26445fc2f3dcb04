import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../frame/session.ts'
import { Empty } from '../parts/empty.tsx'
import { Desk } from './desk.tsx'
import { RoomChoice } from './room-choice.tsx'

// the machine stands in a room, whoever sits at it
const KEPT = 'kaodian.interview-room'

/** The interview room: its clerk, its clock, its sheets. The room is chosen once for the machine and kept on it. */
export default function InterviewRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const [kept, setKept] = useState(() => localStorage.getItem(KEPT) ?? '')
  if (session === undefined) return <Empty title={t('fitness.no_session')} next={t('fitness.no_session_next')} />
  const choose = (room: string) => {
    localStorage.setItem(KEPT, room === '' ? '' : `${session.id} ${room}`)
    setKept(room === '' ? '' : `${session.id} ${room}`)
  }
  const room = kept.startsWith(`${session.id} `) ? kept.slice(session.id.length + 1) : ''
  return room === '' ? (
    <RoomChoice session={session.id} onChoose={choose} />
  ) : (
    <Desk key={`${session.id} ${room}`} session={session.id} room={room} onRoom={() => choose('')} />
  )
}
