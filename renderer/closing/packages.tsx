import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackageFile } from '../../shared/api/closing.ts'
import { time } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './closing.module.css'

/** Characters a passphrase needs at least; the station says no to less. */
const LEAST = 12

/** After closing: the package for HQ, written, listed and saved to a stick (规则 §11). */
export function Packages({ session }: { session: string }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const packages = useAsk(session, () => station.closing.packages({ session }), ['closing'])
  const write = useCommand(station.closing.package)
  const answer = packages.value
  if (answer === undefined) return null
  if (!answer.ok) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  const byPassphrase = answer.sealing === 'passphrase'
  const differs = again !== '' && passphrase !== again
  const ready = !byPassphrase || ([...passphrase].length >= LEAST && passphrase === again)
  const start = () =>
    void write.send({ session, passphrase: byPassphrase ? passphrase : '' }).then((done) => {
      if (done === undefined) return
      setPassphrase('')
      setAgain('')
      packages.again()
    })
  return (
    <Sheet title={t('closing.package')} aside={byPassphrase ? t('closing.sealed_passphrase') : t('closing.sealed_recipients', { count: answer.recipients.length })}>
      <p>{t(byPassphrase ? 'closing.package_about_passphrase' : 'closing.package_about')}</p>
      {may(roles, 'closing.package') && (
        <div className={styles['write']}>
          {byPassphrase && (
            <>
              <TextField
                label={t('closing.passphrase')} type="password" autoComplete="new-password" value={passphrase} maxLength={200}
                note={t('closing.passphrase_note', { least: LEAST })} onChange={(event) => setPassphrase(event.currentTarget.value)}
              />
              <TextField
                label={t('closing.passphrase_again')} type="password" autoComplete="new-password" value={again} maxLength={200}
                wrong={differs ? t('closing.passphrase_differs') : ''} onChange={(event) => setAgain(event.currentTarget.value)}
              />
            </>
          )}
          <Button kind={answer.packages.length === 0 ? 'primary' : 'plain'} disabled={!ready} busy={write.busy} onClick={start}>
            {t(answer.packages.length === 0 ? 'closing.write_package' : 'closing.write_again')}
          </Button>
        </div>
      )}
      {write.busy && <Progress label={t('closing.writing')} />}
      <Outcome of={write.state} again={start} />
      <ul className={styles['packages']}>
        {answer.packages.map((each) => (
          <li key={each.hash}>
            <OnePackage session={session} file={each} />
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

type Saving = { kind: 'idle' } | { kind: 'fetching'; got: number } | { kind: 'refused'; reason: string; detail?: Record<string, string> | undefined } | { kind: 'failed' }

function OnePackage({ session, file }: { session: string; file: PackageFile }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' })
  const fetched = async (): Promise<Saving> => {
    const bytes = new Uint8Array(file.bytes)
    for (let offset = 0; offset < file.bytes; ) {
      setSaving({ kind: 'fetching', got: offset })
      const answer = await station.closing.download({ session, file: file.file, offset })
      if (!answer.ok) return { kind: 'refused', reason: answer.refused.reason, detail: answer.refused.detail }
      const slice = Uint8Array.from(atob(answer.bytes), (sign) => sign.charCodeAt(0))
      if (slice.length === 0) return { kind: 'failed' }
      bytes.set(slice, offset)
      offset += slice.length
    }
    await saveFile(file.file, bytes, 'application/octet-stream')
    return { kind: 'idle' }
  }
  const save = () => void fetched().then(setSaving, () => setSaving({ kind: 'failed' }))
  return (
    <>
      <span className={styles['file']}>
        <b>{file.file}</b>
        <small>{t('closing.file_line', { at: time(file.at), facts: file.facts, size: (file.bytes / 1_000_000).toFixed(1) })}</small>
        <small>{t('closing.file_hash', { hash: (file.hash.match(/.{8}/g) ?? []).join(' ') })}</small>
      </span>
      {file.bytes === 0 && <em>{t('closing.file_gone')}</em>}
      {file.bytes > 0 && may(roles, 'closing.download') && (
        <Button kind="plain" busy={saving.kind === 'fetching'} onClick={save}>
          {t('closing.save')}
        </Button>
      )}
      {saving.kind === 'fetching' && <Progress label={t('closing.saving')} of={saving.got} all={file.bytes} />}
      {saving.kind === 'refused' && <Refusal reason={saving.reason} detail={saving.detail} />}
      {saving.kind === 'failed' && <p role="alert">▲ {t('closing.save_failed')}</p>}
    </>
  )
}
