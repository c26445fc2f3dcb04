import { useTranslation } from 'react-i18next'
import type { VenuePage } from '../../../shared/hq/api/watch.ts'
import { dayAndMinute } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Sheet } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import styles from './venue-page.module.css'

/** What each of the venue’s stations sent, against what it announced. */
export function Streams({ page }: { page: VenuePage }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('watch.streams')} aside={page.said.program} tight>
      {page.streams.length === 0 ? (
        <Empty title={t('watch.no_streams')} next={t('watch.no_streams_next')} />
      ) : (
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('watch.station')}</th>
              <th data-number>{t('watch.held')}</th>
              <th data-number>{t('watch.announced')}</th>
              <th>{t('watch.state')}</th>
            </tr>
          </thead>
          <tbody>
            {page.streams.map((stream) => (
              <tr key={stream.station}>
                <th scope="row">
                  {stream.name === '' ? (
                    stream.station.slice(0, 8)
                  ) : (
                    <>
                      {stream.name} <small title={stream.station}>{stream.station.slice(0, 4)}</small>
                    </>
                  )}
                </th>
                <td data-number>{stream.held}</td>
                <td data-number>
                  {stream.announced > stream.held ? (
                    <b className={styles['warn']}>▲ {stream.announced}</b>
                  ) : (
                    stream.announced
                  )}
                </td>
                <td>
                  {t(`watch.stream_state.${stream.state}`)}
                  {stream.projected < stream.held && (
                    <small> · {t('watch.projecting', { n: stream.held - stream.projected })}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Sheet>
  )
}

/** Who works at the venue, as its own facts say. */
export function Operators({ page }: { page: VenuePage }) {
  const { t } = useTranslation()
  return (
    <Sheet
      title={t('watch.operators')}
      aside={page.operators.length === 0 ? undefined : t('watch.people_count', { n: page.operators.length })}
      tight
    >
      {page.operators.length === 0 ? (
        <p className={styles['quiet']}>{t('watch.no_operators')}</p>
      ) : (
        <div className={styles['scroll']}>
          <table className={table['table']}>
            <tbody>
              {page.operators.map((each) => (
                <tr key={each.operator}>
                  <th scope="row">{each.name}</th>
                  <td>
                    {each.roles.map((role) => t(`watch.role.${role}`, { defaultValue: role })).join('、')}
                    {!each.active && ` · ${t('watch.inactive')}`}
                  </td>
                  <td>{each.seenAt === null ? t('watch.never_seen') : dayAndMinute(each.seenAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Sheet>
  )
}

/** Exam packages issued to the venue, and which of them it has taken. */
export function Packages({ page }: { page: VenuePage }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('watch.packages')} tight>
      {page.packages.length === 0 ? (
        <p className={styles['quiet']}>{t('watch.no_packages')}</p>
      ) : (
        <table className={table['table']}>
          <tbody>
            {page.packages.map((each) => (
              <tr key={each.version}>
                <th scope="row">{t('watch.version', { n: each.version })}</th>
                <td>{dayAndMinute(each.issuedAt)}</td>
                <td>{each.taken ? `✓ ${t('watch.taken')}` : `○ ${t('watch.not_taken')}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Sheet>
  )
}

/** The newest receipts HQ signed for the venue. */
export function Receipts({ page }: { page: VenuePage }) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('watch.receipts')} tight>
      {page.receipts.length === 0 ? (
        <p className={styles['quiet']}>{t('watch.no_receipts')}</p>
      ) : (
        <table className={table['table']}>
          <tbody>
            {page.receipts.slice(0, 5).map((each) => (
              <tr key={each.no}>
                <th scope="row">{t('watch.receipt', { n: each.no })}</th>
                <td>{dayAndMinute(each.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Sheet>
  )
}

/** What came from the venue and could not be taken. */
export function KeptApart({ page }: { page: VenuePage }) {
  const { t } = useTranslation()
  return (
    <Sheet
      title={<>▲ {t('watch.quarantine')}</>}
      aside={
        <Button kind="quiet" onClick={() => go('receive', { venue: page.line.venue })}>
          {t('watch.to_receive')}
        </Button>
      }
      tight
    >
      <table className={table['table']}>
        <tbody>
          {page.quarantine.map((each) => (
            <tr key={each.no}>
              <th scope="row">
                {each.station.slice(0, 8)}/{each.seq}
              </th>
              <td>{t(`receive.why.${each.why}`, { defaultValue: each.why })}</td>
              <td>{dayAndMinute(each.at)}</td>
              <td>{each.source === 'line' ? t('watch.by_line') : each.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
