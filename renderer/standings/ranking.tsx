import { useTranslation } from 'react-i18next'
import type { PostStanding, PostSummary, RankFlag, RankRow } from '../../shared/api/standings.ts'
import { inTongue } from '../i18n/start.ts'
import { Empty } from '../parts/empty.tsx'
import { Figure, Figures } from '../parts/figures.tsx'
import { Note } from '../parts/form.tsx'
import type { Pages } from '../parts/use-pages.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { VirtualTable, type Column } from '../parts/virtual-table.tsx'
import { Warnings } from '../parts/warnings.tsx'
import styles from './standings.module.css'

/** The ranking of one post: what HQ has to look at first, then the rows, with the line of the medical list. */
export function Ranking({ standing, summary, pages, opened, onOpen }: {
  standing: PostStanding | null
  summary: PostSummary
  pages: Pages<RankRow>
  opened: string | undefined
  onOpen: (row: RankRow) => void
}) {
  const { t } = useTranslation()
  return (
    <section className={styles['ranking']} aria-label={t('standings.ranking_of', { post: summary.post })}>
      <PostFigures summary={summary} standing={standing} />
      {standing !== null && standing.flags.length > 0 && <Flags flags={standing.flags} pages={pages} />}
      {standing !== null && standing.coefficients.length > 0 && (
        <Note>
          {t('standings.corrected_by')}{' '}
          {standing.coefficients.map(({ panel, title, mean, coefficient, candidates }) => (
            <span key={panel} className={styles['panel']}>
              {t('standings.panel', { room: inTongue(title), mean, coefficient, count: candidates })}
            </span>
          ))}
        </Note>
      )}
      <div className={styles['table']}>
        <VirtualTable
          key={summary.post}
          label={t('standings.ranking_of', { post: summary.post })}
          columns={useColumns(standing)}
          pages={pages}
          rowKey={(row) => row.candidate}
          selected={opened}
          onOpen={onOpen}
          tone={(row) => (row.rank === null ? 'out' : row.candidate === standing?.medicalLast ? 'cut' : undefined)}
          empty={<Empty title={t('standings.nobody')} next={t('standings.nobody_next')} />}
        />
      </div>
    </section>
  )
}

function PostFigures({ summary, standing }: { summary: PostSummary; standing: PostStanding | null }) {
  const { t } = useTranslation()
  const places = standing?.medical ?? null
  const ratio =
    places === null
      ? undefined
      : t('standings.figure.ratio', { ratio: places.ratio, headcount: summary.headcount, exact: places.exact, how: t(`standings.fractions.${places.fractions}`) })
  return (
    <Figures>
      <Figure label={t('standings.figure.headcount')}>{summary.headcount}</Figure>
      <Figure label={t('standings.figure.ranked')}>{`${String(summary.ranked)} / ${String(summary.candidates)}`}</Figure>
      <Figure label={t('standings.figure.open')}>{summary.open}</Figure>
      <Figure label={t('standings.figure.out')}>{summary.out}</Figure>
      <Figure label={t('standings.figure.best')}>{summary.best ?? '—'}</Figure>
      <Figure label={t('standings.figure.medical')} note={ratio}>{summary.quotas.medical ?? '—'}</Figure>
      <Figure label={t('standings.figure.cut')}>{summary.cut ?? '—'}</Figure>
    </Figures>
  )
}

function Flags({ flags, pages }: { flags: readonly RankFlag[]; pages: Pages<RankRow> }) {
  const { t } = useTranslation()
  const numbers = new Map<string, string>()
  for (let at = 0; at < pages.total; at += 1) {
    const row = pages.row(at)
    if (row !== undefined) numbers.set(row.candidate, row.rosterNumber)
  }
  const who = (ids: readonly string[]) => ids.slice(0, 6).map((id) => numbers.get(id) ?? id).join(t('standings.comma')) + (ids.length > 6 ? t('standings.more', { n: ids.length }) : '')
  const keyOf = (key: string) => (key === '' ? '' : t(`standings.key.${key}`, { defaultValue: key }))
  return (
    <Warnings label={t('standings.flags')}>
      {flags.map((flag) => (
        <li key={`${flag.flag} ${flag.key} ${flag.candidates.join(' ')}`}>
          <strong>▲ {t(`standings.flag.${flag.flag === 'tie' && flag.key !== '' ? 'tie_missing' : flag.flag}`, { rank: flag.rank ?? 0, key: keyOf(flag.key) })}</strong>
          <span>{who(flag.candidates)}</span>
        </li>
      ))}
    </Warnings>
  )
}

