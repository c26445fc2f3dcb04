import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { leave, seat, useWho } from '../frame/who.ts'
import { Button } from '../../parts/button.tsx'
import { hq } from '../contract.ts'
import { TotpForm, type NewDevice } from './totp-form.tsx'
import styles from './sign-in.module.css'

/** The sign-in is over once the account's code device gave its first code. */
export function SetUpTotp() {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [device, setDevice] = useState<NewDevice | null>(null)
  useEffect(() => {
    let gone = false
    hq.accounts.newTotp({}).then(
      (answer) => {
        if (!gone && answer.ok) setDevice(answer)
      },
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [])
  return (
    <div className={styles['panel']}>
      <h2>{t('sign-in.totp_title')}</h2>
      <p className={styles['who']}>{me?.name}</p>
      <p>{t('sign-in.totp_text')}</p>
      {device === null ? <p aria-busy="true">{t('sign-in.totp_making')}</p> : <TotpForm device={device} done={seat} />}
      <Button kind="quiet" onClick={leave}>
        {t('sign-in.other')}
      </Button>
    </div>
  )
}
