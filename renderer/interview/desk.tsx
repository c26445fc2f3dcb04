import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomView, Sheet } from '../../shared/api/interview.ts'
import type { ScoredStage } from '../../shared/facts.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ResultFlash, type Flash } from '../parts/result-flash.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { useScanFromAnywhere } from '../parts/use-scan-from-anywhere.ts'
import { PersonPanel } from './person-panel.tsx'
import { Queue } from './queue.tsx'
import styles from './room.module.css'
import { paneOf, personStep, primarySide } from './room-steps.ts'
import { SheetPane } from './sheet-pane.tsx'
import { useRoom, useSheet } from './use-room.ts'

const idOf = (sheet: Sheet) => `${sheet.candidate} ${sheet.stage}`

/** Sheets that are open in the room: whoever is inside, then those who wait for their score, oldest first. */
const openOf = (view: RoomView): Sheet[] => [...(view.inside === null ? [] : [view.inside]), ...view.scoring]

/** One interview room: the person on the left, the sheets in the middle, who comes on the right. */
export function Desk({ session, room, onRoom }: { session: string; room: string; onRoom: () => void }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const asked = useRoom(session, room)
  const { view, again } = asked
  const [shown, setShown] = useState('')
  const [looked, setLooked] = useState<{ lot: string; stage?: ScoredStage } | null>(null)
  const [ready, setReady] = useState(false)
  const [flash, setFlash] = useState<Flash | null>(null)
  const scan = useRef<ScanHandle>(null)
  useScanFromAnywhere(scan)
  const found = useSheet(session, looked)
  const open = view === undefined ? [] : openOf(view)
  const opened = looked !== null && found.value?.ok === true ? found.value.sheet : undefined
  // what is typed into stays shown while others come and go; only when it is finished the next takes its place
  const chosen = open.find((each) => idOf(each) === shown) ?? view?.scoring[0] ?? view?.inside ?? undefined
  const chosenId = chosen === undefined ? '' : idOf(chosen)
  if (chosenId !== shown) setShown(chosenId)
  const sheet = opened ?? chosen

  const turn = (by: number) => {
    const at = open.findIndex((each) => idOf(each) === chosenId)
    const next = open[(at + by + open.length) % open.length]
    setLooked(null)
    if (next !== undefined) setShown(idOf(next))
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'F6' && open.length > 0) {
        event.preventDefault()
        turn(event.shiftKey ? -1 : 1)
      } else if (event.key === 'Escape' && looked !== null) setLooked(null)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
  // a laptop that slept, or a station that counts for itself: the clock is set right again while it runs
  const running = view?.inside?.clock.state === 'running'
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(again, 15_000)
    return () => clearInterval(timer)
  }, [running, again])
  const over = useCallback(() => setFlash(null), [])

  if (view === undefined) {
    return (
      <NotYet asking={asked.state === 'first'} refused={asked.value?.ok === false ? asked.value.refused : undefined} failed={asked.state === 'failed'}>
        {asked.state !== 'first' && <Button onClick={onRoom}>{t('interview.other_room')}</Button>}
      </NotYet>
    )
  }
  const step = personStep(view)
  const rules = sheet === undefined ? null : (view.rules[sheet.stage] ?? null)
  const isInside = sheet !== undefined && view.inside !== null && idOf(view.inside) === idOf(sheet)
  const pane = sheet === undefined || rules === null ? null : paneOf(sheet, rules, may(roles, 'interview.mark'))
  const side = primarySide(step, pane, isInside, ready)
  const find = (text: string, stage?: ScoredStage) => {
    if (text === '') return
    scan.current?.clear()
    const lot = text.toUpperCase()
    const here = open.find((each) => each.lot === lot && (stage === undefined || each.stage === stage))
    setLooked(here !== undefined ? null : stage === undefined ? { lot } : { lot, stage })
    if (here !== undefined) setShown(idOf(here))
  }
  const done = (what?: string) => {
    again()
    found.again()
    if (what === undefined) return
    setFlash({ kind: 'done', key: `${what} ${String(asked.at)}`, title: what })
    setLooked(null)
  }
  return (
    <div className={styles['room']}>
      <header className={styles['head']}>
        <h1>{inTongue(view.title)}</h1>
        <Button kind="quiet" onClick={onRoom}>
          {t('interview.other_room')}
        </Button>
        <div className={styles['strip']} role="tablist" aria-label={t('interview.strip')}>
          {open.map((each) => {
            const here = view.inside !== null && idOf(view.inside) === idOf(each)
            return (
              <button
                key={idOf(each)}
                type="button"
                role="tab"
                aria-selected={sheet !== undefined && idOf(each) === idOf(sheet)}
                data-inside={here}
                onClick={() => {
                  setLooked(null)
                  setShown(idOf(each))
                }}
              >
                <strong>{each.lot}</strong>
                <span>{here ? `● ${t('interview.inside_now')}` : `${each.state === 'mismatch' ? '▲' : '○'} ${t(`interview.state.${each.state}`)}`}</span>
              </button>
            )
          })}
          {open.length > 1 && <kbd aria-hidden="true">F6</kbd>}
        </div>
        <div className={styles['find']}>
          <ScanField ref={scan} label={t('fitness.lot')} placeholder={t('interview.find')} autoFocus={false} onEnter={(text) => find(text)} />
        </div>
      </header>
      <PersonPanel view={view} session={session} primary={side === 'person'} onDone={done} />
      <div className={styles['work']} data-other={sheet !== undefined && view.inside !== null && !isInside}>
        {looked !== null && found.value?.ok === false && <Refusal reason={found.value.refused.reason} detail={found.value.refused.detail} />}
        {looked !== null && (
          <Button kind="quiet" hint="Esc" onClick={() => setLooked(null)}>
            {t('interview.close_sheet', { lot: looked.lot })}
          </Button>
        )}
        {sheet !== undefined && view.inside !== null && !isInside && (
          <p className={styles['other']} role="status">
            ▲ {t('interview.not_inside', { lot: sheet.lot, inside: view.inside.lot })}
          </p>
        )}
        {sheet === undefined || rules === null ? (
          <Empty title={t('interview.no_sheet')} next={t('interview.no_sheet_next')} />
        ) : (
          <SheetPane
            key={idOf(sheet)}
            sheet={sheet}
            session={session}
            rules={rules}
            inside={isInside}
            primary={side === 'sheet'}
            onReady={setReady}
            onDone={done}
          />
        )}
      </div>
      <Queue view={view} at={asked.at} onOpen={find} />
      <ResultFlash flash={flash} onOver={over} />
    </div>
  )
}
