import { useTranslation } from 'react-i18next'
import type { AccountRow } from '../../../shared/hq/api/accounts.ts'
import { needsTotp } from '../../../shared/hq/role-rules.ts'
import { dayAndMinute, minute } from '../../clock.ts'
import { AccountEntry } from '../../parts/account-list.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'

/** One account: name and roles, and what about it wants to be known. */
export function AccountLine({ account, chosen, choose }: { account: AccountRow; chosen: boolean; choose: () => void }) {
  const { t } = useTranslation()
  return (
    <AccountEntry
      name={account.name}
      id={account.account}
      roles={account.roles.map((role) => t(`frame.roles.${role}`)).join('、')}
      last={
        account.signedInAt === null
          ? t('accounts.never')
          : t('accounts.last', { time: dayAndMinute(account.signedInAt) })
      }
      active={account.active}
      chosen={chosen}
      onChoose={choose}
      marks={
        <>
          {!account.active && <VerdictMark kind="wait" word={t('accounts.closed')} />}
          {account.active && account.fresh && <VerdictMark kind="wait" word={t('accounts.fresh')} />}
          {account.active && !account.totp && needsTotp(account.roles) && (
            <VerdictMark kind="wait" word={t('accounts.no_device')} />
          )}
          {account.waitsUntil !== null && (
            <VerdictMark kind="fail" word={t('accounts.waits', { time: minute(account.waitsUntil) })} />
          )}
        </>
      }
    />
  )
}
