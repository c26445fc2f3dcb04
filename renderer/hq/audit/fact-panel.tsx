import { useTranslation } from 'react-i18next'
import type { AuditRow } from '../../../shared/hq/api/audit.ts'
import { dayAndMinute, time } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Sheet } from '../../parts/screen.tsx'
import styles from './audit.module.css'
import { useFactWords } from './fact-words.ts'

/** One fact with everything in it. */
export function FactPanel({ row, close }: { row: AuditRow; close: () => void }) {
  const { t } = useTranslation()
  const words = useFactWords()
  return (
    <Sheet
      title={words.type(row.type)}
      aside={
        <Button kind="quiet" onClick={close}>
          {t('audit.close')}
        </Button>
      }
    >
      <dl className={styles['fields']}>
        <dt>{t('audit.seq')}</dt>
        <dd>{row.seq}</dd>
        <dt>{t('audit.at')}</dt>
        <dd>{`${dayAndMinute(row.at)}${time(row.at).slice(5)}`}</dd>
        <dt>{t('audit.by')}</dt>
        <dd>{words.person(row.by, row.byName)}</dd>
        {row.second !== null && (
          <>
            <dt>{t('audit.second')}</dt>
            <dd>{row.secondName}</dd>
          </>
        )}
        {words.fields(row).map(([field, value]) => (
          <div key={field} className={styles['field']}>
            <dt>{t(`audit.fields.${field}`, { defaultValue: field })}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt>{t('audit.hash')}</dt>
        <dd>
          <code>{row.hash}</code>
        </dd>
      </dl>
    </Sheet>
  )
}
