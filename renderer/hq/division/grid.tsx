import { useTranslation } from 'react-i18next'
import styles from './grid.module.css'
import type { Cell } from './move-panel.tsx'
import { shortDay, stageWords, type Overview, type Table } from './shown.ts'
import { useVenueWindow } from './venue-window.tsx'

/** Who could be placed and is not; what waits for a list or a half day that does not exist yet is quiet. */
const waitingOf = ({ waiting }: Table['rows'][number]): number =>
  Math.max(0, ...waiting.map(({ count, why }) => (why === 'no_session' || why === 'not_listed' ? 0 : count)))

/** Posts in rows, half days in columns by venue; how full each half day is stands in its head, overfull ones marked. */
export function Grid({
  overview,
  table,
  chosen,
  onChoose,
}: {
  overview: Overview
  table: Pick<Table, 'rows'>
  chosen: Cell | null
  onChoose: ((cell: Cell) => void) | undefined
}) {
  const { t } = useTranslation()
  const daysOf = Map.groupBy(overview.sessions, ({ venue }) => venue)
  const { shown, bar } = useVenueWindow(overview.venues.filter(({ venue }) => daysOf.has(venue)))
  const venues = shown.map((venue) => ({ venue, days: daysOf.get(venue.venue) ?? [] }))
  const sums = new Map<string, number>()
  for (const row of table.rows)
    for (const [session, count] of Object.entries(row.cells)) sums.set(session, (sums.get(session) ?? 0) + count)
  const days = venues.flatMap((each) => each.days)
  return (
    <div className={styles['whole']}>
      {bar}
      <div
        className={styles['grid']}
        data-beside={chosen !== null}
        role="region"
        aria-label={t('division.view.spread')}
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th className={styles['corner']} rowSpan={2}>
                {t('division.post')}
              </th>
              <th className={styles['total']} rowSpan={2}>
                {t('division.people')}
              </th>
              <th className={styles['rest']} rowSpan={2}>
                {t('division.waiting')}
              </th>
              {venues.map(({ venue, days: own }) => (
                <th key={venue.venue} className={styles['of-venue']} colSpan={own.length}>
                  <span>{venue.name}</span>
                </th>
              ))}
            </tr>
            <tr>
              {days.map((session) => {
                const count = sums.get(session.session) ?? 0
                const over = count > session.capacity
                return (
                  <th
                    key={session.session}
                    className={styles['day']}
                    data-over={over}
                    title={`${stageWords(t, session.stages)} ${session.from}–${session.to}`}
                  >
                    <span>{shortDay(t, session)}</span>
                    <small>
                      {over && '▲ '}
                      {count}/{session.capacity}
                    </small>
                    <progress max={session.capacity} value={Math.min(count, session.capacity)} aria-hidden="true" />
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.post}>
                <th scope="row" className={styles['corner']} title={`${row.unit} ${row.title}`}>
                  <strong>{row.post}</strong> <span>{row.title}</span>
                  {row.split && <small data-warn>▲ {t('division.split', { n: row.panels })}</small>}
                </th>
                <td className={styles['total']}>{row.people}</td>
                <td
                  className={styles['rest']}
                  data-quiet={waitingOf(row) === 0}
                  title={row.waiting
                    .map(
                      ({ stages, count, why }) =>
                        `${stageWords(t, stages)} ${String(count)}：${t(`division.why.${why}`)}`,
                    )
                    .join('\n')}
                >
                  {row.waiting.length > 0 && (
                    <button
                      type="button"
                      disabled={onChoose === undefined || waitingOf(row) === 0}
                      aria-pressed={chosen?.post === row.post && chosen.session === null}
                      onClick={() => onChoose?.({ post: row.post, session: null })}
                    >
                      {waitingOf(row) > 0
                        ? `▲ ${String(waitingOf(row))}`
                        : row.waiting.some(({ why }) => why === 'not_listed')
                          ? `○ ${t('division.listed_later')}`
                          : `○ ${t('division.no_session_yet')}`}
                    </button>
                  )}
                </td>
                {days.map((session) => {
                  const count = row.cells[session.session] ?? 0
                  return (
                    <td key={session.session} data-over={(sums.get(session.session) ?? 0) > session.capacity}>
                      {count > 0 && (
                        <button
                          type="button"
                          disabled={onChoose === undefined}
                          aria-pressed={chosen?.post === row.post && chosen.session === session.session}
                          aria-label={t('division.cell', { post: row.post, day: shortDay(t, session), n: count })}
                          onClick={() => onChoose?.({ post: row.post, session: session.session })}
                        >
                          {count}
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
