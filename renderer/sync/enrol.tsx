import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../shared/api/sync.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { ScanField } from '../parts/scan-field.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './sync.module.css'

/** Enrolment with the venue's card: scanned, or typed once. */
export function Enrol({ state, done }: { state: SyncState; done: () => void }) {
  const { t } = useTranslation()
  const [card, setCard] = useState('')
  const enrol = useCommand(station.sync.enrol)
  const send = (text: string) => {
    if (text !== '') void enrol.send({ card: text }).then((granted) => granted !== undefined && done())
  }
  return (
    <Sheet title={t('sync.enrol.title')}>
      <p>{t(state.keyRenewed ? 'sync.enrol.renewed' : 'sync.enrol.about')}</p>
      <div className={styles['enrol']}>
        <ScanField label={t('sync.enrol.card')} placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX" wait={0} onText={setCard} onEnter={send} />
        <Button kind="primary" hint="Enter" disabled={card === ''} busy={enrol.busy} onClick={() => send(card)}>
          {t(enrol.busy ? 'sync.enrol.busy' : 'sync.enrol.act')}
        </Button>
      </div>
      <Outcome of={enrol.state} again={() => send(card)} />
    </Sheet>
  )
}
