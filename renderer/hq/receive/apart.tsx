import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqSecond } from '../../../shared/hq/answer.ts'
import type { QuarantineRow } from '../../../shared/hq/api/receive.ts'
import { vouching } from '../../../shared/hq/rights.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextArea } from '../../parts/field.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import { completeSecond, noSecond, SecondPerson } from '../second-person.tsx'
import styles from './receive.module.css'
import { moment } from './venue-table.tsx'

/** What is kept apart, with its reason in words; settled by a person, taken only by two. Nothing here: nothing shown but a line. */
export function Apart({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const [settled, setSettled] = useState(false)
  const [open, setOpen] = useState<number | null>(null)
  const asked = useAsk(`${recruitment} ${String(settled)}`, () => hq.receive.quarantine({ recruitment, settled }), [
    'receive',
  ])
  const answer = asked.value
  if (answer?.ok !== true) return null
  const { rows, total } = answer
  return (
    <Sheet
      title={t('receive.apart')}
      aside={
        <Button kind="quiet" onClick={() => setSettled(!settled)}>
          {t(settled ? 'receive.show_open' : 'receive.show_settled')}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className={styles['note']}>{settled ? t('receive.none_settled') : `✓ ${t('receive.none_apart')}`}</p>
      ) : (
        <ul className={styles['apart']}>
          {rows.map((row) => (
            <li key={row.no} data-open={open === row.no}>
              <One row={row} />
              {row.outcome === null && open !== row.no && (
                <Button kind="quiet" onClick={() => setOpen(row.no)}>
                  {t('receive.settle')}
                </Button>
              )}
              {open === row.no && <Settle recruitment={recruitment} row={row} onDone={() => setOpen(null)} />}
            </li>
          ))}
        </ul>
      )}
      {total > rows.length && (
        <p className={styles['note']}>{t('receive.more_apart', { count: total - rows.length })}</p>
      )}
    </Sheet>
  )
}

function One({ row }: { row: QuarantineRow }) {
  const { t } = useTranslation()
  const facts =
    row.seq === 0
      ? ''
      : row.last > row.seq
        ? t('receive.facts_from_to', { from: row.seq, to: row.last })
        : t('receive.fact_no', { seq: row.seq })
  const by = row.settledBy === 'system' ? t('receive.by_system') : row.settledBy
  const settled = row.settledBy === '' ? '' : `（${by}：${row.reason}）`
  return (
    <div className={styles['one']}>
      <strong>{row.venueName === '' ? t('receive.no_venue') : row.venueName}</strong>
      <span>
        {row.station !== '' && <code>{row.station}</code>} {facts}
      </span>
      <p>{t(`receive.why.${row.why}`)}</p>
      <small>
        {moment(row.at)} · {t(`receive.source.${row.source}`, { defaultValue: row.source })} ·{' '}
        {t('receive.size', { kb: Math.max(1, Math.ceil(row.size / 1024)) })}
        {row.outcome !== null && ` · ${t(`receive.outcome.${row.outcome}`)}${settled}`}
      </small>
    </div>
  )
}

function Settle({ recruitment, row, onDone }: { recruitment: string; row: QuarantineRow; onDone: () => void }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [outcome, setOutcome] = useState<'' | 'taken' | 'kept_out'>(row.takeable ? '' : 'kept_out')
  const [reason, setReason] = useState('')
  const [second, setSecond] = useState<HqSecond>(noSecond)
  const settle = useCommand(hq.receive.settle)
  if (me === null || !may(me, 'receive.settle')) return null
  const ready =
    outcome !== '' && reason.trim() !== '' && (outcome === 'kept_out' || completeSecond(second) !== undefined)
  const go = () => {
    if (outcome === '') return
    const by = outcome === 'taken' ? { second: completeSecond(second) } : {}
    void settle
      .send({ recruitment, quarantine: row.no, outcome, reason: reason.trim(), ...by })
      .then((done) => (done === undefined ? undefined : onDone()))
  }
  return (
    <div className={styles['settle']} role="group" aria-label={t('receive.settle')}>
      <p>{t(`receive.next.${row.why}`)}</p>
      {row.fingerprint !== '' && row.why === 'unknown_station' && (
        <p className={styles['fingerprint']}>
          {t('receive.compare')} <code>{row.fingerprint}</code>
        </p>
      )}
      {row.takeable && (
        <Choice
          label={t('receive.outcome_label')}
          value={outcome}
          onChange={(event) => setOutcome(event.currentTarget.value as typeof outcome)}
          options={[
            ['', t('receive.choose')],
            ['taken', t(`receive.take_after_all.${row.why}`, { defaultValue: t('receive.outcome.taken') })],
            ['kept_out', t('receive.keep_out')],
          ]}
        />
      )}
      <TextArea
        label={t('parts.reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {outcome === 'taken' && (
        <SecondPerson value={second} onChange={setSecond} roles={vouching} why={t('receive.second_why')} />
      )}
      <div className={styles['buttons']}>
        <Button onClick={onDone}>{t('parts.cancel')}</Button>
        <Button kind={outcome === 'taken' ? 'danger' : 'primary'} disabled={!ready} busy={settle.busy} onClick={go}>
          {t(outcome === 'taken' ? 'receive.do_take' : 'receive.do_keep_out')}
        </Button>
      </div>
      <Outcome of={settle.state} again={go} />
    </div>
  )
}
