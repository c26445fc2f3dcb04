import { useTranslation } from 'react-i18next'
import type { RoomView } from '../../shared/api/interview.ts'
import type { ScoredStage } from '../../shared/facts.ts'
import { Age } from '../parts/age.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './queue.module.css'

const shapes = { called: 'pass', waiting: 'wait', out: 'warn' } as const

/** Who comes, in the order of lots, and who is done with the score; a finished one opens its sheet again. */
export function Queue({ view, at, onOpen }: { view: RoomView; at: number; onOpen: (lot: string, stage: ScoredStage) => void }) {
  const { t } = useTranslation()
  return (
    <aside className={styles['queue']} aria-label={t('interview.queue')}>
      <h2>
        {t('interview.queue')}
        <Age at={at}>{t('interview.queue_n', { n: view.queue.length })}</Age>
      </h2>
      {view.queue.length === 0 ? (
        <p>{t('interview.queue_empty')}</p>
      ) : (
        <ol>
          {view.queue.map((each) => (
            <li key={each.candidate} data-state={each.state}>
              <strong>
                {each.lot}
                {each.stage === 'professional' && <small>{t('interview.stage_short.professional')}</small>}
              </strong>
              <VerdictMark kind={shapes[each.state]} word={t(`interview.queue_state.${each.state}`)} />
            </li>
          ))}
        </ol>
      )}
      <h2>
        {t('interview.done')}
        <span>{t('interview.done_n', { n: view.counts.done, of: view.counts.due })}</span>
      </h2>
      {view.done.length > 0 && (
        <ol>
          {view.done.toReversed().map((each) => (
            <li key={`${each.candidate} ${each.stage}`}>
              <button type="button" onClick={() => onOpen(each.lot, each.stage)} aria-label={t('interview.open_sheet', { lot: each.lot })}>
                <strong>
                  {each.lot}
                  {each.stage === 'professional' && <small>{t('interview.stage_short.professional')}</small>}
                </strong>
                <span data-how={each.how}>
                  {each.how === 'scored' ? each.score : t(`interview.how.${each.how}`)}
                  {each.how === 'scored' && each.passed !== null && (each.passed ? ' ✓' : ' ✕')}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </aside>
  )
}
