import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { meet, seat } from '../frame/who.ts'
import { NewPassword, passwordsFit } from './new-password.tsx'
import styles from './sign-in.module.css'

/** The first account of an empty HQ, with the code that the program printed when it started. */
export function SetUp() {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [account, setAccount] = useState('')
  const [name, setName] = useState('')
  const [passwords, setPasswords] = useState({ first: '', again: '' })
  const making = useCommand(hq.accounts.setUp)
  const whole =
    code.trim() !== '' &&
    /^[a-z][a-z0-9.-]{1,31}$/i.test(account.trim()) &&
    name.trim() !== '' &&
    passwordsFit(passwords, account, name)

  const send = async () => {
    if (!whole) return
    const made = await making.send({ code, account, name, password: passwords.first })
    if (made === undefined) return
    seat(made.me, made.token)
    void meet()
  }

  return (
    <form
      className={styles['panel']}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{t('sign-in.first_title')}</h2>
      <p>{t('sign-in.first_text')}</p>
      <TextField
        label={t('sign-in.first_code')}
        note={t('sign-in.first_code_note')}
        value={code}
        autoFocus
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextField
        label={t('sign-in.account')}
        note={t('sign-in.account_note')}
        value={account}
        autoComplete="username"
        autoCapitalize="none"
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <TextField label={t('sign-in.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NewPassword value={passwords} onChange={setPasswords} account={account} name={name} />
      <Outcome of={making.state} again={() => void send()} />
      <Button kind="primary" hint="Enter" type="submit" busy={making.busy} disabled={!whole}>
        {t('sign-in.first_make')}
      </Button>
    </form>
  )
}
