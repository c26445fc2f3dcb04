import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { EntryInPlace, OwnEntry } from './entry-form.tsx'
import styles from './pane.module.css'

/** Where the two entries differ: both figures side by side, neither named right; each person corrects the own (规则 §8). */
export function Mismatch({ sheet, session, rules, mayMark, primary, onDone }: {
  sheet: Sheet
  session: string
  rules: SheetRules
  mayMark: boolean
  primary: boolean
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [correcting, setCorrecting] = useState<string | null>(null)
  const first = sheet.entries.find((entry) => entry.entry === 1)
  const second = sheet.entries.find((entry) => entry.entry === 2)
  const title = (column: number) => {
    const element = rules.elements[column]
    return element === undefined ? t('interview.total_mark') : inTongue(element.title)
  }
  const of = sheet.entries.find((entry) => entry.fact === correcting)
  const firstOwn = sheet.entries.find((entry) => entry.mine)
  const form = { sheet, session, rules, primary, onCancel: () => setCorrecting(null), onDone }
  return (
    <div className={styles['mismatch']}>
      <p className={styles['attention']} role="alert">
        ▲ {t('interview.mismatch', { n: sheet.mismatches.length })}
      </p>
      <table className={styles['differ']} aria-label={t('interview.mismatch', { n: sheet.mismatches.length })}>
        <thead>
          <tr>
            <th scope="col">{t('interview.where')}</th>
            <th scope="col">{first?.name ?? ''}</th>
            <th scope="col">{second?.name ?? ''}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.mismatches.map((each) => (
            <tr key={`${String(each.examiner)} ${String(each.element)}`}>
              <th scope="row">
                {t('interview.examiner_n', { n: each.examiner + 1 })}
                {rules.elements.length > 0 && ` · ${title(each.element)}`}
              </th>
              <td>{each.first}</td>
              <td>{each.second}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {of !== undefined ? (
        of.mine ? <OwnEntry key={of.fact} {...form} of={of} signed={false} /> : <EntryInPlace key={of.fact} {...form} of={of} />
      ) : (
        <>
          <p>{t('interview.mismatch_next')}</p>
          {mayMark && (
            <div className={styles['decide']}>
              {sheet.entries
                .toSorted((a, b) => Number(a.mine) - Number(b.mine))
                .map((entry) => (
                  <Button
                    key={entry.fact}
                    kind={primary && entry === (firstOwn ?? first) ? 'primary' : 'plain'}
                    autoFocus={primary && entry === (firstOwn ?? first)}
                    {...(primary && entry === (firstOwn ?? first) ? { hint: 'Enter' } : {})}
                    onClick={() => setCorrecting(entry.fact)}
                  >
                    {entry.mine ? t('interview.correct_mine') : t('interview.correct_of', { name: entry.name })}
                  </Button>
                ))}
            </div>
          )}
        </>
      )}
    </div>
  )
}
