import { useTranslation } from 'react-i18next'
import type { Overview } from '../../shared/api/sessions.ts'
import { inTongue } from '../i18n/start.ts'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import styles from './chief.module.css'

/** Per item: who may do it now, who has begun, how it ended, and what still waits for a signature. */
export function Items({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  if (overview.items.length === 0) return null
  return (
    <Sheet title={t('chief.items')}>
      <table className={`${table['table'] ?? ''} ${styles['table'] ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">{t('chief.item')}</th>
            {(['waiting', 'open', 'passed', 'failed', 'unsigned'] as const).map((column) => (
              <th key={column} scope="col" data-number="true">
                {t(`chief.item_columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {overview.items.map((item) => (
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
