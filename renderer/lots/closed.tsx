import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Buttons } from '../parts/form.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { Sheet } from '../parts/screen.tsx'
import { PrintSheet } from '../print/print-sheet.tsx'
import { Drawn } from './drawn.tsx'
import { Freeze } from './freeze.tsx'
import { Hash } from './hash.tsx'
import styles from './lots.module.css'

/** The secret stands open beside its commitment; the evidence file lets anybody recompute every lot. */
export function Closed({ pool }: { pool: Pool }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [printing, setPrinting] = useState('')
  const [refused, setRefused] = useState<{ reason: string; detail?: Record<string, string> } | null>(null)
  // those who came too late draw next; then that is the one thing to do here
  const supplement = pool.withoutPlace > 0 && may(roles, 'lots.freeze')
  const evidence = async () => {
    try {
      const answer = await station.lots.evidence({ draw: pool.draw ?? '' })
      if (!answer.ok) {
        setRefused({ reason: answer.refused.reason, ...(answer.refused.detail === undefined ? {} : { detail: answer.refused.detail }) })
        return
      }
      setRefused(null)
      await saveFile(answer.name, new TextEncoder().encode(answer.json), 'application/json')
    } catch (error) {
      setRefused({ reason: 'no_answer', detail: { code: answeredNo(error) ?? 'no_answer' } })
    }
  }
  return (
    <div className={styles['stack']}>
      <Sheet title={t('lots.closed_title')}>
        <Hash label={t('lots.commitment')} text={pool.commitment ?? ''} />
        <Hash label={t('lots.secret')} text={pool.secret ?? ''} large />
        <Hash label={t('lots.digits')} text={pool.digits ?? ''} />
        <Hash label={t('lots.pool_hash', { n: pool.size })} text={pool.poolHash ?? ''} />
        <p>{t('lots.closed_text', { witnesses: pool.witnesses.join('、') })}</p>
        {refused !== null && <Refusal reason={refused.reason} detail={refused.detail} />}
        <Buttons>
          <Button kind={supplement ? 'plain' : 'primary'} autoFocus onClick={() => void evidence()}>
            {t('lots.save_evidence')}
          </Button>
        </Buttons>
      </Sheet>
      {supplement && <Freeze pool={pool} supplement />}
      <Drawn pool={pool} onPrint={setPrinting} />
      {printing !== '' && <PrintSheet session={pool.session} kind="strips" keys={[printing]} onDone={() => setPrinting('')} />}
    </div>
  )
}
