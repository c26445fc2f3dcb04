import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { Button } from '../parts/button.tsx'
import { FinishHeat } from './finish-heat.tsx'
import heatPageStyles from './heat-page.module.css'
import heatRunStyles from './heat-run.module.css'
import runClockStyles from './run-clock.module.css'
import { Recall } from './recall.tsx'
import { onWatch, RunClock } from './run-clock.tsx'
import { TapList } from './tap-list.tsx'
import { useBibKeys } from './use-bib-keys.ts'
import { useTaps } from './use-taps.ts'

/** Areas in even rows: a single one left over is where a thumb misses. */
function columnsFor(runners: number): number {
  if (runners <= 5) return Math.max(1, runners)
  return Math.ceil(runners / (runners <= 10 ? 2 : runners <= 18 ? 3 : 6))
}

/** What lies over the taps: nothing, or one question. */
type Asking = 'nothing' | 'recall' | 'finish'

/** The run: time on top, one area per bib and one for whoever comes next, both as high as the screen allows; recall far from it all. */
export function HeatRun({ view, title, took }: { view: HeatView; title: ReactNode; took: (view: HeatView) => void }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<Asking>('nothing')
  const { pending, tap, dismiss } = useTaps(view, took)
  const running = view.state === 'running'
  const timeOf = (bib: string) => view.runners.find((runner) => runner.bib === bib)?.elapsed ?? null
  const taken = (bib: string) => timeOf(bib) !== null || pending.some((press) => press.bib === bib && press.state !== 'refused')
  const open = view.runners.filter((runner) => !taken(runner.bib)).map((runner) => runner.bib)
  const taps = view.taps.filter((each) => !each.removed).length + pending.filter((press) => press.state !== 'refused').length
  const more = running && taps < view.runners.length
  const typed = useBibKeys(running && asking === 'nothing', open, more, tap)

  return (
    <section className={heatPageStyles['heat']} data-state={view.state}>
      <header className={heatPageStyles['head']}>
        {title}
        <span className={heatPageStyles['spring']} />
        <Button kind="danger" className={heatRunStyles['recall']} aria-expanded={asking === 'recall'} onClick={() => setAsking(asking === 'recall' ? 'nothing' : 'recall')}>
          {t('heats.recall')}
        </Button>
      </header>
      {asking === 'recall' && <Recall view={view} took={took} onCancel={() => setAsking('nothing')} />}
      <div className={heatRunStyles['time']}>
        {running ? <RunClock view={view} /> : <strong className={runClockStyles['clock']}>{t('heats.stopped')}</strong>}
        <span>
          {t('heats.in_of', { n: taps, of: view.runners.length })}
          {running && <small>{typed === '' ? t('heats.keys') : t('heats.keys_typed', { typed })}</small>}
        </span>
      </div>
      <div className={heatRunStyles['field']} data-finishing={asking === 'finish' || !running} data-recalling={running && asking === 'recall'}>
        <div className={heatRunStyles['bibs']} role="group" aria-label={t('heats.by_bib')} style={{ gridTemplateColumns: `repeat(${String(columnsFor(view.runners.length))}, minmax(0, 1fr))` }}>
          {view.runners.map((runner) => {
            const elapsed = timeOf(runner.bib)
            const waiting = pending.some((press) => press.bib === runner.bib && press.state !== 'refused')
            return (
              <button
                key={runner.bib}
                type="button"
                disabled={!more || taken(runner.bib)}
                data-in={elapsed !== null || waiting}
                aria-label={t('heats.bib_lot', { bib: runner.bib, lot: runner.lot })}
                onPointerDown={(event) => {
                  // the finger's touch counts, not its lifting
                  if (event.button === 0) tap(runner.bib)
                }}
                onClick={(event) => {
                  if (event.detail === 0) tap(runner.bib)
                }}
              >
                <strong>{runner.bib}</strong>
                <span>{runner.lot}</span>
                {elapsed !== null && (
                  <em>
                    ✓ {onWatch(elapsed)}
                  </em>
                )}
                {elapsed === null && waiting && <em>…</em>}
              </button>
            )
          })}
        </div>
        <TapList view={view} pending={pending} onDismiss={dismiss} took={took} />
      </div>
      {asking === 'finish' || !running ? (
        <FinishHeat view={view} took={took} {...(running ? { onCancel: () => setAsking('nothing') } : {})} />
      ) : (
        <footer className={heatRunStyles['foot']}>
          <button
            type="button"
            className={heatRunStyles['tap']}
            disabled={!more}
            onPointerDown={(event) => {
              if (event.button === 0) tap(null)
            }}
            onClick={(event) => {
              if (event.detail === 0) tap(null)
            }}
          >
            {t('heats.tap')} <kbd aria-hidden="true">{t('heats.space')}</kbd>
          </button>
          <Button className={heatRunStyles['end']} onClick={() => setAsking('finish')}>
            {t('heats.end')}
          </Button>
        </footer>
      )}
    </section>
  )
}
