import { useTranslation } from 'react-i18next'
import type { Sheet } from '../../shared/api/interview.ts'
import { WhySheet, WhySteps } from '../parts/why.tsx'
import styles from './pane.module.css'

/** How a score came about, in the same sheet as every other verdict, and the facts it came from. */
export function WhyScore({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <WhySheet title={t('interview.why.title', { lot: sheet.lot, score: sheet.score ?? '' })} onClose={onClose}>
      {sheet.why !== null && <WhySteps why={sheet.why} />}
      <ul className={styles['facts']}>
        {sheet.entries.map((entry) => (
          <li key={entry.fact}>{t('interview.why.entered', { name: entry.name, fact: entry.fact })}</li>
        ))}
        {sheet.ruling !== null && <li>{t('interview.why.ruled', { fact: sheet.ruling.fact })}</li>}
      </ul>
    </WhySheet>
  )
}
