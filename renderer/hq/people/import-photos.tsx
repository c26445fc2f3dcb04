import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newCommand } from '../../answers.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Figure, Figures } from '../../parts/figures.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { allRows } from '../../parts/use-pages.ts'
import { useCommand } from '../../parts/use-command.ts'
import { VirtualTable } from '../../parts/virtual-table.tsx'
import { hq } from '../contract.ts'
import styles from './roster-tables.module.css'

/** Photos from a .zip of files named by ticket: what fits and what does not is shown before anything is taken. */
export function ImportPhotos({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [look] = useState(newCommand)
  const bring = useCommand(hq.people.photos)
  const given = file === null ? null : { recruitment, name: file.name, bytes: file.bytes }
  const asked = useAsk(
    given === null ? null : `${given.name} ${String(file?.size)} ${given.bytes.slice(-80)}`,
    (signal) => {
      if (given === null) throw new Error('asked without a file')
      return hq.people.photos({ ...given, cmd: look, take: false }, { signal })
    },
  )
  const seen = asked.value?.ok === true ? asked.value : undefined
  const ready = seen !== undefined && seen.matched > 0
  const send = async () => {
    if (given !== null && ready && (await bring.send({ ...given, take: true })) !== undefined) go('people')
  }
  return (
    <Screen
      title={t('people.photos')}
      wide={false}
      actions={
        <>
          <Button onClick={() => go('people')}>{t('parts.cancel')}</Button>
          <Button kind="primary" disabled={!ready} busy={bring.busy} onClick={() => void send()}>
            {t('people.photos_take', { n: seen?.matched ?? 0 })}
          </Button>
        </>
      }
    >
      <FileDrop
        label={t('people.photo_file')}
        note={t('people.photo_note')}
        accept=".zip"
        file={file}
        onFile={setFile}
      />
      {file !== null && asked.state === 'first' && <Progress label={t('people.reading')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {seen !== undefined && (
        <Sheet>
          <Figures>
            <Figure label={t('people.photo_matched')}>{seen.matched}</Figure>
            <Figure label={t('people.photo_replaced')}>{seen.replaced}</Figure>
            <Figure label={t('people.photo_without')}>{seen.without}</Figure>
          </Figures>
          {seen.problems.length > 0 && (
            <div className={styles['tall']}>
              <VirtualTable
                label={t('people.photo_problems')}
                pages={allRows(seen.problems, asked.at)}
                rowKey={(row) => row.file}
                empty={null}
                columns={[
                  {
                    key: 'file',
                    title: t('people.photo_file_name'),
                    width: 'minmax(160px, 1fr)',
                    cell: (row) => <span title={row.file}>{row.file}</span>,
                  },
                  {
                    key: 'problem',
                    title: t('setup.problem'),
                    width: 'minmax(160px, 1fr)',
                    cell: (row) => t(`people.photo_problem.${row.problem}`),
                  },
                ]}
              />
            </div>
          )}
        </Sheet>
      )}
      <Outcome of={bring.state} again={() => void send()} />
    </Screen>
  )
}
