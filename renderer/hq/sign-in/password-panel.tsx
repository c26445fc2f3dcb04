import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { answeredNo } from '../../answers.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import type { Refused } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { seat } from '../frame/who.ts'
import styles from './sign-in.module.css'

/** Account and password; the code of the device is asked for where the account has one. */
export function PasswordPanel() {
  const { t } = useTranslation()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const whole = account.trim() !== '' && password !== '' && (!asksCode || /^\d{6}$/.test(code.replaceAll(' ', '')))

  const enter = async () => {
    if (!whole || busy) return
    setBusy(true)
    setRefused(null)
    try {
      const answer = await hq.accounts.signIn({ account, password, code })
      if (answer.ok) {
        seat(answer.me, answer.token)
        return
      }
      if (answer.refused.reason === 'totp_needed') setAsksCode(true)
      else setRefused(answer.refused)
      if (answer.refused.reason === 'signin_wrong') setPassword('')
      setCode('')
    } catch (error) {
      setRefused({ reason: 'no_answer', detail: { code: answeredNo(error) ?? 'no_answer' } })
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    void enter()
  }

  return (
    <form className={styles['panel']} onSubmit={submit}>
      <h2>{t('sign-in.title')}</h2>
      <TextField
        label={t('sign-in.account')}
        value={account}
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        onChange={(event) => {
          setAccount(event.currentTarget.value)
          setAsksCode(false)
        }}
      />
      <TextField
        label={t('sign-in.password')}
        type="password"
        value={password}
        autoComplete="current-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {asksCode && (
        <TextField
          label={t('sign-in.code')}
          note={t('sign-in.code_note')}
          value={code}
          autoFocus
          inputMode="numeric"
          maxLength={7}
          autoComplete="one-time-code"
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      {refused !== null && <Refusal reason={refused.reason} detail={refused.detail} />}
      <Button kind="primary" hint="Enter" type="submit" busy={busy} disabled={!whole}>
        {t('sign-in.enter')}
      </Button>
    </form>
  )
}
