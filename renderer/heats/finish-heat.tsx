import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useFitnessWords } from '../fitness/words.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './finish-heat.module.css'

/** Times become attempts: says first who has none, and asks again about a time that is hardly possible. */
export function FinishHeat({ view, took, onCancel }: { view: HeatView; took: (view: HeatView) => void; onCancel?: () => void }) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const form = useCommand<{ heat: string; confirmed: boolean }, Awaited<ReturnType<typeof station.heats.finish>>>((input) => station.heats.finish(input))
  useCommandSound(form.state)
  const without = view.runners.filter((runner) => runner.elapsed === null)
  const loose = view.taps.filter((tap) => !tap.removed && tap.bib === null).length
  const odd = form.state.kind === 'refused' && form.state.refused.reason === 'implausible' ? (form.state.refused.detail ?? {}) : null
  const send = (confirmed: boolean) => {
    void form.send({ heat: view.heat, confirmed }).then((answer) => {
      if (answer !== undefined) took(answer.view)
    })
  }
  return (
    <footer className={styles['finish']} role="group" aria-label={t('heats.end')}>
      <div>
        {loose > 0 && (
          <p className={styles['must']}>
            <b aria-hidden="true">▲</b> {t('heats.loose', { n: loose })}
          </p>
        )}
        {without.length > 0 && (
          <p className={styles['must']}>
            <b aria-hidden="true">▲</b> {t('heats.without', { n: without.length, lots: without.map((runner) => `${runner.bib}（${runner.lot}）`).join('、') })}
          </p>
        )}
        {without.length === 0 && loose === 0 && <p>{t('heats.all_in')}</p>}
        {odd !== null ? (
          <p className={styles['must']} role="alert">
            <b aria-hidden="true">▲</b> {t('heats.odd', { lot: odd['lot'] ?? '', time: words.reading(odd['reading'] ?? '', 's') })}
          </p>
        ) : (
          <Outcome of={form.state} again={() => send(false)} />
        )}
      </div>
      {onCancel !== undefined && (
        <Button hint="Esc" onClick={onCancel}>
          {t('heats.run_on')}
        </Button>
      )}
      <Button kind="primary" className={styles['big']} busy={form.busy} disabled={loose > 0} onClick={() => send(odd !== null)}>
        {odd !== null ? t('heats.finish_sure') : t('heats.finish', { n: view.runners.length })}
      </Button>
    </footer>
  )
}
