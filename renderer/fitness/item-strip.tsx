import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { inTongue } from '../i18n/start.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './item-strip.module.css'

const marks = { locked: 'wait', open: 'wait', passed: 'pass', failed: 'fail' } as const

/** All items of this lot in order, so that a locked one explains itself. */
export function ItemStrip({ items, item }: { items: JudgeView['items']; item: string }) {
  const { t } = useTranslation()
  return (
    <ol className={styles['items']} aria-label={t('fitness.all_items')}>
      {items.map((each) => (
        <li key={each.item} aria-current={each.item === item}>
          <span>{inTongue(each.title)}</span>
          <VerdictMark kind={marks[each.state]} word={t(`fitness.state.${each.state}`)} />
          {(each.state === 'passed' || each.state === 'failed') && <small>{t(each.signed ? 'fitness.is_signed' : 'fitness.not_signed')}</small>}
          {each.state === 'open' && each.used > 0 && <small>{`${String(each.used)}/${String(each.allowed)}`}</small>}
        </li>
      ))}
    </ol>
  )
}
