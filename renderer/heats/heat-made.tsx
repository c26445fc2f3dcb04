import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { sounds } from '../parts/sound.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import heatPageStyles from './heat-page.module.css'
import heatMadeStyles from './heat-made.module.css'
import lanesStyles from './lanes.module.css'
import { timed } from './use-heat.ts'

/** Before the start (or after a recall): who stands where, and one START across the width. */
export function HeatMade({ view, title, took }: { view: HeatView; title: ReactNode; took: (view: HeatView) => void }) {
  const { t } = useTranslation()
  const start = useCommand<{ heat: string }, Awaited<ReturnType<typeof station.heats.start>>>((input) => timed(() => station.heats.start(input)))
  const change = useCommand<{ heat: string; entries: { bib: string; lot: string }[] }, Awaited<ReturnType<typeof station.heats.change>>>((input) =>
    station.heats.change(input),
  )
  useCommandSound(change.state)
  const go = () => {
    void start.send({ heat: view.heat }).then((answer) => {
      if (answer === undefined) {
        sounds.refused()
        return
      }
      sounds.timerWarning()
      took(answer.view)
    })
  }
  const leaveOut = (bib: string) => {
    const entries = view.runners.filter((runner) => runner.bib !== bib).map((runner) => ({ bib: runner.bib, lot: runner.lot }))
    void change.send({ heat: view.heat, entries }).then((answer) => {
      if (answer !== undefined) took(answer.view)
    })
  }
  const last = view.recalls.at(-1)
  return (
    <section className={heatPageStyles['heat']} data-state="made">
      <header className={heatPageStyles['head']}>{title}</header>
      {last !== undefined && (
        <p className={heatMadeStyles['recalled']} role="status">
          <b aria-hidden="true">▲</b>{' '}
          {t(`heats.recalled.${last.reason}`, { n: last.run, lots: last.falseStarters.join('、') })} {t('heats.start_again')}
        </p>
      )}
      <table className={lanesStyles['lanes']}>
        <thead>
          <tr>
            <th scope="col">{t('heats.bib_short')}</th>
            <th scope="col">{t('fitness.lot')}</th>
            <th scope="col">{t('heats.sex')}</th>
            <th scope="col">{t('fitness.standard')}</th>
            <th scope="col">
              <span className="seen-by-readers-only">{t('heats.leave_out')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.runners.map((runner) => (
            <tr key={runner.bib}>
              <td className={lanesStyles['bib']}>{runner.bib}</td>
              <td className={lanesStyles['lot']}>{runner.lot}</td>
              <td>{t(`fitness.sex.${runner.sex}`)}</td>
              <td>{inTongue(runner.standard)}</td>
              <td>
                <Button kind="quiet" busy={change.busy} aria-label={t('heats.leave_out_lot', { lot: runner.lot })} onClick={() => leaveOut(runner.bib)}>
                  {t('heats.leave_out')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Outcome of={change.state} />
      <Outcome of={start.state} again={go} />
      <button type="button" className={heatMadeStyles['start']} disabled={start.busy || view.runners.length === 0} onClick={go}>
        {t(view.run === 0 ? 'heats.start' : 'heats.start_once_more')}
        <small>{t('heats.people', { n: view.runners.length })}</small>
      </button>
    </section>
  )
}
