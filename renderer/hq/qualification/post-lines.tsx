import { useTranslation } from 'react-i18next'
import type { ListLine } from '../../../shared/hq/api/decide.ts'
import type { QualificationPost } from '../../../shared/hq/api/people.ts'
import { dayAndMinute } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Buttons, Note } from '../../parts/form.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { allRows } from '../../parts/use-pages.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { Warnings } from '../../parts/warnings.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import styles from './post-lines.module.css'

/** One post's qualification list line by line; ties are decided and lists adopted by two people in the deciding room. */
export function PostLines({
  recruitment,
  post,
  onClose,
}: {
  recruitment: string
  post: QualificationPost
  onClose: () => void
}) {
  const { t } = useTranslation()
  const asked = useAsk(
    post.post,
    (signal) => hq.decide.list({ recruitment, post: post.post, list: 'qualification' }, { signal }),
    ['people', 'decide', 'posts'],
  )
  const mayDecide = useMay('decide.adopt')
  const lines = asked.value?.ok === true ? asked.value.lines.filter(({ end }) => end === null) : []
  const columns: readonly Column<ListLine>[] = [
    { key: 'rank', title: t('qualification.rank'), width: '64px', end: true, cell: (row) => row.rank ?? '—' },
    { key: 'score', title: t('qualification.score'), width: '72px', end: true, cell: (row) => row.score ?? '—' },
    {
      key: 'name',
      title: t('people.column.name'),
      width: 'minmax(88px, 1fr)',
      cell: (row) => <span title={`${row.name} ${row.ticket}`}>{row.name}</span>,
    },
    { key: 'mark', title: t('qualification.mark'), width: '112px', cell: (row) => <Mark row={row} /> },
  ]
  const save = async (format: 'xlsx' | 'csv') => {
    const answer = await hq.decide.exportList({ recruitment, list: 'qualification', post: post.post, format })
    if (answer.ok)
      await saveFile(
        answer.name,
        { base64: answer.bytes },
        format === 'csv' ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      )
  }
  return (
    <Sheet
      title={`${post.post} ${post.title}`}
      aside={
        <Button kind="quiet" onClick={onClose}>
          {t('recruitments.close')}
        </Button>
      }
    >
      <Note>
        {post.ratio === null
          ? t('qualification.no_ratio')
          : t('qualification.product', { headcount: post.headcount, ratio: post.ratio, exact: post.exact ?? '' })}
        {post.ratio !== null &&
          ` → ${String(post.places ?? 0)}（${t(`recruitments.word.rounding.${post.fractions}`)}）`}
        {post.passLine !== null && `；${t('qualification.line_is', { line: post.passLine, below: post.below })}`}
      </Note>
      {post.adopted !== null && (
        <p>
          {t('qualification.adopted_by', {
            at: dayAndMinute(post.adopted.at),
            by: post.adopted.by,
            second: post.adopted.second,
            n: post.adopted.listed,
          })}
        </p>
      )}
      {post.tied > 0 && (
        <Warnings>
          <li>▲ {t('qualification.tie_text', { n: post.tied, over: post.listed - (post.places ?? 0) })}</li>
        </Warnings>
      )}
      {post.without > 0 && <VerdictMark kind="warn" word={t('qualification.without', { n: post.without })} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      <div className={styles['lines']}>
        <VirtualTable
          label={t('qualification.lines', { post: post.post })}
          columns={columns}
          pages={{ ...allRows(lines, asked.at), state: asked.state }}
          rowKey={(row) => row.candidate}
          tone={(row) => (row.listed ? undefined : 'out')}
          empty={<Empty title={t('qualification.nobody')} next={t('people.none_next')} />}
        />
      </div>
      <Buttons>
        <Button onClick={() => void save('xlsx')}>.xlsx</Button>
        <Button onClick={() => void save('csv')}>.csv</Button>
        {mayDecide && lines.length > 0 && (
          <Button kind="primary" onClick={() => go('decide', { post: post.post, list: 'qualification' })}>
            {t(post.tied > 0 ? 'qualification.to_tie' : 'qualification.to_adopt')}
          </Button>
        )}
      </Buttons>
    </Sheet>
  )
}

function Mark({ row }: { row: ListLine }) {
  const { t } = useTranslation()
  if (row.tied) return <VerdictMark kind="warn" word={t('qualification.line.tied')} />
  if (row.listed) return <VerdictMark kind="pass" word={t('qualification.line.listed')} />
  return (
    <span>
      {t(
        row.score === null
          ? 'qualification.line.without'
          : row.rank === null
            ? 'qualification.line.below'
            : 'qualification.line.not',
      )}
    </span>
  )
}
