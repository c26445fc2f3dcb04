import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Pool } from '../../shared/api/lots.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { TextArea, TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { PrintSheet } from '../print/print-sheet.tsx'
import { Hash } from './hash.tsx'
import styles from './lots.module.css'

/** At least so many digits, by the contract. */
export const LEAST_DIGITS = 10

/** Names one per line or separated by commas. */
export function names(text: string): string[] {
  return text.split(/[\n,，、;；]+/).map((name) => name.trim()).filter((name) => name !== '').slice(0, 10)
}

/** The commitment, large and on paper; then the digits that witnesses call out, which nobody could know before. */
export function Witnesses({ pool }: { pool: Pool }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const draw = pool.draw ?? ''
  const [digits, setDigits, clearDigits] = useDraft(`lots/digits/${draw}`)
  const [who, setWho, clearWho] = useDraft(`lots/witnesses/${draw}`)
  const [paper, setPaper] = useState(false)
  const [aborting, setAborting] = useState(false)
  const take = useCommand(station.lots.digits)
  const abort = useCommand(station.lots.abort)
  const witnesses = names(who)
  const ready = digits.length >= LEAST_DIGITS && digits.length <= 64 && witnesses.length > 0

  const send = async () => {
    if (!ready) return
    const done = await take.send({ draw, digits, witnesses })
    if (done === undefined) return
    clearDigits()
    clearWho()
  }
  return (
    <Sheet
      title={t('lots.committed', { at: pool.frozenAt === null ? '' : dayAndMinute(pool.frozenAt), by: pool.frozenBy ?? '' })}
      aside={
        <>
          <Button onClick={() => setPaper(true)}>{t('lots.print_commitment')}</Button>
          <Button onClick={() => go('lots', { pool: pool.pool, wall: 'yes' })}>{t('lots.to_wall')}</Button>
        </>
      }
    >
      <Hash label={t('lots.commitment')} text={pool.commitment ?? ''} large />
      <Hash label={t('lots.pool_hash', { n: pool.size })} text={pool.poolHash ?? ''} />
      <p>{t('lots.digits_text')}</p>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <TextField
          label={t('lots.digits')}
          className={styles['digits']}
          inputMode="numeric"
          value={digits}
          maxLength={64}
          autoFocus
          note={t('lots.digits_count', { n: digits.length, least: LEAST_DIGITS })}
          onChange={(event) => setDigits(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
        />
        <TextArea label={t('lots.witnesses')} value={who} note={t('lots.witnesses_note')} onChange={(event) => setWho(event.currentTarget.value)} />
        <Outcome of={take.state} again={() => void send()} />
        <div className={styles['buttons']}>
          {may(roles, 'lots.abort') && !aborting && (
            <Button kind="danger" onClick={() => setAborting(true)}>
              {t('lots.abort')}
            </Button>
          )}
          {may(roles, 'lots.digits') && (
            <Button kind="primary" type="submit" disabled={!ready} busy={take.busy}>
              {t('lots.take_digits')}
            </Button>
          )}
        </div>
      </form>
      {aborting && (
        <Confirm
          title={t('lots.abort')}
          text={t('lots.abort_text')}
          action={t('lots.abort')}
          busy={abort.busy}
          reason
          second={secondRoles.lots}
          onCancel={() => setAborting(false)}
          onConfirm={({ reason, second }) => void abort.send({ draw, reason, ...(second === undefined ? {} : { second }) })}
        >
          <Outcome of={abort.state} />
        </Confirm>
      )}
      {paper && pool.draw !== null && <PrintSheet session={pool.session} kind="draw" keys={[pool.draw]} onDone={() => setPaper(false)} />}
    </Sheet>
  )
}
