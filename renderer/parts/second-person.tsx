import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import type { Role } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { Choice } from './field.tsx'
import { Pin } from './pin.tsx'
import styles from './second-person.module.css'
import { useAsk } from './use-ask.ts'

/** The form's half-filled second person; `complete` turns it into what the contract wants. */
export interface SecondInput {
  operator: string
  pin: string
}

/** Nobody yet. */
export const nobody: SecondInput = { operator: '', pin: '' }

/** The second person ready to be sent, or undefined while the PIN is too short or nobody is chosen. */
export function complete(second: SecondInput): Second | undefined {
  return second.operator !== '' && second.pin.length >= 4 ? second : undefined
}

/** Another account's name and PIN, in place. Never one's own; `roles` narrows who may be asked; the only other one with the role `prefer` is chosen already. */
export function SecondPerson({ value, onChange, onEnter, roles, prefer, why }: {
  value: SecondInput
  onChange: (second: SecondInput) => void
  onEnter?: () => void
  roles?: readonly Role[]
  prefer?: Role
  /** One sentence: what the second person vouches for. */
  why?: string
}) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me?.operator)
  const names = useAsk('names', () => station.operators.names(), ['operators'])
  const pin = useRef<HTMLInputElement>(null)
  const others = (names.value ?? []).filter(
    (each) => each.operator !== me && (roles === undefined || each.roles.some((role) => roles.includes(role))),
  )
  const likely = prefer === undefined ? [] : others.filter((each) => each.roles.includes(prefer))
  const only = likely.length === 1 && value.operator === '' ? likely[0]?.operator : undefined
  useEffect(() => {
    if (only !== undefined) onChange({ ...value, operator: only })
  }, [only, onChange, value])
  return (
    <fieldset className={styles['second']}>
      <legend>{t('parts.second_person')}</legend>
      {why !== undefined && <p>{why}</p>}
      <Choice
        label={t('parts.second_person_name')}
        value={value.operator}
        wrong={names.value !== undefined && others.length === 0 ? t('parts.second_person_nobody') : undefined}
        options={[
          ['', t('parts.second_person_choose')],
          ...others.map((each) => [each.operator, `${each.name}（${each.roles.map((role) => t(`frame.roles.${role}`)).join('、')}）`] as const),
        ]}
        onChange={(event) => {
          onChange({ ...value, operator: event.currentTarget.value })
          pin.current?.focus()
        }}
      />
      <Pin
        ref={pin}
        label={t('parts.second_person_pin')}
        value={value.pin}
        onChange={(text) => onChange({ ...value, pin: text })}
        {...(onEnter === undefined ? {} : { onEnter })}
      />
    </fieldset>
  )
}
