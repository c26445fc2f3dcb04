import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { allRows } from '../parts/use-pages.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import styles from './room.module.css'

/** The assessment software's file: preview with every problem by row and column, then all rows or none. */
export function ImportFile({ session, onDone }: { session: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<{ file: Dropped; round: number } | null>(null)
  const [imported, setImported] = useState<number | null>(null)
  const preview = useAsk(chosen === null ? null : `${chosen.file.name} ${String(chosen.round)}`, () =>
    station.psych.previewFile({ session, name: chosen?.file.name ?? '', bytes: chosen?.file.bytes ?? '' }),
  )
  const form = useCommand<{ name: string; bytes: string }, Awaited<ReturnType<typeof station.psych.importFile>>>((input) =>
    station.psych.importFile({ session, ...input }),
  )
  useCommandSound(form.state)
  const read = preview.value?.ok === true ? preview.value : undefined
  const already = read?.counts['already'] ?? 0
  const send = () => {
    if (chosen === null) return
    void form.send({ name: chosen.file.name, bytes: chosen.file.bytes }).then((answer) => {
      if (answer !== undefined) setImported(answer.imported)
    })
  }
  if (imported !== null) {
    return (
      <div className={styles['sheet']} role="status">
        <strong className={styles['imported']}>✓ {t('psych.imported', { n: imported })}</strong>
        <Button kind="primary" hint="Enter" autoFocus onClick={onDone}>
          {t('psych.import_done')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles['sheet']}>
      <h2>{t('psych.import')}</h2>
      <FileDrop
        label={t('psych.choose_file')}
        note={t('psych.file_note')}
        accept=".xlsx,.csv"
        file={chosen?.file ?? null}
        onFile={(file) => {
          form.reset()
          setChosen((before) => ({ file, round: (before?.round ?? 0) + 1 }))
        }}
      />
      {chosen !== null && preview.state === 'first' && <p aria-busy="true">{t('psych.reading')}</p>}
      {preview.value?.ok === false && (
        <Refusal reason={preview.value.refused.reason} detail={preview.value.refused.detail} />
      )}
      {preview.state === 'failed' && <p role="alert">{t('fitness.no_answer')}</p>}
      {read !== undefined && (
        <>
          <p className={styles['counts']}>
            {t('psych.counts', { n: read.count, passed: read.counts['passed'] ?? 0, failed: read.counts['failed'] ?? 0, invalid: read.counts['invalid'] ?? 0 })}
            {already > 0 && ` ${t('psych.already', { n: already })}`}
          </p>
          {read.problems.length === 0 ? (
            <p className={styles['fine']}>✓ {t('psych.no_problems')}</p>
          ) : (
            <>
              <p className={styles['wrong']} role="alert">
                ✕ {t('psych.problems', { n: read.problems.length })}
              </p>
              <div className={styles['problems']}>
                <VirtualTable
                  label={t('psych.problem_list')}
                  pages={allRows(read.problems, preview.at)}
                  rowKey={(row) => `${String(row.row)} ${row.column} ${row.problem}`}
                  empty={null}
                  columns={[
                    { key: 'row', title: t('psych.problem.row'), width: '72px', end: true, cell: (row) => row.row },
                    { key: 'column', title: t('psych.problem.column'), width: '112px', cell: (row) => row.column },
                    { key: 'value', title: t('psych.problem.value'), width: '1fr', cell: (row) => row.value || '—' },
                    { key: 'problem', title: t('psych.problem.what'), width: '2fr', cell: (row) => t(`psych.problems_by.${row.problem}`, { defaultValue: t(`setup.sheet_problem.${row.problem}`, { defaultValue: row.problem }) }) },
                  ]}
                />
              </div>
            </>
          )}
        </>
      )}
      <Outcome of={form.state} again={send} />
      <div className={styles['actions']}>
        <Button onClick={onDone}>{t('fitness.back')}</Button>
        <Button kind="primary" busy={form.busy} disabled={read === undefined || read.problems.length > 0 || read.count === 0} onClick={send}>
          {read === undefined ? t('psych.import_nothing') : t('psych.import_n', { n: read.count - already })}
        </Button>
      </div>
    </div>
  )
}
