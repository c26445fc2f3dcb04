import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqMe } from '../../../shared/hq/api/accounts.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Qr } from '../../parts/qr.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import styles from './totp-form.module.css'

export interface NewDevice {
  secret: string
  uri: string
}

/** A new code device: its secret as a picture and as text, shown once, and its first code. */
export function TotpForm({ device, done }: { device: NewDevice; done: (me: HqMe) => void }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const confirming = useCommand(hq.accounts.confirmTotp)
  const whole = /^\d{6}$/.test(code.replaceAll(' ', ''))
  const send = async () => {
    if (!whole) return
    const answer = await confirming.send({ code: code.replaceAll(' ', '') })
    if (answer !== undefined) done(answer.me)
    else setCode('')
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className={styles['secret']}>
        <Qr text={device.uri} label={t('sign-in.totp_qr')} size={200} />
        <div>
          <small>{t('sign-in.totp_typed')}</small>
          <code>{device.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </div>
      </div>
      <TextField
        className={styles['code']}
        label={t('sign-in.totp_first')}
        value={code}
        autoFocus
        inputMode="numeric"
        maxLength={7}
        autoComplete="one-time-code"
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Outcome of={confirming.state} again={() => void send()} />
      <Button kind="primary" hint="Enter" type="submit" busy={confirming.busy} disabled={!whole}>
        {t('sign-in.totp_confirm')}
      </Button>
    </form>
  )
}
