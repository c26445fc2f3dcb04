import { useTranslation } from 'react-i18next'
import { useVenue, useWho } from '../frame/who.ts'
import { may } from '../frame/rooms.ts'
import { station } from '../contract.ts'
import { dayAndMinute } from '../clock.ts'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { Backups } from './backups.tsx'
import { PracticeClock } from './practice-clock.tsx'
import { Restores } from './restores.tsx'
import { StationNameForm } from './station-name.tsx'
import styles from './system.module.css'
import { Verify } from './verify.tsx'

const GIB = 1024 ** 3
/** Below this the disk is worth a warning: bytes. The station itself refuses before it is full. */
const LITTLE = 2 * GIB

/** The machine: is the ledger sound, is there a backup, is there room; and what a rehearsal's clock says. */
export default function SystemRoom() {
  const { t } = useTranslation()
  const venue = useVenue()
  const roles = useWho((who) => who.me?.roles ?? [])
  const status = useAsk('status', () => station.system.status(), ['sessions', 'operators', 'venue'])
  const facts = status.value
  return (
    <Screen title={t('system.title')} wide={false}>
      {venue.mode === 'rehearsal' && may(roles, 'venue.setRehearsalClock') && <PracticeClock />}
      {may(roles, 'system.nameStation') && <StationNameForm />}
      <Verify />
      {may(roles, 'system.backups') && <Backups mayWrite={may(roles, 'system.backup')} again={status.again} />}
      {facts !== undefined && facts.restores.length > 0 && <Restores restores={facts.restores} />}
      {facts !== undefined && (
        <Sheet title={t('system.status')}>
          <dl className={styles['facts']}>
            <dt>{t('system.facts')}</dt>
            <dd>{facts.facts}</dd>
            <dt>{t('system.head')}</dt>
            <dd className={styles['code']}>{facts.head}</dd>
            <dt>{t('system.self_test')}</dt>
            <dd>{facts.selfTest ? <VerdictMark kind="pass" word={t('system.good')} /> : <VerdictMark kind="fail" word={t('system.bad')} />}</dd>
            <dt>{t('system.key')}</dt>
            <dd>{facts.keyKept === 'sealed' ? <VerdictMark kind="pass" word={t('system.key_sealed')} /> : <VerdictMark kind="warn" word={t('system.key_file')} />}</dd>
            <dt>{t('system.last_backup')}</dt>
            <dd>{facts.lastBackup === null ? <VerdictMark kind="warn" word={t('system.no_backup')} /> : dayAndMinute(facts.lastBackup)}</dd>
            <dt>{t('system.disk')}</dt>
            <dd>
              {facts.freeBytes < LITTLE ? (
                <VerdictMark kind="warn" word={t('system.gib', { n: (facts.freeBytes / GIB).toFixed(1) })} />
              ) : (
                t('system.gib', { n: (facts.freeBytes / GIB).toFixed(1) })
              )}
            </dd>
            <dt>{t('system.database')}</dt>
            <dd>{t('system.mib', { n: (facts.databaseBytes / 1024 ** 2).toFixed(1) })}</dd>
            <dt>{t('system.folder')}</dt>
            <dd className={styles['code']}>{facts.folder}</dd>
            <dt>{t('system.station_name')}</dt>
            <dd>{venue.stationName}</dd>
            <dt>{t('system.station')}</dt>
            <dd className={styles['code']}>{venue.station}</dd>
            <dt>{t('system.pack')}</dt>
            <dd className={styles['code']}>{venue.pack === null ? '' : `${venue.pack.name} ${venue.pack.version} · ${venue.pack.hash.slice(0, 20)}`}</dd>
            <dt>{t('system.program')}</dt>
            <dd>{venue.program}</dd>
          </dl>
        </Sheet>
      )}
    </Screen>
  )
}
