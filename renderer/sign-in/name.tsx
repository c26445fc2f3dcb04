import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/facts.ts'
import { minute } from '../clock.ts'
import styles from './sign-in.module.css'

/** One person as a large button: name, roles, and until when the account waits after wrong PINs. */
export function Name({ person, now, chosen, choose }: {
  person: { name: string; roles: readonly Role[]; lockedUntil: number | null }
  now: number
  chosen: boolean
  choose: () => void
}) {
  const { t } = useTranslation()
  const until = person.lockedUntil
  return (
    <button type="button" className={styles['name']} aria-pressed={chosen} onClick={choose}>
      <strong>{person.name}</strong>
      <span>{person.roles.map((role) => t(`frame.roles.${role}`)).join(' · ')}</span>
      {until !== null && until > now && <em>▲ {t('sign-in.waits', { time: minute(until) })}</em>}
    </button>
  )
}
