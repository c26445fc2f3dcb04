import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListLine, ListState } from '../../../shared/hq/api/decide.ts'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Tick } from '../../parts/field.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { allRows } from '../../parts/use-pages.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { Blockers } from '../blockers.tsx'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import listTableStyles from './list-table.module.css'
import postListsStyles from './post-lists.module.css'
import { decideNouns } from './decide-nouns.ts'
import { TieForm } from './tie-form.tsx'

/** One list of a post: as it would be adopted now beside the one that stands, who moves, and what is in the way. */
export function PostLists({ recruitment, post, list }: { recruitment: string; post: string; list: HqListKind }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const asked = useAsk(
    `${recruitment} ${post} ${list}`,
    (signal) => hq.decide.list({ recruitment, post, list }, { signal }),
    decideNouns,
  )
  const adopt = useCommand(hq.decide.adopt)
  const [step, setStep] = useState<'look' | 'adopt' | 'tie'>('look')
  const [moving, setMoving] = useState(false)
  const answer = asked.value
  if (answer === undefined)
    return asked.state === 'failed' ? (
      <Refusal reason="no_answer" detail={{ code: asked.code }} />
    ) : (
      <Progress label={t('decide.reading')} />
    )
  if (!answer.ok) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  const { state, lines, hash, blockers } = answer
  const moves = lines.filter((line) => line.moves !== null)
  const mine = me !== null && may(me, 'decide.adopt')
  const unchanged = state.adopted?.hash === hash
  const tied = lines.filter((line) => line.tied).map(({ candidate }) => candidate)
  return (
    <>
      <State state={state} moves={moves} />
      {moves.length > 0 && (
        <Tick
          label={t('decide.only_moves', { count: moves.length })}
          checked={moving}
          onChange={(event) => setMoving(event.currentTarget.checked)}
        />
      )}
      <Blockers blockers={blockers} list={list} />
      {mine && tied.length > 0 && step !== 'tie' && (
        <div>
          <Button onClick={() => setStep('tie')}>{t('decide.decide_cut')}</Button>
        </div>
      )}
      {step === 'tie' && tied.length > 0 && (
        <TieForm
          recruitment={recruitment}
          post={post}
          tie={{ list, tied, left: Math.max(1, (state.places?.places ?? 0) - (state.listed - state.tied)) }}
          names={Object.fromEntries(
            lines.map((line) => [line.candidate, `${line.rosterNumber} ${line.name} ${line.score ?? ''}`]),
          )}
          onDone={() => setStep('look')}
        />
      )}
      <div className={listTableStyles['table']}>
        <VirtualTable
          label={t(`decide.tab.${list}`)}
          columns={columnsOf(t, list, state.adopted !== null)}
          pages={allRows(moving && moves.length > 0 ? moves : lines, asked.at)}
          rowKey={(line) => line.candidate}
          tone={(line) => (line.moves === 'out' || !line.listed ? 'out' : undefined)}
          empty={<Empty title={t('decide.list_empty')} next={t('decide.list_empty_next')} />}
        />
      </div>
      {step === 'adopt' && (
        <Confirm
          title={t(moves.length > 0 ? 'decide.adopt.again_title' : 'decide.adopt.title', {
            count: state.listed,
            moved: moves.length,
          })}
          text={t(
            moves.length > 0
              ? 'decide.adopt.again_text'
              : list === 'interview'
                ? 'decide.adopt.interview_text'
                : 'decide.adopt.text',
          )}
          action={t(moves.length > 0 ? 'decide.adopt.again_action' : 'decide.adopt.action', { count: state.listed })}
          reason={moves.length > 0}
          second={['decider']}
          secondWhy={t('decide.adopt.second')}
          busy={adopt.busy}
          onCancel={() => setStep('look')}
          onConfirm={({ reason, second }) =>
            void adopt
              .send({ recruitment, post, list, hash, reason, second })
              .then((done) => (done === undefined ? undefined : setStep('look')))
          }
        >
          <Outcome of={adopt.state} />
        </Confirm>
      )}
      <div className={postListsStyles['actions']}>
        <Export recruitment={recruitment} post={post} list={list} />
        {mine && step === 'look' && (
          <Button
            kind="primary"
            disabled={blockers.length > 0 || unchanged || lines.length === 0}
            onClick={() => setStep('adopt')}
          >
            {t(
              unchanged
                ? 'decide.adopt.unchanged'
                : moves.length > 0
                  ? 'decide.adopt.again_action'
                  : 'decide.adopt.action',
              { count: state.listed },
            )}
          </Button>
        )}
      </div>
    </>
  )
}

