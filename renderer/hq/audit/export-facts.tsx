import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import type { toAsk } from './filters.tsx'

/** What the filter shows, as a .csv file. */
export function ExportFacts({ asked, rows }: { asked: ReturnType<typeof toAsk>; rows: number }) {
  const { t } = useTranslation()
  const [state, setState] = useState<'idle' | 'running' | 'failed'>('idle')
  const run = () => {
    setState('running')
    hq.audit
      .exportCsv(asked)
      .then(({ fileName, base64 }) => saveFile(fileName, { base64 }, 'text/csv'))
      .then(
        () => setState('idle'),
        () => setState('failed'),
      )
  }
  return (
    <>
      {state === 'failed' && <VerdictMark kind="fail" word={t('audit.export_failed')} />}
      <Button kind="primary" busy={state === 'running'} disabled={rows === 0} onClick={run}>
        {t('audit.export')}
      </Button>
    </>
  )
}
