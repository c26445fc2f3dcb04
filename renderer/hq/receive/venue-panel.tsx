import type { TFunction } from 'i18next'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeldStream, ReceivingVenue } from '../../../shared/hq/api/receive.ts'
import { Button } from '../../parts/button.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { Sheet } from '../../parts/screen.tsx'
import tables from '../../parts/table.module.css'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import { NewCard } from './new-card.tsx'
import styles from './receive.module.css'
import { moment } from './venue-table.tsx'

/** One venue: its stations' streams, what it said of itself, its receipt for the stick. */
export function VenuePanel({
  recruitment,
  venue,
  onClose,
}: {
  recruitment: string
  venue: ReceivingVenue
  onClose: () => void
}) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const receipt = useCommand(hq.receive.receipt)
  const [revoking, setRevoking] = useState<HeldStream | null>(null)
  const revoke = useCommand(hq.receive.revoke)
  const duty = me !== null && may(me, 'receive.take')
  const save = () =>
    void receipt
      .send({ recruitment, venue: venue.venue })
      .then((done) =>
        done === undefined ? undefined : saveFile(done.name, { base64: done.bytes }, 'application/octet-stream'),
      )
  return (
    <Sheet
      title={venue.name}
      aside={
        <Button kind="quiet" onClick={onClose}>
          {t('receive.close_panel')}
        </Button>
      }
    >
      <dl className={styles['facts']}>
        <Row word={t('receive.heard')}>{venue.heardAt === null ? t('receive.never') : moment(venue.heardAt)}</Row>
        <Row word={t('receive.card')}>
          {t(venue.cardUsedAt === null ? 'receive.card_waiting' : 'receive.card_used', {
            no: venue.card,
            at: venue.cardUsedAt === null ? '' : moment(venue.cardUsedAt),
          })}
        </Row>
        {venue.oldestUnsentAt !== null && (
          <Row word={t('receive.unsent')}>
            {t('receive.unsent_since', { count: venue.unsent, at: moment(venue.oldestUnsentAt) })}
          </Row>
        )}
        {venue.trouble.length > 0 && <Row word={t('receive.trouble')}>{venue.trouble.join('、')}</Row>}
        <Row word={t('receive.receipt')}>
          {venue.receipt === null
            ? t('receive.no_receipt')
            : t('receive.receipt_at', { no: venue.receipt.no, at: moment(venue.receipt.at) })}
        </Row>
      </dl>
      {venue.streams.length === 0 ? (
        <p className={styles['note']}>{t('receive.no_streams')}</p>
      ) : (
        <div className={styles['wide']}>
          <table className={tables['table']}>
            <thead>
              <tr>
                <th scope="col">{t('receive.station')}</th>
                <th scope="col" data-number>
                  {t('receive.held')}
                </th>
                <th scope="col" data-number>
                  {t('receive.announced')}
                </th>
                <th scope="col">{t('receive.state')}</th>
                <th scope="col" aria-label={t('receive.revoke')} />
              </tr>
            </thead>
            <tbody>
              {venue.streams.map((stream) => (
                <tr key={stream.station} data-revoked={stream.state === 'revoked'}>
                  <th scope="row">
                    <code>{stream.station}</code>
                  </th>
                  <td data-number>{stream.held.toLocaleString('en')}</td>
                  <td data-number>{stream.announced.toLocaleString('en')}</td>
                  <td>{streamState(t, stream)}</td>
                  <td data-number>
                    {duty && stream.state === 'active' && (
                      <Button kind="quiet" onClick={() => setRevoking(stream)}>
                        {t('receive.revoke')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking !== null && (
        <Confirm
          title={t('receive.revoke_title', { station: revoking.station })}
          text={t('receive.revoke_text')}
          action={t('receive.revoke')}
          reason
          busy={revoke.busy}
          onCancel={() => setRevoking(null)}
          onConfirm={({ reason }) =>
            void revoke
              .send({ recruitment, venue: venue.venue, station: revoking.station, reason })
              .then((done) => (done === undefined ? undefined : setRevoking(null)))
          }
        />
      )}
      <Outcome of={revoke.state} />
      {duty && (
        <div className={styles['buttons']}>
          <Button busy={receipt.busy} onClick={save}>
            {t('receive.save_receipt')}
          </Button>
        </div>
      )}
      <Outcome of={receipt.state} again={save} />
      {me !== null && may(me, 'packages.renewCard') && <NewCard recruitment={recruitment} venue={venue} />}
    </Sheet>
  )
}

function Row({ word, children }: { word: string; children: ReactNode }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  )
}

function streamState(t: TFunction, stream: HeldStream): string {
  if (stream.state === 'revoked') return t('receive.revoked')
  if (stream.apart > 0) return t('receive.apart_count', { count: stream.apart })
  if (stream.held < stream.announced)
    return t('receive.missing', { missing: (stream.announced - stream.held).toLocaleString('en') })
  return stream.projected < stream.held
    ? t('receive.projecting', { count: stream.held - stream.projected })
    : t('receive.complete')
}
