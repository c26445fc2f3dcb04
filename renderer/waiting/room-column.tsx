import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { WaitingRoom, WaitingRow } from '../../shared/api/waiting.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { groupOf, groups, isLate, minutesAway } from './away.ts'
import styles from './waiting.module.css'

const shapes: Record<WaitingRow['state'], string> = {
  waiting: '○', out: '◇', called: '▶', inside: '●', scoring: '○', left: '✓', no_show: '✕', lapsed: '✕', stopped: '✕',
}

/** One interview room: who is inside and who is on the way, enormous; the call; then everybody else as a lot. */
export function RoomColumn({ room, rows, session, now, alarmMinutes, primary, chosen, onChoose, onDone }: {
  room: WaitingRoom
  rows: readonly WaitingRow[]
  session: string
  now: number
  alarmMinutes: number
  primary: boolean
  chosen: string
  onChoose: (candidate: string) => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const call = useCommand(station.waiting.call)
  const called = rows.find((row) => row.state === 'called')
  const inside = rows.find((row) => row.state === 'inside')
  const next = called ?? rows.find((row) => row.lot === room.next)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (primary && document.activeElement?.matches('input, select, textarea') !== true) button.current?.focus()
  }, [primary, next?.candidate])
  const send = () => {
    if (next === undefined) return
    void call.send({ session, candidate: next.candidate }).then((answer) => {
      if (answer === undefined) return
      call.reset()
      onDone()
    })
  }
  return (
    <section className={styles['column']} aria-label={inTongue(room.title)}>
      <h2>
        {inTongue(room.title)}
        {room.free && room.next !== '' && <b>▲ {t('waiting.asks')}</b>}
      </h2>
      <div className={styles['now']}>
        <Now title={t('waiting.state.inside')} row={inside} onChoose={onChoose} />
        <Now
          title={called === undefined ? t('waiting.state.called') : t('waiting.called_n', { n: called.calls, minutes: minutesAway(called.calledAt ?? now, now) })}
          row={called}
          onChoose={onChoose}
        />
      </div>
      {may(roles, 'waiting.call') && (
        <Button
          ref={button}
          className={styles['call']}
          kind={primary && called === undefined ? 'primary' : 'plain'}
          {...(primary && called === undefined ? { hint: 'Enter' } : {})}
          busy={call.busy}
          disabled={next === undefined}
          onClick={send}
        >
          {next === undefined ? t('waiting.nobody_left') : t(called === undefined ? 'waiting.call' : 'waiting.call_again', { lot: next.lot })}
        </Button>
      )}
      <Outcome of={call.state} again={send} />
      {groups.map((group) => {
        const here = rows.filter((row) => groupOf(row.state) === group)
        if (here.length === 0 && group !== 'waiting') return null
        return (
          <div key={group} className={styles['group']} data-group={group}>
            <h3>
              {t(`waiting.group.${group}`)} <span>{here.length}</span>
            </h3>
            <div className={styles['lots']}>
              {here.map((row) => {
                const late = row.out !== null && isLate(row.out.at, now, alarmMinutes)
                return (
                  <button
                    key={row.candidate}
                    type="button"
                    data-state={row.state}
                    data-late={late}
                    aria-pressed={row.candidate === chosen}
                    aria-label={`${row.lot} ${t(`waiting.state.${row.state}`)}`}
                    onClick={() => onChoose(row.candidate)}
                  >
                    <strong>{row.lot}</strong>
                    {row.state !== 'waiting' && (
                      <small>
                        {shapes[row.state]} {row.out === null ? t(`waiting.state_short.${row.state}`) : t('waiting.minutes', { n: minutesAway(row.out.at, now) })}
                      </small>
                    )}
                  </button>
                )
              })}
            </div>
          </div>
        )
      })}
    </section>
  )
}

function Now({ title, row, onChoose }: { title: string; row: WaitingRow | undefined; onChoose: (candidate: string) => void }) {
  return (
    <button type="button" disabled={row === undefined} data-state={row?.state ?? 'none'} onClick={() => row !== undefined && onChoose(row.candidate)}>
      <small>
        {row === undefined ? '○' : shapes[row.state]} {title}
      </small>
      <strong>{row?.lot ?? '—'}</strong>
    </button>
  )
}
