import { useTranslation } from 'react-i18next'
import type { Client } from '../../shared/api.ts'
import { dayAndMinute } from '../clock.ts'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import styles from './system.module.css'

type Restored = Awaited<ReturnType<Client['system']['status']>>['restores'][number]

/** Every restore the ledger remembers: when, by whom, from which backup, and what it took the place of. */
export function Restores({ restores }: { restores: readonly Restored[] }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('system.restores')}>
      <p className={styles['note']}>{t('system.restores_note')}</p>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('system.restored_at')}</th>
            <th scope="col">{t('system.restored_by')}</th>
            <th scope="col">{t('system.file')}</th>
            <th scope="col" data-number="true">{t('system.facts')}</th>
            <th scope="col" data-number="true">{t('system.facts_replaced')}</th>
          </tr>
        </thead>
        <tbody>
          {restores.map((each) => (
            <tr key={each.fact}>
              <td>{dayAndMinute(each.at)}</td>
              <td>{each.by === 'system' ? t('system.by_command') : each.second === '' ? each.by : `${each.by}, ${each.second}`}</td>
              <td className={styles['code']}>{each.file}</td>
              <td data-number="true">{each.facts}</td>
              <td data-number="true">{each.replaced ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
