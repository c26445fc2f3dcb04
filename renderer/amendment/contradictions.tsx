import { useTranslation } from 'react-i18next'
import type { AmendmentView, ShownContradiction } from '../../shared/api/amendment.ts'
import { dayAndMinute } from '../clock.ts'
import { go } from '../frame/route.ts'
import { Button } from '../parts/button.tsx'
import styles from './amendment.module.css'
import { contradictionSentence } from './sentences.ts'

/** Why the package cannot be taken: each fact against it, when and by whom, and what somebody can do about it. */
export function Contradictions({ view }: { view: AmendmentView }) {
  const { t } = useTranslation()
  return (
    <section className={styles['against']} role="alert">
      <h2>✕ {t('amendment.against', { count: view.contradicted })}</h2>
      <p>{t('amendment.against_text')}</p>
      <ol>
        {view.contradictions.map((each, at) => (
          <One key={at} contradiction={each} />
        ))}
        {view.contradicted > view.contradictions.length && <li>{t('amendment.more', { count: view.contradicted - view.contradictions.length })}</li>}
      </ol>
    </section>
  )
}

function One({ contradiction }: { contradiction: ShownContradiction }) {
  const { t } = useTranslation()
  const { fact, journey, more, remedy } = contradiction
  return (
    <li className={styles['one']}>
      <strong>{contradictionSentence(t, contradiction)}</strong>
      <dl>
        <dt>{t('amendment.fact')}</dt>
        <dd>
          {t(`amendment.fact_type.${fact.type}`, { defaultValue: fact.type })} · {dayAndMinute(fact.at)} ·{' '}
          {fact.second === '' ? fact.by : t('amendment.signed_by', { by: fact.by, second: fact.second })}
          {more > 0 && <> · {t('amendment.and_more', { count: more + 1 })}</>} <code>{fact.id}</code>
        </dd>
        <dt>{t('amendment.todo')}</dt>
        <dd>{t(`amendment.remedy.${remedy}`)}</dd>
      </dl>
      {journey !== null && <Button onClick={() => go('journey', { candidate: journey.candidate })}>{t('amendment.journey')}</Button>}
    </li>
  )
}
