import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VenueErasing } from '../../../shared/hq/api/erase.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { TextField } from '../../parts/field.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import { useRecruitment } from '../recruitment.ts'
import styles from './erase.module.css'

/** Erasing personal data in three steps: the date has passed, the stations have erased, HQ erases. Two people each time. */
export default function EraseRoom() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment ?? null
  const me = useWho((who) => who.me)
  const asked = useAsk(recruitment, (signal) => hq.erase.state({ recruitment: recruitment ?? '' }, { signal }), [
    'erase',
    'receive',
    'recruitments',
  ])
  const order = useCommand(hq.erase.order)
  const finish = useCommand(hq.erase.finish)
  const [step, setStep] = useState<'look' | 'order' | 'finish'>('look')
  const [typed, setTyped] = useState('')
  if (recruitment === null)
    return (
      <Screen title={t('erase.title')}>
        <Empty title={t('decide.no_recruitment')} next={t('decide.no_recruitment_next')} />
      </Screen>
    )
  const answer = asked.value
  if (answer === undefined)
    return (
      <Screen title={t('erase.title')}>
        {asked.state === 'failed' ? (
          <Refusal reason="no_answer" detail={{ code: asked.code }} />
        ) : (
          <Progress label={t('decide.reading')} />
        )}
      </Screen>
    )
  if (!answer.ok)
    return (
      <Screen title={t('erase.title')}>
        <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
      </Screen>
    )
  const { venues, title } = answer
  const behind = venues.filter(({ state }) => state === 'behind')
  const waiting = venues.filter(({ state }) => state === 'ordered' || state === 'behind')
  const right = typed.trim() === title.trim()
  const mine = me !== null && may(me, 'erase.order')
  const back = () => {
    setStep('look')
    setTyped('')
  }
  const asking = (
    <TextField
      label={t('erase.type_title', { title })}
      value={typed}
      maxLength={300}
      onChange={(event) => setTyped(event.currentTarget.value)}
      wrong={typed !== '' && !right ? t('erase.title_differs') : undefined}
    />
  )
  return (
    <Screen
      title={t('erase.title')}
      wide={false}
      actions={
        mine && step === 'look' && answer.erasedAt === null ? (
          answer.order === null ? (
            <Button kind="danger" disabled={!answer.over || behind.length > 0} onClick={() => setStep('order')}>
              {t('erase.order_action')}
            </Button>
          ) : (
            <Button kind="danger" disabled={waiting.length > 0} onClick={() => setStep('finish')}>
              {t('erase.finish_action', { n: answer.people })}
            </Button>
          )
        ) : undefined
      }
    >
      <ol className={styles['steps']}>
        <Step n={1} state={answer.over ? 'done' : 'now'} title={t('erase.step.date')}>
          {answer.retainUntil === null
            ? t('erase.no_date')
            : t(answer.over ? 'erase.date_over' : 'erase.date_coming', {
                until: answer.retainUntil,
                today: answer.today,
              })}
        </Step>
        <Step
          n={2}
          state={
            answer.order === null
              ? answer.over && behind.length === 0
                ? 'now'
                : 'later'
              : waiting.length === 0
                ? 'done'
                : 'now'
          }
          title={t('erase.step.stations')}
        >
          {answer.order === null
            ? t(behind.length > 0 ? 'erase.behind' : 'erase.stations_text', { count: behind.length })
            : t('erase.ordered_by', {
                by: answer.order.by,
                second: answer.order.second,
                at: dayAndMinute(answer.order.at),
                reason: answer.order.reason,
              })}
        </Step>
        <Step
          n={3}
          state={answer.erasedAt !== null ? 'done' : answer.order !== null && waiting.length === 0 ? 'now' : 'later'}
          title={t('erase.step.hq')}
        >
          {answer.erasedAt !== null
            ? t('erase.done', { at: dayAndMinute(answer.erasedAt) })
            : t('erase.hq_text', { people: answer.people, photos: answer.photos })}
        </Step>
      </ol>
      <Sheet
        title={t('erase.venues')}
        aside={
          venues.length === 0
            ? null
            : t('erase.venues_done', {
                done: venues.filter(({ state }) => state === 'erased' || state === 'none').length,
                of: venues.length,
              })
        }
      >
        {venues.length === 0 ? (
          <p className={styles['note']}>{t('erase.no_venues')}</p>
        ) : (
          <ul className={styles['venues']}>
            {venues.map((venue) => (
              <Venue key={venue.venue} venue={venue} ordered={answer.order !== null} />
            ))}
          </ul>
        )}
      </Sheet>
      {step === 'order' && (
        <Confirm
          title={t('erase.order_title')}
          text={t('erase.order_text')}
          action={t('erase.order_action')}
          reason
          second={['decider']}
          secondWhy={t('erase.second')}
          busy={order.busy || !right}
          onCancel={back}
          onConfirm={({ reason, second }) =>
            void order
              .send({ recruitment, reason, title: typed, second })
              .then((done) => (done === undefined ? undefined : back()))
          }
        >
          {asking}
          <Outcome of={order.state} />
        </Confirm>
      )}
      {step === 'finish' && answer.order !== null && (
        <Confirm
          title={t('erase.finish_title', { n: answer.people })}
          text={t('erase.finish_text')}
          action={t('erase.finish_action', { n: answer.people })}
          second={['decider']}
          secondWhy={t('erase.second')}
          busy={finish.busy || !right}
          onCancel={back}
          onConfirm={({ second }) =>
            void finish
              .send({ recruitment, order: answer.order?.id ?? '', title: typed, second })
              .then((done) => (done === undefined ? undefined : back()))
          }
        >
          {asking}
          <Outcome of={finish.state} />
        </Confirm>
      )}
    </Screen>
  )
}

function Step({
  n,
  state,
  title,
  children,
}: {
  n: number
  state: 'done' | 'now' | 'later'
  title: string
  children: string
}) {
  return (
    <li data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <b aria-hidden="true">{state === 'done' ? '✓' : n}</b>
      <div>
        <strong>{title}</strong>
        <p>{children}</p>
      </div>
    </li>
  )
}

function Venue({ venue, ordered }: { venue: VenueErasing; ordered: boolean }) {
  const { t } = useTranslation()
  const kind = {
    none: 'wait',
    unheard: 'warn',
    behind: 'warn',
    ready: 'pass',
    ordered: 'wait',
    erased: 'pass',
  } as const
  return (
    <li>
      <strong>{venue.name}</strong>
      <VerdictMark kind={kind[venue.state]} word={t(`erase.state.${venue.state}`)} />
      <span className={styles['note']}>
        {venue.stations.map(({ station, held, announced, erasedAt }) => (
          <span key={station}>
            <code>{station.slice(0, 8)}</code>{' '}
            {ordered
              ? erasedAt === null
                ? t('erase.station_waits')
                : t('erase.station_erased', { at: dayAndMinute(erasedAt) })
              : t('erase.station_held', { held, announced })}
          </span>
        ))}
        {venue.quarantined > 0 && <span>▲ {t('erase.quarantined', { count: venue.quarantined })}</span>}
        <span>
          {venue.heardAt === null ? t('erase.never_heard') : t('erase.heard', { at: dayAndMinute(venue.heardAt) })}
        </span>
      </span>
    </li>
  )
}
