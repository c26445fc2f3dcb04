import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow } from '../../../shared/hq/api/accounts.ts'
import { appointing } from '../../../shared/hq/rights.ts'
import { needsTotp } from '../../../shared/hq/role-rules.ts'
import { Button } from '../../parts/button.tsx'
import { Tick } from '../../parts/field.tsx'
import { Buttons, Fields, Form, Note } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { completeSecond, noSecond, SecondPerson } from '../second-person.tsx'
import { NewPassword, passwordsFit } from '../sign-in/new-password.tsx'

/** Another first password for somebody who cannot sign in; whoever decides or keeps accounts only with a second person; `alone` as in AddAccount. */
export function ResetAccount({ account, alone, done }: { account: AccountRow; alone: boolean; done: () => void }) {
  const { t } = useTranslation()
  const [passwords, setPasswords] = useState({ first: '', again: '' })
  const [totp, setTotp] = useState(false)
  const [second, setSecond] = useState(noSecond)
  const resetting = useCommand(hq.accounts.reset)
  const needed = needsTotp(account.roles) && !alone
  const given = needed ? completeSecond(second) : undefined
  const ready = passwordsFit(passwords, account.account, account.name) && (!needed || given !== undefined)
  const send = () => {
    if (!ready) return
    void resetting
      .send({
        account: account.account,
        password: passwords.first,
        totp,
        ...(given === undefined ? {} : { second: given }),
      })
      .then((answer) => {
        if (answer === undefined) setSecond({ ...second, code: '' })
        else done()
      })
  }
  return (
    <Sheet title={t('accounts.reset')}>
      <Form onSend={send}>
        <Note>{t('accounts.reset_text', { name: account.name })}</Note>
        <Fields>
          <NewPassword value={passwords} onChange={setPasswords} account={account.account} name={account.name} />
        </Fields>
        {account.totp && (
          <Tick
            label={t('accounts.forget_device')}
            checked={totp}
            onChange={(event) => setTotp(event.currentTarget.checked)}
          />
        )}
        {needed && (
          <SecondPerson
            value={second}
            onChange={setSecond}
            roles={appointing}
            but={account.account}
            why={t('accounts.reset_second')}
          />
        )}
        <Outcome of={resetting.state} again={send} />
        <Buttons>
          <Button onClick={done}>{t('parts.cancel')}</Button>
          <Button kind="danger" type="submit" disabled={!ready} busy={resetting.busy}>
            {t('accounts.reset')}
          </Button>
        </Buttons>
      </Form>
    </Sheet>
  )
}
