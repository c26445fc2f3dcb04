import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { meet, useVenue } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './system.module.css'

/** What people call this station: on the bar, on cards and in refusals instead of its key's id. */
export function StationNameForm() {
  const { t } = useTranslation()
  const venue = useVenue()
  const [typed, setTyped] = useState<string | null>(null)
  const naming = useCommand(station.system.nameStation)
  const name = (typed ?? venue.stationName).trim()
  const save = async () => {
    if (name === '' || name === venue.stationName) return
    if ((await naming.send({ name })) === undefined) return
    setTyped(null)
    await meet()
  }
  return (
    <Sheet title={t('system.station_name')}>
      <p className={styles['note']}>{t('system.station_name_note')}</p>
      <form
        className={styles['write']}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          label={t('system.station_name')}
          value={typed ?? venue.stationName}
          maxLength={20}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" busy={naming.busy} disabled={name === '' || name === venue.stationName}>
          {t('system.station_name_save')}
        </Button>
      </form>
      {naming.state.kind === 'done' && (
        <p role="status">
          <VerdictMark kind="pass" word={t('system.station_named', { name: venue.stationName })} />
        </p>
      )}
      <Outcome of={naming.state} again={() => void save()} />
    </Sheet>
  )
}
