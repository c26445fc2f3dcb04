import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Tick } from '../../parts/field.tsx'
import { Figure, Figures } from '../../parts/figures.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { Note, WhyNot } from '../../parts/form.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { Holes } from '../../setup/holes.tsx'
import { SheetFile, type SheetWords } from '../../setup/sheet-file.tsx'
import { useLast } from '../../setup/use-settled.ts'
import { hq } from '../contract.ts'
import { MissingPeople, RosterChangesTable, SheetWarnings } from './roster-tables.tsx'

const fields = ['rosterNumber', 'ticket', 'residentId', 'name', 'sex', 'birth', 'post', 'written', 'quality'] as const
const words: SheetWords = {
  field: (field) => `people.field.${field}`,
  problem: (problem) => `people.sheet_problem.${problem}`,
}
type Input = Parameters<typeof hq.people.import>[0]
interface Done {
  done: number
  of: number
}

/** A roster from a sheet: columns, problems, warnings, whom it adds, changes and misses; then every row or none. */
export function ImportPeople({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [mapping, setMapping] = useState<Record<string, string> | null>(null)
  const [remove, setRemove] = useState(false)
  const [progress, setProgress] = useState<Done | null>(null)
  // the answer is the last of what comes; what comes before says how far it is
  const bring = useCommand(async (input: Input) => {
    for await (const step of await hq.people.import(input)) {
      if (step.kind === 'answer') return step.answer
      setProgress(step.step === 'reading' ? null : { done: step.done, of: step.of })
    }
    throw new Error('the import ended without an answer')
  })
  const given =
    file === null ? null : { recruitment, name: file.name, bytes: file.bytes, ...(mapping === null ? {} : { mapping }) }
  const about = given === null ? null : JSON.stringify([given.name, file?.size, given.bytes.slice(-80), mapping])
  const asked = useAsk(
    bring.busy ? null : about,
    (signal) => {
      if (given === null) throw new Error('asked without a sheet')
      return hq.people.preview(given, { signal })
    },
    ['people', 'posts'],
  )
  const seen = useLast(asked.value?.ok === true ? asked.value : undefined, file?.name ?? null)
  const does = seen === undefined ? 0 : seen.added + seen.changed + (remove ? seen.missing - seen.missingIssued : 0)
  const ready = seen !== undefined && asked.state === 'ready' && seen.problemCount === 0 && does > 0
  const send = async () => {
    if (given === null || seen === undefined || !ready) return
    setProgress(null)
    if ((await bring.send({ ...given, seen: seen.seen, missing: remove ? 'remove' : 'keep' })) !== undefined)
      go('people')
  }
  const reading = about !== null && asked.state === 'first' && !bring.busy
  return (
    <Screen
      title={t('people.import')}
      actions={
        <>
          {!ready && !bring.busy && (
            <WhyNot>
              {t(
                file === null
                  ? 'people.not_yet'
                  : seen === undefined || reading
                    ? 'people.reading'
                    : seen.problemCount > 0
                      ? 'people.not_yet_problems'
                      : 'people.nothing_new',
              )}
            </WhyNot>
          )}
          <Button onClick={() => go('people')}>{t('parts.cancel')}</Button>
          <Button kind="primary" disabled={!ready && !bring.busy} busy={bring.busy} onClick={() => void send()}>
            {t('people.import_n', { n: seen?.count ?? 0 })}
          </Button>
        </>
      }
    >
      <FileDrop
        label={t('people.file')}
        note={t('people.file_note')}
        accept=".xlsx,.csv"
        file={file}
        onFile={(dropped) => {
          setFile(dropped)
          setMapping(null)
          bring.reset()
        }}
      />
      {bring.busy && (
        <Progress
          label={progress === null ? t('people.reading') : t('people.writing', { ...progress })}
          {...(progress === null ? {} : { of: progress.done, all: progress.of })}
        />
      )}
      <Outcome of={bring.state} again={() => void send()} />
      {reading && <Progress label={t('people.reading')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {seen !== undefined && !bring.busy && (
        <>
          {seen.problemCount === 0 && (
            <Sheet title={t('people.would')}>
              <Figures>
                {(['added', 'changed', 'same', 'missing', 'withoutScore'] as const).map((key) => (
                  <Figure key={key} label={t(`people.${key}`)}>
                    {seen[key]}
                  </Figure>
                ))}
              </Figures>
              <Holes holes={seen.holes} />
              {seen.warningCount > 0 && (
                <SheetWarnings warnings={seen.warnings} all={seen.warningCount} at={asked.at} />
              )}
              {seen.changed > 0 && <RosterChangesTable changes={seen.changes} all={seen.changed} at={asked.at} />}
              {seen.missing > 0 && (
                <>
                  <MissingPeople people={seen.missingPeople} all={seen.missing} at={asked.at} />
                  <Tick
                    label={t('people.remove_missing', { n: seen.missing - seen.missingIssued })}
                    checked={remove}
                    onChange={(event) => setRemove(event.currentTarget.checked)}
                  />
                  {seen.missingIssued > 0 && <Note>{t('people.missing_issued', { n: seen.missingIssued })}</Note>}
                </>
              )}
            </Sheet>
          )}
          <Sheet title={t('people.columns')}>
            <SheetFile
              seen={seen}
              at={asked.at}
              fields={fields}
              total={seen.problemCount}
              words={words}
              problemsFirst
              onMapping={setMapping}
            />
          </Sheet>
        </>
      )}
    </Screen>
  )
}
