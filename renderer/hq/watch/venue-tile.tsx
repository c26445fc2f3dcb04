import { useTranslation } from 'react-i18next'
import type { VenueLine } from '../../../shared/hq/api/watch.ts'
import { FactsHeld, HeardAge, Troubles } from './marks.tsx'
import { StageBars } from './stage-bars.tsx'
import styles from './venue-tile.module.css'

/** One venue of few: everything of its line, with room. */
export function VenueTile({ line, onOpen }: { line: VenueLine; onOpen: (line: VenueLine) => void }) {
  const { t } = useTranslation()
  return (
    <li className={styles['tile']} data-trouble={line.troubles.length > 0}>
      <button type="button" onClick={() => onOpen(line)}>
        <span className={styles['tile-head']}>
          <strong>{line.name}</strong>
          <HeardAge at={line.heardAt} />
        </span>
        <Troubles line={line} />
        <StageBars bars={line.stages} />
        <dl>
          <div>
            <dt>{t('watch.column.facts')}</dt>
            <dd>
              <FactsHeld line={line} />
            </dd>
          </div>
          <div>
            <dt>{t('watch.column.sessions')}</dt>
            <dd>{t('watch.sessions_short', line.sessions)}</dd>
          </div>
          <div>
            <dt>{t('watch.column.conflicts')}</dt>
            <dd>{line.conflicts > 0 ? `▲ ${String(line.conflicts)}` : '—'}</dd>
          </div>
          <div>
            <dt>{t('watch.column.incidents')}</dt>
            <dd>{line.incidents > 0 ? line.incidents : '—'}</dd>
          </div>
        </dl>
      </button>
    </li>
  )
}
