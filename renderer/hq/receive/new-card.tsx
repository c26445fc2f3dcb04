import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivingVenue } from '../../../shared/hq/api/receive.ts'
import { vouching } from '../../../shared/hq/rights.ts'
import { Button } from '../../parts/button.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { CardPrint } from '../packages/card-print.tsx'
import { DownloadPackage } from '../packages/download-package.tsx'
import styles from './receive.module.css'

/** A venue goes on with another computer: a new card, printed at once, and the package it opens. */
export function NewCard({ recruitment, venue }: { recruitment: string; venue: ReceivingVenue }) {
  const { t } = useTranslation()
  const [step, setStep] = useState<'idle' | 'asking' | 'print'>('idle')
  const renew = useCommand(hq.packages.renewCard)
  if (step === 'print')
    return <CardPrint recruitment={recruitment} venues={[venue.venue]} onDone={() => setStep('idle')} />
  return (
    <>
      {step === 'asking' ? (
        <Confirm
          title={t('packages.renew_title', { name: venue.name })}
          text={t('receive.new_card_text')}
          action={t('packages.renew')}
          reason
          {...(venue.streams.length > 0 && { second: vouching, secondWhy: t('packages.renew_second') })}
          busy={renew.busy}
          onCancel={() => setStep('idle')}
          onConfirm={({ reason, second }) =>
            void renew
              .send({ recruitment, venue: venue.venue, reason, ...(second !== undefined && { second }) })
              .then((done) => setStep(done === undefined ? 'asking' : 'print'))
          }
        >
          <Outcome of={renew.state} />
        </Confirm>
      ) : (
        <div className={styles['buttons']}>
          <Button kind="quiet" onClick={() => setStep('asking')}>
            {t('receive.new_card')}
          </Button>
          {venue.cardUsedAt === null && <Button onClick={() => setStep('print')}>{t('packages.print_card')}</Button>}
          {venue.cardUsedAt === null && <DownloadPackage recruitment={recruitment} venue={venue.venue} />}
        </div>
      )}
    </>
  )
}
