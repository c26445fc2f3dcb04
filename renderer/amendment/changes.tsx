import { useTranslation } from 'react-i18next'
import type { AmendmentView } from '../../shared/api/amendment.ts'
import styles from './amendment.module.css'
import { changeSentence } from './sentences.ts'

/** What a newer package does differently, by what it is about. */
export function Changes({ view }: { view: AmendmentView }) {
  const { t } = useTranslation()
  if (view.groups.length === 0) return <p className={styles['nothing']}>{t('amendment.nothing_changed')}</p>
  return (
    <div className={styles['groups']}>
      {view.groups.map(({ group, total, changes }) => (
        <section key={group} aria-label={t(`amendment.groups.${group}`)}>
          <h3>
            {t(`amendment.groups.${group}`)} <b>{total}</b>
          </h3>
          <ul>
            {changes.map((change, at) => (
              <li key={at}>{changeSentence(t, change)}</li>
            ))}
            {total > changes.length && <li className={styles['more']}>{t('amendment.more', { count: total - changes.length })}</li>}
          </ul>
        </section>
      ))}
    </div>
  )
}
