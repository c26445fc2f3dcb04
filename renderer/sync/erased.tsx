import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../shared/api/sync.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import styles from './sync.module.css'

/** What an erased venue says of itself: plainly, and numbers only. */
export function ErasedSheet({ state, titled = true }: { state: SyncState; titled?: boolean }) {
  const { t } = useTranslation()
  const { erased } = state
  if (erased === null) return null
  return (
    <Sheet title={titled ? t('sync.erased.title') : undefined}>
      <p>{t('sync.erased.text', { at: dayAndMinute(erased.at) })}</p>
      <dl className={styles['facts']}>
        <dt>{t('sync.erased.facts')}</dt>
        <dd>{state.facts}</dd>
        <dt>{t('sync.erased.at_hq')}</dt>
        <dd>{state.atHq}</dd>
      </dl>
      <small>{t('sync.erased.order', { order: erased.order })}</small>
    </Sheet>
  )
}

/** In place of every room that would show people. */
export function ErasedVenue() {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const asked = useAsk('erased', () => station.sync.state(), ['sync', 'venue'])
  return (
    <Screen
      title={t('sync.erased.title')}
      wide={false}
      actions={may(roles, 'system.verify') && <Button kind="primary" onClick={() => go('system')}>{t('sync.erased.verify')}</Button>}
    >
      {asked.value !== undefined && <ErasedSheet state={asked.value} titled={false} />}
    </Screen>
  )
}
