import { useTranslation } from 'react-i18next'
import type { Incident } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import table from '../../parts/table.module.css'
import styles from './events.module.css'

/** Incidents as lines: when, what, whom, where; the candidate opens the journey. */
export function EventTable({ rows, withVenue }: { rows: readonly Incident[]; withVenue: boolean }) {
  const { t } = useTranslation()
  return (
    <table className={`${table['table'] ?? ''} ${styles['events'] ?? ''}`}>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.venue} ${row.fact}`}>
            <td>{dayAndMinute(row.at)}</td>
            <th scope="row">{t(`watch.incident.${row.type.replace('.', '_')}`, { defaultValue: row.type })}</th>
            <td>{noteText(t, row)}</td>
            <td>
              {row.candidate === '' ? (
                row.session
              ) : (
                <Button kind="quiet" onClick={() => go('watch', { candidate: row.candidate })}>
                  {row.name === '' ? row.candidate : `${row.rosterNumber} ${row.name}`}
                </Button>
              )}
            </td>
            {withVenue && (
              <td>
                <Button kind="quiet" onClick={() => go('watch', { venue: row.venue })}>
                  {row.venueName}
                </Button>
              </td>
            )}
            <td>
              <small title={row.fact}>
                {row.fact.slice(0, 4)}/{row.fact.slice(17)}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The words of a note's keys; what is no key stays as it is. */
function noteText(t: (key: string, options: { defaultValue: string }) => string, { note }: Incident): string {
  return note
    .split(' ')
    .filter((word) => word !== '')
    .map((word) =>
      t(`watch.note.${word}`, {
        defaultValue: t(`journey.values.reason.${word}`, {
          defaultValue: t(`lists.items.${word}`, { defaultValue: word }),
        }),
      }),
    )
    .join('、')
}
