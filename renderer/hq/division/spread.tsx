import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { TextArea, Tick } from '../../parts/field.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import styles from './spread.module.css'
import { Grid } from './grid.tsx'
import { MovePanel, type Cell } from './move-panel.tsx'
import type { Overview } from './shown.ts'

/** The first few of many posts. */
const shortened = (posts: readonly string[]): string => `${posts.slice(0, 8).join('、')}${posts.length > 8 ? '…' : ''}`

/** Posts × half days: as it stands, or as it would stand by a proposal that is looked at before it is adopted. */
export function Spread({ recruitment, overview, tabs }: { recruitment: string; overview: Overview; tabs: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay('division.propose')
  const [cell, setCell] = useState<Cell | null>(null)
  const [proposing, setProposing] = useState<'all' | 'rest' | null>(null)
  const [splits, setSplits] = useState(false)
  const [reason, setReason] = useState('')
  const standing = useAsk(`${recruitment} table`, (signal) => hq.division.table({ recruitment }, { signal }), [
    'division',
    'people',
    'posts',
    'decide',
  ])
  const proposed = useAsk(
    proposing === null ? null : `${recruitment} ${proposing}`,
    (signal) => hq.division.propose({ recruitment, keep: proposing === 'rest' }, { signal }),
    ['division', 'people', 'posts', 'decide'],
  )
  const adopt = useCommand(hq.division.adopt)
  const undo = useCommand(hq.division.undo)
  const now = standing.value?.ok === true ? standing.value : null
  const proposal = proposing !== null && proposed.value?.ok === true ? proposed.value : null
  const table = proposal ?? (proposing === null ? now : null)
  const issued = overview.venues.some((venue) => venue.issued > 0)
  const split = table?.rows.filter((row) => row.split && row.panels < Object.keys(row.cells).length) ?? []
  const leave = () => {
    setProposing(null)
    setSplits(false)
    adopt.reset()
  }
  const accept = async () => {
    if (proposal === null) return
    if (
      (await adopt.send({
        recruitment,
        keep: proposing === 'rest',
        hash: proposal.hash,
        splits,
        reason: reason.trim(),
      })) === undefined
    )
      return
    setReason('')
    leave()
  }
  const empty = overview.sessions.length === 0 ? 'no_days' : overview.people === 0 ? 'no_people' : null
  return (
    <Screen
      title={
        <>
          {t('division.title')}
          {proposal !== null && <strong className={styles['proposal']}>▲ {t('division.proposal')}</strong>}
        </>
      }
      aside={
        <>
          {table !== null && <span>{t('division.spread_sums', { placed: table.placed, waiting: table.waiting })}</span>}
          {tabs}
        </>
      }
      actions={
        may &&
        empty === null &&
        cell === null &&
        (proposing === null ? (
          <>
            {now?.undo != null && (
              <Button busy={undo.busy} onClick={() => void undo.send({ recruitment, fact: now.undo ?? 0 })}>
                {t('division.undo')}
              </Button>
            )}
            {(now?.placed ?? 0) > 0 && (now?.waiting ?? 0) > 0 && (
              <Button onClick={() => setProposing('all')}>{t('division.propose_all')}</Button>
            )}
            <Button
              kind="primary"
              onClick={() => setProposing((now?.placed ?? 0) === 0 || now?.waiting === 0 ? 'all' : 'rest')}
            >
              {t((now?.placed ?? 0) === 0 || now?.waiting === 0 ? 'division.propose' : 'division.propose_rest')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={leave}>{t('division.drop_proposal')}</Button>
            <Button
              kind="primary"
              disabled={proposal === null || (split.length > 0 && !splits) || (issued && reason.trim() === '')}
              busy={adopt.busy}
              onClick={() => void accept()}
            >
              {t('division.adopt', { n: proposal?.moved ?? 0 })}
            </Button>
          </>
        ))
      }
    >
      {standing.state === 'failed' && <Refusal reason="no_answer" detail={{ code: standing.code }} />}
      {empty !== null && <Empty title={t(`division.${empty}`)} next={t(`division.${empty}_next`)} />}
      {proposing !== null && proposed.value?.ok === false && (
        <Refusal reason={proposed.value.refused.reason} detail={proposed.value.refused.detail} />
      )}
      {proposing !== null && proposed.state === 'first' && <Progress label={t('division.proposing')} />}
      {table !== null && empty === null && table.unlisted.length > 0 && (
        <p className={styles['warning']} role="alert">
          ▲ {t('division.unlisted', { n: table.unlisted.length, posts: shortened(table.unlisted) })}{' '}
          <Button kind="quiet" onClick={() => go('qualification')}>
            {t('division.to_qualification')}
          </Button>
        </p>
      )}
      {table !== null && table.beside.length > 0 && (
        <p className={styles['warning']} role="alert">
          ▲{' '}
          {t('division.beside', {
            n: table.beside.reduce((sum, { count }) => sum + count, 0),
            posts: shortened(table.beside.map(({ post }) => post)),
          })}
        </p>
      )}
      {table !== null && table.overfull.length > 0 && (
        <p className={styles['warning']} role="alert">
          ▲ {t('division.overfull', { n: table.overfull.length })}
        </p>
      )}
      {proposal !== null && (
        <div className={styles['accept']}>
          <span>{t('division.would_move', { n: proposal.moved })}</span>
          {split.length > 0 && (
            <Tick
              label={t('division.accept_splits', { posts: split.map(({ post }) => post).join('、') })}
              checked={splits}
              onChange={(event) => setSplits(event.currentTarget.checked)}
            />
          )}
          {issued && (
            <TextArea
              label={t('division.reason')}
              note={t('division.reason_note')}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </div>
      )}
      <Outcome of={adopt.state} again={() => void accept()} />
      <Outcome of={undo.state} />
      {table !== null && empty === null && (
        <div className={styles['spread']} data-beside={cell !== null}>
          <Grid
            overview={overview}
            table={table}
            chosen={cell}
            onChoose={may && proposal === null ? setCell : undefined}
          />
          {cell !== null && (
            <MovePanel
              key={`${cell.post} ${cell.session ?? ''}`}
              recruitment={recruitment}
              overview={overview}
              table={table}
              cell={cell}
              reasoned={issued}
              onDone={() => setCell(null)}
            />
          )}
        </div>
      )}
    </Screen>
  )
}
