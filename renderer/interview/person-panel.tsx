import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomView } from '../../shared/api/interview.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { AnswerRing } from './answer-ring.tsx'
import styles from './room.module.css'
import { nextOf, personStep } from './room-steps.ts'

/** The one key of the person's step, from anywhere on the screen: the examiner's word does not wait for a mouse. */
const KEY = 'F8'

/** Who is inside with the clock, or who comes next; below it the one step, also on F8 from anywhere. */
export function PersonPanel({ view, session, primary, onDone }: { view: RoomView; session: string; primary: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [absent, setAbsent] = useState(false)
  const step = personStep(view)
  const next = nextOf(view.queue)
  const who = view.inside ?? next
  const call = useCommand(station.waiting.call)
  const enter = useCommand(station.interview.enter)
  const start = useCommand(station.interview.start)
  const finish = useCommand(station.interview.finish)
  const leave = useCommand(station.interview.leave)
  const noShow = useCommand(station.waiting.noShow)
  const command = { call, enter, start, finish, leave, is_out: call, nobody: call }[step]
  const mayDo = may(roles, step === 'call' || step === 'is_out' || step === 'nobody' ? 'waiting.call' : 'interview.enter')
  const waits = step === 'nobody' || step === 'is_out'

  const go = () => {
    if (who === undefined || waits || !mayDo || command.busy) return
    const of = { session, candidate: who.candidate, stage: who.stage }
    const done = (answer: unknown) => {
      if (answer === undefined) {
        sounds.refused()
        return
      }
      sounds.accepted()
      command.reset()
      onDone()
    }
    switch (step) {
      case 'call':
        return void call.send({ session, candidate: who.candidate }).then(done)
      case 'enter':
        return void enter.send(of).then(done)
      case 'start':
        return void start.send(of).then(done)
      case 'finish':
        return void finish.send(of).then(done)
      case 'leave':
        return void leave.send(of).then(done)
      default:
        return step satisfies never
    }
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== KEY || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      go()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })

  // the step takes the focus when it changes, but never from somebody who types
  const button = useRef<HTMLButtonElement>(null)
  const at = `${step} ${who?.candidate ?? ''} ${String(primary)}`
  useEffect(() => {
    if (primary && document.activeElement?.matches('input, select, textarea') !== true) button.current?.focus()
  }, [at, primary])

  if (who === undefined) {
    return (
      <section className={styles['person']} aria-label={t('interview.person')}>
        <Empty title={t('interview.nobody')} next={t(view.counts.due === 0 ? 'interview.nobody_next' : 'interview.all_done_next')} />
      </section>
    )
  }
  const repeat = () => void call.send({ session, candidate: who.candidate }).then((answer) => answer !== undefined && onDone())
  return (
    <section className={styles['person']} data-step={step} aria-label={t('interview.person')}>
      <small className={styles['word']}>{view.inside === null ? t(`interview.queue_state.${next?.state ?? 'waiting'}`) : `● ${t('interview.inside_now')}`}</small>
      <strong className={styles['lot']} role="status">{who.lot}</strong>
      {who.stage === 'professional' && <b className={styles['stage']}>{t('interview.stage.professional')}</b>}
      {view.inside !== null && view.inside.clock.seconds > 0 && <AnswerRing clock={view.inside.clock} />}
      {view.inside !== null && view.inside.clock.seconds === 0 && <p>{t('interview.no_clock')}</p>}
      {view.inside === null && <p>{t(`interview.next_means.${step}`)}</p>}
      <Outcome of={command.state} again={go} />
      {absent && next !== undefined ? (
        <Confirm
          title={t('interview.absent_title', { lot: next.lot })}
          text={t('interview.absent_means')}
          action={t('interview.absent_action', { lot: next.lot })}
          reason
          second={secondRoles.waiting}
          busy={noShow.busy}
          onCancel={() => {
            setAbsent(false)
            noShow.reset()
          }}
          onConfirm={({ reason, second }) =>
            void noShow.send({ session, candidate: next.candidate, reason, ...(second === undefined ? {} : { second }) }).then((answer) => {
              if (answer === undefined) return
              setAbsent(false)
              onDone()
            })
          }
        >
          <Outcome of={noShow.state} />
        </Confirm>
      ) : (
        mayDo && (
          <div className={styles['steps']}>
            {!waits && (
              <Button
                ref={button}
                className={styles['step']}
                kind={primary ? 'primary' : 'plain'}
                hint={KEY}
                busy={command.busy}
                onClick={go}
              >
                {t(`interview.do.${step}`, { lot: who.lot })}
              </Button>
            )}
            {step === 'enter' && (
              <div className={styles['seldom']}>
                <Button kind="quiet" busy={call.busy} onClick={repeat}>
                  {t('interview.call_again')}
                </Button>
                {may(roles, 'waiting.noShow') && (
                  <Button kind="quiet" onClick={() => setAbsent(true)}>
                    {t('interview.absent')}
                  </Button>
                )}
              </div>
            )}
          </div>
        )
      )}
    </section>
  )
}
