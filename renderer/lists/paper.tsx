import { useTranslation } from 'react-i18next'
import type { CandidateRow, ListName, SessionInfo } from '../../shared/api/sessions.ts'
import { dayAndMinute, stationNow } from '../clock.ts'
import { useVenue } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { useLive } from '../live.ts'
import { Paper } from '../parts/paper.tsx'
import styles from './paper.module.css'

/** The list laid out for A4, printed as soon as it stands; the head repeats on every page, the ledger's head is on each. */
export function ListPaper({ session, list, rows, onDone }: { session: SessionInfo; list: ListName; rows: readonly CandidateRow[]; onDone: () => void }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const head = useLive((live) => live.head)
  return (
    <Paper onDone={onDone}>
      <section className={styles['list']} aria-label={t('lists.paper')}>
        <table>
          <thead>
            <tr>
              <td colSpan={8}>
                <h1>{t('lists.paper_title', { list: t(`lists.names.${list}`) })}</h1>
                <p>
                  {venue.name} · {inTongue(session.title)} · {session.date} · {t('lists.paper_count', { count: rows.length })}
                  {venue.mode === 'rehearsal' && <strong> · {t('frame.rehearsal')}</strong>}
                </p>
                <p>
                  {t('lists.printed_at', { time: dayAndMinute(stationNow()) })} · {t('lists.paper_head', { head })}
                </p>
              </td>
            </tr>
            <tr>
              {(['roster', 'lot', 'name', 'sex', 'post', 'where', 'why', 'signature'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`lists.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.candidate}>
                <td>{row.rosterNumber}</td>
                <td>{row.lot}</td>
                <td>{row.name}</td>
                <td>{t(`lists.sexes.${row.sex}`)}</td>
                <td>{row.post}</td>
                <td>{t(`chief.where.${row.where}`)}</td>
                <td>
                  {row.at === '' ? '' : t(`lists.items.${row.at}`, { defaultValue: row.at })} {row.why === '' ? '' : t(`lists.whys.${row.why}`, { defaultValue: row.why })}
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Paper>
  )
}
