import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import type { PaperEntry, ScannedRow } from '../../shared/api/paper.ts'
import { dayAndMinute, time } from '../clock.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextField, Tick } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useCommand } from '../parts/use-command.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { AttemptsEntry, CheckInEntry, PsychEntry } from './type-in-entries.tsx'
import styles from './type-in.module.css'

interface Typed {
  entry: PaperEntry
  writtenAt: string
  newer: string[]
  second?: Second
}

/** `0812` and `8:12` as `08:12`; null where it is no time of day. */
function minuteOf(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s.：]/g, ':').trim()
  if (plain === '') return ''
  const found = /^(\d{1,2}):?(\d{2})$/.exec(plain)
  const [, hours = '', minutes = ''] = found ?? []
  return found === null || Number(hours) > 23 || Number(minutes) > 59 ? null : `${hours.padStart(2, '0')}:${minutes}`
}

/** One row: whose, how old the sheet is, what happened since, and what was written on it. */
export function TypeInRow({ session, code, row, onTyped, onAgain, onCancel }: {
  session: string
  code: string
  row: ScannedRow
  onTyped: () => void
  /** Asks what the row stands for once more. */
  onAgain: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const [entry, setEntry] = useState<PaperEntry | null>(null)
  const [written, setWritten] = useState('')
  const [seen, setSeen] = useState(false)
  const [withSecond, setWithSecond] = useState(false)
  const [second, setSecond] = useState(nobody)
  const form = useCommand<Typed, Awaited<ReturnType<typeof station.paper.enter>>>((input) => station.paper.enter({ session, code, ...input }))
  useCommandSound(form.state)
  const refusal = form.state.kind === 'refused' ? form.state.refused.reason : ''
  const asksSecond = withSecond || refusal.startsWith('second_person') || refusal === 'warnings_unconfirmed'
  const writtenAt = minuteOf(written)
  const person = complete(second)
  const ready = entry !== null && writtenAt !== null && (row.newer.length === 0 || seen) && (!asksSecond || person !== undefined)
  const send = (sure = false) => {
    if (!ready) return
    const sent = sure && entry.kind === 'attempt' ? { ...entry, confirmed: true } : entry
    void form
      .send({ entry: sent, writtenAt, newer: row.newer.map((each) => each.fact), ...(asksSecond && person !== undefined ? { second: person } : {}) })
      .then((answer) => answer !== undefined && onTyped())
  }
  return (
    <form
      className={styles['row']}
      aria-label={t(`type-in.kinds.${row.kind}`)}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <header>
        <strong>{t(`type-in.kinds.${row.kind}`)}{row.item === '' ? '' : `　${inTongue(row.title)}`}</strong>
        <b>{row.lot === '' ? t('type-in.roster', { number: row.rosterNumber }) : row.lot}</b>
        <span>{t('type-in.printed', { at: dayAndMinute(row.printedAt) })}</span>
      </header>
      {row.alreadyTyped > 0 && <p className={styles['warn']}>▲ {t('type-in.typed_before', { count: row.alreadyTyped })}</p>}
      {row.newer.length > 0 && (
        <section className={styles['newer']} aria-label={t('type-in.newer', { count: row.newer.length })}>
          <strong>▲ {t('type-in.newer', { count: row.newer.length })}</strong>
          <ul>
            {row.newer.map((each) => (
              <li key={each.fact}>{t('type-in.newer_line', { at: time(each.at), by: each.by, what: t(`type-in.types.${each.type.replace('.', '_')}`, { defaultValue: each.type }) })}</li>
            ))}
          </ul>
          <Tick label={t('type-in.seen')} checked={seen} onChange={(event) => setSeen(event.currentTarget.checked)} />
        </section>
      )}
      {row.kind === 'checkIn' && <CheckInEntry onChange={setEntry} />}
      {row.kind === 'psych' && <PsychEntry onChange={setEntry} />}
      {row.kind === 'attempt' && (row.lot === '' ? <p>{t('type-in.no_lot')}</p> : <AttemptsEntry session={session} lot={row.lot} item={row.item} onChange={setEntry} />)}
      {row.kind === 'interview' && <p>{t('type-in.interview')}</p>}
      {row.kind !== 'interview' && (
        <>
          <TextField
            label={t('type-in.written')} value={written} inputMode="numeric" placeholder="08:12" maxLength={8}
            note={t('type-in.written_note')} wrong={writtenAt === null ? t('type-in.written_wrong') : ''} onChange={(event) => setWritten(event.currentTarget.value)}
          />
          {!asksSecond && <Button kind="quiet" onClick={() => setWithSecond(true)}>{t('type-in.with_second')}</Button>}
          {asksSecond && <SecondPerson value={second} onChange={setSecond} onEnter={() => send()} why={t('type-in.second_why')} />}
        </>
      )}
      <Outcome of={form.state} again={() => send()} />
      <div className={styles['buttons']}>
        <Button hint="Esc" onClick={onCancel}>{t('type-in.leave')}</Button>
        {refusal === 'row_newer' && <Button onClick={onAgain}>{t('type-in.look_again')}</Button>}
        {refusal === 'implausible' && <Button kind="danger" busy={form.busy} onClick={() => send(true)}>{t('type-in.sure')}</Button>}
        {row.kind !== 'interview' && <Button kind="primary" type="submit" disabled={!ready} busy={form.busy} hint="Enter">{t('type-in.record')}</Button>}
      </div>
    </form>
  )
}
