import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { AccountList, AccountEntry } from '../parts/account-list.tsx'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Note } from '../parts/form.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { AddOperator } from './add.tsx'
import { ChangeOperator } from './change.tsx'

/** Accounts: one per person, with roles; nobody is deleted, an account is set inactive and stays listed. */
export default function OperatorsRoom() {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const list = useAsk('operators', () => station.operators.list(), ['operators'])
  const [adding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const mayChange = may(roles, 'operators.change')
  const people = list.value ?? []
  const person = people.find((each) => each.operator === chosen)

  return (
    <Screen
      title={t('operators.title')}
      aside={t('operators.count', { count: people.filter((each) => each.active).length })}
      actions={
        mayChange &&
        !adding && (
          <Button
            kind="primary"
            onClick={() => {
              setAdding(true)
              setChosen(null)
            }}
          >
            {t('operators.add')}
          </Button>
        )
      }
    >
      <AccountList
        none={
          list.state !== 'first' &&
          people.length === 0 && <Empty title={t('operators.none')} next={t('operators.none_next')} />
        }
        rows={people.map((each) => (
          <AccountEntry
            key={each.operator}
            name={each.name}
            roles={each.roles.map((role) => t(`frame.roles.${role}`)).join('、')}
            active={each.active}
            chosen={each.operator === chosen}
            onChoose={() => {
              setChosen(each.operator)
              setAdding(false)
            }}
            marks={
              <>
                {each.active && !each.armed && <VerdictMark kind="warn" word={t('operators.no_pin')} />}
                {!each.active && <VerdictMark kind="wait" word={t('operators.inactive')} />}
              </>
            }
          />
        ))}
      >
        {adding && <AddOperator onDone={() => setAdding(false)} />}
        {person !== undefined && (
          <ChangeOperator key={person.operator} person={person} mayChange={mayChange} onDone={() => setChosen(null)} />
        )}
        {!adding && person === undefined && <Note>{t('operators.choose')}</Note>}
      </AccountList>
    </Screen>
  )
}
