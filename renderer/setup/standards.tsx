import { useTranslation } from 'react-i18next'
import { inTongue } from '../i18n/start.ts'
import { readPackText, standardRows, withStandard } from './pack-standards.ts'
import styles from './tables.module.css'

/** The standards of a pack as a table to fill in: what the announcement left unpublished is empty and marked. */
export function Standards({ json, onChange }: { json: string; onChange: (json: string) => void }) {
  const { t } = useTranslation()
  const pack = readPackText(json)
  if (pack?.fitness == null) return null
  const { items, bands } = pack.fitness
  const title = (id: string) => {
    const found = bands.find((band) => band.id === id)?.label
    return found === undefined ? t('setup.any_age') : inTongue(found)
  }
  return (
    <table className={styles['standards']}>
      <caption>{t('setup.standards')}</caption>
      <thead>
        <tr>
          <th>{t('setup.sex_band')}</th>
          {items.map((item) => (
            <th key={item.id}>
              {inTongue(item.title)} {item.comparison === 'atMost' ? '≤' : '≥'} {t(`setup.unit.${item.unit}`, { defaultValue: item.unit })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {standardRows(pack).map((row) => (
          <tr key={`${row.sex} ${row.band}`}>
            <th scope="row">
              {t(`fitness.sex.${row.sex}`)} · {title(row.band)}
            </th>
            {row.cells.map((cell, index) => (
              <td key={items[index]?.id} data-empty={cell?.value === ''}>
                {cell !== undefined && (
                  <input
                    inputMode="decimal"
                    aria-label={`${t(`fitness.sex.${row.sex}`)} ${title(row.band)} ${items[index] === undefined ? '' : inTongue(items[index].title)}`}
                    value={cell.value}
                    placeholder={t('setup.to_fill')}
                    onChange={(event) => onChange(withStandard(json, cell, event.currentTarget.value.normalize('NFKC').trim()))}
                  />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
