import { useTranslation } from 'react-i18next'
import type { BalanceLine } from '../../shared/api/closing.ts'
import { inTongue } from '../i18n/start.ts'
import table from '../parts/table.module.css'
import styles from './closing.module.css'

const kinds = ['session', 'desk', 'item', 'room'] as const

/** The counts of a session against each other: as a whole, per desk, item and room (规则 §11). */
export function BalanceTable({ lines }: { lines: readonly BalanceLine[] }) {
  const { t } = useTranslation()
  const partOf = (line: BalanceLine, part: string) =>
    line.of === 'session' || line.of === 'desk' ? t(`chief.where.${part}`, { defaultValue: t(`closing.parts.${part}`, { defaultValue: part }) }) : t(`closing.parts.${part}`, { defaultValue: part })
  return (
    <table className={`${table['table'] ?? ''} ${styles['balance-table'] ?? ''}`} aria-label={t('closing.steps.counts')}>
      <thead>
        <tr>
          <th scope="col">{t('closing.columns.of')}</th>
          <th scope="col" data-number>{t('closing.columns.expected')}</th>
          <th scope="col" data-number>{t('closing.columns.accounted')}</th>
          <th scope="col" data-number>{t('closing.columns.open')}</th>
          <th scope="col">{t('closing.columns.parts')}</th>
        </tr>
      </thead>
      {kinds.filter((kind) => lines.some((line) => line.of === kind)).map((kind) => (
        <tbody key={kind}>
          <tr>
            <th scope="rowgroup" colSpan={5} className={styles['kind']}>{t(`closing.of.${kind}`)}</th>
          </tr>
          {lines.filter((line) => line.of === kind).map((line) => (
            <tr key={line.key} data-balanced={line.balanced}>
              <th scope="row">
                <b aria-hidden="true">{line.balanced ? '✓' : '▲'}</b> {inTongue(line.title)}
                {!line.balanced && <span className="seen-by-readers-only">{t('closing.line_open')}</span>}
              </th>
              <td data-number>{line.expected}</td>
              <td data-number>{line.accounted}</td>
              <td data-number>{line.open}</td>
              <td>{Object.entries(line.parts).filter(([, n]) => n > 0).map(([part, n]) => t('closing.part', { part: partOf(line, part), n })).join(t('closing.between'))}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}