function State({ state, moves }: { state: ListState; moves: readonly ListLine[] }) {
  const { t } = useTranslation()
  const { places, adopted } = state
  return (
    <div className={postListsStyles['state']}>
      <span>
        {places === null
          ? t('decide.no_places', { n: state.listed })
          : t('decide.places', {
              n: state.listed,
              places: places.places,
              ratio: places.ratio,
              exact: places.exact,
              how: t(`standings.fractions.${places.fractions}`),
            })}
      </span>
      {adopted === null ? (
        <VerdictMark kind="wait" word={t('decide.not_adopted')} />
      ) : (
        <VerdictMark
          kind="pass"
          word={t('decide.adopted_by', {
            by: adopted.by,
            second: adopted.second,
            at: dayAndMinute(adopted.at),
            count: adopted.listed,
            seq: adopted.seq,
          })}
        />
      )}
      {moves.length > 0 && (
        <strong className={postListsStyles['warn']}>
          ▲{' '}
          {t('decide.who_moves', {
            count: moves.length,
            in: moves.filter((line) => line.moves === 'in').length,
            out: moves.filter((line) => line.moves === 'out').length,
          })}
        </strong>
      )}
    </div>
  )
}

function columnsOf(t: TFunction, list: HqListKind, compared: boolean): readonly Column<ListLine>[] {
  const place = (at: { rank: number | null; score: string | null } | null) =>
    at === null
      ? '—'
      : [at.rank === null ? '' : t('decide.nth', { n: at.rank }), at.score ?? ''].filter(Boolean).join(' · ')
  return [
    { key: 'rank', title: t('standings.column.rank'), width: '64px', end: true, cell: (line) => line.rank ?? '—' },
    { key: 'roster', title: t('standings.column.roster'), width: '84px', cell: (line) => line.rosterNumber },
    {
      key: 'name',
      title: t('standings.column.name'),
      width: 'minmax(160px, 1fr)',
      cell: (line) => <span title={line.name}>{line.name === '' ? line.candidate : line.name}</span>,
    },
    {
      key: 'score',
      title: t(list === 'ranking' || list === 'medical' ? 'standings.column.total' : 'standings.column.written'),
      width: '92px',
      end: true,
      cell: (line) => line.score ?? '',
    },
    ...(list === 'ranking'
      ? []
      : [
          {
            key: 'listed',
            title: t('decide.column.listed'),
            width: '100px',
            cell: (line: ListLine) =>
              line.tied ? (
                <VerdictMark kind="warn" word={t('decide.tied')} />
              ) : line.listed ? (
                <VerdictMark kind="pass" word={t('decide.listed')} />
              ) : (
                <span className={postListsStyles['out']}>{t('decide.not_listed')}</span>
              ),
          },
        ]),
    ...(compared
      ? [
          {
            key: 'before',
            title: t('decide.column.before'),
            width: 'minmax(132px, 0.8fr)',
            cell: (line: ListLine) => place(line.before),
          },
          {
            key: 'moves',
            title: t('decide.column.moves'),
            width: 'minmax(150px, 1.2fr)',
            cell: (line: ListLine) =>
              line.moves === null ? (
                ''
              ) : (
                <strong className={postListsStyles['warn']}>
                  {t(`decide.moves.${line.moves}`, {
                    from: line.before?.rank ?? '',
                    to: line.rank ?? '',
                    was: line.before?.score ?? '',
                    is: line.score ?? '',
                  })}
                  {line.moves === 'out' &&
                    line.end !== null &&
                    `（${t(`standings.missing.${line.end}`, { defaultValue: line.end })}）`}
                </strong>
              ),
          },
        ]
      : []),
  ]
}

const mime = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
} as const

function Export({ recruitment, post, list }: { recruitment: string; post: string; list: HqListKind }) {
  const { t } = useTranslation()
  const [state, setState] = useState<'idle' | 'working' | 'failed'>('idle')
  const save = (format: 'xlsx' | 'csv') => {
    setState('working')
    hq.decide.exportList({ recruitment, list, post, format }).then(
      (answer) => {
        if (answer.ok) void saveFile(answer.name, { base64: answer.bytes }, mime[format])
        setState(answer.ok ? 'idle' : 'failed')
      },
      () => setState('failed'),
    )
  }
  return (
    <span className={postListsStyles['export']}>
      {state === 'failed' && <em role="alert">▲ {t('standings.export.failed')}</em>}
      <Button disabled={state === 'working'} onClick={() => save('csv')}>
        {t('decide.inside_csv')}
      </Button>
      <Button disabled={state === 'working'} onClick={() => save('xlsx')}>
        {t('decide.inside_xlsx')}
      </Button>
    </span>
  )
}
