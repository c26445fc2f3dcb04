import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import heatPageStyles from './heat-page.module.css'
import heatResultsStyles from './heat-results.module.css'
import lanesStyles from './lanes.module.css'
import { onWatch } from './run-clock.tsx'
import { SignRunner } from './sign-runner.tsx'

type Runner = HeatView['runners'][number]

/** After the run: places, times, verdicts; the runners sign one after another in the panel beside. */
export function HeatResults({ view, title, again }: { view: HeatView; title: ReactNode; again: () => void }) {
  const { t } = useTranslation()
  const ordered = view.runners.toSorted((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity))
  const unsigned = ordered.filter((runner) => !runner.signed)
  const [chosen, choose] = useState<string | null>(null)
  const lot = chosen ?? unsigned[0]?.lot ?? null
  const signed = (done: string) => {
    again()
    choose(unsigned.find((runner) => runner.lot !== done)?.lot ?? null)
  }
  return (
    <section className={heatPageStyles['heat']} data-state="finished">
      <header className={heatPageStyles['head']}>
        {title}
        <span className={heatPageStyles['spring']} />
        <span>{unsigned.length === 0 ? `✓ ${t('heats.all_signed')}` : t('heats.unsigned', { n: unsigned.length })}</span>
      </header>
      <div className={heatResultsStyles['results']}>
        <table className={lanesStyles['lanes']}>
          <thead>
            <tr>
              <th scope="col">{t('heats.place')}</th>
              <th scope="col">{t('heats.bib_short')}</th>
              <th scope="col">{t('fitness.lot')}</th>
              <th scope="col">{t('heats.time')}</th>
              <th scope="col">{t('fitness.standard')}</th>
              <th scope="col">{t('fitness.why.result')}</th>
              <th scope="col">{t('fitness.sign_off')}</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((runner) => (
              <tr key={runner.bib} aria-current={runner.lot === lot}>
                <td>{runner.place ?? '—'}</td>
                <td className={lanesStyles['bib']}>{runner.bib}</td>
                <td className={lanesStyles['lot']}>{runner.lot}</td>
                <td>{runner.elapsed === null ? t('fitness.outcome.did_not_finish') : onWatch(runner.elapsed)}</td>
                <td>{inTongue(runner.standard)}</td>
                <td>
                  <Result runner={runner} />
                </td>
                <td>
                  <Button kind={runner.signed ? 'quiet' : 'plain'} aria-label={t(runner.signed ? 'heats.look_at' : 'heats.sign_lot', { lot: runner.lot })} onClick={() => choose(runner.lot)}>
                    {t(runner.signed ? 'fitness.is_signed' : 'heats.sign')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {lot !== null && <SignRunner key={lot} session={view.session} lot={lot} item={view.item} onSigned={signed} onNext={() => choose(null)} />}
      </div>
    </section>
  )
}

function Result({ runner }: { runner: Runner }) {
  const { t } = useTranslation()
  if (runner.verdict === '') return <VerdictMark kind="wait" word={t('heats.not_over')} />
  const passed = runner.verdict === 'passed' || runner.verdict === 'pass'
  return <VerdictMark kind={passed ? 'pass' : 'fail'} word={t(passed ? 'fitness.state.passed' : 'fitness.state.failed')} />
}
