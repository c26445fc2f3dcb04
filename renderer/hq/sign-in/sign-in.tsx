import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconSettings } from '@tabler/icons-react'
import { LookMenu } from '../../frame/look-menu.tsx'
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
  const [menu, setMenu] = useState(false)
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('frame.hq_long')}</h1>
        <div className={styles['menu']}>
          <button type="button" aria-label={t('frame.look')} aria-expanded={menu} onClick={() => setMenu(!menu)}>
            <IconSettings size={20} aria-hidden="true" />
          </button>
          {menu && <LookMenu close={() => setMenu(false)} />}
        </div>
      </header>
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
    </div>
  )
}
