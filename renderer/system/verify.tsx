import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Client } from '../../shared/api.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Progress } from '../parts/progress.tsx'
import { Sheet } from '../parts/screen.tsx'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './system.module.css'

type Verdict = Awaited<ReturnType<Client['system']['verify']>>
type State = { kind: 'idle' } | { kind: 'running' } | { kind: 'done'; verdict: Verdict } | { kind: 'failed' }

/** Checks every fact's chain, each stream's last signature and the projections against a refill; names the first bad fact. */
export function Verify() {
  const { t } = useTranslation()
  const [state, setState] = useState<State>({ kind: 'idle' })
  const run = (full: boolean) => {
    setState({ kind: 'running' })
    station.system.verify({ full }).then(
      (verdict) => setState({ kind: 'done', verdict }),
      () => setState({ kind: 'failed' }),
    )
  }
  return (
    <Sheet title={t('system.verify')}>
      <p className={styles['note']}>{t('system.verify_note')}</p>
      {state.kind === 'running' && <Progress label={t('system.verifying')} />}
      {state.kind === 'done' && state.verdict.ok && (
        <p role="status">
          <VerdictMark kind="pass" word={t('system.verified', { facts: state.verdict.facts, streams: state.verdict.streams, seconds: (state.verdict.milliseconds / 1000).toFixed(1) })} />
        </p>
      )}
      {state.kind === 'done' && !state.verdict.ok && (
        <p role="alert">
          <VerdictMark kind="fail" word={t('system.not_verified', { fact: state.verdict.bad?.fact ?? '', problem: state.verdict.bad?.problem ?? '' })} />
        </p>
      )}
      {state.kind === 'failed' && (
        <p role="alert">
          <VerdictMark kind="warn" word={t('system.verify_failed')} />
        </p>
      )}
      <div className={styles['buttons']}>
        <Button disabled={state.kind === 'running'} onClick={() => run(true)}>
          {t('system.verify_full')}
        </Button>
        <Button disabled={state.kind === 'running'} onClick={() => run(false)}>
          {t('system.verify_now')}
        </Button>
      </div>
    </Sheet>
  )
}
