import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { day, stationNow } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './chief.module.css'
import { Conflicts } from './conflicts.tsx'
import { Flow } from './flow.tsx'
import { Items } from './items.tsx'
import { NewPackage } from './new-package.tsx'
import { NotAtHq } from './not-at-hq.tsx'
import { People } from './people.tsx'

const nouns = ['sessions', 'check-in', 'lots', 'psych', 'fitness', 'heats', 'shortlist', 'rooms', 'waiting', 'interview', 'conflicts', 'operators', 'venue']

/** The chief's one page: the day as a flow, trouble on top, items and people below. */
export default function ChiefRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const roles = useWho((who) => who.me?.roles ?? [])
  const id = session?.id ?? null
  const overview = useAsk(id, () => station.sessions.overview({ session: id ?? '' }), nouns)
  const conflicts = useAsk(id === null ? null : `${id} conflicts`, () => station.sessions.conflicts({ session: id ?? '' }), ['conflicts', 'check-in', 'lots', 'psych', 'fitness', 'shortlist', 'rooms', 'waiting', 'interview'])
  const open = useCommand(station.sessions.open)
  const [asking, setAsking] = useState('')

  if (session === undefined) return <Screen title={t('chief.title')}><Empty title={t('chief.no_session')} next={t('chief.no_session_next')} /></Screen>
  const answer = overview.value
  const view = answer?.ok === true ? answer.overview : undefined
  const blocked = session.holes.length > 0
  const today = day(stationNow())
  const wrongDay = session.state === 'upcoming' && session.date !== today
  const begin = () => void open.send({ session: session.id })

  return (
    <Screen
      title={t('chief.title')}
      aside={view !== undefined && (
        <Age at={overview.at}>
          {t('chief.summary', { due: view.due, facts: view.facts })}
        </Age>
      )}
      actions={
        <>
          <Outcome of={open.state} />
          {session.state === 'upcoming' && may(roles, 'sessions.open') && (
            <Button kind="primary" busy={open.busy} disabled={blocked || asking === session.id} onClick={() => (wrongDay ? setAsking(session.id) : begin())}>
              {t('chief.open_session', { session: inTongue(session.title) })}
            </Button>
          )}
          {session.state === 'open' && (
            <Button kind="primary" onClick={() => go('closing')}>
              {t('chief.to_closing')}
            </Button>
          )}
          {session.state === 'closed' && (
            <Button kind="primary" onClick={() => go('lists', { list: 'all' })}>
              {t('chief.to_lists')}
            </Button>
          )}
        </>
      }
    >
      {session.state === 'upcoming' && !blocked && <p className={styles['note']}>{t('chief.not_open', { from: session.window.from, to: session.window.to })}</p>}
      {wrongDay && asking === session.id && (
        <Confirm
          title={t('chief.wrong_day', { date: session.date, today })}
          text={t('chief.wrong_day_text')}
          action={t('chief.open_all_the_same')}
          busy={open.busy}
          onCancel={() => setAsking('')}
          onConfirm={begin}
        />
      )}
      {blocked && (
        <div className={styles['holes']} role="alert">
          <strong>▲ {t('chief.holes')}</strong>
          <ul>
            {session.holes.map((hole) => (
              <li key={hole.path}>
                {inTongue(hole.message)} <code>{hole.path}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      <NewPackage />
      <NotAtHq />
      <Conflicts session={session.id} conflicts={conflicts.value ?? []} />
      {view === undefined ? (
        <div className={styles['loading']} aria-busy={overview.state === 'first'} />
      ) : (
        <>
          {view.violations > 0 && (
            <Button kind="quiet" className={styles['violations']} onClick={() => go('lists', { list: 'violations' })}>
              ▲ {t('chief.violations', { count: view.violations })}
            </Button>
          )}
          <Flow overview={view} stages={session.stages} />
          <div className={styles['columns']}>
            <Items overview={view} />
            <People overview={view} />
          </div>
          <p className={styles['head']}>{t('chief.head', { head: view.head })}</p>
        </>
      )}
    </Screen>
  )
}
