import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operator } from '../../shared/api/operators.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { AddOperator } from './add.tsx'
import { ChangeOperator } from './change.tsx'
import styles from './operators.module.css'

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
        mayChange && !adding && (
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
      <div className={styles['columns']}>
        <Sheet tight>
          {list.state !== 'first' && people.length === 0 && <Empty title={t('operators.none')} next={t('operators.none_next')} />}
          <ul className={styles['list']}>
            {people.map((each) => (
              <Row
                key={each.operator}
                person={each}
                chosen={each.operator === chosen}
                onChoose={() => {
                  setChosen(each.operator)
                  setAdding(false)
                }}
              />
            ))}
          </ul>
        </Sheet>
        {adding && <AddOperator onDone={() => setAdding(false)} />}
        {person !== undefined && <ChangeOperator key={person.operator} person={person} mayChange={mayChange} onDone={() => setChosen(null)} />}
        {!adding && person === undefined && <p className={styles['note']}>{t('operators.choose')}</p>}
      </div>
    </Screen>
  )
}

function Row({ person, chosen, onChoose }: { person: Operator & { armed: boolean }; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation()
  return (
    <li>
      <button type="button" aria-pressed={chosen} data-active={person.active} onClick={onChoose}>
        <strong>{person.name}</strong>
        <span>{person.roles.map((role) => t(`frame.roles.${role}`)).join('、')}</span>
        {person.active && !person.armed && <VerdictMark kind="warn" word={t('operators.no_pin')} />}
        {!person.active && <VerdictMark kind="wait" word={t('operators.inactive')} />}
      </button>
    </li>
  )
}
