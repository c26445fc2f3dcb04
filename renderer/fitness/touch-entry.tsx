import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { Outcome } from '../parts/refusal.tsx'
import styles from './hand.module.css'
import { OtherOutcomes } from './other-outcomes.tsx'
import type { EndedBy } from './outcome-panel.tsx'
import { useRecord } from './use-record.ts'

/** An item that is touched or not: two halves of the hand. */
export function TouchEntry({ view, onRecorded, onOther }: { view: JudgeView; onRecorded: (view: JudgeView) => void; onOther: (of: EndedBy) => void }) {
  const { t } = useTranslation()
  const form = useRecord(view, onRecorded)
  const touch = (touched: boolean) => form.record({ outcome: { kind: 'touch', touch: touched } })
  return (
    <div className={styles['entry']}>
      <div className={styles['touches']}>
        <button type="button" data-touched="true" disabled={form.busy} onClick={() => touch(true)}>
          <b aria-hidden="true">✓</b> {t('fitness.record_touched')}
        </button>
        <button type="button" data-touched="false" disabled={form.busy} onClick={() => touch(false)}>
          <b aria-hidden="true">✕</b> {t('fitness.record_not_touched')}
        </button>
      </div>
      <OtherOutcomes view={view} onOther={onOther} />
      <Outcome of={form.state} />
    </div>
  )
}
