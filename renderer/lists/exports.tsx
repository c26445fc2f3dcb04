import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as RefusalValue } from '../../shared/api/answer.ts'
import type { ListName, SessionInfo } from '../../shared/api/sessions.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Progress } from '../parts/progress.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { PrintSheet } from '../print/print-sheet.tsx'

const kinds = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
} as const

type State = { kind: 'idle' } | { kind: 'working' } | { kind: 'refused'; refused: RefusalValue } | { kind: 'failed' } | { kind: 'paper' }

/** The list as .xlsx, .csv or paper. */
export function Exports({ session, list, total }: { session: SessionInfo; list: ListName; total: number }) {
  const { t } = useTranslation()
  const [state, setState] = useState<State>({ kind: 'idle' })
  const save = (format: 'xlsx' | 'csv') => {
    setState({ kind: 'working' })
    station.sessions.exportList({ session: session.id, list, format }).then(
      (answer) => {
        if (!answer.ok) {
          setState({ kind: 'refused', refused: answer.refused })
          return undefined
        }
        void saveFile(answer.name, { base64: answer.bytes }, kinds[format])
        setState({ kind: 'idle' })
      },
      () => setState({ kind: 'failed' }),
    )
  }
  return (
    <>
      {state.kind === 'working' && <Progress label={t('lists.working')} />}
      {state.kind === 'refused' && <Refusal reason={state.refused.reason} detail={state.refused.detail} />}
      {state.kind === 'failed' && <p role="alert">▲ {t('lists.export_failed')}</p>}
      {state.kind === 'paper' && <PrintSheet session={session.id} kind="list" keys={[list]} onDone={() => setState({ kind: 'idle' })} />}
      <Button disabled={state.kind === 'working' || total === 0} onClick={() => setState({ kind: 'paper' })}>
        {t('lists.print')}
      </Button>
      <Button disabled={state.kind === 'working'} onClick={() => save('csv')}>
        {t('lists.csv')}
      </Button>
      <Button kind="primary" disabled={state.kind === 'working'} onClick={() => save('xlsx')}>
        {t('lists.xlsx')}
      </Button>
    </>
  )
}
