import { useTranslation } from 'react-i18next'
import type { StageBar } from '../../../shared/hq/api/watch.ts'
import styles from './stage-bars.module.css'

const parts = ['passed', 'failed', 'away', 'working', 'due'] as const
/** Colour is never alone: each part has its sign where it is named. */
const signs = { passed: '✓', failed: '✕', away: '–', working: '▶', due: '○' } as const

/** How far every stage is, a bar each with its counts; `tight`: one line in a table, with those through of all. */
export function StageBars({ bars, tight = false }: { bars: readonly StageBar[]; tight?: boolean }) {
  const { t } = useTranslation()
  const shown = bars.filter((bar) => total(bar) > 0)
  if (shown.length === 0) return <span className={styles['none']}>—</span>
  return (
    <span className={styles['bars']} data-tight={tight}>
      {shown.map((bar) => {
        const all = total(bar)
        const words = parts.map((part) => t(`watch.part.${part}`, { n: bar[part] })).join(' · ')
        return (
          <span key={bar.stage} className={styles['bar']} title={`${t(`journey.stages.${bar.stage}`)}：${words}`}>
            {!tight && <span>{t(`journey.stages.${bar.stage}`)}</span>}
            <span className={styles['track']} role="img" aria-label={`${t(`journey.stages.${bar.stage}`)} ${words}`}>
              {parts.map((part) => bar[part] > 0 && <i key={part} data-part={part} style={{ flexGrow: bar[part] }} />)}
            </span>
            <small>{t('watch.ended_of', { n: all - bar.due - bar.working, all })}</small>
          </span>
        )
      })}
    </span>
  )
}

/** What the colours of the bars mean. */
export function Legend() {
  const { t } = useTranslation()
  return (
    <span className={styles['legend']}>
      {parts.map((part) => (
        <span key={part}>
          <i data-part={part} aria-hidden="true" /> {signs[part]} {t(`watch.legend.${part}`)}
        </span>
      ))}
    </span>
  )
}

const total = (bar: StageBar): number => bar.due + bar.working + bar.passed + bar.failed + bar.away
