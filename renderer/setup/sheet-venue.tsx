import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Fields, Form, WhyNot } from '../parts/form.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { ChiefFields, chiefReady, noChief } from './chief-fields.tsx'
import { Holes } from './holes.tsx'
import { faultsByRow } from './pack-faults.ts'
import { Posts } from './posts.tsx'
import { Sessions } from './sessions.tsx'
import styles from './sheet-venue.module.css'
import { SheetFile } from './sheet-file.tsx'
import { SheetPack } from './sheet-pack.tsx'
import { Part, Parts, StepScreen } from './step-screen.tsx'
import { useLast, useSettled } from './use-settled.ts'
import { useVenuePack, type ChosenPack } from './use-venue-pack.ts'

/** A live venue from a rule pack and a sheet: its posts and half days, every problem by row and column, then all or nothing. */
export function SheetVenue({ onBack, onOpened }: { onBack: () => void; onOpened: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ChosenPack>({ original: '', json: '' })
  const [file, setFile] = useState<Dropped | null>(null)
  const [mapping, setMapping] = useState<Record<string, string> | null>(null)
  const [name, setName] = useState('')
  const [exam, setExam] = useState('')
  const [chief, setChief] = useState(noChief)
  const open = useCommand(station.venue.openSheet)

  const given = file === null ? null : { name: file.name, bytes: file.bytes, ...(mapping === null ? {} : { mapping }) }
  const about = given === null || chosen.original === '' ? null : JSON.stringify([given.name, file?.size, given.bytes.slice(-80), mapping])
  const first = useAsk(about === null ? null : `${about} ${chosen.original}`, () => {
    if (given === null) throw new Error('asked without a sheet')
    return station.venue.previewSheet({ ...given, pack: chosen.json })
  })
  const read = first.value?.ok === true ? first.value : undefined
  const sheet = useMemo(() => (read === undefined ? null : { posts: read.posts, sessions: read.sessions }), [read])
  const venue = useVenuePack(chosen, sheet)

  const settled = useSettled(venue.json)
  const check = useAsk(venue.made === null ? null : settled, () => station.venue.checkPack({ json: settled }))
  const checked = useLast(check.value, about)
  const sound = check.value?.valid === true && settled === venue.json
  const preview = useAsk(sheet === null || !sound ? null : `${about ?? ''} ${settled}`, () => {
    if (given === null) throw new Error('asked without a sheet')
    return station.venue.previewSheet({ ...given, pack: settled })
  })
  const last = useLast(preview.value, about)
  const seen = last?.ok === true ? last : undefined
  const faults = checked === undefined || venue.made === null ? null : faultsByRow(checked.errors, venue.made.pack)
  const person = chiefReady(chief)
  const ready =
    given !== null && sound && preview.value?.ok === true && preview.value.count > 0 && preview.value.problems.length === 0 &&
    preview.value.holes.length === 0 && (preview.value.due.some(({ count }) => count > 0) || venue.drafts.some(({ shortlist }) => shortlist)) && name.trim() !== '' && exam.trim() !== '' && person !== undefined

  const go = async () => {
    if (!ready) return
    const done = await open.send({ ...given, pack: venue.json, venue: name.trim(), exam: exam.trim(), chief: person })
    if (done !== undefined) onOpened()
  }
  const choose = (json: string) => setChosen({ original: json, json })
  return (
    <StepScreen
      title={t('setup.way.sheet.title')}
      text={t('setup.sheet_text')}
      onBack={onBack}
      action={
        <>
          {!ready && <WhyNot>{t('setup.sheet_missing')}</WhyNot>}
          <Button kind="primary" disabled={!ready} busy={open.busy} onClick={() => void go()}>
            {read === undefined ? t('setup.open_venue') : t('setup.import_and_open', { n: read.count })}
          </Button>
        </>
      }
    >
      <Parts>
        <Part n={1} title={t('setup.pack')}>
          <SheetPack json={chosen.json} onChoose={choose} onChange={(json) => setChosen({ ...chosen, json })} />
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
          {file !== null && chosen.original === '' && <p>{t('setup.pack_first')}</p>}
          {about !== null && first.state === 'first' && <Progress label={t('setup.reading')} />}
          {first.state === 'failed' && <Refusal reason="no_answer" detail={{ code: first.code }} />}
          {first.value?.ok === false && <Refusal reason={first.value.refused.reason} detail={first.value.refused.detail} />}
          {last?.ok === false && <Refusal reason={last.refused.reason} detail={last.refused.detail} />}
          {read !== undefined && <SheetFile seen={{ ...read, problems: seen?.problems ?? null }} at={preview.at} onMapping={setMapping} />}
          {seen !== undefined && <Holes holes={seen.holes} />}
        </Part>
        <Part n={3} title={t('setup.posts')}>
          <Posts venue={venue} faults={faults} />
        </Part>
        <Part n={4} title={t('setup.sessions')}>
          {venue.base === null || sheet === null ? <p>{t('setup.sessions_first')}</p> : <Sessions venue={venue} faults={faults} due={seen?.problems.length === 0 && checked?.valid === true ? seen.due : []} notDue={seen?.notDue ?? 0} noWritten={seen?.noWritten ?? 0} />}
          {faults !== null && <Holes holes={faults.other} wrong />}
          {venue.made !== null && sheet !== null && venue.made.pack !== venue.base && (
            <div className={styles['save']}>
              <span>{t('setup.adapted', { id: venue.made.pack.id, version: venue.made.pack.version })}</span>
              <Button disabled={!sound} onClick={() => void saveFile(`${venue.made?.pack.id ?? ''}-${String(venue.made?.pack.version ?? '')}.json`, { text: venue.json }, 'application/json')}>
                {t('setup.save_pack')}
              </Button>
            </div>
          )}
        </Part>
        <Form parted onSend={() => void go()}>
          <Part n={5} title={t('setup.venue_title')}>
            <Fields>
              <TextField label={t('setup.venue_name')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
              <TextField label={t('setup.exam_name')} value={exam} maxLength={100} onChange={(event) => setExam(event.currentTarget.value)} />
            </Fields>
          </Part>
          <Part n={6} title={t('setup.chief_title')}>
            <ChiefFields value={chief} onChange={setChief} />
          </Part>
          <button type="submit" hidden />
        </Form>
        <Outcome of={open.state} again={() => void go()} />
      </Parts>
    </StepScreen>
  )
}
