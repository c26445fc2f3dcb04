import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'
import type { WaitingRow } from '../../shared/api/waiting.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { minute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { ViolationForm } from '../parts/violation-form.tsx'
import { groupOf, isLate, minutesAway } from './away.ts'
import { Leave } from './leave.tsx'
import styles from './person.module.css'

/** What is being asked about the person; the rest are single presses. */
type Asking = 'nothing' | 'leave' | 'lapse' | 'no_show' | 'withdraw' | 'violation' | 'undo'

/** One lot: where it is, the one step that is likely, and the ends of an interview with their second person (规则 §8). */
export function Person({ row, room, session, now, alarmMinutes, callsBeforeAbsent, onClose, onDone }: {
  row: WaitingRow
  room: Bilingual | undefined
  session: string
  now: number
  alarmMinutes: number
  callsBeforeAbsent: number
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [asking, setAsking] = useState<Asking>('nothing')
  const { candidate, lot, last } = row
  const back = useCommand(station.waiting.back)
  const belongings = useCommand(station.waiting.belongings)
  const lapse = useCommand(station.waiting.lapse)
  const noShow = useCommand(station.waiting.noShow)
  const withdraw = useCommand(station.sessions.withdraw)
  const undo = useCommand(station.waiting.undo)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (asking === 'nothing') button.current?.focus()
  }, [asking, row.state])

  const done = (answer: unknown) => {
    if (answer === undefined) {
      sounds.refused()
      return
    }
    sounds.accepted()
    setAsking('nothing')
    for (const command of [back, belongings, lapse, noShow, withdraw, undo]) command.reset()
    onDone()
  }
  const cancel = () => {
    setAsking('nothing')
    for (const command of [lapse, noShow, withdraw, undo]) command.reset()
  }
  const gone = groupOf(row.state) === 'gone'
  const late = row.out !== null && isLate(row.out.at, now, alarmMinutes)
  const step = last === null ? '' : t(`waiting.step.${last.type.replace('.', '_')}`, { defaultValue: '' })
  const ended = last?.type === 'waiting.lapsed' || last?.type === 'waiting.no_show'
  return (
    <section
      className={styles['person']}
      data-person
      data-state={row.state}
      aria-label={lot}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && asking === 'nothing') onClose()
      }}
    >
      <header>
        <strong>{lot}</strong>
        <Button kind="quiet" hint="Esc" onClick={onClose}>
          {t('waiting.close')}
        </Button>
      </header>
      <p className={styles['state']} data-late={late}>
        {t(`waiting.state.${row.state}`)}
        {room !== undefined && ` · ${inTongue(room)}`}
        {row.state === 'called' && ` · ${t('waiting.called_n', { n: row.calls, minutes: minutesAway(row.calledAt ?? now, now) })}`}
      </p>
      {row.out !== null && (
        <p className={styles['away']} data-late={late}>
          <b>
            {late ? '▲' : '○'} {t('waiting.minutes', { n: minutesAway(row.out.at, now) })}
          </b>
          <span>
            {t('waiting.out_since', { time: minute(row.out.at), why: t(`waiting.why.${row.out.why}`), escort: row.out.escort })}
            {row.out.note !== '' && ` · ${row.out.note}`}
          </span>
        </p>
      )}
      {row.belongings !== 'none' && <p>{row.belongings === 'held' ? t('waiting.tag_held', { tag: row.tag }) : `✓ ${t('waiting.returned')}`}</p>}
      <Outcome of={back.state} />
      <Outcome of={belongings.state} />
      {asking === 'nothing' && (
        <div className={styles['acts']}>
          {row.state === 'out' && may(roles, 'waiting.back') && (
            <Button ref={button} kind="primary" hint="Enter" busy={back.busy} onClick={() => void back.send({ session, candidate }).then(done)}>
              {t('waiting.back', { lot })}
            </Button>
          )}
          {gone && row.belongings === 'held' && may(roles, 'waiting.belongings') && (
            <Button ref={button} kind="primary" hint="Enter" busy={belongings.busy} onClick={() => void belongings.send({ session, candidate }).then(done)}>
              {t('waiting.give_back', { tag: row.tag, lot })}
            </Button>
          )}
          {(row.state === 'waiting' || row.state === 'called') && may(roles, 'waiting.leave') && (
            <Button ref={button} kind={row.state === 'waiting' ? 'primary' : 'plain'} {...(row.state === 'waiting' ? { hint: 'Enter' } : {})} onClick={() => setAsking('leave')}>
              {t('waiting.leave', { lot })}
            </Button>
          )}
          {row.state === 'out' && may(roles, 'waiting.lapse') && (
            <Button kind="danger" onClick={() => setAsking('lapse')}>
              {t('waiting.lapse')}
            </Button>
          )}
          {row.state === 'called' && may(roles, 'waiting.noShow') && (
            <Button kind="danger" onClick={() => setAsking('no_show')}>
              {t('waiting.no_show', { n: row.calls, least: callsBeforeAbsent })}
            </Button>
          )}
          {(row.state === 'waiting' || row.state === 'called' || row.state === 'out') &&
            (may(roles, 'sessions.withdraw') ? (
              <Button kind="danger" onClick={() => setAsking('withdraw')}>
                {t('waiting.withdraw')}
              </Button>
            ) : (
              <small>{t('waiting.withdraw_by')}</small>
            ))}
          {may(roles, 'sessions.violate') && (
            <Button kind="quiet" onClick={() => setAsking('violation')}>
              {t('parts.violation.open')}
            </Button>
          )}
          {last?.undoable === true && step !== '' && may(roles, 'waiting.undo') && (
            <Button kind="quiet" onClick={() => setAsking('undo')}>
              ↶ {t('waiting.undo', { step, time: minute(last.at) })}
            </Button>
          )}
        </div>
      )}
      {asking === 'leave' && <Leave session={session} candidate={candidate} lot={lot} onCancel={cancel} onDone={() => done(true)} />}
      {asking === 'lapse' && (
        <Confirm title={t('waiting.lapse_title', { lot })} text={t('waiting.lapse_means')} action={t('waiting.lapse_action', { lot })} reason second={secondRoles.waiting} busy={lapse.busy} onCancel={cancel}
          onConfirm={({ reason, second }) => void lapse.send({ session, candidate, reason, ...(second === undefined ? {} : { second }) }).then(done)}>
          <Outcome of={lapse.state} />
        </Confirm>
      )}
      {asking === 'no_show' && (
        <Confirm title={t('interview.absent_title', { lot })} text={t('interview.absent_means')} action={t('interview.absent_action', { lot })} reason second={secondRoles.waiting} busy={noShow.busy} onCancel={cancel}
          onConfirm={({ reason, second }) => void noShow.send({ session, candidate, reason, ...(second === undefined ? {} : { second }) }).then(done)}>
          <Outcome of={noShow.state} />
        </Confirm>
      )}
      {asking === 'withdraw' && (
        <Confirm title={t('waiting.withdraw_title', { lot })} text={t('waiting.withdraw_means')} action={t('waiting.withdraw_action', { lot })} reason second={secondRoles.conduct} busy={withdraw.busy} onCancel={cancel}
          onConfirm={({ reason, second }) => void withdraw.send({ session, candidate, reason, ...(second === undefined ? {} : { second }) }).then(done)}>
          <Outcome of={withdraw.state} />
        </Confirm>
      )}
      {asking === 'violation' && <ViolationForm session={session} of={{ lot }} parts={[]} onRecorded={onDone} onClose={cancel} />}
      {asking === 'undo' && last !== null && (
        <Confirm title={t('waiting.undo_title', { lot, step })} action={t('waiting.undo', { step, time: minute(last.at) })} reason {...(ended ? { second: secondRoles.waiting } : {})} busy={undo.busy} onCancel={cancel}
          onConfirm={({ reason, second }) => void undo.send({ replaces: last.fact, reason, ...(second === undefined ? {} : { second }) }).then(done)}>
          <Outcome of={undo.state} />
        </Confirm>
      )}
    </section>
  )
}
