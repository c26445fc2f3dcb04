import { useTranslation } from 'react-i18next'
import type { DivisionSession, DivisionVenue } from '../../../shared/hq/api/division.ts'
import { inTongue } from '../../i18n/start.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Sheet } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import styles from './half-days.module.css'
import { EditHalfDay } from './edit-half-day.tsx'
import { stageWords, type Overview } from './shown.ts'

/** The half days of one venue in time, each with how full it is; one at a time is opened and changed. */
export function HalfDays({
  recruitment,
  overview,
  venue,
  sessions,
  may,
  opened,
  onOpen,
}: {
  recruitment: string
  overview: Overview
  venue: DivisionVenue
  sessions: readonly DivisionSession[]
  may: boolean
  /** The half day that is being changed, or null. */
  opened: string | null
  onOpen: (session: string | null) => void
}) {
  const { t } = useTranslation()
  return (
    <Sheet
      title={t('division.days_of', { name: venue.name })}
      aside={<span>{t('division.days_sums', { sessions: sessions.length, people: venue.people })}</span>}
    >
      {sessions.length === 0 && <Empty title={t('division.no_days')} next={t('division.no_days_next')} />}
      {sessions.length > 0 && (
        <div className={styles['scroll']}>
          <table className={`${table['table'] ?? ''} ${styles['days'] ?? ''}`}>
            <thead>
              <tr>
                <th>{t('division.date')}</th>
                <th>{t('division.window')}</th>
                <th>{t('division.stages')}</th>
                <th>{t('division.lots')}</th>
                <th data-number>{t('division.placed')}</th>
                <th data-number>{t('division.capacity')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <Row
                  key={session.session}
                  recruitment={recruitment}
                  session={session}
                  overview={overview}
                  may={may}
                  reasoned={venue.issued > 0}
                  opened={opened === session.session}
                  onOpen={(open) => onOpen(open ? session.session : null)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Sheet>
  )
}

function Row({
  recruitment,
  session,
  overview,
  may,
  reasoned,
  opened,
  onOpen,
}: {
  recruitment: string
  session: DivisionSession
  overview: Overview
  may: boolean
  /** The venue has a package: a change says why. */
  reasoned: boolean
  opened: boolean
  onOpen: (open: boolean) => void
}) {
  const { t } = useTranslation()
  const over = session.count > session.capacity
  const past = session.date < overview.today
  return (
    <>
      <tr data-open={opened}>
        <th scope="row" title={inTongue(session.title)}>
          {session.date} {t(`division.half.${session.half}`)}
          {past && <small className={styles['warn']}> ▲ {t('division.past')}</small>}
        </th>
        <td>
          {session.from}–{session.to}
        </td>
        <td>{stageWords(t, session.stages)}</td>
        <td>
          {session.pools === 'rooms'
            ? t('division.rooms', { n: session.letters.length })
            : t(`division.pools.${session.pools}`)}
          {session.shortlist && ` · ${t('division.by_list')}`}
        </td>
        <td data-number className={over ? styles['over'] : undefined}>
          {over && '▲ '}
          {session.count}
        </td>
        <td data-number>{session.capacity}</td>
        <td className={styles['end']}>
          {may && (
            <Button kind="quiet" aria-expanded={opened} onClick={() => onOpen(!opened)}>
              {t(opened ? 'division.close' : 'division.change')}
            </Button>
          )}
        </td>
      </tr>
      {session.faults.map(({ path, message }) => (
        <tr key={path + message.zh} className={styles['fault-row']}>
          <td colSpan={7}>
            ▲ {inTongue(message)} <small>{path}</small>
          </td>
        </tr>
      ))}
      {opened && (
        <tr className={styles['editing']}>
          <td colSpan={7}>
            <EditHalfDay
              recruitment={recruitment}
              session={session}
              held={overview.held}
              reasoned={reasoned}
              onDone={() => onOpen(false)}
            />
          </td>
        </tr>
      )}
    </>
  )
}
