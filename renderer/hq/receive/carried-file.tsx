import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import styles from './receive.module.css'
import { Taking } from './taking.tsx'

type Preview = Extract<Awaited<ReturnType<typeof hq.receive.preview>>, { ok: true }>
type Taken = Extract<Awaited<ReturnType<typeof hq.receive.take>>, { ok: true }>

/** A file from a stick: dropped, looked at, taken in, and what came of it. */
export function CarriedFile({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [file, setFile] = useState<Dropped | null>(null)
  const [round, setRound] = useState(0)
  const preview = useAsk(file === null ? null : `${recruitment} ${String(round)}`, () =>
    hq.receive.preview({ recruitment, name: file?.name ?? '', bytes: file?.bytes ?? '' }),
  )
  const take = useCommand(hq.receive.take)
  if (me === null || !may(me, 'receive.take')) return null
  const answer = preview.value
  const go = () => {
    if (file !== null) void take.send({ recruitment, name: file.name, bytes: file.bytes })
  }
  const done = take.state.kind === 'done' ? take.state.answer : null
  return (
    <Sheet title={t('receive.from_stick')}>
      <FileDrop
        label={t('receive.drop')}
        note={t('receive.drop_note')}
        accept=".kdcourier,.kdclose"
        file={file}
        onFile={(dropped) => {
          take.reset()
          setFile(dropped)
          setRound((n) => n + 1)
        }}
      />
      {file !== null && answer === undefined && preview.state !== 'failed' && <Progress label={t('receive.looking')} />}
      {file !== null && preview.state === 'failed' && <Refusal reason={preview.code} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {answer?.ok === true && done === null && (
        <>
          <Looked preview={answer} />
          {take.busy && <Taking recruitment={recruitment} venue={answer.venue} carried={answer.streams} />}
          <div className={styles['buttons']}>
            <Button kind="primary" busy={take.busy} onClick={go}>
              {answer.fresh > 0 ? t('receive.take', { count: answer.fresh }) : t('receive.take_anyway')}
            </Button>
          </div>
        </>
      )}
      <Outcome of={take.state} again={go} />
      {done !== null && <Result recruitment={recruitment} taken={done} />}
    </Sheet>
  )
}

function Looked({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  return (
    <div className={styles['looked']}>
      <p>
        <strong>{preview.venueName}</strong> · {t(`receive.kind.${preview.kind}`)} ·{' '}
        {t('receive.written_at', { at: dayAndMinute(preview.created) })}
      </p>
      <p>
        {preview.fresh > 0
          ? t('receive.fresh', { fresh: preview.fresh.toLocaleString('en'), facts: preview.facts.toLocaleString('en') })
          : t('receive.nothing_fresh', { facts: preview.facts.toLocaleString('en') })}
      </p>
      {preview.enrols && <p className={styles['note']}>{t('receive.enrols')}</p>}
      {!preview.known && !preview.enrols && <p className={styles['warn']}>▲ {t('receive.unknown_file')}</p>}
      <ul className={styles['streams']}>
        {preview.streams.map((stream) => (
          <li key={stream.station}>
            <span>
              {t('receive.stream')} <code>{stream.station.slice(0, 8)}</code>
            </span>
            <span>
              {t('receive.reaches', { last: stream.last.toLocaleString('en'), held: stream.held.toLocaleString('en') })}
            </span>
            <em data-state={stream.state}>{t(`receive.stream_state.${stream.state}`)}</em>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Result({ recruitment, taken }: { recruitment: string; taken: Taken }) {
  const { t } = useTranslation()
  const receipt = useCommand(hq.receive.receipt)
  const save = () =>
    void receipt
      .send({ recruitment, venue: taken.venue })
      .then((file) =>
        file === undefined ? undefined : saveFile(file.name, { base64: file.bytes }, 'application/octet-stream'),
      )
  return (
    <div className={styles['result']} data-apart={taken.apart > 0} role="status">
      <strong>
        {taken.apart === 0 ? '✓' : '▲'}{' '}
        {t('receive.taken', {
          venue: taken.venueName,
          accepted: taken.accepted.toLocaleString('en'),
          here: taken.here.toLocaleString('en'),
        })}
      </strong>
      {taken.enrolled !== null && <p>{t(`receive.enrolled.${taken.enrolled}`)}</p>}
      {taken.apart > 0 && <p>{t('receive.taken_apart', { count: taken.apart })}</p>}
      <p>{t('receive.receipt_back', { no: taken.receipt })}</p>
      <div className={styles['buttons']}>
        <Button kind="primary" busy={receipt.busy} onClick={save}>
          {t('receive.save_receipt')}
        </Button>
      </div>
      <Outcome of={receipt.state} again={save} />
    </div>
  )
}
