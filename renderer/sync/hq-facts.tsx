import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncState } from '../../shared/api/sync.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './sync.module.css'

/** Which HQ, where it is, what it last confirmed. */
export function HqFacts({ state, again }: { state: SyncState; again: () => void }) {
  const { t } = useTranslation()
  const { hq, lastReceipt } = state
  if (hq === null) return null
  return (
    <Sheet title={t('sync.hq')}>
      <dl className={styles['facts']}>
        {state.enrolledAt !== null && (
          <>
            <dt>{t('sync.enrol.title')}</dt>
            <dd>{t('sync.enrol.done', { at: dayAndMinute(state.enrolledAt) })}</dd>
          </>
        )}
        <dt>{t('sync.hq_key')}</dt>
        <dd>
          <span className={styles['code']}>{hq.key}</span>
          <small>{t('sync.hq_key_note')}</small>
        </dd>
        <dt>{t('sync.last_receipt')}</dt>
        <dd>
          {lastReceipt === null
            ? t('sync.no_receipt')
            : t('sync.receipt_line', { no: lastReceipt.no, at: dayAndMinute(lastReceipt.at), came: t(`sync.came.${lastReceipt.came}`) })}
        </dd>
        <dt>{t('sync.package')}</dt>
        <dd>
          {t('sync.package_here', { here: state.packageHere })}
          {state.packageAtHq !== null && state.packageAtHq > state.packageHere && (
            <em className={styles['newer']}>▲ {t('sync.package_newer', { there: state.packageAtHq })}</em>
          )}
        </dd>
        <dt>{t('sync.address')}</dt>
        <dd>
          <span className={styles['code']}>{hq.address === '' ? '—' : hq.address}</span>
          {hq.address !== '' && <small>{t(hq.byChief ? 'sync.address_by_chief' : 'sync.address_by_package')}</small>}
        </dd>
      </dl>
      <Address state={state} again={again} />
    </Sheet>
  )
}

function Address({ state, again }: { state: SyncState; again: () => void }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState('')
  const set = useCommand(({ address: text }: { address: string; cmd: string }) => station.sync.setAddress({ address: text }))
  const send = (text: string) =>
    void set.send({ address: text }).then((done) => {
      if (done === undefined) return
      setAddress('')
      again()
    })
  return (
    <details className={styles['more']}>
      <summary>{t('sync.address_moved')}</summary>
      <div className={styles['enrol']}>
        <TextField label={t('sync.address')} note={t('sync.address_note')} type="url" placeholder="https://" value={address} maxLength={300} onChange={(event) => setAddress(event.currentTarget.value)} />
        <Button disabled={address.trim() === ''} busy={set.busy} onClick={() => send(address)}>
          {t('sync.address_set')}
        </Button>
        {state.hq?.byChief === true && (
          <Button kind="quiet" busy={set.busy} onClick={() => send('')}>
            {t('sync.address_back')}
          </Button>
        )}
      </div>
      <Outcome of={set.state} />
    </details>
  )
}
