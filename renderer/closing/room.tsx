import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Conflicts } from '../chief/conflicts.tsx'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import table from '../parts/table.module.css'
import styles from './closing.module.css'

/** Places in the order of the day; those of a session that are empty are left out. */
const places = [
  'due', 'doubt', 'late', 'absent', 'refused', 'in', 'lot_drawn', 'psych_waiting', 'psych_failed', 'psych_passed', 'fitness',
  'fitness_failed', 'passed', 'withdrawn', 'barred',
] as const

/** Rows shown at once; the rest is counted, and found in the lists. */
const SHOWN = 200

/** Closing a session: it balances, or this page says exactly who is missing (规则 §11). */
export default function ClosingRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const roles = useWho((who) => who.me?.roles ?? [])
  const id = session?.id ?? null
  const preview = useAsk(id, () => station.sessions.closePreview({ session: id ?? '' }), ['check-in', 'lots', 'psych', 'fitness', 'heats', 'conflicts', 'sessions'])
  const day = useAsk(id, () => station.sessions.overview({ session: id ?? '' }), ['check-in', 'lots', 'psych', 'fitness', 'heats', 'conflicts', 'sessions'])
  const close = useCommand(station.sessions.close)
  const [asking, setAsking] = useState(false)

  if (session === undefined) return <Screen title={t('closing.title')}><Empty title={t('chief.no_session')} next={t('chief.no_session_next')} /></Screen>
  if (session.state === 'upcoming') return <Screen title={t('closing.title')}><Empty title={t('closing.not_open')} next={t('closing.not_open_next')} /></Screen>
  const answer = preview.value
  const view = answer?.ok === true ? answer : undefined
  const due = Object.values(view?.counts ?? {}).reduce((sum, n) => sum + n, 0)
  const conflicts = view?.conflicts ?? []
  // at closing what is not done has failed (规则 §7): said before, not found out afterwards
  const now = day.value?.ok === true && session.state === 'open' ? day.value.overview.counts : {}
  const unfinished = (now['fitness'] ?? 0) + (now['psych_passed'] ?? 0)
  const confirmed = (second: Second | undefined) =>
    void close
      .send({ session: session.id, signForConflicts: conflicts.length > 0, ...(second === undefined ? {} : { second }) })
      .then((done) => done !== undefined && setAsking(false))

  return (
    <Screen
      title={t('closing.title')}
      wide={false}
      actions={
        session.state === 'closed' ? (
          <Button kind="primary" onClick={() => go('lists', { list: 'all' })}>
            {t('chief.to_lists')}
          </Button>
        ) : (
          may(roles, 'sessions.close') && !asking && (
            <Button kind="primary" disabled={view?.balanced !== true} onClick={() => setAsking(true)}>
              {t('closing.close', { session: inTongue(session.title) })}
            </Button>
          )
        )
      }
    >
      {session.state === 'closed' && <p className={styles['closed']}>✓ {t('closing.is_closed')}</p>}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      <Conflicts session={session.id} conflicts={conflicts} />
      {view !== undefined && (
        <>
          {session.state === 'open' && (
            <p className={styles['balance']} data-balanced={view.balanced} role="status">
              <b aria-hidden="true">{view.balanced ? '✓' : '▲'}</b>
              {view.balanced ? t('closing.balanced', { due }) : t('closing.unbalanced', { count: view.open.length })}
            </p>
          )}
          {asking && (
            <Confirm
              title={t('closing.confirm_title')}
              text={conflicts.length > 0 ? t('closing.confirm_conflicts', { count: conflicts.length }) : t('closing.confirm_text')}
              action={t('closing.confirm_action')}
              busy={close.busy}
              second={secondRoles.closing}
              onCancel={() => {
                setAsking(false)
                close.reset()
              }}
              onConfirm={({ second }) => confirmed(second)}
            >
              <Outcome of={close.state} />
            </Confirm>
          )}
          <Sheet title={t(session.state === 'closed' ? 'closing.ends' : 'closing.counts')} aside={t('closing.due', { due })}>
            <dl className={styles['counts']}>
              {places.filter((place) => (view.counts[place] ?? 0) > 0).map((place) => (
                <div key={place}>
                  <dt>{t(`chief.where.${place}`)}</dt>
                  <dd>{view.counts[place]}</dd>
                </div>
              ))}
            </dl>
            {unfinished > 0 && <p className={styles['unfinished']}>▲ {t('closing.unfinished', { count: unfinished })}</p>}
          </Sheet>
          {view.open.length > 0 && (
            <Sheet title={t('closing.open', { count: view.open.length })}>
              <table className={`${table['table'] ?? ''} ${styles['table'] ?? ''}`}>
                <thead>
                  <tr>
                    <th scope="col">{t('closing.who')}</th>
                    <th scope="col">{t('closing.where')}</th>
                    <th scope="col">{t('closing.problem')}</th>
                    <th scope="col"><span className="seen-by-readers-only">{t('chief.open_journey')}</span></th>
                  </tr>
                </thead>
                <tbody>
                  {view.open.slice(0, SHOWN).map((row) => (
                    <tr key={row.candidate}>
                      <th scope="row">{row.lot === '' ? t('closing.roster', { number: row.rosterNumber }) : t('closing.lot', { number: row.lot })}</th>
                      <td>{t(`chief.where.${row.where}`)}</td>
                      <td>{t(`closing.problems.${row.problem}`, { defaultValue: row.problem })}</td>
                      <td>
                        <Button kind="quiet" onClick={() => go('journey', { candidate: row.candidate })}>
                          {t('chief.open_journey')}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {view.open.length > SHOWN && <p>{t('closing.more', { count: view.open.length - SHOWN })}</p>}
            </Sheet>
          )}
        </>
      )}
    </Screen>
  )
}
