import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './room.module.css'

/** The folder that gets the state as printable sheets every minute: where, how fresh, what is wrong with it. */
export function PaperFolder() {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [typed, setTyped] = useState('')
  const asked = useAsk('folder', (signal) => station.paper.folder(undefined, { signal }), ['paper'])
  const { send, state, busy } = useCommand(station.paper.setFolder)
  const now = asked.value
  const name = (folder: string | null) => {
    void send({ folder }).then((done) => {
      if (done !== undefined) setTyped('')
      asked.again()
    })
  }
  return (
    <Sheet title={t('print.folder')}>
      <p>{t('print.folder_about')}</p>
      {now?.folder != null && (
        <dl className={styles['folder']}>
          <dt>{t('print.folder_now')}</dt>
          <dd>{now.folder}</dd>
          <dt>{t('print.folder_last')}</dt>
          <dd>{now.lastAt === null ? t('print.folder_not_yet') : t('print.folder_at', { at: dayAndMinute(now.lastAt), pages: now.pages, changed: now.changed })}</dd>
        </dl>
      )}
      {now !== undefined && now.problem !== '' && <p role="alert" className={styles['problem']}>▲ {t(`print.folder_problem.${now.problem}`, { folder: now.folder })}</p>}
      {now !== undefined && now.folder === null && <p>{t('print.folder_none')}</p>}
      {may(roles, 'paper.setFolder') && (
        <form
          className={styles['kinds']}
          onSubmit={(event) => {
            event.preventDefault()
            if (typed.trim() !== '') name(typed.trim())
          }}
        >
          <TextField label={t('print.folder_path')} note={t('print.folder_path_note')} value={typed} maxLength={300} onChange={(event) => setTyped(event.currentTarget.value)} />
          <Button type="submit" busy={busy} disabled={typed.trim() === ''}>{t('print.folder_use')}</Button>
          {now?.folder != null && <Button kind="quiet" busy={busy} onClick={() => name(null)}>{t('print.folder_stop')}</Button>}
          <Outcome of={state} />
        </form>
      )}
    </Sheet>
  )
}
