import { useTranslation } from 'react-i18next'
import { Front } from '../../frame/front.tsx'
import { useHq, useWho } from '../frame/who.ts'
import { ChangePassword } from './change-password.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { SetUp } from './set-up.tsx'
import { SetUpTotp } from './set-up-totp.tsx'
import styles from './sign-in.module.css'

/** Who sits down here: the first account at an empty HQ, then name and password, then what the sign-in still needs. */
export function SignIn() {
  const { t } = useTranslation()
  const { state } = useHq()
  const me = useWho((who) => who.me)
  return (
    <Front title={t('frame.hq_long')}>
      <main className={styles['main']}>
        {me?.step === 'password' ? (
          <ChangePassword />
        ) : me?.step === 'totp' ? (
          <SetUpTotp />
        ) : state === 'empty' ? (
          <SetUp />
        ) : (
          <PasswordPanel />
        )}
      </main>
    </Front>
  )
}
