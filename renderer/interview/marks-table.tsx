import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import type { Marks } from '../../shared/facts.ts'
import { inTongue } from '../i18n/start.ts'
import styles from './grid.module.css'
import { columnsOf } from './mark-grid.tsx'
import { rowSum } from './marks.ts'
import { droppedAt } from './room-steps.ts'

/** The agreed sheets, read only: what was dropped is struck through and says why; the elements' means stand below. */
export function MarksTable({ sheet, rules, marks, plain = false }: { sheet: Sheet; rules: SheetRules; marks: Marks; /** Without what was dropped. */ plain?: boolean }) {
  const { t } = useTranslation()
  const columns = columnsOf(rules)
  const totals = rules.elements.length === 0
  const dropOf = (row: number, column: number) => (plain ? null : droppedAt(sheet, rules.drop, row, column))
  const mark = (text: string, dropped: 'highest' | 'lowest' | null) =>
    dropped === null ? (
      text
    ) : (
      <>
        <s>{text}</s> <small>{t(`interview.dropped.${dropped}`)}</small>
      </>
    )
  return (
    <table className={styles['read']} aria-label={t('interview.sheets')}>
      <thead>
        <tr>
          <th scope="col">{t('interview.examiner')}</th>
          {totals ? <th scope="col">{t('interview.total_mark')}</th> : rules.elements.map((element) => <th key={element.id} scope="col">{inTongue(element.title)}</th>)}
          {!totals && <th scope="col">{t('interview.row_sum')}</th>}
        </tr>
      </thead>
      <tbody>
        {marks.map((row, at) => {
          const whole = rules.drop === 'totals' ? dropOf(at, 0) : null
          return (
            <tr key={at} data-dropped={whole !== null}>
              <th scope="row">{t('interview.examiner_n', { n: at + 1 })}</th>
              {row.map((text, column) => {
                const dropped = rules.drop === 'perElement' || totals ? dropOf(at, column) : null
                return (
                  <td key={column} data-dropped={dropped !== null || whole !== null}>
                    {mark(text, dropped)}
                  </td>
                )
              })}
              {!totals && <td className={styles['sum']}>{mark(rowSum(row, columns) ?? '', whole)}</td>}
            </tr>
          )
        })}
      </tbody>
      {!plain && sheet.elements.length > 0 && (
        <tfoot>
          <tr>
            <th scope="row">{t('interview.mean')}</th>
            {sheet.elements.map((text, at) => (
              <td key={at}>{text}</td>
            ))}
            <td className={styles['sum']}>{sheet.score}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
