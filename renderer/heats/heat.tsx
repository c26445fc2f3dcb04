import { useTranslation } from 'react-i18next'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { NotYet } from '../parts/not-yet.tsx'
import { HeatMade } from './heat-made.tsx'
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
      <NotYet asking={known.refused === undefined && !known.failed} refused={known.refused} failed={known.failed}>
        <Button onClick={onBack}>{t('heats.back')}</Button>
      </NotYet>
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
