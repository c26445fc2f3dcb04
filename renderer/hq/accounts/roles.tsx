import { useTranslation } from 'react-i18next'
import { hqRoleNames, togetherAgainstRule, type HqRole } from '../../../shared/hq/role-rules.ts'
import { Tick } from '../../parts/field.tsx'
import styles from './accounts.module.css'

/** The roles of an account, with what each may do; says at once when two may not be together. */
export function Roles({ value, onChange }: { value: readonly HqRole[]; onChange: (roles: HqRole[]) => void }) {
  const { t } = useTranslation()
  const apart = togetherAgainstRule(value)
  return (
    <fieldset className={styles['roles']}>
      <legend>{t('accounts.roles')}</legend>
      {hqRoleNames.map((role) => (
        <Tick
          key={role}
          checked={value.includes(role)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...value, role] : value.filter((each) => each !== role))
          }
          label={
            <>
              <strong>{t(`frame.roles.${role}`)}</strong>
              <small>{t(`accounts.role_does.${role}`)}</small>
            </>
          }
        />
      ))}
      {apart !== null && (
        <em role="alert">
          {t('accounts.apart', { one: t(`frame.roles.${apart[0]}`), other: t(`frame.roles.${apart[1]}`) })}
        </em>
      )}
    </fieldset>
  )
}
