import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayAndMinute } from '../../clock.ts'
import { inTongue } from '../../i18n/start.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import table from '../../parts/table.module.css'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { useRecruitment } from '../recruitment.ts'
import { CardPrint } from './card-print.tsx'
import styles from './packages.module.css'
import type { PackageRow } from './shown.ts'
import { VenuePackage } from './venue-package.tsx'

/** Exam packages of all venues: what each holds, what a new version would change, issued one or all at once. */
export default function PackagesRoom() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment
  const may = useMay('packages.issue')
  const [opened, setOpened] = useState<string | null>(null)
  const [off, setOff] = useState<readonly string[]>([])
  const [printing, setPrinting] = useState<readonly string[] | null>(null)
  const issue = useCommand(hq.packages.issue)
  const asked = useAsk(
    recruitment ?? null,
    (signal) => hq.packages.overview({ recruitment: recruitment ?? '' }, { signal }),
    ['packages', 'division', 'people', 'posts', 'recruitments', 'receive', 'decide'],
  )
  if (recruitment === undefined)
    return (
      <Screen title={t('packages.title')}>
        <Empty title={t('division.no_recruitment')} next={t('division.no_recruitment_next')} />
      </Screen>
    )
  const answer = asked.value
  const known = answer?.ok === true ? answer : null
  const rows = known?.rows ?? []
  const ready = rows.filter(
    (row) => row.people > 0 && row.holes === 0 && (row.issued === null || row.changes.length > 0),
  )
  const chosen = ready.filter(({ venue }) => !off.includes(venue)).map(({ venue }) => venue)
  const go = () => void issue.send({ recruitment, venues: chosen })
  const done = issue.state.kind === 'done' ? issue.state.answer : null
  return (
    <Screen
      title={t('packages.title')}
      aside={
        known !== null && (
          <span title={t('packages.issuer_note')}>
            {t('packages.issuer')} <b className={styles['mono']}>{known.issuer}</b>
          </span>
        )
      }
      actions={
        may &&
        rows.length > 0 &&
        printing === null && (
          <>
            <Button disabled={rows.length === 0} onClick={() => setPrinting(rows.map(({ venue }) => venue))}>
              {t('packages.print_cards')}
            </Button>
            <Button
              kind="primary"
              disabled={chosen.length === 0 || (known?.faults.length ?? 0) > 0}
              busy={issue.busy}
              onClick={go}
            >
              {t('packages.issue', { n: chosen.length })}
            </Button>
          </>
        )
      }
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {asked.state === 'first' && <Progress label={t('packages.opening')} />}
      {known !== null && rows.length === 0 && (
        <Empty title={t('packages.no_venues')} next={t('packages.no_venues_next')} />
      )}
      {known !== null && known.faults.length > 0 && (
        <ul className={styles['faults']} role="alert">
          {known.faults.slice(0, 8).map(({ path, message }) => (
            <li key={path + message.zh}>
              ▲ {inTongue(message)} <small>{path}</small>
            </li>
          ))}
        </ul>
      )}
      {known !== null && known.waiting > 0 && rows.length > 0 && (
        <p className={styles['warn']}>▲ {t('packages.waiting', { n: known.waiting })}</p>
      )}
      {known !== null && known.address === '' && rows.length > 0 && (
        <p className={styles['warn']}>▲ {t('packages.no_address')}</p>
      )}
      {issue.busy && <Progress label={t('packages.issuing', { n: chosen.length })} />}
      <Outcome of={issue.state} again={go} />
      {done !== null && (
        <p className={styles['done']} role="status">
          ✓ {t('packages.done', { n: done.issued.length })}
        </p>
      )}
      {rows.length > 0 && printing === null && (
        <div className={styles['list']}>
          <table className={`${table['table'] ?? ''} ${styles['rows'] ?? ''}`}>
            <thead>
              <tr>
                <th />
                <th>{t('packages.venue')}</th>
                <th data-number>{t('packages.people')}</th>
                <th data-number>{t('packages.sessions')}</th>
                <th>{t('packages.version')}</th>
                <th>{t('packages.next')}</th>
                <th>{t('packages.card')}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.venue}
                  row={row}
                  may={may}
                  ticked={chosen.includes(row.venue)}
                  able={ready.includes(row)}
                  opened={opened === row.venue}
                  onTick={(on) => setOff(on ? off.filter((each) => each !== row.venue) : [...off, row.venue])}
                  onOpen={() => setOpened(opened === row.venue ? null : row.venue)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {printing === null &&
        rows
          .filter(({ venue }) => venue === opened)
          .map((row) => (
            <VenuePackage
              key={row.venue}
              recruitment={recruitment}
              row={row}
              may={may}
              onPrint={() => setPrinting([row.venue])}
              onClose={() => setOpened(null)}
            />
          ))}
      {printing !== null && <CardPrint recruitment={recruitment} venues={printing} onDone={() => setPrinting(null)} />}
    </Screen>
  )
}

function Row({
  row,
  may,
  ticked,
  able,
  opened,
  onTick,
  onOpen,
}: {
  row: PackageRow
  may: boolean
  ticked: boolean
  /** There is something to issue and nothing against it. */
  able: boolean
  opened: boolean
  onTick: (on: boolean) => void
  onOpen: () => void
}) {
  const { t, i18n } = useTranslation()
  const { issued } = row
  return (
    <tr data-open={opened}>
      <td>
        {may && (
          <input
            type="checkbox"
            aria-label={t('packages.choose', { name: row.name })}
            disabled={!able}
            checked={ticked}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
        )}
      </td>
      <th scope="row">{row.name}</th>
      <td data-number>{row.people}</td>
      <td data-number>{row.sessions}</td>
      <td>
        {issued === null ? (
          `○ ${t('packages.none')}`
        ) : (
          <>
            ✓ {t('packages.nth', { version: issued.version })} <small>{dayAndMinute(issued.at)}</small>
          </>
        )}
        {issued !== null && row.taken > 0 && (
          <small className={row.taken < issued.version ? styles['warn'] : undefined}>
            {t('packages.taken', { version: row.taken })}
          </small>
        )}
      </td>
      <td>
        {row.people === 0 ? (
          `○ ${t('packages.nobody')}`
        ) : row.holes > 0 ? (
          <b className={styles['wrong']}>✕ {t('packages.holes', { n: row.holes })}</b>
        ) : issued === null ? (
          t('packages.first')
        ) : row.changes.length === 0 ? (
          t('packages.unchanged')
        ) : (
          <span className={styles['warn']}>
            ▲{' '}
            {row.changes
              .map(({ kind, count }) => t(`packages.count.${kind}`, { n: count }))
              .join(i18n.language === 'en' ? ', ' : '，')}
          </span>
        )}
      </td>
      <td>
        {row.card.usedAt === null
          ? `○ ${t('packages.card_open', { no: row.card.no })}`
          : `✓ ${t('packages.card_used', { no: row.card.no })}`}
      </td>
      <td className={styles['end']}>
        {may && (
          <Button kind="quiet" aria-expanded={opened} onClick={onOpen}>
            {t(opened ? 'packages.close' : 'packages.look')}
          </Button>
        )}
      </td>
    </tr>
  )
}
