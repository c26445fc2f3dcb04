import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal as RefusalValue } from '../../shared/api/answer.ts'
import type { StandingsList } from '../../shared/api/standings.ts'
import { standingsLists } from '../../shared/standings-lists.ts'
import { station } from '../contract.ts'
import { useSession } from '../frame/session.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/field.tsx'
import { Progress } from '../parts/progress.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { PrintSheet } from '../print/print-sheet.tsx'
import styles from './standings.module.css'

const kinds = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
} as const

type State = { kind: 'idle' } | { kind: 'working' } | { kind: 'refused'; refused: RefusalValue } | { kind: 'failed' } | { kind: 'printing'; key: string }

/** A list of this post or of all, as .xlsx, .csv or paper; every one of them says that it is provisional. */
export function Exports({ post }: { post: string }) {
  const { t } = useTranslation()
  const session = useSession()
  const [list, setList] = useState<StandingsList>('ranking')
  const [all, setAll] = useState(false)
  const [state, setState] = useState<State>({ kind: 'idle' })
  const save = (format: 'xlsx' | 'csv') => {
    setState({ kind: 'working' })
    station.standings.exportList({ list, post: all ? null : post, format }).then(
      (answer) => {
        if (!answer.ok) {
          setState({ kind: 'refused', refused: answer.refused })
          return
        }
        void saveFile(answer.name, { base64: answer.bytes }, kinds[format])
        setState({ kind: 'idle' })
      },
      () => setState({ kind: 'failed' }),
    )
  }
  const onPaper = list === 'ranking' || list === 'public'
  const busy = state.kind === 'working' || state.kind === 'printing'
  return (
    <>
      {state.kind === 'working' && <Progress label={t('standings.export.working')} />}
      {state.kind === 'refused' && <Refusal reason={state.refused.reason} detail={state.refused.detail} />}
      {state.kind === 'failed' && <p role="alert">▲ {t('standings.export.failed')}</p>}
      {state.kind === 'printing' && session !== undefined && (
        <PrintSheet session={session.id} kind="ranking" keys={[state.key]} onDone={() => setState({ kind: 'idle' })} />
      )}
      <div className={styles['export']}>
        <Choice
          label={t('standings.export.list')}
          value={list}
          options={standingsLists.map((name) => [name, t(`standings.list.${name}`)] as const)}
          onChange={(event) => setList(standingsLists.find((name) => name === event.currentTarget.value) ?? 'ranking')}
        />
        <Choice
          label={t('standings.export.of')}
          value={all ? 'all' : 'post'}
          options={[['post', t('standings.export.post', { post })], ['all', t('standings.export.all')]]}
          onChange={(event) => setAll(event.currentTarget.value === 'all')}
        />
      </div>
      <Button disabled={busy || !onPaper || all || session === undefined} title={onPaper ? undefined : t('standings.export.no_paper')} onClick={() => setState({ kind: 'printing', key: `${list === 'public' ? 'public' : 'internal'}:${post}` })}>
        {t('standings.export.print')}
      </Button>
      <Button disabled={busy} onClick={() => save('csv')}>
        {t('standings.export.csv')}
      </Button>
      <Button kind="primary" disabled={busy} onClick={() => save('xlsx')}>
        {t('standings.export.xlsx')}
      </Button>
    </>
  )
}
