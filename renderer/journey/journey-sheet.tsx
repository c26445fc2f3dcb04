import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Why } from '../../shared/api/fitness.ts'
import type { Journey, Step } from '../../shared/api/journey.ts'
import { day, time } from '../clock.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/screen.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import { WhySheet, WhySteps } from '../parts/why.tsx'
import styles from './journey.module.css'

const ends: Partial<Record<Journey['where'], 'pass' | 'fail' | 'warn'>> = {
  passed: 'pass', psych_failed: 'fail', fitness_failed: 'fail', refused: 'fail', barred: 'fail', absent: 'fail', late: 'fail', doubt: 'warn', withdrawn: 'warn',
  interview_failed: 'fail', interview_zero: 'fail', interview_absent: 'fail', lapsed: 'fail', out: 'warn',
}

/** What a page says of a fact besides what the fact itself tells. */
export interface Beside {
  /** Where it was recorded, for people. */
  from: (step: Step) => ReactNode
  /** What may be done with it, where anything may. */
  actions?: (step: Step) => ReactNode
}

/** The person above, each item's result beside, and all facts below in the order they happened. The same at a station and at HQ. */
export function JourneySheet({ journey, beside }: { journey: Journey; beside: Beside }) {
  const { t } = useTranslation()
  const [why, setWhy] = useState<Why | null>(null)
  const { row } = journey
  return (
    <>
      <div className={styles['person']}>
        <div>
          <strong className={styles['name']}>{row.name}</strong>
          <span>
            {row.rosterNumber} · {t(`lists.sexes.${row.sex}`)} · {journey.birth} · {journey.residentMasked}
          </span>
          <span>
            {row.post} {journey.postTitle} · {journey.stages.map((stage) => t(`journey.stages.${stage}`, { defaultValue: stage })).join(' → ')}
          </span>
        </div>
        <div className={styles['lot']}>
          <small>{t('lists.lot')}</small>
          <strong data-none={row.lot === ''}>{row.lot === '' ? '—' : row.lot}</strong>
        </div>
        <div className={styles['end']}>
          <VerdictMark kind={ends[journey.where] ?? 'wait'} word={t(`chief.where.${journey.where}`)} />
          {row.at !== '' && <span>{t(`lists.items.${row.at}`, { defaultValue: row.at })}</span>}
        </div>
      </div>
      {journey.items.length > 0 && (
        <Sheet title={t('journey.items')}>
          <ul className={styles['items']}>
            {journey.items.map((item) => (
              <li key={item.item}>
                <strong>{inTongue(item.title)}</strong>
                <VerdictMark kind={item.state === 'passed' || item.state === 'passed_elsewhere' ? 'pass' : item.state === 'failed' ? 'fail' : 'wait'} word={t(`journey.item_states.${item.state === 'open' && journey.where === 'fitness_failed' ? 'locked' : item.state}`)} />
                <span>{item.result === '' || item.why === null || item.why.unit === '' ? item.result : `${item.result} ${t(`journey.values.unit.${item.why.unit}`, { defaultValue: item.why.unit })}`}</span>
                <small>{item.signed === '' ? t('journey.unsigned') : t(`journey.signed.${item.signed}`, { defaultValue: item.signed })}</small>
                {item.why !== null && (
                  <Button kind="quiet" onClick={() => setWhy(item.why)}>
                    {t('journey.why')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      <Sheet title={t('journey.steps')} aside={t('journey.steps_count', { count: journey.steps.length })}>
        <ol className={styles['steps']}>
          {journey.steps.map((step, at) => {
            const before = journey.steps[at - 1]
            // An exam goes over several days: each begins with its date.
            return <Fact key={step.fact} step={step} dated={before === undefined || day(before.at) !== day(step.at)} onWhy={setWhy} beside={beside} />
          })}
        </ol>
      </Sheet>
      {why !== null && (
        <WhySheet title={inTongue(why.item)} onClose={() => setWhy(null)}>
          <WhySteps why={why} />
        </WhySheet>
      )}
    </>
  )
}

function Fact({ step, dated, onWhy, beside }: { step: Step; dated: boolean; onWhy: (why: Why) => void; beside: Beside }) {
  const { t } = useTranslation()
  const key = step.type.replace('.', '_')
  const words = Object.fromEntries(
    Object.entries(step.params).map(([name, value]) => [name, t(`journey.values.${name}.${value}`, { defaultValue: value })]),
  )
  return (
    <li data-replaced={step.replacedBy !== null}>
      <time>
        {dated && <small>{day(step.at)}</small>}
        {time(step.at)}
      </time>
      <div>
        <strong>{t(`journey.facts.${key}`, { ...words, defaultValue: step.type })}</strong>
        {step.params['reason'] !== undefined && step.type !== 'checkin.refused' && <span>{t('journey.reason', { reason: words['reason'] })}</span>}
        {step.params['note'] !== undefined && step.params['note'] !== '' && <span>{t('journey.note', { note: step.params['note'] })}</span>}
        {step.replacedBy !== null && <em>{t('journey.replaced_by', { fact: shortened(step.replacedBy) })}</em>}
        {step.replaces !== null && <em>{t('journey.replaces', { fact: shortened(step.replaces) })}</em>}
        <small>
          {step.second === '' ? t('journey.by', { name: step.by }) : t('journey.by_two', { name: step.by, second: step.second })} ·{' '}
          {beside.from(step)} ·{' '}
          <span title={`${step.fact} ${step.hash}`}>{t('journey.fact_id', { fact: shortened(step.fact), hash: step.hash.slice(0, 12) })}</span>
          {step.atHq !== undefined && <span className={styles['at-hq']} data-held={step.atHq}> · {t(step.atHq ? 'sync.fact_at_hq' : 'sync.fact_not_at_hq')}</span>}
        </small>
      </div>
      {step.why !== null && (
        <Button kind="quiet" onClick={() => step.why !== null && onWhy(step.why)}>
          {t('journey.why')}
        </Button>
      )}
      {beside.actions?.(step)}
    </li>
  )
}

/** A fact's number with the first letters of its station: enough to find it again. */
function shortened(fact: string): string {
  const [station = '', number = ''] = fact.split('/')
  return `${station.slice(0, 4)}/${number}`
}
