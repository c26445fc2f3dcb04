import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Choice, TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { hundredthsOf, secondsText, tidy } from '../fitness/reading.ts'
import { onWatch } from './run-clock.tsx'
import styles from './tap-list.module.css'
import type { Pending } from './use-taps.ts'

type Tap = HeatView['taps'][number]

interface Change {
  replaces: string
  bib: string | null
  elapsed: number
  removed: boolean
}

/** Finishers as they came, newest on top: whose each time is, a way to change it, and everything removed stays listed. */
export function TapList({ view, pending, onDismiss, took }: {
  view: HeatView
  pending: readonly Pending[]
  onDismiss: (cmd: string) => void
  took: (view: HeatView) => void
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const form = useCommand<Change, Awaited<ReturnType<typeof station.heats.changeTap>>>((input) => station.heats.changeTap(input))
  const change = (input: Change) => {
    void form.send(input).then((answer) => {
      if (answer === undefined) return
      setOpen(null)
      took(answer.view)
    })
  }
  const lotOf = (bib: string | null) => view.runners.find((runner) => runner.bib === bib)?.lot ?? ''
  return (
    <section className={styles['taps']} aria-label={t('heats.taps')}>
      <h2>{t('heats.taps')}</h2>
      <Outcome of={form.state} />
      {view.taps.length === 0 && pending.length === 0 && <p>{t('heats.no_taps')}</p>}
      <ol>
        {pending.toReversed().map((press) => (
          <li key={press.cmd} data-state={press.state}>
            <span>
              <strong>{onWatch(press.elapsed)}</strong> {press.bib !== null && t('heats.bib', { n: press.bib })}
            </span>
            {press.state === 'refused' ? (
              <>
                <em role="alert">✕ {t(`refusals.${press.reason}.why`, { defaultValue: press.reason })}</em>
                <Button kind="quiet" onClick={() => onDismiss(press.cmd)}>
                  {t('fitness.seen')}
                </Button>
              </>
            ) : (
              <em>{t(press.state === 'sending' ? 'heats.sending' : 'heats.unanswered')}</em>
            )}
          </li>
        ))}
        {view.taps.toReversed().map((tap) => (
          <li key={tap.fact} data-removed={tap.removed} data-open={tap.fact === open} data-nobody={tap.bib === null && !tap.removed}>
            <span>
              <strong>{onWatch(tap.elapsed)}</strong>
              {tap.removed ? ` ${t('heats.removed')}` : tap.bib !== null && ` ${t('heats.bib_lot', { bib: tap.bib, lot: lotOf(tap.bib) })}`}
            </span>
            {tap.removed ? (
              <Button kind="quiet" busy={form.busy} onClick={() => change({ replaces: tap.fact, bib: null, elapsed: tap.elapsed, removed: false })}>
                {t('heats.restore')}
              </Button>
            ) : tap.fact === open ? (
              <TapForm key={tap.fact} view={view} tap={tap} busy={form.busy} onSave={change} onCancel={() => setOpen(null)} />
            ) : (
              <Button
                kind={tap.bib === null ? 'plain' : 'quiet'}
                onClick={() => {
                  form.reset()
                  setOpen(tap.fact)
                }}
              >
                {t(tap.bib === null ? 'heats.whose' : 'heats.change')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function TapForm({ view, tap, busy, onSave, onCancel }: { view: HeatView; tap: Tap; busy: boolean; onSave: (change: Change) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const [bib, setBib] = useState(tap.bib ?? '')
  const [text, setText] = useState(secondsText(tap.elapsed))
  const elapsed = text === secondsText(tap.elapsed) ? tap.elapsed : hundredthsOf(text)
  const free = view.runners.filter((runner) => runner.elapsed === null || runner.bib === tap.bib)
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (elapsed !== null) onSave({ replaces: tap.fact, bib: bib === '' ? null : bib, elapsed, removed: false })
      }}
    >
      <Choice
        label={t('heats.bib_short')}
        value={bib}
        autoFocus
        options={[['', t('heats.nobody_yet')], ...free.map((runner) => [runner.bib, t('heats.bib_lot', { bib: runner.bib, lot: runner.lot })] as const)]}
        onChange={(event) => setBib(event.currentTarget.value)}
      />
      <TextField
        label={t('heats.time_seconds')}
        inputMode="decimal"
        value={text}
        wrong={elapsed === null ? t('fitness.typed.malformed') : ''}
        onChange={(event) => setText(tidy(event.currentTarget.value))}
      />
      <div>
        <Button onClick={onCancel}>{t('fitness.back')}</Button>
        <Button kind="danger" busy={busy} onClick={() => onSave({ replaces: tap.fact, bib: null, elapsed: tap.elapsed, removed: true })}>
          {t('heats.remove')}
        </Button>
        <Button kind="primary" type="submit" busy={busy} disabled={elapsed === null}>
          {t('heats.save_tap')}
        </Button>
      </div>
    </form>
  )
}
