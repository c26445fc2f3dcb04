import { useTranslation } from 'react-i18next'
import type { PackChange } from '../../../shared/hq/pack-diff.ts'
import styles from './changes-table.module.css'
import { Note } from '../../parts/form.tsx'

/** Where two versions differ: path, before, after; `all` counts what is not listed too. */
export function ChangesTable({ changes, all }: { changes: readonly PackChange[]; all: number }) {
  const { t } = useTranslation()
  return (
    <div className={styles['changes']}>
      <table>
        <thead>
          <tr>
            <th>{t('recruitments.change.path')}</th>
            <th>{t('recruitments.change.before')}</th>
            <th>{t('recruitments.change.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row">
                <code>{path}</code>
              </th>
              <td>{before === null ? '—' : <del>{before}</del>}</td>
              <td>{after === null ? '—' : <ins>{after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > changes.length && <Note>{t('recruitments.change.more', { n: all - changes.length })}</Note>}
    </div>
  )
}
