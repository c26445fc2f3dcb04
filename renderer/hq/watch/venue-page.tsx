import { useTranslation } from 'react-i18next'
import type { SessionLine, VenuePage as Page } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute, time } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { inTongue } from '../../i18n/start.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { EventTable } from './event-table.tsx'
import { FactsHeld, HeardAge, Troubles } from './marks.tsx'
import { Search } from './search.tsx'
import { Legend, StageBars } from './stage-bars.tsx'
import { watchNouns } from './watch-nouns.ts'
import styles from './watch.module.css'

/** Everything of one venue: half days, streams, what it said, operators, packages, receipts, what was kept apart, incidents. */
export function VenuePage({ recruitment, venue }: { recruitment: string; venue: string }) {
  const { t } = useTranslation()
  const asked = useAsk(`${recruitment} ${venue}`, (signal) => hq.watch.venue({ recruitment, venue }, { signal }), watchNouns)
  const answer = asked.value
  const page = answer?.ok === true ? answer.venue : null
  return (
    <Screen
      title={
        <span className={styles['title']}>
          <Button kind="quiet" onClick={() => go('watch')}>← {t('watch.all_venues')}</Button>
          {page?.line.name ?? venue}
        </span>
      }
      aside={
        <>
          {answer?.ok === true && <Age at={asked.at}>{t('watch.as_of', { time: time(answer.asOf) })}</Age>}
          <Search recruitment={recruitment} />
        </>
      }
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {page !== null && <Body page={page} />}
    </Screen>
  )
}

