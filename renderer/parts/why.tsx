import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Why } from '../../shared/api/fitness.ts'
import { readingText } from '../fitness/reading.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from './button.tsx'
import { VerdictMark } from './verdict.tsx'
import { PanelSteps } from './why-panel.tsx'
import styles from './why.module.css'

/** How a verdict came about, step by step: reading → rounding → standard with its clause → result. Inside any sheet. */
export function WhySteps({ why }: { why: Why }) {
  if (why.otherVenue === true) return <OtherVenueSteps />
  return why.panel === undefined ? <ReadingSteps why={why} /> : <PanelSteps why={why} panel={why.panel} />
}

/** A stage passed at another venue: who says so, and where its facts are. */
function OtherVenueSteps() {
  const { t } = useTranslation()
  return (
    <ol className={styles['steps']}>
      <Line title={t('fitness.why.result')}>
        <VerdictMark kind="pass" word={t('journey.item_states.passed_elsewhere')} />
      </Line>
      <Line title={t('fitness.why.by')}>{t('fitness.why.other_venue')}</Line>
    </ol>
  )
}

function ReadingSteps({ why }: { why: Why }) {
  const { t } = useTranslation()
  const units = { s: t('fitness.unit.s'), cm: t('fitness.unit.cm'), count: t('fitness.unit.count') }
  const text = (reading: string) => (why.comparison === 'touch' || reading === '' ? reading || '—' : readingText(reading, why.unit, units))
  const passed = why.verdict === 'pass' || why.verdict === 'passed'
  const sign = { atMost: '≤', atLeast: '≥', touch: '', points: '' }[why.comparison]
  return (
    <ol className={styles['steps']}>
      <Line title={t('fitness.why.who')}>
        {t('fitness.why.person', { sex: t(`fitness.sex.${why.sex}`), age: why.age, band: inTongue(why.band) })}
        <small>{t('fitness.why.reference', { date: why.referenceDate })}</small>
      </Line>
      <Line title={t('fitness.why.reading')}>{text(why.reading)}</Line>
      <Line title={t('fitness.why.rounding')}>
        {text(why.rounded)}
        <small>{t(`fitness.why.round.${why.rounding.mode}`, { n: why.rounding.decimals ?? 0, defaultValue: why.rounding.mode })}</small>
      </Line>
      <Line title={t('fitness.why.standard')}>
        {why.standard === '' ? t('fitness.why.no_standard') : `${sign} ${text(why.standard)}`.trim()}
        <small>{why.clause}</small>
      </Line>
      <Line title={t('fitness.why.result')}>
        <VerdictMark kind={passed ? 'pass' : 'fail'} word={t(passed ? 'fitness.state.passed' : 'fitness.state.failed')} />
        {(why.comparison === 'atMost' || why.comparison === 'atLeast') && why.rounded !== '' && (
          <small>{t(`fitness.why.because.${why.comparison}.${passed ? 'pass' : 'fail'}`, { rounded: text(why.rounded), standard: text(why.standard) })}</small>
        )}
      </Line>
    </ol>
  )
}

function Line({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <span>{title}</span>
      <div>{children}</div>
    </li>
  )
}

/** The sheet that opens at the side of any verdict; Escape closes it, and what is below goes on. */
export function WhySheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      // it closes the sheet and nothing else: what is typed below stays
      event.stopPropagation()
      onClose()
    }
    document.addEventListener('keydown', press, true)
    return () => document.removeEventListener('keydown', press, true)
  }, [onClose])
  return (
    <aside className={styles['sheet']} role="dialog" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Button hint="Esc" autoFocus onClick={onClose}>
          {t('fitness.why.close')}
        </Button>
      </header>
      {children}
    </aside>
  )
}
