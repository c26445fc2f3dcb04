import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../shared/api/check-in.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { stationName } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './admitted.module.css'
import { useDeskKeys } from './use-desk-keys.ts'

/** A person who is in: where, when, by whom; consent signed later, and the way back with a second person. */
export function Admitted({ card, admitted, session, onDone }: {
  card: Card
  admitted: NonNullable<Card['admitted']>
  session: string
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [undoing, setUndoing] = useState(false)
  const consent = useCommand(station.checkIn.consent)
  const undo = useCommand(station.checkIn.undo)
  const missing = card.consentRequired && !admitted.consent
  const sign = async () => {
    if ((await consent.send({ session, candidate: card.candidate })) !== undefined) sounds.accepted()
  }
  useDeskKeys({ F3: missing ? () => void sign() : undefined, F9: undoing ? undefined : () => setUndoing(true) })
  return (
    <div className={styles['in']}>
      <strong>✓ {t('check-in.in_already', { at: dayAndMinute(admitted.at), by: admitted.by, station: stationName(admitted.station) })}</strong>
      <p>
        {t('check-in.tag')} {admitted.tag === '' ? '—' : admitted.tag} · {admitted.consent ? t('check-in.consent_signed') : t('check-in.consent_missing')}
        {card.lot !== '' && ` · ${t('check-in.lot')} ${card.lot}`}
      </p>
      <div className={styles['buttons']}>
        {missing && (
          <Button kind="primary" hint="F3" busy={consent.busy} onClick={() => void sign()}>
            {t('check-in.consent_later')}
          </Button>
        )}
        {!undoing && card.lot === '' && (
          <Button kind="danger" hint="F9" onClick={() => setUndoing(true)}>
            {t('check-in.undo')}
          </Button>
        )}
      </div>
      <Outcome of={consent.state} again={() => void sign()} />
      {undoing && (
        <Confirm
          title={t('check-in.undo_title', { name: card.name })}
          text={t('check-in.undo_text')}
          action={t('check-in.undo')}
          busy={undo.busy}
          reason
          second={secondRoles.desk}
          onCancel={() => setUndoing(false)}
          onConfirm={({ reason, second }) => {
            void undo.send({ replaces: admitted.fact, reason, ...(second === undefined ? {} : { second }) }).then((done) => {
              if (done === undefined) sounds.refused()
              else onDone()
            })
          }}
        >
          <Outcome of={undo.state} />
        </Confirm>
      )}
    </div>
  )
}
