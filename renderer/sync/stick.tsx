import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StickFile, SyncState } from '../../shared/api/sync.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { FileDrop, type Dropped } from '../parts/file-drop.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { useVenue } from '../frame/who.ts'
import styles from './sync.module.css'

const sizeOf = (bytes: number) => (bytes < 1_000_000 ? `${String(Math.ceil(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

/** The other road: a sealed file out, a receipt back in. */
export function Stick({ state, again }: { state: SyncState; again: () => void }) {
  const { t } = useTranslation()
  const files = useAsk('stick', () => station.sync.stickFiles(), ['sync'])
  const write = useCommand(({ everything }: { everything: boolean; cmd: string }) => station.sync.exportStick({ everything }))
  const start = (everything: boolean) => void write.send({ everything }).then((done) => done !== undefined && files.again())
  const written = write.state.kind === 'done' ? write.state.answer : null
  return (
    <Sheet title={t('sync.stick.title')}>
      <p>{t('sync.stick.about')}</p>
      {!state.stick && <p>▲ {t('sync.stick.no_key')}</p>}
      {state.stick && (
        <div className={styles['buttons']}>
          <Button busy={write.busy} disabled={state.unsent === 0} onClick={() => start(false)}>{t('sync.stick.write')}</Button>
          <Button kind="quiet" busy={write.busy} onClick={() => start(true)}>{t('sync.stick.write_all')}</Button>
        </div>
      )}
      {write.busy && <Progress label={t('sync.stick.writing')} />}
      <Outcome of={write.state} />
      {written !== null && <p role="status">✓ {t('sync.stick.written', { facts: written.facts, size: sizeOf(written.bytes) })}</p>}
      {(files.value?.length ?? 0) > 0 && (
        <ul className={styles['files']} aria-label={t('sync.stick.files')}>
          {files.value?.slice(0, 5).map((file) => <li key={file.file}><OneFile file={file} /></li>)}
        </ul>
      )}
      <Receipt again={again} />
    </Sheet>
  )
}

type Saving = { kind: 'idle' } | { kind: 'fetching'; got: number } | { kind: 'refused'; reason: string } | { kind: 'failed' }

/** The name a file gets on the stick: whose it is and when it was written, for whoever sorts forty sticks. */
function nameOnStick(venue: string, at: number): string {
  return `${venue}-${dayAndMinute(at)}`.replaceAll(/[\\/:*?"<>|\s]+/gu, '-') + '.kdcourier'
}

function OneFile({ file }: { file: StickFile }) {
  const { t } = useTranslation()
  const venue = useVenue()
  const name = nameOnStick(venue.name, file.at)
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' })
  const fetched = async (): Promise<Saving> => {
    const bytes = new Uint8Array(file.bytes)
    for (let offset = 0; offset < file.bytes; ) {
      setSaving({ kind: 'fetching', got: offset })
      const answer = await station.sync.download({ file: file.file, offset })
      if (!answer.ok) return { kind: 'refused', reason: answer.refused.reason }
      const slice = Uint8Array.from(atob(answer.bytes), (sign) => sign.charCodeAt(0))
      if (slice.length === 0) return { kind: 'failed' }
      bytes.set(slice, offset)
      offset += slice.length
    }
    await saveFile(name, bytes, 'application/octet-stream')
    return { kind: 'idle' }
  }
  return (
    <>
      <span className={styles['file']}>
        <b>{name}</b>
        <small>{t('sync.stick.file_line', { at: dayAndMinute(file.at), size: sizeOf(file.bytes) })}</small>
      </span>
      <Button busy={saving.kind === 'fetching'} onClick={() => void fetched().then(setSaving, () => setSaving({ kind: 'failed' }))}>
        {t('sync.stick.save')}
      </Button>
      {saving.kind === 'fetching' && <Progress label={t('sync.stick.saving')} of={saving.got} all={file.bytes} />}
      {saving.kind === 'refused' && <Refusal reason={saving.reason} />}
      {saving.kind === 'failed' && <p role="alert">▲ {t('sync.stick.save_failed')}</p>}
    </>
  )
}

function Receipt({ again }: { again: () => void }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const take = useCommand(({ bytes }: { bytes: string; cmd: string }) => station.sync.importReceipt({ bytes }))
  const taken = take.state.kind === 'done' ? take.state.answer : null
  return (
    <div className={styles['receipt']}>
      <FileDrop
        label={t('sync.stick.receipt')} note={t('sync.stick.receipt_drop')} accept=".kdreceipt" file={file}
        onFile={(dropped) => {
          setFile(dropped)
          void take.send({ bytes: dropped.bytes }).then(again)
        }}
      />
      <Outcome of={take.state} />
      {taken !== null && <p role="status">✓ {taken.newest ? t('sync.stick.receipt_taken', { atHq: taken.atHq, unsent: taken.unsent }) : t('sync.stick.receipt_old')}</p>}
    </div>
  )
}
