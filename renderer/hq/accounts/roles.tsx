import { useTranslation } from 'react-i18next'
import { hqRoleNames, togetherAgainstRule, type HqRole } from '../../../shared/hq/role-rules.ts'
import { RoleTicks } from '../../parts/account-list.tsx'

/** The roles of an account, with what each may do; says at once when two may not be together. */
export function Roles({ value, onChange }: { value: readonly HqRole[]; onChange: (roles: HqRole[]) => void }) {
  const { t } = useTranslation()
  const apart = togetherAgainstRule(value)
  return (
    <RoleTicks
      legend={t('accounts.roles')}
      roles={hqRoleNames}
      value={value}
      onChange={onChange}
      words={(role) => [t(`frame.roles.${role}`), t(`accounts.role_does.${role}`)]}
      wrong={
        apart === null
          ? undefined
          : t('accounts.apart', { one: t(`frame.roles.${apart[0]}`), other: t(`frame.roles.${apart[1]}`) })
      }
    />
  )
}
