import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import styles from './hand.module.css'
import type { EndedBy } from './outcome-panel.tsx'

/** The second row: what an attempt can end with besides a reading. Each opens its question in place. */
export function OtherOutcomes({ view, onOther }: { view: JudgeView; onOther: (of: EndedBy) => void }) {
  const { t } = useTranslation()
  const offered: EndedBy[] = [
    ...(view.fouls.length > 0 ? (['foul'] as const) : []),
    ...(view.falseStarts ? (['false_start'] as const) : []),
    // only what is run can be left unfinished
    ...(view.unit === 's' ? (['did_not_finish'] as const) : []),
    'gave_up', 'official_fault',
  ]
  return (
    <div className={styles['others']} role="group" aria-label={t('fitness.other_outcomes')}>
      {offered.map((of) => (
        <button key={of} type="button" data-of={of} onClick={() => onOther(of)}>
          {t(`fitness.outcome.${of}`)}
        </button>
      ))}
    </div>
  )
}
