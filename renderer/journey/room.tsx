import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { lotPattern } from '../../shared/lot-number.ts'
import { station } from '../contract.ts'
import { go, usePlace } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { Empty } from '../parts/empty.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { Conduct } from './conduct.tsx'
import { JourneyView } from './journey-view.tsx'
import styles from './journey.module.css'

/** One candidate, every fact in order: who recorded it, when, with whom, and why each verdict came out as it did. */
export default function JourneyRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const { params } = usePlace()
  const field = useRef<ScanHandle>(null)
  const candidate = params['candidate']
  const lot = params['lot']
  const asked = candidate ?? lot
  const found = useAsk(
    session === undefined || asked === undefined ? null : `${session.id}|${asked}`,
    () => station.journey.find({ session: session?.id ?? '', ...(candidate === undefined ? {} : { candidate }), ...(lot === undefined ? {} : { lot }) }),
    ['check-in', 'lots', 'psych', 'fitness', 'heats', 'sessions', 'conflicts'],
  )
  const look = async (text: string) => {
    if (text === '' || session === undefined) return
    const typed = text.toUpperCase()
    if (lotPattern.test(typed)) {
      go('journey', { lot: typed })
    } else {
      const { hits, exact } = await station.checkIn.search({ session: session.id, query: text, limit: 1 })
      const one = exact ?? hits[0]?.candidate
      if (one === undefined) go('journey', { candidate: text })
      else go('journey', { candidate: one })
    }
    field.current?.clear()
  }
  const answer = found.value

  return (
    <Screen
      title={t('journey.title')}
      aside={
        <div className={styles['search']}>
          <ScanField ref={field} label={t('journey.find')} placeholder={t('journey.find_hint')} onEnter={(text) => void look(text)} autoFocus={asked === undefined} />
        </div>
      }
    >
      {asked === undefined && <Empty title={t('journey.nobody')} next={t('journey.nobody_next')} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {found.state === 'failed' && <Refusal reason="candidate_unknown" />}
      {answer?.ok === true && session !== undefined && (
        <>
          <JourneyView journey={answer.journey} />
          <Conduct session={session} candidate={answer.journey.row.candidate} where={answer.journey.where} />
        </>
      )}
    </Screen>
  )
}
