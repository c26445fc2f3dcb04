import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndMinute } from '../../clock.ts'
import { inTongue } from '../../i18n/start.ts'
import { vouching } from '../../../shared/hq/rights.ts'
import { Button } from '../../parts/button.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Sheet } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { DownloadPackage } from './download-package.tsx'
import styles from './packages.module.css'
import { changeWords, type PackageRow } from './shown.ts'

/** One venue: what the next version holds and changes, the versions before, the file, and the card. */
export function VenuePackage({
  recruitment,
  row,
  may,
  onPrint,
  onClose,
}: {
  recruitment: string
  row: PackageRow
  may: boolean
  onPrint: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [renewing, setRenewing] = useState(false)
  const renew = useCommand(hq.packages.renewCard)
  const nouns = ['packages', 'division', 'people', 'posts', 'recruitments', 'decide']
  const asked = useAsk(
    `${recruitment} ${row.venue}`,
    (signal) => hq.packages.preview({ recruitment, venue: row.venue }, { signal }),
    nouns,
  )
  const past = useAsk(
    `${recruitment} ${row.venue} versions`,
    (signal) => hq.packages.versions({ recruitment, venue: row.venue }, { signal }),
    nouns,
  )
  const preview = asked.value?.ok === true ? asked.value.preview : null
  const versions = past.value?.ok === true ? past.value.versions : []
  return (
    <Sheet
      title={row.name}
      aside={
        <Button kind="quiet" onClick={onClose}>
          {t('packages.close')}
        </Button>
      }
    >
      {asked.state === 'first' && <Progress label={t('packages.opening')} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {preview !== null && (
        <div className={styles['about']}>
          <section>
            <h3>{t('packages.holds', { version: preview.changed === 0 && row.issued !== null ? preview.version - 1 : preview.version })}</h3>
            <p>
              {t('packages.sums', {
                people: preview.people,
                posts: preview.posts.length,
                photos: preview.photos,
                operators: preview.operators,
                stations: preview.stations,
                kb: Math.max(1, Math.round(preview.bytes / 1024)),
              })}
            </p>
            <p>{t(preview.scores ? 'packages.with_scores' : 'packages.without_scores')}</p>
            <div className={styles['scroll']}>
              <table className={table['table']}>
                <thead>
                  <tr>
                    <th>{t('packages.session')}</th>
                    <th>{t('division.window')}</th>
                    <th data-number>{t('packages.people')}</th>
                    <th data-number>{t('division.capacity')}</th>
                  </tr>
                </thead>
                <tbody>
                  {preview.sessions.map((session) => (
                    <tr key={session.session}>
                      <th scope="row">
                        {session.date} {t(`division.half.${session.half}`)} <small>{inTongue(session.title)}</small>
                      </th>
                      <td>{session.window}</td>
                      <td data-number className={session.people > session.capacity ? styles['warn'] : undefined}>
                        {session.people > session.capacity && '▲ '}
                        {session.people}
                      </td>
                      <td data-number>{session.capacity}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {preview.holes.map(({ path, message }) => (
              <p key={path + message.zh} className={styles['wrong']}>
                ✕ {inTongue(message)}
              </p>
            ))}
          </section>
          <section>
            <h3>
              {row.issued === null
                ? t('packages.first')
                : preview.changed === 0
                  ? t('packages.unchanged')
                  : t('packages.changes', { n: preview.changed })}
            </h3>
            <ul className={styles['changes']}>
              {preview.changes.map((change, at) => (
                <li key={at}>{changeWords(t, change, preview.sessions)}</li>
              ))}
              {preview.changed > preview.changes.length && (
                <li>{t('packages.more_changes', { n: preview.changed - preview.changes.length })}</li>
              )}
            </ul>
            {versions.length > 0 && <h3>{t('packages.versions')}</h3>}
            <ul className={styles['changes']}>
              {versions.map((each) => (
                <li key={each.version}>
                  {t('packages.nth', { version: each.version })} · {dayAndMinute(each.at)} · {each.by}
                  {each.changed > 0 && ` · ${t('packages.changes', { n: each.changed })}`}{' '}
                  <small className={styles['mono']}>{each.hash.slice(0, 16)}</small>
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
      {may && !renewing && (
        <div className={styles['buttons']}>
          <Button kind="quiet" onClick={() => setRenewing(true)}>
            {t('packages.renew')}
          </Button>
          <Button onClick={onPrint}>{t('packages.print_card')}</Button>
          <DownloadPackage recruitment={recruitment} venue={row.venue} disabled={row.issued === null} />
        </div>
      )}
      {renewing && (
        <Confirm
          title={t('packages.renew_title', { name: row.name })}
          text={t('packages.renew_text')}
          action={t('packages.renew')}
          reason
          {...(row.card.byTwo && { second: vouching, secondWhy: t('packages.renew_second') })}
          busy={renew.busy}
          onCancel={() => setRenewing(false)}
          onConfirm={({ reason, second }) =>
            void renew
              .send({ recruitment, venue: row.venue, reason, ...(second !== undefined && { second }) })
              .then((done) => setRenewing(done === undefined))
          }
        >
          <Outcome of={renew.state} />
        </Confirm>
      )}
    </Sheet>
  )
}
