import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostRow } from '../../../shared/hq/api/posts.ts'
import { go, usePlace } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { allRows } from '../../parts/use-pages.ts'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { ListBeside } from '../prepare/list-beside.tsx'
import { NoRecruitment } from '../prepare/no-recruitment.tsx'
import { useRecruitment } from '../recruitment.ts'
import { ImportPosts } from './import-posts.tsx'
import { PostForm } from './post-form.tsx'

/** The posts of the chosen recruitment: from a sheet, or one by one. */
export default function PostsRoom() {
  const { params } = usePlace()
  const chosen = useRecruitment()
  if (chosen === undefined) return <NoRecruitment />
  return params['view'] === 'import' ? (
    <ImportPosts recruitment={chosen.recruitment} />
  ) : (
    <PostList recruitment={chosen.recruitment} />
  )
}

function PostList({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<string | null>(null)
  const asked = useAsk(recruitment, (signal) => hq.posts.list({ recruitment }, { signal }), [
    'posts',
    'people',
    'recruitments',
  ])
  const mayImport = useMay('posts.import')
  const mayPut = useMay('posts.put')
  const list = asked.value?.ok === true ? asked.value : undefined
  const open = list?.posts.find(({ post }) => post.code === opened)
  const columns: readonly Column<PostRow>[] = [
    { key: 'code', title: t('posts.field.code'), width: '88px', cell: ({ post }) => <strong>{post.code}</strong> },
    {
      key: 'title',
      title: t('posts.field.title'),
      width: 'minmax(140px, 2fr)',
      cell: ({ post }) => <span title={post.title}>{post.title}</span>,
    },
    {
      key: 'unit',
      title: t('posts.field.unit'),
      width: 'minmax(120px, 2fr)',
      cell: ({ post }) => <span title={post.unit}>{post.unit}</span>,
    },
    {
      key: 'headcount',
      title: t('posts.field.headcount'),
      width: '84px',
      end: true,
      cell: ({ post }) => post.headcount,
    },
    { key: 'sex', title: t('posts.field.sex'), width: '60px', cell: ({ post }) => t(`setup.post_sex.${post.sex}`) },
    {
      key: 'birth',
      title: t('posts.field.birth'),
      width: '208px',
      cell: ({ post }) => (post.birth === null ? '—' : `${post.birth.from} – ${post.birth.to}`),
    },
    ...(list?.divided === true
      ? [
          {
            key: 'category',
            title: t('posts.field.category'),
            width: '88px',
            cell: ({ post }: PostRow) => t(`setup.category.${post.category}`),
          },
        ]
      : []),
    {
      key: 'stages',
      title: t('posts.field.stages'),
      width: 'minmax(180px, 1fr)',
      cell: ({ post }) => post.stages.map((stage) => t(`posts.stage.${stage}`)).join(' → '),
    },
    {
      key: 'people',
      title: t('posts.people'),
      width: '80px',
      end: true,
      cell: ({ people, out }) => (out === 0 ? people : `${String(people - out)}/${String(people)}`),
    },
    { key: 'places', title: t('posts.places'), width: '96px', end: true, cell: ({ places }) => places ?? '—' },
  ]
  // beside an open post only what tells the posts apart
  const shown =
    opened === null
      ? columns
      : columns.filter(({ key }) => ['code', 'title', 'headcount', 'stages', 'people'].includes(key))
  return (
    <Screen
      title={t('posts.title')}
      aside={
        list !== undefined && (
          <Age at={asked.at}>
            {t('posts.summary', {
              n: list.posts.length,
              headcount: list.posts.reduce((sum, { post }) => sum + post.headcount, 0),
            })}
          </Age>
        )
      }
      actions={
        <>
          {mayPut && list !== undefined && <Button onClick={() => setOpened('')}>{t('posts.add')}</Button>}
          {mayImport && (
            <Button kind="primary" onClick={() => go('posts', { view: 'import' })}>
              {t('posts.import')}
            </Button>
          )}
        </>
      }
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {list !== undefined && (
        <ListBeside
          list={
            <VirtualTable
              label={t('posts.title')}
              columns={shown}
              pages={allRows(list.posts, asked.at)}
              rowKey={({ post }) => post.code}
              selected={opened ?? undefined}
              onOpen={({ post }) => setOpened(post.code)}
              empty={<Empty title={t('posts.none')} next={t('posts.none_next')} />}
            />
          }
          sheet={
            opened !== null && (
              <Sheet
                title={open === undefined ? t('posts.add') : t('posts.change', { code: open.post.code })}
                aside={
                  <Button kind="quiet" onClick={() => setOpened(null)}>
                    {t('recruitments.close')}
                  </Button>
                }
              >
                <PostForm
                  key={`${opened} ${String(list.version)}`}
                  recruitment={recruitment}
                  row={open}
                  version={list.version}
                  needsReason={list.issued > 0}
                  divided={list.divided}
                  stages={list.stages}
                  locked={!mayPut}
                  onDone={() => setOpened(null)}
                />
              </Sheet>
            )
          }
        />
      )}
    </Screen>
  )
}
