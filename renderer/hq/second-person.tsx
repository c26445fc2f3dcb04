import { useTranslation } from 'react-i18next'
import type { HqSecond } from '../../shared/hq/answer.ts'
import type { HqRole } from '../../shared/hq/roles.ts'
import { Choice, TextField } from '../parts/field.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { hq } from './contract.ts'
import styles from './second-person.module.css'

/** Nobody yet. */
export const noSecond: HqSecond = { account: '', password: '', code: '' }

/** The second person ready to be sent, or undefined while something is missing. */
export function completeSecond(second: HqSecond): HqSecond | undefined {
  return second.account !== '' && second.password !== '' ? second : undefined
}

/** Another account's password and code, in place. Never one's own nor that of `but`; `roles` narrows who may be asked. */
export function SecondPerson({
  value,
  onChange,
  roles,
  but,
  why,
}: {
  value: HqSecond
  onChange: (second: HqSecond) => void
  roles?: readonly HqRole[]
  but?: string
  /** One sentence: what the second person vouches for. */
  why?: string
}) {
  const { t } = useTranslation()
  const others = useAsk('others', () => hq.accounts.others(), ['accounts'])
  const able = (others.value?.accounts ?? []).filter(
    (each) => each.account !== but && (roles === undefined || each.roles.some((role) => roles.includes(role))),
  )
  const hasDevice = able.find((each) => each.account === value.account)?.totp === true
  return (
    <fieldset className={styles['second']} data-device={hasDevice}>
      <legend>{t('parts.second_person')}</legend>
      {why !== undefined && <p>{why}</p>}
      <Choice
        label={t('parts.second_person_name')}
        value={value.account}
        wrong={others.value !== undefined && able.length === 0 ? t('parts.second_person_nobody') : undefined}
        options={[
          ['', t('parts.second_person_choose')],
          ...able.map(
            (each) =>
              [
                each.account,
                `${each.name}（${each.roles.map((role) => t(`frame.roles.${role}`)).join('、')}）`,
              ] as const,
          ),
        ]}
        onChange={(event) => onChange({ account: event.currentTarget.value, password: '', code: '' })}
      />
      <TextField
        label={t('parts.second_person_password')}
        type="password"
        autoComplete="off"
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
      {hasDevice && (
        <TextField
          label={t('parts.second_person_code')}
          inputMode="numeric"
          maxLength={6}
          value={value.code}
          onChange={(event) => onChange({ ...value, code: event.currentTarget.value })}
        />
      )}
    </fieldset>
  )
}
