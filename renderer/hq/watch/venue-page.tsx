import { useTranslation } from 'react-i18next'
import type { VenuePage as Page } from '../../../shared/hq/api/watch.ts'
import { time } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Figure } from '../../parts/figures.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet, Sheets } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { Warnings } from '../../parts/warnings.tsx'
import { hq } from '../contract.ts'
import { BackTitle } from './back-title.tsx'
import { EventTable } from './event-table.tsx'
import { FactsHeld, HeardAge, Troubles } from './marks.tsx'
import { Search } from './search.tsx'
import { Sessions } from './venue-sessions.tsx'
import { KeptApart, Operators, Packages, Receipts, Streams } from './venue-sheets.tsx'
import { watchNouns } from './watch-nouns.ts'
import { Whole } from './whole.tsx'
import styles from './venue-page.module.css'

/** Everything of one venue: half days, streams, what it said, operators, packages, receipts, what was kept apart, incidents. */
export function VenuePage({ recruitment, venue }: { recruitment: string; venue: string }) {
  const { t } = useTranslation()
  const asked = useAsk(
    `${recruitment} ${venue}`,
    (signal) => hq.watch.venue({ recruitment, venue }, { signal }),
    watchNouns,
  )
  const answer = asked.value
  const page = answer?.ok === true ? answer.venue : null
  return (
    <Screen
      title={
        <BackTitle back={t('watch.all_venues')} onBack={() => go('watch')}>
          {page?.line.name ?? venue}
        </BackTitle>
      }
      aside={
        <>
          {answer?.ok === true && <Age at={asked.at}>{t('watch.as_of', { time: time(answer.asOf) })}</Age>}
          <Search recruitment={recruitment} />
        </>
      }
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {page !== null && <Body page={page} />}
    </Screen>
  )
}

function Body({ page }: { page: Page }) {
  const { t } = useTranslation()
  const { line } = page
  return (
    <div className={styles['page']}>
      <Whole
        label={line.name}
        stages={line.stages}
        figures={
          <>
            <Figure label={t('watch.column.heard')}>
              <HeardAge at={line.heardAt} />
            </Figure>
            <Figure label={t('watch.column.facts')}>
              <FactsHeld line={line} />
            </Figure>
            <Figure label={t('watch.column.sessions')}>{t('watch.sessions_short', line.sessions)}</Figure>
            <Figure label={t('watch.column.conflicts')} warn={line.conflicts > 0}>
              {line.conflicts > 0 ? (
                <button type="button" onClick={() => go('watch', { list: 'conflicts', venue: line.venue })}>
                  ▲ {line.conflicts}
                </button>
              ) : (
                '—'
              )}
            </Figure>
            <Figure label={t('watch.column.incidents')}>
              {line.incidents > 0 ? (
                <button type="button" onClick={() => go('watch', { list: 'incidents', venue: line.venue })}>
                  {line.incidents}
                </button>
              ) : (
                '—'
              )}
            </Figure>
          </>
        }
      >
        {line.troubles.length > 0 && (
          <Warnings>
            {line.troubles.map((key) => (
              <li key={key}>
                <strong>▲ {t(`watch.trouble.${key}`)}</strong> {t(`watch.trouble_why.${key}`)}
                {key === 'station_trouble' &&
                  `：${page.said.trouble.map((each) => t(`watch.said_trouble.${each}`, { defaultValue: each })).join('、')}`}
              </li>
            ))}
          </Warnings>
        )}
        {line.troubles.length === 0 && <Troubles line={line} />}
      </Whole>
      <Sheet title={t('watch.sessions')} tight>
        {page.sessions.length === 0 ? (
          <Empty title={t('watch.no_sessions')} next={t('watch.no_sessions_next')} />
        ) : (
          <Sessions sessions={page.sessions} />
        )}
      </Sheet>
      <Sheets>
        <Streams page={page} />
        <Operators page={page} />
        <Packages page={page} />
        <Receipts page={page} />
      </Sheets>
      {page.quarantine.length > 0 && <KeptApart page={page} />}
      <Sheet
        title={t('watch.newest_incidents')}
        aside={
          line.incidents > page.incidents.length && (
            <Button kind="quiet" onClick={() => go('watch', { list: 'incidents', venue: line.venue })}>
              {t('watch.all_incidents')}
            </Button>
          )
        }
        tight
      >
        {page.incidents.length === 0 ? (
          <p className={styles['quiet']}>{t('watch.no_incidents')}</p>
        ) : (
          <EventTable rows={page.incidents.slice(0, 20)} withVenue={false} />
        )}
      </Sheet>
    </div>
  )
}
