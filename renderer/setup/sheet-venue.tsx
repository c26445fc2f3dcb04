import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { ChiefFields, chiefReady, noChief } from './chief-fields.tsx'
import { Holes } from './holes.tsx'
import styles from './set-up.module.css'
import { SheetFile } from './sheet-file.tsx'
import { SheetPack } from './sheet-pack.tsx'
import { Part, StepScreen } from './step-screen.tsx'

/** A live venue from a rule pack and a sheet: every problem by row and column, and then all rows or none. */
export function SheetVenue({ onBack, onOpened }: { onBack: () => void; onOpened: () => void }) {
  const { t } = useTranslation()
  const [pack, setPack] = useState('')
  const [file, setFile] = useState<Dropped | null>(null)
  const [mapping, setMapping] = useState<Record<string, string> | null>(null)
  const [venue, setVenue] = useState('')
  const [exam, setExam] = useState('')
  const [chief, setChief] = useState(noChief)
  const open = useCommand(station.venue.openSheet)

  const sheet = file === null ? null : { name: file.name, bytes: file.bytes, pack, ...(mapping === null ? {} : { mapping }) }
  const key = sheet === null || pack === '' ? null : JSON.stringify([sheet.name, file?.size, sheet.bytes.slice(-80), mapping, pack])
  const preview = useAsk(key, () => {
    if (sheet === null) throw new Error('asked without a sheet')
    return station.venue.previewSheet(sheet)
  })
  const seen = preview.value?.ok === true ? preview.value : undefined
  const person = chiefReady(chief)
  const ready =
    sheet !== null && seen !== undefined && seen.count > 0 && seen.problems.length === 0 && seen.holes.length === 0 &&
    venue.trim() !== '' && exam.trim() !== '' && person !== undefined

  const go = async () => {
    if (!ready) return
    const done = await open.send({ ...sheet, venue: venue.trim(), exam: exam.trim(), chief: person })
    if (done !== undefined) onOpened()
  }
  return (
    <StepScreen
      title={t('setup.way.sheet.title')}
      text={t('setup.sheet_text')}
      onBack={onBack}
      action={
        <>
          {!ready && <span className={styles['why']}>{t('setup.sheet_missing')}</span>}
          <Button kind="primary" disabled={!ready} busy={open.busy} onClick={() => void go()}>
            {seen === undefined ? t('setup.open_venue') : t('setup.import_and_open', { n: seen.count })}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <Part n={1} title={t('setup.pack')}>
          <SheetPack json={pack} onChange={setPack} />
        </Part>
        <Part n={2} title={t('setup.sheet_file')}>
          <FileDrop
            label={t('setup.sheet_file')}
            note={t('setup.sheet_note')}
            accept=".xlsx,.csv"
            file={file}
            onFile={(dropped) => {
              setFile(dropped)
              setMapping(null)
            }}
          />
          {file !== null && pack === '' && <p>{t('setup.pack_first')}</p>}
          {key !== null && preview.state === 'first' && <Progress label={t('setup.reading')} />}
          {preview.state === 'failed' && <Refusal reason="no_answer" detail={{ code: preview.code }} />}
          {preview.value?.ok === false && <Refusal reason={preview.value.refused.reason} detail={preview.value.refused.detail} />}
          {seen !== undefined && (
            <>
              <SheetFile seen={seen} at={preview.at} onMapping={setMapping} />
              <Holes holes={seen.holes} />
            </>
          )}
        </Part>
        <Part n={3} title={t('setup.venue_title')}>
          <div className={styles['pair']}>
            <TextField label={t('setup.venue_name')} value={venue} maxLength={100} onChange={(event) => setVenue(event.currentTarget.value)} />
            <TextField label={t('setup.exam_name')} value={exam} maxLength={100} onChange={(event) => setExam(event.currentTarget.value)} />
          </div>
        </Part>
        <Part n={4} title={t('setup.chief_title')}>
          <ChiefFields value={chief} onChange={setChief} />
        </Part>
        <Outcome of={open.state} again={() => void go()} />
      </div>
    </StepScreen>
  )
}
