import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RankFlag } from '../../../shared/api/standings.ts'
import type { HqRankRow, TieView } from '../../../shared/hq/api/decide.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Note } from '../../parts/form.tsx'
import { usePages } from '../../parts/use-pages.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { Warnings } from '../../parts/warnings.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import listTableStyles from './list-table.module.css'
import rankingStyles from './ranking.module.css'
import { decideNouns } from './decide-nouns.ts'
import { TieForm, type OpenTie } from './tie-form.tsx'

interface Standing {
  flags: readonly RankFlag[]
  ties: readonly TieView[]
  names: Readonly<Record<string, string>>
  medicalLast: string | null
  lists: readonly { list: string; tied: number; listed: number; places: { places: number } | null }[]
  coefficients: readonly { panel: string; title: string; candidates: number; mean: string; coefficient: string }[]
}

/** The ranking of one post: ties that wait for two people first, then every row, with decisions beside the ranks they made. */
export function Ranking({
  recruitment,
  post,
  standing,
  onWhy,
}: {
  recruitment: string
  post: string
  standing: Standing | null
  onWhy: (row: HqRankRow) => void
}) {
  const { t } = useTranslation()
  const pages = usePages<HqRankRow>(
    `${recruitment} ${post}`,
    async (offset, limit, signal) => {
      const answer = await hq.decide.post({ recruitment, post, offset, limit }, { signal })
      return answer.ok ? { rows: answer.rows, total: answer.total } : { rows: [], total: 0 }
    },
    decideNouns,
  )
  return (
    <>
      {standing !== null && <Ties key={post} recruitment={recruitment} post={post} standing={standing} />}
      {standing !== null && standing.coefficients.length > 0 && (
        <Note>
          {t('standings.corrected_by')}{' '}
          {standing.coefficients
            .map(({ title, mean, coefficient, candidates }) =>
              t('standings.panel', { room: title, mean, coefficient, count: candidates }),
            )
            .join(t('decide.semicolon'))}
        </Note>
      )}
      <div className={listTableStyles['table']}>
        <VirtualTable
          key={post}
          label={t('standings.ranking_of', { post })}
          columns={useColumns(standing)}
          pages={pages}
          rowKey={(row) => row.candidate}
          onOpen={onWhy}
          tone={(row) => (row.rank === null ? 'out' : row.candidate === standing?.medicalLast ? 'cut' : undefined)}
          empty={<Empty title={t('standings.nobody')} next={t('standings.nobody_next')} />}
        />
      </div>
    </>
  )
}

