import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import styles from './audit.module.css'

type Checked =
  | { kind: 'not_yet' }
  | { kind: 'running' }
  | { kind: 'failed' }
  | { kind: 'done'; report: Awaited<ReturnType<typeof hq.audit.verify>> }

/** Checks the whole ledger on demand: every hash, every signature. */
export function Verify() {
  const { t } = useTranslation()
  const [checked, setChecked] = useState<Checked>({ kind: 'not_yet' })
  const run = () => {
    setChecked({ kind: 'running' })
    hq.audit.verify().then(
      (report) => setChecked({ kind: 'done', report }),
      () => setChecked({ kind: 'failed' }),
    )
  }
  return (
    <div className={styles['verify']}>
      <Button busy={checked.kind === 'running'} onClick={run}>
        {t('audit.verify')}
      </Button>
      <span role="status" aria-busy={checked.kind === 'running'}>
        {checked.kind === 'not_yet' && t('audit.verify_note')}
        {checked.kind === 'running' && t('audit.verifying')}
        {checked.kind === 'failed' && <VerdictMark kind="fail" word={t('audit.verify_failed')} />}
        {checked.kind === 'done' && checked.report.whole && (
          <>
            <VerdictMark kind="pass" word={t('audit.whole', { count: checked.report.facts })} />{' '}
            <code>{checked.report.head.slice(0, 20)}…</code>
          </>
        )}
        {checked.kind === 'done' && checked.report.fault !== null && (
          <VerdictMark
            kind="fail"
            word={t('audit.broken', {
              seq: checked.report.fault.seq,
              why: t(`audit.fault.${checked.report.fault.why}`),
            })}
          />
        )}
      </span>
    </div>
  )
}
