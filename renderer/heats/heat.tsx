import { useTranslation } from 'react-i18next'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { HeatMade } from './heat-made.tsx'
import styles from './heat.module.css'
import { HeatResults } from './heat-results.tsx'
import { HeatRun } from './heat-run.tsx'
import { useHeat } from './use-heat.ts'

/** One heat: where it stands chooses what is shown. */
export function Heat({ heat, onBack }: { heat: string; onBack: () => void }) {
  const { t } = useTranslation()
  const known = useHeat(heat)
  const { view } = known
  if (view === undefined) {
    return (
      <div className={styles['unknown']} aria-busy={known.refused === undefined && !known.failed}>
        {known.refused !== undefined && <Refusal reason={known.refused.reason} detail={known.refused.detail} />}
        {known.failed && <p role="alert">{t('fitness.no_answer')}</p>}
        <Button onClick={onBack}>{t('heats.back')}</Button>
      </div>
    )
  }
  const title = (
    <>
      <Button onClick={onBack}>{t('heats.back')}</Button>
      <h1>
        {t('heats.number', { n: view.number })} · {inTongue(view.title)}
      </h1>
    </>
  )
  switch (view.state) {
    case 'made':
      return <HeatMade view={view} title={title} took={known.took} />
    case 'running':
    case 'stopped':
      return <HeatRun view={view} title={title} took={known.took} />
    case 'finished':
    case 'signed':
      return <HeatResults view={view} title={title} again={known.again} />
    default:
      return view.state satisfies never
  }
}
