import { useTranslation } from 'react-i18next'
import type { Step } from '../../../shared/api/journey.ts'
import type { WatchedJourney } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { JourneySheet } from '../../journey/journey-sheet.tsx'
import { Button } from '../../parts/button.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { Warnings } from '../../parts/warnings.tsx'
import { hq } from '../contract.ts'
import { BackTitle } from './back-title.tsx'
import { Search } from './search.tsx'
import { watchNouns } from './watch-nouns.ts'
import styles from './candidate-page.module.css'

/** One candidate over all venues: every fact in order, where it was recorded and how far it was checked, and why. */
export function CandidatePage({ recruitment, candidate }: { recruitment: string; candidate: string }) {
  const { t } = useTranslation()
  const asked = useAsk(
    `${recruitment} ${candidate}`,
    (signal) => hq.watch.journey({ recruitment, candidate }, { signal }),
    watchNouns,
  )
  const answer = asked.value
  const found = answer?.ok === true ? answer.found : null
  return (
    <Screen
      title={
        <BackTitle back={t('watch.back')} onBack={() => window.history.back()}>
          {t('journey.title')}
        </BackTitle>
      }
      aside={<Search recruitment={recruitment} />}
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {found !== null && (
        <>
          {found.conflicts.length > 0 && (
            <Warnings>
              {found.conflicts.map((each) => (
                <li key={each.conflict}>
                  <strong>▲ {t(`journey.values.conflict.${each.kind}`, { defaultValue: each.kind })}</strong>
                  {t('watch.facts_in_it', { n: each.facts.length })}
                  <Button
                    kind="quiet"
                    onClick={() => go('decide', { post: found.journey.row.post, list: 'conflicts' })}
                  >
                    {t('watch.to_decide')}
                  </Button>
                </li>
              ))}
            </Warnings>
          )}
          {(found.barred !== '' || found.withdrawn !== '') && (
            <Warnings>
              {found.barred !== '' && (
                <li>
                  <strong>✕ {t('watch.barred_at_hq')}</strong> {found.barred}
                </li>
              )}
              {found.withdrawn !== '' && (
                <li>
                  <strong>✕ {t('watch.withdrawn_at_hq')}</strong> {found.withdrawn}
                </li>
              )}
            </Warnings>
          )}
          <HalfDays found={found} />
          <JourneySheet journey={found.journey} beside={{ from: (step) => <From step={step} found={found} /> }} />
        </>
      )}
    </Screen>
  )
}

function HalfDays({ found }: { found: WatchedJourney }) {
  const { t } = useTranslation()
  return (
    <ul className={styles['half-days']}>
      {found.halfDays.length === 0 && <li>{t('watch.not_divided')}</li>}
      {found.halfDays.map((each) => (
        <li key={each.session}>
          <Button kind="quiet" onClick={() => go('watch', { venue: each.venue })}>
            {each.venueName}
          </Button>
          <span>{each.title}</span>
          <strong>{t(`chief.where.${each.place}`)}</strong>
        </li>
      ))}
      {found.total !== '' && (
        <li>
          <span>{t('watch.total')}</span>
          <strong>{found.total}</strong>
        </li>
      )}
    </ul>
  )
}

/** Venue and station of a fact, and how sure HQ is of it. */
function From({ step, found }: { step: Step; found: WatchedJourney }) {
  const { t } = useTranslation()
  const source = found.sources[step.fact]
  if (source === undefined) return <>{step.station.slice(0, 4)}</>
  const sign = { verified: '✓', checked: '✓', wrong: '✕', unknown: '○' }[source.state]
  return (
    <>
      {source.venueName} {step.station.slice(0, 4)} ·{' '}
      <span
        data-state={source.state}
        className={styles['sure']}
        title={source.receivedAt === null ? undefined : t('watch.received_at', { at: dayAndMinute(source.receivedAt) })}
      >
        {sign} {t(`watch.sure.${source.state}`)}
      </span>
    </>
  )
}
