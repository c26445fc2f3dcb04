import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { useAsk } from '../parts/use-ask.ts'
import styles from './chief.module.css'

/** A newer exam package that waits for the chief: said on the first page of the day, decided in its own room. */
export function NewPackage() {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const waiting = useAsk('offered', () => station.venue.offeredAmendment(), ['venue'])
  const offered = waiting.value?.offered
  if (offered == null) return null
  return (
    <div className={styles['package']} role="status">
      <strong>▲ {t('amendment.waiting', { version: offered.version })}</strong>
      {may(roles, 'venue.previewAmendment') && <Button onClick={() => go('amendment')}>{t('amendment.look')}</Button>}
    </div>
  )
}