function Ties({ recruitment, post, standing }: { recruitment: string; post: string; standing: Standing }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [deciding, setDeciding] = useState<OpenTie | null>(null)
  const who = (ids: readonly string[]) =>
    ids
      .slice(0, 6)
      .map((id) => standing.names[id] ?? id)
      .join(t('standings.comma')) + (ids.length > 6 ? t('standings.more', { n: ids.length }) : '')
  const tieOf = (flag: RankFlag): OpenTie | null => {
    if (flag.flag === 'tie' || flag.flag === 'run_across_sexes')
      return { list: 'ranking', tied: flag.candidates, left: flag.candidates.length }
    const medical = standing.lists.find(({ list }) => list === 'medical')
    return flag.flag === 'tie_at_cut' && medical !== undefined
      ? {
          list: 'medical',
          tied: flag.candidates,
          left: Math.max(1, (medical.places?.places ?? 0) - (medical.listed - medical.tied)),
        }
      : null
  }
  if (standing.flags.length === 0 && standing.ties.length === 0) return null
  const mine = me !== null && may(me, 'decide.decideTie')
  return (
    <div className={rankingStyles['ties']}>
      {standing.flags.length > 0 && (
        <Warnings label={t('standings.flags')}>
          {standing.flags.map((flag) => {
            const tie = tieOf(flag)
            return (
              <li key={`${flag.flag} ${flag.key} ${flag.candidates.join(' ')}`}>
                <span>
                  <strong>
                    ▲{' '}
                    {t(`standings.flag.${flag.flag === 'tie' && flag.key !== '' ? 'tie_missing' : flag.flag}`, {
                      rank: flag.rank ?? 0,
                      key: flag.key === '' ? '' : t(`standings.key.${flag.key}`, { defaultValue: flag.key }),
                    })}
                  </strong>{' '}
                  {who(flag.candidates)}
                </span>
                {mine && tie !== null && (
                  <Button kind="quiet" onClick={() => setDeciding(tie)}>
                    {t(tie.list === 'ranking' ? 'decide.decide_order' : 'decide.decide_cut')}
                  </Button>
                )}
              </li>
            )
          })}
        </Warnings>
      )}
      {deciding !== null && (
        <TieForm
          key={`${deciding.list} ${deciding.tied.join()}`}
          recruitment={recruitment}
          post={post}
          tie={deciding}
          names={standing.names}
          onDone={() => setDeciding(null)}
        />
      )}
      {standing.ties.length > 0 && (
        <details className={rankingStyles['decisions']}>
          <summary>
            {t('decide.decisions', { count: standing.ties.length })}
            {standing.ties.some(({ holds }) => !holds) && ` · ▲ ${t('decide.some_lapsed')}`}
          </summary>
          <ul>
            {standing.ties.map((tie) => (
              <li key={tie.seq} data-holds={tie.holds}>
                <VerdictMark
                  kind={tie.holds ? 'pass' : 'warn'}
                  word={t(tie.holds ? 'decide.holds' : 'decide.lapsed')}
                />
                <span>
                  {t(`decide.decided.${tie.list === 'ranking' ? 'order' : 'cut'}`, {
                    who: who(tie.order),
                    of: who(tie.tied),
                    list: t(`decide.tab.${tie.list}`),
                  })}
                </span>
                <small>
                  {t('decide.decided_by', {
                    by: tie.by,
                    second: tie.second,
                    at: dayAndMinute(tie.at),
                    seq: tie.seq,
                    reason: tie.reason,
                  })}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function useColumns(standing: Standing | null): readonly Column<HqRankRow>[] {
  const { t } = useTranslation()
  const decisions = new Map(standing?.ties.map((tie) => [tie.seq, tie]))
  const text = (key: 'written' | 'interview' | 'corrected' | 'run', width: string): Column<HqRankRow> => ({
    key,
    title: t(`decide.column.${key}`),
    width,
    end: true,
    cell: (row) => row[key] ?? '',
  })
  return [
    {
      key: 'rank',
      title: t('standings.column.rank'),
      width: '64px',
      end: true,
      cell: (row) =>
        row.rank === null ? (
          '—'
        ) : (
          <span className={rankingStyles['rank']} data-tie={row.tie}>
            {row.tie && '▲ '}
            {row.rank}
          </span>
        ),
    },
    { key: 'roster', title: t('standings.column.roster'), width: '84px', cell: (row) => row.rosterNumber },
    {
      key: 'name',
      title: t('standings.column.name'),
      width: 'minmax(160px, 1.2fr)',
      cell: (row) => <span title={row.name}>{row.name === '' ? row.candidate : row.name}</span>,
    },
    text('written', '72px'),
    text('interview', '72px'),
    ...((standing?.coefficients.length ?? 0) > 0 ? [text('corrected', '76px')] : []),
    text('run', '72px'),
    {
      key: 'total',
      title: t('standings.column.total'),
      width: '92px',
      end: true,
      cell: (row) => <strong>{row.total ?? ''}</strong>,
    },
    {
      key: 'note',
      title: t('standings.column.note'),
      width: 'minmax(144px, 1.4fr)',
      cell: (row) => {
        if (row.missing !== null)
          return (
            <VerdictMark kind={ended.has(row.missing) ? 'fail' : 'wait'} word={t(`standings.missing.${row.missing}`)} />
          )
        const decision = row.decided === null ? undefined : decisions.get(row.decided)
        return (
          <span className={rankingStyles['marks']}>
            {row.gate === 'fail' && <VerdictMark kind="fail" word={t('standings.gate_missed')} />}
            {row.medical && <VerdictMark kind="pass" word={t('standings.medical')} />}
            {decision !== undefined && (
              <small title={decision.reason}>
                {t('decide.by_decision', { by: decision.by, second: decision.second })}
              </small>
            )}
          </span>
        )
      },
    },
  ]
}

const ended: ReadonlySet<string> = new Set([
  'late',
  'absent',
  'refused',
  'withdrawn',
  'barred',
  'psych_failed',
  'fitness_failed',
  'interview_failed',
  'interview_absent',
  'lapsed',
  'disqualified',
  'not_listed',
])
