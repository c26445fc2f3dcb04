import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountList } from '../../parts/account-list.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { AccountLine } from './account-line.tsx'
import { AddAccount } from './add-account.tsx'
import { ChangeAccount } from './change-account.tsx'
import { RoleMatrix } from './role-matrix.tsx'

/** Accounts at HQ: one per person; nobody is deleted, an account is closed and stays listed. */
export default function AccountsRoom() {
  const { t } = useTranslation()
  const list = useAsk('accounts', () => hq.accounts.list(), ['accounts'])
  const [adding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const mayAdd = useMay('accounts.add')
  const accounts = list.value?.accounts ?? []
  const alone = list.value?.alone ?? false
  const account = accounts.find((each) => each.account === chosen)
  const nothingOpen = !adding && account === undefined

  return (
    <Screen
      title={t('accounts.title')}
      aside={t('accounts.count', { count: accounts.filter((each) => each.active).length })}
      actions={
        mayAdd &&
        !adding && (
          <Button
            kind="primary"
            onClick={() => {
              setAdding(true)
              setChosen(null)
            }}
          >
            {t('accounts.add')}
          </Button>
        )
      }
    >
      <AccountList
        none={list.state === 'failed' && <Empty title={t('parts.list_failed')} />}
        rows={accounts.map((each) => (
          <AccountLine
            key={each.account}
            account={each}
            chosen={each.account === chosen}
            choose={() => {
              setChosen(each.account)
              setAdding(false)
            }}
          />
        ))}
      >
        {adding && (
          <AddAccount
            alone={alone}
            done={(made) => {
              setAdding(false)
              setChosen(made)
            }}
            cancel={() => setAdding(false)}
          />
        )}
        {account !== undefined && (
          <ChangeAccount key={account.account} account={account} alone={alone} done={() => setChosen(null)} />
        )}
        {nothingOpen && <RoleMatrix />}
      </AccountList>
    </Screen>
  )
}
