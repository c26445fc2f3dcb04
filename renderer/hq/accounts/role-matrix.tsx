import { useTranslation } from 'react-i18next'
import { hqRoleNames } from '../../../shared/hq/role-rules.ts'
import { Note } from '../../parts/form.tsx'
import { Sheet } from '../../parts/screen.tsx'
import styles from './role-matrix.module.css'

/** What each role may do, while no account is open. */
export function RoleMatrix() {
  const { t } = useTranslation()
  return (
    <Sheet title={t('accounts.roles_title')}>
      <dl className={styles['matrix']}>
        {hqRoleNames.map((role) => (
          <div key={role}>
            <dt>{t(`frame.roles.${role}`)}</dt>
            <dd>{t(`accounts.role_does.${role}`)}</dd>
          </div>
        ))}
      </dl>
      <Note>{t('accounts.roles_note')}</Note>
    </Sheet>
  )
}