function useColumns(standing: PostStanding | null): readonly Column<RankRow>[] {
  const { t } = useTranslation()
  const rows = standing?.rows ?? []
  const has = (value: (row: RankRow) => string | null) => rows.some((row) => value(row) !== null)
  const score = (key: 'written' | 'quality' | 'professional' | 'fitnessPoints' | 'total', width: string): Column<RankRow> =>
    ({ key, title: t(`standings.column.${key}`), width, end: true, cell: (row) => (key === 'total' ? <strong>{row.total ?? ''}</strong> : row[key] ?? '') })
  return [
    {
      key: 'rank', title: t('standings.column.rank'), width: '64px', end: true,
      cell: (row) => (row.rank === null ? '—' : <span className={styles['rank']} data-tie={row.tie} title={row.tie ? t('standings.tie') : undefined}>{row.tie && '▲ '}{row.rank}</span>),
    },
    { key: 'roster', title: t('standings.column.roster'), width: '82px', cell: (row) => row.rosterNumber },
    { key: 'name', title: t('standings.column.name'), width: 'minmax(74px, 1fr)', cell: (row) => <span title={row.name}>{row.name}</span> },
    { key: 'lot', title: t('standings.column.lot'), width: '66px', cell: (row) => row.lot },
    score('written', '68px'),
    { key: 'interview', title: t('standings.column.interview'), width: '72px', end: true, cell: (row) => row.interview ?? '' },
    ...(has((row) => row.corrected) ? [{ key: 'corrected', title: t('standings.column.corrected'), width: '72px', end: true, cell: (row: RankRow) => row.corrected ?? '' }] : []),
    ...(has((row) => row.professional) ? [score('professional', '84px')] : []),
    ...(has((row) => row.fitnessPoints) ? [score('fitnessPoints', '76px')] : []),
    score('total', '86px'),
    {
      key: 'note', title: t('standings.column.note'), width: 'minmax(112px, 1.6fr)',
      cell: (row) => <RowNote row={row} open={standing?.summary.state === 'open'} />,
    },
  ]
}

/** Medical list, a gate that was missed, the keys that decided, or why there is no rank. `open`: others may still pass by. */
function RowNote({ row, open }: { row: RankRow; open: boolean }) {
  const { t } = useTranslation()
  if (row.missing !== null) return <VerdictMark kind={ended(row.missing) ? 'fail' : 'wait'} word={t(`standings.missing.${row.missing}`)} />
  const keys = row.decidedBy.map((key) => `${t(`standings.short.${key}`)} ${valueOf(row, key) ?? ''}`.trim()).join(t('standings.comma'))
  return (
    <span className={styles['notes']}>
      {row.gate === 'fail' && <VerdictMark kind="fail" word={t('standings.gate_missed')} />}
      {row.medical && (open ? <VerdictMark kind="wait" word={t('standings.medical_so_far')} /> : <VerdictMark kind="pass" word={t('standings.medical')} />)}
      {keys !== '' && <small title={t('standings.decided_by', { keys })}>{keys}</small>}
    </span>
  )
}

function valueOf(row: RankRow, key: RankRow['decidedBy'][number]): string | null {
  switch (key) {
    case 'written':
      return row.written
    case 'policeAptitude':
      return row.quality
    case 'interview':
      return row.corrected ?? row.interview
    case 'runTime':
      return row.run
    default:
      return key satisfies never
  }
}

function ended(missing: NonNullable<RankRow['missing']>): boolean {
  switch (missing) {
    case 'psych':
    case 'fitness':
    case 'interview':
    case 'professional':
    case 'written':
    case 'fitnessPoints':
    case 'formula':
    case 'coefficient':
      return false
    case 'late':
    case 'absent':
    case 'refused':
    case 'withdrawn':
    case 'barred':
    case 'psych_failed':
    case 'fitness_failed':
    case 'interview_failed':
    case 'interview_absent':
    case 'lapsed':
    case 'disqualified':
    case 'not_listed':
      return true
    default:
      return missing satisfies never
  }
}
