import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/facts.ts'
import { roleNames } from '../../shared/roles.ts'
import { Tick } from '../parts/field.tsx'
import styles from './operators.module.css'

/** Which roles a person has; each with one sentence of what it may do. */
export function Roles({ value, onChange, disabled = false }: { value: readonly Role[]; onChange: (roles: Role[]) => void; disabled?: boolean }) {
  const { t } = useTranslation()
  return (
    <fieldset className={styles['roles']} disabled={disabled}>
      <legend>{t('operators.roles')}</legend>
      {roleNames.map((role) => (
        <Tick
          key={role}
          checked={value.includes(role)}
          onChange={(event) => onChange(event.currentTarget.checked ? [...value, role] : value.filter((each) => each !== role))}
          label={
            <>
              <strong>{t(`frame.roles.${role}`)}</strong> <small>{t(`operators.role_note.${role}`)}</small>
            </>
          }
        />
      ))}
    </fieldset>
  )
}
