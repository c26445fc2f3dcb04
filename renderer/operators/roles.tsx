import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/facts.ts'
import { roleNames } from '../../shared/roles.ts'
import { RoleTicks } from '../parts/account-list.tsx'

/** Which roles a person has; each with one sentence of what it may do. */
export function Roles({
  value,
  onChange,
  disabled = false,
}: {
  value: readonly Role[]
  onChange: (roles: Role[]) => void
  disabled?: boolean
}) {
  const { t } = useTranslation()
  return (
    <RoleTicks
      legend={t('operators.roles')}
      roles={roleNames}
      value={value}
      onChange={onChange}
      disabled={disabled}
      words={(role) => [t(`frame.roles.${role}`), t(`operators.role_note.${role}`)]}
    />
  )
}
