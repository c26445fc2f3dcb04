import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PracticeAccount } from '../../shared/api/venue.ts'
import { Button } from '../parts/button.tsx'
import styles from './tables.module.css'
import { StepScreen } from './step-screen.tsx'

/** The practice accounts of a rehearsal, shown once: written down or printed. */
export function Accounts({ accounts, onDone }: { accounts: readonly z.infer<typeof PracticeAccount>[]; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <StepScreen
      title={t('setup.accounts_title')}
      text={t('setup.accounts_text')}
      action={
        <>
          <Button onClick={() => (window.kaodian === undefined ? window.print() : void window.kaodian.print())}>{t('setup.print')}</Button>
          <Button kind="primary" hint="Enter" autoFocus onClick={onDone}>
            {t('setup.accounts_done')}
          </Button>
        </>
      }
    >
      <table className={styles['accounts']}>
        <thead>
          <tr>
            <th>{t('setup.account_name')}</th>
            <th>{t('setup.account_roles')}</th>
            <th>{t('parts.pin')}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((each) => (
            <tr key={each.operator}>
              <td>{each.name}</td>
              <td>{each.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</td>
              <td>
                <b>{each.pin}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </StepScreen>
  )
}
