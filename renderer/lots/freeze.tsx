import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Buttons } from '../parts/form.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './lots.module.css'

/** The pool is fixed and a secret committed to; from here on nobody can change who draws or what is drawn. */
export function Freeze({ pool, supplement }: { pool: Pool; supplement: boolean }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [desks, setDesks] = useState('1')
  const freeze = useCommand(station.lots.freeze)
  const count = Number(desks)
  const wrong = /^\d{1,2}$/.test(desks) && count >= 1 && count <= 20 ? undefined : t('lots.desks_wrong')
  const go = () => {
    if (wrong === undefined) void freeze.send({ session: pool.session, pool: pool.pool, desks: count, supplement })
  }
  return (
    <Sheet title={supplement ? t('lots.supplement_title') : t('lots.freeze_title', { title: inTongue(pool.title) })}>
      <p>{supplement ? t('lots.supplement_text', { n: pool.withoutPlace }) : t('lots.freeze_text', { n: pool.size })}</p>
      <div className={styles['short']}>
        <TextField label={t('lots.desks')} inputMode="numeric" value={desks} wrong={wrong} note={t('lots.desks_note')} onChange={(event) => setDesks(event.currentTarget.value)} />
      </div>
      <Outcome of={freeze.state} again={go} />
      {may(roles, 'lots.freeze') && (
        <Buttons>
          <Button kind="primary" autoFocus={!supplement} {...(supplement ? {} : { hint: 'Enter' })} busy={freeze.busy} disabled={wrong !== undefined} onClick={go}>
            {supplement ? t('lots.freeze_supplement') : t('lots.freeze')}
          </Button>
        </Buttons>
      )}
    </Sheet>
  )
}
