import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow } from '../../../shared/hq/api/accounts.ts'
import { appointing } from '../../../shared/hq/rights.ts'
import { gainsPower, togetherAgainstRule, type HqRole } from '../../../shared/hq/role-rules.ts'
import { Button } from '../../parts/button.tsx'
import { TextField, Tick } from '../../parts/field.tsx'
import { Buttons, Form, Note } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { useMay, useWho } from '../frame/who.ts'
import { completeSecond, noSecond, SecondPerson } from '../second-person.tsx'
import { ResetAccount } from './reset-account.tsx'
import { Roles } from './roles.tsx'

/** One account: its name, roles, whether it is open, and a reset where its person cannot sign in; `alone` as in AddAccount. */
export function ChangeAccount({ account, alone, done }: { account: AccountRow; alone: boolean; done: () => void }) {
  const { t } = useTranslation()
  const mayChange = useMay('accounts.change')
  const me = useWho((who) => who.me?.account)
  const [name, setName] = useState(account.name)
  const [roles, setRoles] = useState<HqRole[]>(account.roles)
  const [active, setActive] = useState(account.active)
  const [resetting, setResetting] = useState(false)
  const [second, setSecond] = useState(noSecond)
  const byTwo = gainsPower(account, { roles, active }) && !alone
  const given = byTwo ? completeSecond(second) : undefined
  const changing = useCommand(hq.accounts.change)
  const changed =
    name.trim() !== account.name ||
    active !== account.active ||
    [...roles].sort().join() !== [...account.roles].sort().join()
  const whole = name.trim() !== '' && roles.length > 0 && togetherAgainstRule(roles) === null
  const ready = changed && whole && (!byTwo || given !== undefined)
  const send = () => {
    if (!ready) return
    const about = { account: account.account, name: name.trim(), roles, active }
    void changing.send({ ...about, ...(given !== undefined && { second: given }) }).then((answer) => {
      setSecond({ ...second, code: '' })
      if (answer !== undefined) done()
    })
  }
  if (!mayChange) {
    return (
      <Sheet title={account.name}>
        <Note>{account.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</Note>
      </Sheet>
    )
  }
  return (
    <>
      <Sheet title={`${account.name} · ${account.account}`}>
        <Form onSend={send}>
          <TextField
            label={t('sign-in.name')}
            value={name}
            maxLength={40}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Roles value={roles} onChange={setRoles} />
          <Tick
            label={t('accounts.active')}
            checked={active}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
          {changed && <Note>{t('accounts.signs_out')}</Note>}
          {byTwo && (
            <SecondPerson value={second} onChange={setSecond} roles={appointing} why={t('accounts.appoint_second')} />
          )}
          <Outcome of={changing.state} again={send} />
          <Buttons>
            {account.account !== me && !resetting && (
              <Button onClick={() => setResetting(true)}>{t('accounts.reset')}</Button>
            )}
            <Button onClick={done}>{t('parts.cancel')}</Button>
            <Button kind="primary" type="submit" disabled={!ready} busy={changing.busy}>
              {t('accounts.save')}
            </Button>
          </Buttons>
        </Form>
      </Sheet>
      {resetting && <ResetAccount account={account} alone={alone} done={() => setResetting(false)} />}
    </>
  )
}
