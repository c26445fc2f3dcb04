import { useTranslation } from 'react-i18next'
import { weakPassword } from '../../../shared/hq/password-strength.ts'
import { TextField } from '../../parts/field.tsx'

export interface Passwords {
  first: string
  again: string
}

/** Whether a new password may be sent: strong enough and typed the same twice. */
export function passwordsFit({ first, again }: Passwords, account: string, name: string): boolean {
  return weakPassword(first, account, name) === null && first === again
}

/** A new password, typed twice; what is wrong with it is said below while it is typed. */
export function NewPassword({
  value,
  onChange,
  account,
  name,
}: {
  value: Passwords
  onChange: (value: Passwords) => void
  account: string
  name: string
}) {
  const { t } = useTranslation()
  const weak = value.first === '' || account === '' ? null : weakPassword(value.first, account, name)
  const differs = value.again !== '' && value.first !== value.again
  return (
    <>
      <TextField
        label={t('sign-in.new_password')}
        type="password"
        autoComplete="new-password"
        value={value.first}
        note={t('sign-in.new_password_note')}
        wrong={weak === null ? undefined : t(`sign-in.weak.${weak}`)}
        onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
      />
      <TextField
        label={t('sign-in.again')}
        type="password"
        autoComplete="new-password"
        value={value.again}
        wrong={differs ? t('sign-in.differs') : undefined}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
      />
    </>
  )
}
