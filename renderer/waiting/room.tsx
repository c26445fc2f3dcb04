import { IconScreenShare, IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../clock.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { sounds } from '../parts/sound.ts'
import { useCallsAloud, useSpeaking, useVoice } from '../parts/speech.ts'
import { useAsk } from '../parts/use-ask.ts'
import { useScanFromAnywhere } from '../parts/use-scan-from-anywhere.ts'
import { isLate, minutesAway, outNow } from './away.ts'
import { Lists } from './lists.tsx'
import { Person } from './person.tsx'
import { RoomColumn } from './room-column.tsx'
import styles from './waiting.module.css'

/** The waiting room's board: who waits, is called, is inside, waits for the score, has left; by room, by lot. */
export default function WaitingRoom() {
  const { t } = useTranslation()
  const session = useSession()
  return session === undefined ? (
    <Empty title={t('fitness.no_session')} next={t('fitness.no_session_next')} />
  ) : (
    <Board key={session.id} session={session.id} />
  )
}

/** The public board in a window of its own, without anybody signed in; the desktop shell has one window, so it turns there. */
function openBoard(session: string): void {
  if (window.kaodian === undefined) window.open(`#/board?${new URLSearchParams({ session }).toString()}`, '_blank', 'noopener')
  else go('board', { session })
}

function Board({ session }: { session: string }) {
  const { t } = useTranslation()
  const asked = useAsk(session, () => station.waiting.list({ session }), ['waiting', 'interview', 'lots', 'rooms', 'sessions', 'check-in'])
  const [chosen, setChosen] = useState('')
  const [unknown, setUnknown] = useState('')
  const now = useNow()
  const scan = useRef<ScanHandle>(null)
  useScanFromAnywhere(scan)
  const { speaking, speak } = useSpeaking()
  const voice = useVoice()
  const list = asked.value?.ok === true ? asked.value : undefined

  const calls = useMemo(() => {
    if (list === undefined) return null
    const titles = new Map(list.rooms.map((room) => [room.room, room.title.zh]))
    return list.rows.filter((row) => row.state === 'called').map((row) => ({ lot: row.lot, room: titles.get(row.room) ?? '', call: row.calls }))
  }, [list])
  useCallsAloud(calls, speaking)

  // every leave alarms once; an alarm that stood when the page came is seen, not heard again
  const alarmed = useRef<Set<string> | null>(null)
  const away = useMemo(() => (list === undefined ? [] : outNow(list.rows)), [list])
  const late = list === undefined ? [] : away.filter((row) => isLate(row.out.at, now, list.alarmMinutes))
  const lateFacts = late.map((row) => row.out.fact).join(' ')
  const known = list !== undefined
  useEffect(() => {
    if (!known) return
    const facts = lateFacts === '' ? [] : lateFacts.split(' ')
    if (alarmed.current !== null && facts.some((fact) => alarmed.current?.has(fact) !== true)) sounds.doubt()
    alarmed.current = new Set([...(alarmed.current ?? []), ...facts])
  }, [known, lateFacts])

  if (list === undefined) {
    return (
      <NotYet asking={asked.state === 'first'} refused={asked.value?.ok === false ? asked.value.refused : undefined} failed={asked.state === 'failed'} />
    )
  }
  const person = list.rows.find((row) => row.candidate === chosen)
  const primary = person === undefined ? list.rooms.find((room) => room.free && room.next !== '')?.room : undefined
  const find = (text: string) => {
    const row = list.rows.find((each) => each.lot === text.toUpperCase())
    setUnknown(row === undefined ? text : '')
    setChosen(row?.candidate ?? '')
    scan.current?.clear()
  }
  const title = (room: string) => list.rooms.find((each) => each.room === room)?.title
  return (
    <div className={styles['waiting']}>
      <header className={styles['head']}>
        <h1>{t('waiting.title')}</h1>
        <Age at={asked.at}>
          {t('waiting.counts', {
            waiting: list.rooms.reduce((sum, room) => sum + room.waiting, 0),
            out: list.rooms.reduce((sum, room) => sum + room.out, 0),
            left: list.rooms.reduce((sum, room) => sum + room.left, 0),
          })}
        </Age>
        <span className={styles['spring']} />
        <button type="button" className={styles['toggle']} aria-pressed={speaking} onClick={() => speak(!speaking)}>
          {speaking ? <IconVolume size={20} aria-hidden="true" /> : <IconVolumeOff size={20} aria-hidden="true" />}
          {t(speaking ? (voice ? 'waiting.speaking' : 'waiting.chiming') : 'waiting.silent')}
        </button>
        <button type="button" className={styles['toggle']} onClick={() => openBoard(session)}>
          <IconScreenShare size={20} aria-hidden="true" />
          {t('waiting.open_board')}
        </button>
        <div className={styles['find']}>
          <ScanField ref={scan} label={t('fitness.lot')} placeholder={t('interview.find')} autoFocus={false} onEnter={find} />
        </div>
      </header>
      {late.length > 0 && (
        <div className={styles['alarm']} role="alert">
          {late.map((row) => (
            <button key={row.candidate} type="button" onClick={() => setChosen(row.candidate)}>
              ▲ {t('waiting.alarm', { lot: row.lot, n: minutesAway(row.out.at, now), most: list.alarmMinutes })}
            </button>
          ))}
        </div>
      )}
      {unknown !== '' && <Refusal reason="lot_unknown" detail={{ lot: unknown }} />}
      {list.rooms.length === 0 || list.rows.length === 0 ? (
        <Empty title={t('waiting.empty')} next={t('waiting.empty_next')} />
      ) : (
        <div className={styles['rooms']}>
          {list.rooms.map((room) => (
            <RoomColumn
              key={room.room}
              room={room}
              rows={list.rows.filter((row) => row.room === room.room)}
              session={session}
              now={now}
              alarmMinutes={list.alarmMinutes}
              primary={primary === room.room}
              chosen={chosen}
              onChoose={setChosen}
              onDone={asked.again}
            />
          ))}
        </div>
      )}
      <aside className={styles['aside']}>
        {person !== undefined && (
          <Person
            key={person.candidate}
            row={person}
            room={title(person.room)}
            session={session}
            now={now}
            alarmMinutes={list.alarmMinutes}
            callsBeforeAbsent={list.callsBeforeAbsent}
            onClose={() => setChosen('')}
            onDone={asked.again}
          />
        )}
        <Lists rows={list.rows} now={now} alarmMinutes={list.alarmMinutes} chosen={chosen} onChoose={setChosen} />
        {person === undefined && away.length === 0 && <p className={styles['hint']}>{t('waiting.choose')}</p>}
      </aside>
    </div>
  )
}

