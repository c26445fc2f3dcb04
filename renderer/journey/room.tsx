import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../shared/api/check-in.ts'
import { lotPattern } from '../../shared/lot-number.ts'
import { station } from '../contract.ts'
import { go, usePlace } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { PrintButton } from '../print/print-button.tsx'
import { Conduct } from './conduct.tsx'
import { JourneyView } from './journey-view.tsx'
import styles from './journey.module.css'

/** One candidate, every fact in order: who recorded it, when, with whom, and why each verdict came out as it did. */
export default function JourneyRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const { params } = usePlace()
  const field = useRef<ScanHandle>(null)
  const [others, setOthers] = useState<{ query: string; hits: readonly SearchHit[] }>({ query: '', hits: [] })
  const candidate = params['candidate']
  const lot = params['lot']
  const asked = candidate ?? lot
  const found = useAsk(
    session === undefined || asked === undefined ? null : `${session.id}|${asked}`,
    () => station.journey.find({ session: session?.id ?? '', ...(candidate === undefined ? {} : { candidate }), ...(lot === undefined ? {} : { lot }) }),
    ['check-in', 'lots', 'psych', 'fitness', 'heats', 'shortlist', 'rooms', 'waiting', 'interview', 'paper', 'sessions', 'conflicts'],
  )
  const look = async (text: string) => {
    if (text === '' || session === undefined) return
    const typed = text.toUpperCase()
    const like = lotPattern.test(typed)
    const { hits, exact } = await station.checkIn.search({ session: session.id, query: text, limit: 8 })
    const drew = like ? hits.find((hit) => hit.lot === typed)?.candidate : undefined
    const one = drew ?? exact ?? (hits.length === 1 ? hits[0]?.candidate : undefined)
    // A014 may be one person's lot and another's roster number, and a name may be borne by several: nobody is hidden
    setOthers({ query: text, hits: one !== undefined && drew === undefined ? [] : hits.filter((hit) => hit.candidate !== one) })
    if (one !== undefined) go('journey', { candidate: one })
    else if (hits.length > 0) go('journey')
    else go('journey', like ? { lot: typed } : { candidate: text })
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
      {others.hits.length > 0 && (
        <div className={styles['others']} role="group" aria-label={t('journey.several', { query: others.query })}>
          <span>{t(asked === undefined ? 'journey.several' : 'journey.also', { query: others.query })}</span>
          {others.hits.map((hit) => (
            <Button
              key={hit.candidate}
              onClick={() => {
                setOthers({ query: '', hits: [] })
                go('journey', { candidate: hit.candidate })
              }}
            >
              {t('lots.hit', { roster: hit.rosterNumber, name: hit.name, ticket: hit.ticket })}
              {hit.lot !== '' && ` · ${t('lots.has_lot', { lot: hit.lot })}`}
            </Button>
          ))}
        </div>
      )}
      {asked === undefined && others.hits.length === 0 && <Empty title={t('journey.nobody')} next={t('journey.nobody_next')} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {found.state === 'failed' && <Refusal reason="candidate_unknown" />}
      {answer?.ok === true && session !== undefined && (
        <>
          <JourneyView journey={answer.journey} />
          <div>
            <PrintButton session={session.id} kind="evidence" of={answer.journey.row.candidate}>{t('journey.print_evidence')}</PrintButton>
          </div>
          <Conduct session={session} journey={answer.journey} />
        </>
      )}
    </Screen>
  )
}
