import { useTranslation } from 'react-i18next'
import type { Overview } from '../../shared/api/sessions.ts'
import { inTongue } from '../i18n/start.ts'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import styles from './chief.module.css'

const columns = ['waiting', 'open', 'passed', 'failed', 'unsigned'] as const

/** Per item and per interview room: who waits, who has begun, how it ended, and what still waits for a signature. */
export function Items({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  return (
    <>
      {overview.items.length > 0 && <Counts title={t('chief.items')} first={t('chief.item')} words="chief.item_columns" rows={overview.items} />}
      {overview.rooms.length > 0 && <Counts title={t('chief.rooms')} first={t('chief.room')} words="chief.room_columns" rows={overview.rooms} />}
    </>
  )
}

function Counts({ title, first, words, rows }: { title: string; first: string; words: string; rows: Overview['items'] }) {
  const { t } = useTranslation()
  return (
    <Sheet title={title}>
      <table className={`${table['table'] ?? ''} ${styles['table'] ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map((column) => (
              <th key={column} scope="col" data-number="true">
                {t(`${words}.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <tr key={item.item}>
              <th scope="row">{inTongue(item.title)}</th>
              <td data-number="true">{item.waiting}</td>
              <td data-number="true">{item.open}</td>
              <td data-number="true" data-kind="pass">{item.passed}</td>
              <td data-number="true" data-kind="fail">{item.failed}</td>
              <td data-number="true" data-kind={item.unsigned > 0 ? 'warn' : undefined}>
                {item.unsigned > 0 && <b aria-hidden="true">▲ </b>}
                {item.unsigned}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
