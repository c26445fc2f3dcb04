import { useTranslation } from 'react-i18next'
import type { PackChange } from '../../../shared/hq/pack-diff.ts'
import styles from './changes-table.module.css'
import { Note } from '../../parts/form.tsx'

/** Where two versions differ: place, before, after; `all` counts what is not listed too. */
export function ChangesTable({ changes, all }: { changes: readonly PackChange[]; all: number }) {
  const { t } = useTranslation()
  /** A value as a person reads it: what stands empty in a pack is `null` in its text. */
  const said = (value: string) => (value === 'null' ? t('setup.to_fill') : value)
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
                <Place path={path} />
              </th>
              <td>{before === null ? '—' : <del>{said(before)}</del>}</td>
              <td>{after === null ? '—' : <ins>{said(after)}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > changes.length && <Note>{t('recruitments.change.more', { n: all - changes.length })}</Note>}
    </div>
  )
}

/** The part of the rules a path lies in, in words, and the path itself for whoever edits the text. */
function Place({ path }: { path: string }) {
  const { t } = useTranslation()
  const [, item, sex, band] = /^fitness\.items\[(.+)\]\.standards\[([MF]) (.+)\]\.value$/.exec(path) ?? []
  const part = /^\w+/.exec(path)?.[0] ?? ''
  const words =
    sex === undefined
      ? t(`packages.field.${part}`, { defaultValue: '' })
      : [t('recruitments.view.standards'), item, t(`fitness.sex.${sex}`), band].join(' · ')
  return (
    <>
      {words} <code>{path}</code>
    </>
  )
}
