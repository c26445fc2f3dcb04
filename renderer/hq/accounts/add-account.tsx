import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { appointing } from '../../../shared/hq/rights.ts'
import { needsTotp, togetherAgainstRule, type HqRole } from '../../../shared/hq/role-rules.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Buttons, Fields, Form, Note } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { completeSecond, noSecond, SecondPerson } from '../second-person.tsx'
import { NewPassword, passwordsFit } from '../sign-in/new-password.tsx'
import { useDraft } from '../use-draft.ts'
import { Roles } from './roles.tsx'

/**
 * A new account with a first password, which its person replaces at the first sign-in. `alone`: nobody else could be the
 * second person yet, whom an account that decides or keeps accounts takes.
 */
export function AddAccount({
  alone,
  done,
  cancel,
}: {
  alone: boolean
  done: (account: string) => void
  cancel: () => void
}) {
  const { t } = useTranslation()
  const [account, setAccount, clearAccount] = useDraft('accounts.add.account')
  const [name, setName, clearName] = useDraft('accounts.add.name')
  const [roles, setRoles] = useState<HqRole[]>([])
  const [passwords, setPasswords] = useState({ first: '', again: '' })
  const [second, setSecond] = useState(noSecond)
  const byTwo = needsTotp(roles) && !alone
  const given = byTwo ? completeSecond(second) : undefined
  const adding = useCommand(hq.accounts.add)
  const id = account.trim().toLowerCase()
  const named = /^[a-z][a-z0-9.-]{1,31}$/.test(id)
  const ready =
    named &&
    name.trim() !== '' &&
    roles.length > 0 &&
    togetherAgainstRule(roles) === null &&
    passwordsFit(passwords, id, name) &&
    (!byTwo || given !== undefined)
  const send = () => {
    if (!ready) return
    const about = { account: id, name: name.trim(), roles, password: passwords.first }
    void adding.send({ ...about, ...(given !== undefined && { second: given }) }).then((made) => {
      setSecond({ ...second, code: '' })
      if (made === undefined) return
      clearAccount()
      clearName()
      done(id)
    })
  }
  return (
    <Sheet title={t('accounts.add')}>
      <Form onSend={send}>
        <Fields>
          <TextField
            label={t('sign-in.name')}
            value={name}
            maxLength={40}
            autoFocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            label={t('sign-in.account')}
            note={t('sign-in.account_note')}
            value={account}
            maxLength={32}
            autoCapitalize="none"
            onChange={(event) => setAccount(event.currentTarget.value)}
          />
        </Fields>
        <Roles value={roles} onChange={setRoles} />
        <Note>{t('accounts.first_password')}</Note>
        <Fields>
          <NewPassword value={passwords} onChange={setPasswords} account={id} name={name} />
        </Fields>
        {byTwo && (
          <SecondPerson value={second} onChange={setSecond} roles={appointing} why={t('accounts.appoint_second')} />
        )}
        <Outcome of={adding.state} again={send} />
        <Buttons>
          <Button onClick={cancel}>{t('parts.cancel')}</Button>
          <Button kind="primary" type="submit" hint="Enter" disabled={!ready} busy={adding.busy}>
            {t('accounts.make')}
          </Button>
        </Buttons>
      </Form>
    </Sheet>
  )
}
