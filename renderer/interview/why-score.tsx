import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import { WhySheet } from '../parts/why.tsx'
import styles from '../parts/why.module.css'
import { inTongue } from '../i18n/start.ts'
import { columnsOf } from './mark-grid.tsx'
import { rowSum } from './marks.ts'

/** How a score came about: sheets → what was dropped → mean → rounding with its clause → pass mark. */
export function WhyScore({ sheet, rules, onClose }: { sheet: Sheet; rules: SheetRules; onClose: () => void }) {
  const { t } = useTranslation()
  const marks = sheet.entries.find((entry) => entry.marks !== null)?.marks ?? []
  const columns = columnsOf(rules)
  const totals = marks.map((row) => rowSum(row, columns) ?? '—')
  const pairs = sheet.dropped.map((pair, at) => {
    if (pair === null) return null
    const texts = rules.drop === 'perElement' ? marks.map((row) => row[at] ?? '—') : totals
    const element = rules.drop === 'perElement' ? rules.elements[at] : undefined
    return {
      what: element === undefined ? '' : inTongue(element.title),
      highest: t('interview.why.dropped_one', { n: pair.highest + 1, mark: texts[pair.highest] ?? '' }),
      lowest: t('interview.why.dropped_one', { n: pair.lowest + 1, mark: texts[pair.lowest] ?? '' }),
    }
  })
  return (
    <WhySheet title={t('interview.why.title', { lot: sheet.lot, score: sheet.score ?? '' })} onClose={onClose}>
      <ol className={styles['steps']}>
        {sheet.ruling !== null && (
          <li>
            <span>{t('interview.why.ruling')}</span>
            <div>
              {t(`interview.ruling_kind.${sheet.ruling.kind}`)}
              <small>{t('interview.ruled_by', { reason: sheet.ruling.reason, by: sheet.ruling.by, second: sheet.ruling.second })}</small>
              <small>{t('interview.why.fact', { fact: sheet.ruling.fact })}</small>
            </div>
          </li>
        )}
        <li>
          <span>{t('interview.why.sheets')}</span>
          <div>
            {totals.join(' · ')}
            {sheet.entries.map((entry) => (
              <small key={entry.fact}>
                {t('interview.why.entered', { name: entry.name })} {t('interview.why.fact', { fact: entry.fact })}
              </small>
            ))}
          </div>
        </li>
        <li>
          <span>{t('interview.why.dropped')}</span>
          <div>
            {t(`interview.why.drop.${rules.drop}`)}
            {pairs.map((pair, at) => pair !== null && <small key={at}>{t('interview.why.pair', pair)}</small>)}
          </div>
        </li>
        {sheet.elements.length > 0 && (
          <li>
            <span>{t('interview.mean')}</span>
            <div>
              {sheet.elements.join(' + ')}
              <small>{t('interview.why.elements_note')}</small>
            </div>
          </li>
        )}
        <li>
          <span>{t('interview.score')}</span>
          <div>
            {sheet.score}
            <small>{rules.clause}</small>
          </div>
        </li>
        {sheet.passMark !== null && (
          <li>
            <span>{t('interview.why.pass')}</span>
            <div>
              {t(sheet.passed === true ? 'interview.reaches' : 'interview.below', { mark: sheet.passMark })}
            </div>
          </li>
        )}
      </ol>
    </WhySheet>
  )
}
