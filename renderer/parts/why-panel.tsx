import { useTranslation } from 'react-i18next'
import type { Why } from '../../shared/api/fitness.ts'
import { inTongue } from '../i18n/start.ts'
import { VerdictMark } from './verdict.tsx'
import styles from './why.module.css'

/** How a panel's score came about (规则 §8): sheets → what was dropped → exact mean → rounding → pass mark and clause. */
export function PanelSteps({ why, panel }: { why: Why; panel: NonNullable<Why['panel']> }) {
  const { t } = useTranslation()
  const { dropped, elements, ruling } = panel
  const marks = panel.marks ?? []
  const isDropped = (examiner: number, column: number) => {
    const pair = dropped.length > 1 ? dropped[column] : dropped[0]
    return pair != null && (pair.highest === examiner || pair.lowest === examiner)
  }
  return (
    <ol className={styles['steps']}>
      {ruling !== '' && (
        <li>
          <span>{t('journey.score_why.ruling')}</span>
          <div>{ruling}</div>
        </li>
      )}
      {marks.length > 0 && (
        <li>
          <span>{t('journey.score_why.sheets')}</span>
          <div>
            <table className={styles['marks']}>
              <tbody>
                {marks.map((row, examiner) => (
                  <tr key={examiner}>
                    <th scope="row">{t('journey.score_why.examiner', { n: examiner + 1 })}</th>
                    {row.map((mark, column) => (
                      <td key={column}>{isDropped(examiner, column) ? <s>{mark}</s> : mark}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
              {elements.length > 0 && (
                <tfoot>
                  <tr>
                    <th scope="row">{t('journey.score_why.means')}</th>
                    {elements.map((element) => (
                      <td key={element.title.zh} title={inTongue(element.title)}>
                        {element.mean}
                      </td>
                    ))}
                  </tr>
                </tfoot>
              )}
            </table>
            <small>{t(dropped.length === 0 ? 'journey.score_why.none_dropped' : dropped.length === 1 ? 'journey.score_why.dropped' : 'journey.score_why.dropped_each')}</small>
          </div>
        </li>
      )}
      {why.reading !== '' && (
        <li>
          <span>{t('journey.score_why.mean')}</span>
          <div>{why.reading}</div>
        </li>
      )}
      <li>
        <span>{t('journey.score_why.score')}</span>
        <div>
          {why.rounded}
          <small>{t(`fitness.why.round.${why.rounding.mode}`, { n: why.rounding.decimals ?? 0, defaultValue: why.rounding.mode })}</small>
        </div>
      </li>
      <li>
        <span>{t('journey.score_why.pass_mark')}</span>
        <div>
          {why.standard === '' ? t('journey.score_why.no_pass_mark') : `≥ ${why.standard}`}
          <small>{why.clause}</small>
        </div>
      </li>
      {why.verdict !== '' && (
        <li>
          <span>{t('fitness.why.result')}</span>
          <div>
            <VerdictMark kind={why.verdict === 'passed' ? 'pass' : 'fail'} word={t(why.verdict === 'passed' ? 'fitness.state.passed' : 'fitness.state.failed')} />
          </div>
        </li>
      )}
    </ol>
  )
}
