import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useCommand, type Refused } from '../../parts/use-command.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import { seat, useWho } from '../frame/who.ts'
import { NewPassword, passwordsFit } from '../sign-in/new-password.tsx'
import { TotpForm, type NewDevice } from '../sign-in/totp-form.tsx'
import styles from './me.module.css'

/** One's own account: another password, another code device. */
export default function MyAccount() {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  if (me === null) return null
  return (
    <Screen
      title={t('me.title')}
      aside={`${me.name} · ${me.roles.map((role) => t(`frame.roles.${role}`)).join('、')}`}
      wide={false}
    >
      <div className={styles['stack']}>
        <OwnPassword account={me.account} name={me.name} />
        <OwnDevice has={me.totp} />
      </div>
    </Screen>
  )
}

function OwnPassword({ account, name }: { account: string; name: string }) {
  const { t } = useTranslation()
  const [old, setOld] = useState('')
  const [passwords, setPasswords] = useState({ first: '', again: '' })
  const changing = useCommand(hq.accounts.setPassword)
  const ready = old !== '' && passwordsFit(passwords, account, name)
  const send = async () => {
    if (!ready) return
    const done = await changing.send({ old, password: passwords.first })
    if (done === undefined) return
    seat(done.me)
    setOld('')
    setPasswords({ first: '', again: '' })
  }
  return (
    <Sheet title={t('me.password')}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <TextField
          label={t('sign-in.given_password')}
          type="password"
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <NewPassword value={passwords} onChange={setPasswords} account={account} name={name} />
        <Outcome of={changing.state} again={() => void send()} />
        <div className={styles['buttons']}>
          {changing.state.kind === 'done' && <VerdictMark kind="pass" word={t('me.password_changed')} />}
          <Button type="submit" disabled={!ready} busy={changing.busy}>
            {t('sign-in.change_password')}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function OwnDevice({ has }: { has: boolean }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [device, setDevice] = useState<NewDevice | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [done, setDone] = useState(false)
  const begin = async () => {
    setRefused(null)
    setDone(false)
    const answer = await hq.accounts
      .newTotp({ password })
      .catch(() => ({ ok: false as const, refused: { reason: 'no_answer', detail: { code: 'no_answer' } } }))
    setPassword('')
    if (answer.ok) setDevice(answer)
    else setRefused(answer.refused)
  }
  return (
    <Sheet title={t('me.device')}>
      {device === null ? (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault()
            if (password !== '') void begin()
          }}
        >
          <p>{t(has ? 'me.device_there' : 'me.device_none')}</p>
          <TextField
            label={t('sign-in.given_password')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {refused !== null && <Refusal reason={refused.reason} detail={refused.detail} />}
          <div className={styles['buttons']}>
            {done && <VerdictMark kind="pass" word={t('me.device_set')} />}
            <Button type="submit" disabled={password === ''}>
              {t('me.device_begin')}
            </Button>
          </div>
        </form>
      ) : (
        <TotpForm
          device={device}
          done={(mine) => {
            seat(mine)
            setDevice(null)
            setDone(true)
          }}
        />
      )}
    </Sheet>
  )
}