function Body({ page }: { page: Page }) {
  const { t } = useTranslation()
  const { line } = page
  return (
    <div className={styles['page']}>
      <section className={styles['whole']}>
        <dl className={styles['figures']}>
          <div><dt>{t('watch.column.heard')}</dt><dd><HeardAge at={line.heardAt} /></dd></div>
          <div><dt>{t('watch.column.facts')}</dt><dd><FactsHeld line={line} /></dd></div>
          <div><dt>{t('watch.column.sessions')}</dt><dd>{t('watch.sessions_short', line.sessions)}</dd></div>
          <div data-warn={line.conflicts > 0}><dt>{t('watch.column.conflicts')}</dt><dd>{line.conflicts > 0 ? <button type="button" onClick={() => go('watch', { list: 'conflicts', venue: line.venue })}>▲ {line.conflicts}</button> : '—'}</dd></div>
          <div><dt>{t('watch.column.incidents')}</dt><dd>{line.incidents > 0 ? <button type="button" onClick={() => go('watch', { list: 'incidents', venue: line.venue })}>{line.incidents}</button> : '—'}</dd></div>
        </dl>
        <div className={styles['whole-bars']}>
          <StageBars bars={line.stages} />
          <Legend />
        </div>
        {line.troubles.length > 0 && (
          <ul className={styles['whys']}>
            {line.troubles.map((key) => (
              <li key={key}><b>▲ {t(`watch.trouble.${key}`)}</b> {t(`watch.trouble_why.${key}`)}{key === 'station_trouble' && `：${page.said.trouble.map((each) => t(`watch.said_trouble.${each}`, { defaultValue: each })).join('、')}`}</li>
            ))}
          </ul>
        )}
        {line.troubles.length === 0 && <Troubles line={line} />}
      </section>
      <Sheet title={t('watch.sessions')} tight>
        {page.sessions.length === 0 ? <Empty title={t('watch.no_sessions')} next={t('watch.no_sessions_next')} /> : <Sessions sessions={page.sessions} />}
      </Sheet>
      <div className={styles['pair']}>
        <Sheet title={t('watch.streams')} aside={page.said.program} tight>
          {page.streams.length === 0 ? <Empty title={t('watch.no_streams')} next={t('watch.no_streams_next')} /> : (
            <table className={table['table']}>
              <thead><tr><th>{t('watch.station')}</th><th data-number>{t('watch.held')}</th><th data-number>{t('watch.announced')}</th><th>{t('watch.state')}</th></tr></thead>
              <tbody>
                {page.streams.map((stream) => (
                  <tr key={stream.station}>
                    <th scope="row">{stream.name === '' ? stream.station.slice(0, 8) : <>{stream.name} <small title={stream.station}>{stream.station.slice(0, 4)}</small></>}</th>
                    <td data-number>{stream.held}</td>
                    <td data-number>{stream.announced > stream.held ? <b className={styles['warn']}>▲ {stream.announced}</b> : stream.announced}</td>
                    <td>{t(`watch.stream_state.${stream.state}`)}{stream.projected < stream.held && <small> · {t('watch.projecting', { n: stream.held - stream.projected })}</small>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Sheet>
        <Sheet title={t('watch.operators')} aside={page.operators.length === 0 ? undefined : t('watch.people_count', { n: page.operators.length })} tight>
          {page.operators.length === 0 ? <p className={styles['quiet']}>{t('watch.no_operators')}</p> : (
            <div className={styles['scroll']}>
              <table className={table['table']}>
                <tbody>
                  {page.operators.map((each) => (
                    <tr key={each.operator}>
                      <th scope="row">{each.name}</th>
                      <td>{each.roles.map((role) => t(`watch.role.${role}`, { defaultValue: role })).join('、')}{!each.active && ` · ${t('watch.inactive')}`}</td>
                      <td>{each.seenAt === null ? t('watch.never_seen') : dayAndMinute(each.seenAt)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Sheet>
        <Sheet title={t('watch.packages')} tight>
          {page.packages.length === 0 ? <p className={styles['quiet']}>{t('watch.no_packages')}</p> : (
            <table className={table['table']}>
              <tbody>
                {page.packages.map((each) => (
                  <tr key={each.version}><th scope="row">{t('watch.version', { n: each.version })}</th><td>{dayAndMinute(each.issuedAt)}</td><td>{each.taken ? `✓ ${t('watch.taken')}` : `○ ${t('watch.not_taken')}`}</td></tr>
                ))}
              </tbody>
            </table>
          )}
        </Sheet>
        <Sheet title={t('watch.receipts')} tight>
          {page.receipts.length === 0 ? <p className={styles['quiet']}>{t('watch.no_receipts')}</p> : (
            <table className={table['table']}>
              <tbody>{page.receipts.slice(0, 5).map((each) => <tr key={each.no}><th scope="row">{t('watch.receipt', { n: each.no })}</th><td>{dayAndMinute(each.at)}</td></tr>)}</tbody>
            </table>
          )}
        </Sheet>
      </div>
      {page.quarantine.length > 0 && (
        <Sheet title={<>▲ {t('watch.quarantine')}</>} aside={<Button kind="quiet" onClick={() => go('receive', { venue: line.venue })}>{t('watch.to_receive')}</Button>} tight>
          <table className={table['table']}>
            <tbody>
              {page.quarantine.map((each) => (
                <tr key={each.no}><th scope="row">{each.station.slice(0, 8)}/{each.seq}</th><td>{t(`receive.why.${each.why}`, { defaultValue: each.why })}</td><td>{dayAndMinute(each.at)}</td><td>{each.source === 'line' ? t('watch.by_line') : each.source}</td></tr>
              ))}
            </tbody>
          </table>
        </Sheet>
      )}
      <Sheet title={t('watch.newest_incidents')} aside={line.incidents > page.incidents.length && <Button kind="quiet" onClick={() => go('watch', { list: 'incidents', venue: line.venue })}>{t('watch.all_incidents')}</Button>} tight>
        {page.incidents.length === 0 ? <p className={styles['quiet']}>{t('watch.no_incidents')}</p> : <EventTable rows={page.incidents.slice(0, 20)} withVenue={false} />}
      </Sheet>
    </div>
  )
}

const order = [
  'due', 'doubt', 'in', 'lot_drawn', 'psych_waiting', 'psych_passed', 'fitness', 'waiting', 'out', 'called', 'inside', 'scoring', 'passed', 'psych_failed', 'fitness_failed',
  'interview_failed', 'interview_zero', 'refused', 'barred', 'absent', 'late', 'withdrawn', 'interview_absent', 'lapsed',
]

function Sessions({ sessions }: { sessions: readonly SessionLine[] }) {
  const { t } = useTranslation()
  return (
    <table className={`${table['table'] ?? ''} ${styles['sessions'] ?? ''}`}>
      <thead><tr><th>{t('watch.half_day')}</th><th>{t('watch.state')}</th><th data-number>{t('watch.due')}</th><th>{t('watch.where_they_are')}</th><th>{t('watch.signed_counts')}</th></tr></thead>
      <tbody>
        {sessions.map((each) => (
          <tr key={each.session}>
            <th scope="row">{inTongue(each.title)}<small>{each.date} {each.from}–{each.to}</small></th>
            <td>{each.state === 'open' ? '●' : each.state === 'closed' ? '✓' : '○'} {t(`watch.session_state.${each.state}`)}{each.changedAt !== null && <small>{dayAndMinute(each.changedAt)}</small>}</td>
            <td data-number>{each.due}</td>
            <td className={styles['places']}>
              {order.filter((place) => (each.counts[place] ?? 0) > 0).map((place) => <span key={place}>{t(`chief.where.${place}`)} <b>{each.counts[place]}</b></span>)}
              {(each.counts['stray'] ?? 0) > 0 && <span className={styles['warn']}>▲ {t('watch.stray')} <b>{each.counts['stray']}</b></span>}
            </td>
            <td>{each.agrees === null ? '—' : each.agrees ? `✓ ${t('watch.agrees')}` : <b className={styles['warn']}>▲ {t('watch.differs')}</b>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
