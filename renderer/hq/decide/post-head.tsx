import { useTranslation } from 'react-i18next'
import type { HqPostSummary, Openness } from '../../../shared/hq/api/decide.ts'
import type { Places } from '../../../shared/api/standings.ts'
import { Button } from '../../parts/button.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'
import styles from './post-head.module.css'

/** A post's figures, whether its standing is final or what it still waits for, and how much was recorded after a half day's closing. */
export function PostHead({
  summary,
  standing,
  late,
  onLate,
}: {
  summary: HqPostSummary
  standing: { open: Openness; medical: Places | null } | null
  late: number
  onLate: () => void
}) {
  const { t } = useTranslation()
  const places = standing?.medical ?? null
  return (
    <header className={styles['head']}>
      <h2>
        {summary.post} {summary.unit} {summary.title}
        <VerdictMark
          kind={summary.complete ? 'pass' : 'wait'}
          word={t(summary.complete ? 'decide.complete' : 'decide.provisional')}
        />
      </h2>
      <dl>
        <Figure title={t('standings.figure.headcount')} value={String(summary.headcount)} />
        <Figure
          title={t('standings.figure.ranked')}
          value={`${String(summary.ranked)} / ${String(summary.candidates)}`}
        />
        <Figure title={t('standings.figure.open')} value={String(summary.open)} />
        <Figure title={t('standings.figure.out')} value={String(summary.out)} />
        <Figure title={t('standings.figure.best')} value={summary.best ?? '—'} />
        <Figure title={t('standings.figure.cut')} value={summary.cut ?? '—'} />
        <div>
          <dt>{t('standings.figure.medical')}</dt>
          <dd>{summary.quotas.medical ?? '—'}</dd>
          {places !== null && (
            <small>
              {t('standings.figure.ratio', {
                ratio: places.ratio,
                headcount: summary.headcount,
                exact: places.exact,
                how: t(`standings.fractions.${places.fractions}`),
              })}
            </small>
          )}
        </div>
      </dl>
      {standing !== null && <Waits open={standing.open} />}
      {late > 0 && (
        <p className={styles['waits']}>
          ▲ {t('decide.late', { count: late })}{' '}
          <Button kind="quiet" onClick={onLate}>
            {t('decide.late_open')}
          </Button>
        </p>
      )}
    </header>
  )
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** Half days not closed and venues whose facts are not all here; nothing when there are none. */
function Waits({ open }: { open: Openness }) {
  const { t } = useTranslation()
  const sessions = open.sessions.filter(({ state }) => state !== 'closed')
  const venues = open.venues.filter(({ behind, quarantined }) => behind > 0 || quarantined > 0)
  if (sessions.length === 0 && venues.length === 0) return null
  const names = new Map(open.venues.map(({ venue, name }) => [venue, name]))
  return (
    <ul className={styles['waits']} aria-label={t('decide.waits')}>
      {sessions.map(({ session, title, venue, state }) => (
        <li key={session}>○ {t(`decide.session.${state}`, { title, venue: names.get(venue) ?? venue })}</li>
      ))}
      {venues.map(({ venue, name, behind, quarantined }) => (
        <li key={venue}>
          ▲{' '}
          {[
            behind > 0 ? t('decide.behind', { venue: name, count: behind }) : '',
            quarantined > 0 ? t('decide.quarantined', { venue: name, count: quarantined }) : '',
          ]
            .filter(Boolean)
            .join(t('decide.semicolon'))}
        </li>
      ))}
    </ul>
  )
}
