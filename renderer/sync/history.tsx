import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../shared/api/sync.ts'
import { dayAndMinute } from '../clock.ts'
import { stationName } from '../frame/who.ts'
import { Empty } from '../parts/empty.tsx'
import { Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import { whyWords } from './age-words.ts'
import styles from './sync.module.css'

/** Every turn in the way to HQ, the newest first. */
export function History({ state }: { state: SyncState }) {
  const { t } = useTranslation()
  if (state.history.length === 0) return <Empty title={t('sync.history_empty')} next={t('sync.history_first')} />
  return (
    <ol className={styles['history']}>
      {state.history.map(({ at, outcome, detail }) => (
        <li key={`${String(at)}${outcome}${detail}`} data-good={outcome === 'all_at_hq'}>
          <time>{dayAndMinute(at)}</time>
          <span>
            {outcome === 'all_at_hq' ? '✓' : '▲'} {whyWords(t, { why: outcome, detail })}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** How far HQ holds each station's stream. */
export function Streams({ state }: { state: SyncState }) {
  const { t } = useTranslation()
  return (
    <table className={`${table['table'] ?? ''} ${styles['streams'] ?? ''}`}>
      <thead>
        <tr>
          <th>{t('sync.stream')}</th>
          <th data-number>{t('sync.stream_facts')}</th>
          <th data-number>{t('sync.stream_at_hq')}</th>
          <th>{t('sync.stream_state')}</th>
        </tr>
      </thead>
      <tbody>
        {state.streams.map(({ station, facts, atHq, agrees }) => (
          <tr key={station}>
            <td title={station}>{stationName(station)}</td>
            <td data-number>{facts}</td>
            <td data-number>{atHq}</td>
            <td>{agrees === 'same' ? (facts === atHq ? '✓' : '○') : '▲'} {t(`sync.agrees.${agrees}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What HQ keeps apart of this venue. */
export function Kept({ state }: { state: SyncState }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('sync.quarantined')}>
      <p>{t('sync.quarantined_about')}</p>
      <ul className={styles['history']}>
        {state.quarantined.map(({ station, seq, why }) => (
          <li key={`${station}/${String(seq)}`}>
            ▲ {t('sync.quarantined_line', { station: stationName(station), seq, why: t(`sync.refused.${why}`, { defaultValue: why }) })}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
