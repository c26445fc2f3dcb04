import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { FilterRow } from '../../parts/filter-row.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { BackTitle } from './back-title.tsx'
import { EventTable } from './event-table.tsx'
import { Search } from './search.tsx'
import { watchNouns } from './watch-nouns.ts'
import styles from './events.module.css'

/** What wants somebody's eye: incidents or open conflicts, of all venues or of one. */
export function Events({
  recruitment,
  list,
  venue,
}: {
  recruitment: string
  list: 'incidents' | 'conflicts'
  venue: string | undefined
}) {
  const { t } = useTranslation()
  const of = { recruitment, ...(venue === undefined ? {} : { venue }) }
  return (
    <Screen
      title={
        <BackTitle
          back={t(venue === undefined ? 'watch.all_venues' : 'watch.this_venue')}
          onBack={() => go('watch', venue === undefined ? {} : { venue })}
        >
          {t(`watch.list.${list}`)}
        </BackTitle>
      }
      aside={<Search recruitment={recruitment} />}
    >
      {list === 'incidents' ? <Incidents of={of} /> : <Conflicts of={of} />}
    </Screen>
  )
}

const page = 100
interface Of {
  recruitment: string
  venue?: string
}

function Incidents({ of }: { of: Of }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState('')
  const [offset, setOffset] = useState(0)
  const asked = useAsk(
    `${of.recruitment} ${of.venue ?? ''} ${kind} ${String(offset)}`,
    (signal) => hq.watch.incidents({ ...of, ...(kind === '' ? {} : { kind }), offset, limit: page }, { signal }),
    watchNouns,
  )
  const answer = asked.value
  if (asked.state === 'failed') return <Refusal reason="no_answer" detail={{ code: asked.code }} />
  if (answer?.ok === false) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  if (answer === undefined) return null
  if (Object.keys(answer.kinds).length === 0)
    return <Empty title={t('watch.no_incidents')} next={t('watch.no_incidents_next')} />
  const kinds = Object.entries(answer.kinds).sort(([, a], [, b]) => b - a)
  return (
    <>
      <FilterRow
        label={t('watch.filters')}
        filters={[
          ['', t('watch.filter.all')],
          ...kinds.map(
            ([each, n]) => [each, t(`watch.incident.${each.replace('.', '_')}`, { defaultValue: each }), n] as const,
          ),
        ]}
        chosen={kind}
        onChoose={(each) => {
          setKind(each)
          setOffset(0)
        }}
      />
      <Sheet tight>
        <EventTable rows={answer.rows} withVenue={of.venue === undefined} />
      </Sheet>
      {answer.total > page && (
        <p className={styles['pager']}>
          <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - page))}>
            {t('watch.newer')}
          </Button>
          {t('watch.rows_of', { from: offset + 1, to: offset + answer.rows.length, all: answer.total })}
          <Button disabled={offset + page >= answer.total} onClick={() => setOffset(offset + page)}>
            {t('watch.older')}
          </Button>
        </p>
      )}
    </>
  )
}

function Conflicts({ of }: { of: Of }) {
  const { t } = useTranslation()
  const asked = useAsk(
    `${of.recruitment} ${of.venue ?? ''}`,
    (signal) => hq.watch.conflicts(of, { signal }),
    watchNouns,
  )
  const answer = asked.value
  if (asked.state === 'failed') return <Refusal reason="no_answer" detail={{ code: asked.code }} />
  if (answer?.ok === false) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  if (answer === undefined) return null
  if (answer.rows.length === 0) return <Empty title={t('watch.no_conflicts')} next={t('watch.no_conflicts_next')} />
  return (
    <Sheet tight>
      <table className={`${table['table'] ?? ''} ${styles['events'] ?? ''}`}>
        <tbody>
          {answer.rows.map((row) => (
            <tr key={row.conflict}>
              <th scope="row">▲ {t(`journey.values.conflict.${row.kind}`, { defaultValue: row.kind })}</th>
              <td>
                {row.candidate === '' ? (
                  row.session
                ) : (
                  <Button kind="quiet" onClick={() => go('watch', { candidate: row.candidate })}>
                    {row.rosterNumber} {row.name}
                  </Button>
                )}
              </td>
              <td>
                <Button kind="quiet" onClick={() => go('watch', { venue: row.venue })}>
                  {row.venueName}
                </Button>
              </td>
              <td>{t('watch.facts_in_it', { n: row.facts.length })}</td>
              <td>
                {row.post !== '' && (
                  <Button kind="quiet" onClick={() => go('decide', { post: row.post, list: 'conflicts' })}>
                    {t('watch.to_decide')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
