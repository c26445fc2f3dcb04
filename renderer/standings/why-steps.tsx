import { useTranslation } from 'react-i18next'
import type { NumberSource, TotalWhy } from '../../shared/api/standings.ts'
import { dayAndMinute } from '../clock.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './standings.module.css'

/** How a total came about, step by step; the same at venues and at HQ. */
export function TotalSteps({ why }: { why: TotalWhy }) {
  const { t } = useTranslation()
  return (
    <ol className={styles['steps']}>
      <li>
        <span>{t('standings.why.total')}</span>
        <div>
          <strong className={styles['sum']}>{why.total ?? '—'}</strong>
          {why.missing !== null && <VerdictMark kind="warn" word={t(`standings.missing.${why.missing}`)} />}
          <small>{why.terms.map(({ score, weight }) => `${t(`standings.score.${score}`)} × ${weight}`).join(' + ') || t('standings.why.no_formula')}</small>
          {why.exact !== null && <small>{t('standings.why.rounded', { exact: why.exact, n: why.decimals, how: t(`standings.rounding.${why.rounding}`) })}</small>}
          <small>{why.clause}</small>
        </div>
      </li>
      {why.terms.map(({ score, value, weight, product, sources }) => (
        <li key={score}>
          <span>{t(`standings.score.${score}`)}</span>
          <div>
            {value === null ? t('standings.why.none') : `${value} × ${weight} = ${product ?? ''}`}
            <Sources sources={sources} />
          </div>
        </li>
      ))}
      {why.gates.map(({ stage, score, passMark, passed, clause, sources }) => (
        <li key={`gate ${stage}`}>
          <span>{t('standings.why.gate')}</span>
          <div>
            <span className={styles['notes']}>
              {t(`standings.score.${stage}`)} {score ?? '—'} {passed === null ? '' : passed ? '≥' : '<'} {passMark}
              {passed !== null && <VerdictMark kind={passed ? 'pass' : 'fail'} word={t(passed ? 'standings.gate_reached' : 'standings.gate_missed')} />}
            </span>
            {why.terms.some((term) => term.score === stage) ? <small>{clause}</small> : <Sources sources={sources} />}
          </div>
        </li>
      ))}
      {why.tieBreakers.length > 0 && (
        <li>
          <span>{t('standings.why.ties')}</span>
          <div>
            {why.tieBreakers.map(({ key, value, decided, sources }) => (
              <div key={key}>
                <span data-decided={decided}>
                  {t(`standings.key.${key}`)} {value ?? t('standings.why.none')}
                  {decided && ` · ${t('standings.why.decided')}`}
                </span>
                {key === 'runTime' && <Sources sources={sources} />}
              </div>
            ))}
          </div>
        </li>
      )}
    </ol>
  )
}

function Sources({ sources }: { sources: readonly NumberSource[] }) {
  const { t } = useTranslation()
  const clauses = [...new Set(sources.map(({ clause }) => clause).filter((clause) => clause !== ''))]
  return (
    <>
      <ul className={styles['sources']}>
        {sources.map((source) => (
          <li key={`${source.what} ${source.fact ?? ''} ${source.value}`}>
            <span>{t(`standings.source.${source.what}`)}</span>
            <span>{source.what === 'marks' ? source.value.split(' · ').map((marks, examiner) => <span key={`${String(examiner)} ${marks}`} className={styles['sheet']}>{marks}</span>) : source.what === 'signature' ? source.by : source.value}</span>
            <small>
              {source.what === 'signature' ? '' : source.by} {source.at === null ? '' : dayAndMinute(source.at)} {source.fact !== null && <code title={source.fact}>#{source.fact.split('/')[1]}</code>}
            </small>
          </li>
        ))}
      </ul>
      {clauses.map((clause) => (
        <small key={clause}>{clause}</small>
      ))}
    </>
  )
}
