import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualificationPost } from '../../../shared/hq/api/people.ts'
import { go, usePlace } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Note } from '../../parts/form.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { allRows } from '../../parts/use-pages.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { ListBeside } from '../prepare/list-beside.tsx'
import { NoRecruitment } from '../prepare/no-recruitment.tsx'
import { useRecruitment } from '../recruitment.ts'
import { AdoptAll, readyToAdopt } from './adopt-all.tsx'
import { PostLines } from './post-lines.tsx'

/** Qualification lists (规则 §9): every post with its places and ties; the chosen one line by line. */
export default function QualificationRoom() {
  const chosen = useRecruitment()
  return chosen === undefined ? <NoRecruitment /> : <Posts recruitment={chosen.recruitment} />
}

function Posts({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const { params } = usePlace()
  const mayAdopt = useMay('decide.adoptFirst')
  const [adopting, setAdopting] = useState(false)
  const asked = useAsk(recruitment, (signal) => hq.people.qualification({ recruitment }, { signal }), [
    'people',
    'posts',
    'recruitments',
    'decide',
  ])
  const posts = asked.value?.ok === true ? asked.value.posts : []
  const opened = posts.find(({ post }) => post === params['post'])
  const columns: readonly Column<QualificationPost>[] = [
    { key: 'post', title: t('qualification.post'), width: '72px', cell: (row) => <strong>{row.post}</strong> },
    {
      key: 'title',
      title: t('qualification.post_title'),
      width: 'minmax(112px, 2fr)',
      cell: (row) => <span title={`${row.title} · ${row.unit}`}>{row.title}</span>,
    },
    { key: 'headcount', title: t('qualification.headcount'), width: '64px', end: true, cell: (row) => row.headcount },
    { key: 'people', title: t('qualification.people'), width: '72px', end: true, cell: (row) => row.people },
    { key: 'line', title: t('qualification.pass_line'), width: '72px', end: true, cell: (row) => row.passLine ?? '—' },
    {
      key: 'places',
      title: t('qualification.places'),
      width: '72px',
      end: true,
      cell: (row) => (
        <span
          title={
            row.ratio === null
              ? ''
              : t('qualification.product', { headcount: row.headcount, ratio: row.ratio, exact: row.exact ?? '' })
          }
        >
          {row.places ?? '—'}
        </span>
      ),
    },
    { key: 'listed', title: t('qualification.listed'), width: '64px', end: true, cell: (row) => row.listed },
    { key: 'state', title: t('qualification.state'), width: 'minmax(160px, 2fr)', cell: (row) => <State row={row} /> },
  ]
  // beside an open post only what tells the posts apart
  const shown =
    opened === undefined
      ? columns
      : columns.filter(({ key }) => ['post', 'title', 'places', 'listed', 'state'].includes(key))
  const ready = readyToAdopt(posts)
  const ties = posts.filter(({ tied }) => tied > 0).length
  return (
    <Screen
      title={t('qualification.title')}
      aside={
        asked.value?.ok === true && (
          <Age at={asked.at}>
            {t('qualification.summary', {
              n: posts.length,
              listed: posts.reduce((sum, { listed }) => sum + listed, 0),
              adopted: posts.filter(({ adopted }) => adopted !== null).length,
            })}
            {ties > 0 && ` · ${t('qualification.ties', { n: ties })}`}
          </Age>
        )
      }
      actions={
        mayAdopt &&
        !adopting &&
        ready.length > 0 && (
          <Button kind="primary" onClick={() => setAdopting(true)}>
            {t('qualification.adopt_all_action', { n: ready.length })}
          </Button>
        )
      }
    >
      {adopting && <AdoptAll recruitment={recruitment} posts={ready} onDone={() => setAdopting(false)} />}
      {asked.state === 'first' && <Progress label={t('qualification.asking')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {asked.value?.ok === true && posts.length > 0 && <Note>{t('qualification.how')}</Note>}
      {asked.value?.ok === true && (
        <ListBeside
          list={
            <VirtualTable
              label={t('qualification.title')}
              columns={shown}
              pages={allRows(posts, asked.at)}
              rowKey={(row) => row.post}
              selected={opened?.post}
              onOpen={(row) => go('qualification', { post: row.post })}
              empty={<Empty title={t('posts.none')} next={t('posts.none_next')} />}
            />
          }
          sheet={
            opened !== undefined && (
              <PostLines
                key={opened.post}
                recruitment={recruitment}
                post={opened}
                onClose={() => go('qualification')}
              />
            )
          }
        />
      )}
    </Screen>
  )
}

function State({ row }: { row: QualificationPost }) {
  const { t } = useTranslation()
  if (row.tied > 0) return <VerdictMark kind="warn" word={t('qualification.tied', { n: row.tied })} />
  if (row.adopted !== null)
    return row.moved > 0 ? (
      <VerdictMark kind="warn" word={t('qualification.moved', { n: row.moved })} />
    ) : (
      <VerdictMark kind="pass" word={t('qualification.adopted', { n: row.adopted.listed })} />
    )
  if (row.people === 0) return <span>{t('qualification.nobody')}</span>
  return (
    <VerdictMark
      kind="wait"
      word={t(row.without > 0 ? 'qualification.without' : 'qualification.ready', { n: row.without })}
    />
  )
}
