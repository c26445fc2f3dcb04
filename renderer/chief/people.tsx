import { useTranslation } from 'react-i18next'
import type { Overview } from '../../shared/api/sessions.ts'
import { minute, useNow } from '../clock.ts'
import { Empty } from '../parts/empty.tsx'
import { Sheet } from '../parts/screen.tsx'
import styles from './chief.module.css'

/** Who sits where now, and how many minutes ago their last fact was. */
export function People({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  return (
    <Sheet title={t('chief.people')} aside={t('chief.people_count', { count: overview.operators.length })}>
      {overview.operators.length === 0 ? (
        <Empty title={t('chief.nobody')} next={t('chief.nobody_next')} />
      ) : (
        <ul className={styles['people']}>
          {overview.operators.map((person) => {
            const quiet = person.last === null ? null : Math.max(0, Math.floor((now - person.last) / 60_000))
            return (
              <li key={person.operator}>
                <strong>{person.name}</strong>
                <span>{person.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</span>
                <small>
                  {t('chief.since', { time: minute(person.since) })}
                  {' · '}
                  {quiet === null ? t('chief.no_fact_yet') : t('chief.last_fact', { count: quiet, minutes: quiet })}
                </small>
              </li>
            )
          })}
        </ul>
      )}
    </Sheet>
  )
}
