import { useTranslation } from 'react-i18next'
import type { Card } from '../../shared/api/check-in.ts'
import styles from './warnings.module.css'

/** What does not fit between roster, post and id number, each with its figures (规则 §3). */
export function Warnings({ warnings }: { warnings: Card['warnings'] }) {
  const { t } = useTranslation()
  if (warnings.length === 0) return null
  const words = (detail: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(detail).map(([name, value]) => {
        if (value === 'M' || value === 'F') return [name, t(`check-in.sex.${value}`)]
        return [name, name === 'fault' ? t(`check-in.id_fault.${value}`) : value]
      }),
    )
  return (
    <ul className={styles['warnings']} aria-label={t('check-in.warnings_title')}>
      {warnings.map((warning) => (
        <li key={warning.reason}>
          <b aria-hidden="true">▲</b>
          {t(`check-in.warning.${warning.reason}`, { ...words(warning.detail), defaultValue: warning.reason })}
        </li>
      ))}
    </ul>
  )
}
