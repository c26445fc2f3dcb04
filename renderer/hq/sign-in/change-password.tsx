import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { leave, seat, useWho } from '../frame/who.ts'
import { NewPassword, passwordsFit } from './new-password.tsx'
import styles from './sign-in.module.css'

/** Somebody else set the password: it serves once, for choosing one's own. */
export function ChangePassword() {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [old, setOld] = useState('')
  const [passwords, setPasswords] = useState({ first: '', again: '' })
  const changing = useCommand(hq.accounts.setPassword)
  const account = me?.account ?? ''
  const name = me?.name ?? ''
  const whole = old !== '' && passwordsFit(passwords, account, name)

  const send = async () => {
    if (!whole) return
    const done = await changing.send({ old, password: passwords.first })
    if (done !== undefined) seat(done.me)
  }

  return (
    <form
      className={styles['panel']}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{t('sign-in.change_title')}</h2>
      <p className={styles['who']}>{name}</p>
      <p>{t('sign-in.change_text')}</p>
      <TextField
        label={t('sign-in.given_password')}
        type="password"
        autoFocus
        autoComplete="current-password"
        value={old}
        onChange={(event) => setOld(event.currentTarget.value)}
      />
      <NewPassword value={passwords} onChange={setPasswords} account={account} name={name} />
      <Outcome of={changing.state} again={() => void send()} />
      <Button kind="primary" hint="Enter" type="submit" busy={changing.busy} disabled={!whole}>
        {t('sign-in.change_password')}
      </Button>
      <Button kind="quiet" onClick={leave}>
        {t('sign-in.other')}
      </Button>
    </form>
  )
}
