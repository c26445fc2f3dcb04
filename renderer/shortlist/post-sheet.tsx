import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostShortlist, ShortlistRow } from '../../shared/api/shortlist.ts'
import { dayAndMinute } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Figure, Figures } from '../parts/figures.tsx'
import { Buttons, Note } from '../parts/form.tsx'
import { Sheet } from '../parts/screen.tsx'
import { allRows } from '../parts/use-pages.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import { VirtualTable, type Column } from '../parts/virtual-table.tsx'
import { listedIn } from './post-list.tsx'
import styles from './shortlist.module.css'

/** A row of the list, or the line at which the places end. */
type Line = ShortlistRow | 'cut'

/** Everybody eligible of one post, best first, with the line at which the places end; ties and missing scores are named. */
export function PostSheet({ post, at, onAdopt }: { post: PostShortlist; at: number; onAdopt?: (() => void) | undefined }) {
  const { t } = useTranslation()
  const listed = listedIn(post)
  const rest = post.rows.findIndex((row) => !row.listed)
  const lines: Line[] = rest < 0 ? post.rows : [...post.rows.slice(0, rest), 'cut', ...post.rows.slice(rest)]
  const text = (pick: (row: ShortlistRow) => ReactNode) => (line: Line) => (line === 'cut' ? null : pick(line))
  const columns: readonly Column<Line>[] = [
    { key: 'place', title: t('shortlist.column.place'), width: '72px', end: true, cell: text((row) => row.place ?? '—') },
    { key: 'written', title: t('shortlist.column.written'), width: '96px', end: true, cell: text((row) => row.written ?? '—') },
    { key: 'roster', title: t('shortlist.column.roster'), width: '112px', cell: text((row) => row.rosterNumber) },
    {
      key: 'name', title: t('shortlist.column.name'), width: 'minmax(120px, 2fr)',
      cell: (line) => (line === 'cut' ? <span className={styles['cut']}>{t('shortlist.cut', { listed })}</span> : line.name),
    },
    { key: 'mark', title: t('shortlist.column.mark'), width: 'minmax(144px, 1fr)', cell: text((row) => <RowMark row={row} />) },
  ]
  return (
    <Sheet
      title={`${post.post} ${post.title}`}
      aside={post.adopted === null ? t('shortlist.not_adopted') : t('shortlist.adopted_by', { at: dayAndMinute(post.adopted.at), by: post.adopted.by, second: post.adopted.second })}
    >
      <Figures large>
        <Figure label={t('shortlist.headcount')}>{post.headcount}</Figure>
        <Figure label={t('shortlist.ratio')}>{post.ratio === null ? t('shortlist.no_ratio') : `1:${post.ratio}`}</Figure>
        <Figure label={t('shortlist.quota')}>{post.quota ?? '—'}</Figure>
        <Figure label={t('shortlist.listed')} strong>{listed}</Figure>
        <Figure label={t('shortlist.out')}>{post.out}</Figure>
      </Figures>
      <Note>{t('shortlist.clause', { clause: post.clause === '' ? '—' : post.clause })}</Note>
      {post.unfinished > 0 && <VerdictMark kind="warn" word={t('shortlist.unfinished', { n: post.unfinished })} />}
      {post.tied > 0 && <VerdictMark kind="warn" word={t('shortlist.tied', { n: post.tied, over: listed - (post.quota ?? listed) })} />}
      {post.withoutScore > 0 && <VerdictMark kind="warn" word={t('shortlist.without', { n: post.withoutScore })} />}
      {post.changed && <VerdictMark kind="warn" word={t('shortlist.changed', { n: post.adopted?.count ?? 0 })} />}
      <div className={styles['rows']}>
        <VirtualTable
          label={t('shortlist.rows_list', { post: post.post })}
          columns={columns}
          pages={allRows(lines, at)}
          rowKey={(line) => (line === 'cut' ? 'cut' : line.candidate)}
          empty={<Empty title={t('shortlist.nobody')} next={t('shortlist.nobody_next')} />}
        />
      </div>
      {onAdopt !== undefined && (post.adopted === null || post.changed) && post.unfinished === 0 && (
        <Buttons>
          <Button onClick={onAdopt}>{t(post.changed ? 'shortlist.adopt_again' : 'shortlist.adopt_one', { post: post.post, people: listed })}</Button>
        </Buttons>
      )}
    </Sheet>
  )
}

function RowMark({ row }: { row: ShortlistRow }) {
  const { t } = useTranslation()
  if (row.tied) return <VerdictMark kind="warn" word={t('shortlist.mark.tied')} />
  if (row.listed) return <VerdictMark kind="pass" word={t(row.written === null ? 'shortlist.mark.listed_without' : 'shortlist.mark.listed')} />
  return row.written === null ? <VerdictMark kind="warn" word={t('shortlist.mark.without')} /> : <VerdictMark kind="wait" word={t('shortlist.mark.below')} />
}
