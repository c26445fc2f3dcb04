import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceivingVenue } from '../../../shared/hq/api/receive.ts'
import { Empty } from '../../parts/empty.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useRecruitment } from '../recruitment.ts'
import { Apart } from './apart.tsx'
import { CarriedFile } from './carried-file.tsx'
import styles from './receive.module.css'
import { VenuePanel } from './venue-panel.tsx'
import { VenueTable } from './venue-table.tsx'

/** What venues sent and what is still missing: files from sticks, what is kept apart, every stream. */
export default function Receive() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment ?? null
  const streams = useAsk(recruitment, () => hq.receive.streams({ recruitment: recruitment ?? '' }), ['receive'])
  const [open, setOpen] = useState<string | null>(null)
  if (recruitment === null)
    return (
      <Screen title={t('receive.title')}>
        <Empty title={t('receive.no_recruitment')} next={t('receive.no_recruitment_next')} />
      </Screen>
    )
  const answer = streams.value
  const venues: readonly ReceivingVenue[] = answer?.ok === true ? answer.venues : []
  const chosen = venues.find(({ venue }) => venue === open)
  return (
    <Screen title={t('receive.title')} aside={answer?.ok === true ? <Figures venues={venues} /> : null}>
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      <div className={styles['top']}>
        <CarriedFile recruitment={recruitment} />
        <Apart recruitment={recruitment} />
      </div>
      {answer?.ok === true && (
        <div className={styles['venues']} data-open={chosen !== undefined}>
          <VenueTable
            venues={venues}
            at={streams.at}
            open={open}
            onOpen={(venue) => setOpen(venue === open ? null : venue)}
          />
          {chosen !== undefined && (
            <VenuePanel key={chosen.venue} recruitment={recruitment} venue={chosen} onClose={() => setOpen(null)} />
          )}
        </div>
      )}
    </Screen>
  )
}

function Figures({ venues }: { venues: readonly ReceivingVenue[] }) {
  const { t } = useTranslation()
  const streams = venues.flatMap((venue) => venue.streams)
  const held = streams.reduce((sum, each) => sum + each.held, 0)
  const missing = streams.reduce((sum, each) => sum + each.announced - each.held, 0)
  return (
    <span className={styles['figures']} data-missing={missing > 0}>
      {t('receive.figures', { held: held.toLocaleString('en'), venues: venues.length })}
      {missing > 0 && <strong>{t('receive.missing', { missing: missing.toLocaleString('en') })}</strong>}
    </span>
  )
}
