import { useTranslation } from 'react-i18next'
import type { AccountRow } from '../../../shared/hq/api/accounts.ts'
import { needsTotp } from '../../../shared/hq/role-rules.ts'
import { dayAndMinute, minute } from '../../clock.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import styles from './accounts.module.css'

/** One account: name and roles, and what about it wants to be known. */
export function AccountLine({ account, chosen, choose }: { account: AccountRow; chosen: boolean; choose: () => void }) {
  const { t } = useTranslation()
  return (
    <li>
      <button type="button" aria-pressed={chosen} data-active={account.active} onClick={choose}>
        <strong>
          {account.name} <small>{account.account}</small>
        </strong>
        <span>{account.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</span>
        <span className={styles['marks']}>
          {!account.active && <VerdictMark kind="wait" word={t('accounts.closed')} />}
          {account.active && account.fresh && <VerdictMark kind="wait" word={t('accounts.fresh')} />}
          {account.active && !account.totp && needsTotp(account.roles) && (
            <VerdictMark kind="wait" word={t('accounts.no_device')} />
          )}
          {account.waitsUntil !== null && (
            <VerdictMark kind="fail" word={t('accounts.waits', { time: minute(account.waitsUntil) })} />
          )}
        </span>
        <small>
          {account.signedInAt === null
            ? t('accounts.never')
            : t('accounts.last', { time: dayAndMinute(account.signedInAt) })}
        </small>
      </button>
    </li>
  )
}
