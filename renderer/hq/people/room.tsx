import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from '../../../shared/hq/api/people.ts'
import { go, usePlace } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Choice, TextField } from '../../parts/field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { usePages } from '../../parts/use-pages.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { useSettled } from '../../setup/use-settled.ts'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import { ListBeside } from '../prepare/list-beside.tsx'
import { NoRecruitment } from '../prepare/no-recruitment.tsx'
import styles from './room.module.css'
import { useRecruitment } from '../recruitment.ts'
import { AddPerson } from './add-person.tsx'
import { ImportPeople } from './import-people.tsx'
import { ImportPhotos } from './import-photos.tsx'
import { PersonSheet } from './person-sheet.tsx'

const statuses = ['all', 'in', 'withdrawn', 'barred', 'no_score', 'not_due'] as const

/** The roster (名册) of the chosen recruitment. */
export default function PeopleRoom() {
  const { params } = usePlace()
  const chosen = useRecruitment()
  if (chosen === undefined) return <NoRecruitment />
  if (params['view'] === 'import') return <ImportPeople recruitment={chosen.recruitment} />
  if (params['view'] === 'photos') return <ImportPhotos recruitment={chosen.recruitment} />
  return <PeopleList recruitment={chosen.recruitment} />
}

function PeopleList({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const { params } = usePlace()
  const opened = params['candidate']
  const [query, setQuery] = useState('')
  const [post, setPost] = useState(params['post'] ?? '')
  const [status, setStatus] = useState<(typeof statuses)[number]>('all')
  const [all, setAll] = useState<number | null>(null)
  const settled = useSettled(query)
  const mayImport = useMay('people.import')
  const mayAdd = useMay('people.add')
  const adding = params['view'] === 'add' && mayAdd
  const posts = useAsk(recruitment, (signal) => hq.posts.list({ recruitment }, { signal }), ['posts'])
  const codes = posts.value?.ok === true ? posts.value.posts.map(({ post: each }) => each) : []
  const pages = usePages<PersonRow>(
    JSON.stringify([recruitment, settled, post, status]),
    async (offset, limit, signal) => {
      const answer = await hq.people.list(
        { recruitment, query: settled, status, offset, limit, ...(post === '' ? {} : { post }) },
        { signal },
      )
      if (!answer.ok) return { rows: [], total: 0 }
      setAll(answer.all)
      return { rows: answer.rows, total: answer.total }
    },
    ['people'],
  )
  const columns: readonly Column<PersonRow>[] = [
    { key: 'roster', title: t('people.column.roster'), width: '80px', end: true, cell: (row) => row.rosterNumber },
    {
      key: 'name',
      title: t('people.column.name'),
      width: 'minmax(112px, 2fr)',
      cell: (row) => <span title={row.name}>{row.name}</span>,
    },
    { key: 'ticket', title: t('people.column.ticket'), width: 'minmax(128px, 1fr)', cell: (row) => row.ticket },
    { key: 'id', title: t('people.column.id_tail'), width: '104px', cell: (row) => `…${row.idTail}` },
    { key: 'sex', title: t('people.column.sex'), width: '64px', cell: (row) => t(`setup.post_sex.${row.sex}`) },
    { key: 'birth', title: t('people.column.birth'), width: '112px', cell: (row) => row.birth },
    { key: 'post', title: t('people.column.post'), width: '80px', cell: (row) => row.post },
    { key: 'written', title: t('people.column.written'), width: '80px', end: true, cell: (row) => row.written ?? '—' },
    { key: 'state', title: t('people.column.state'), width: 'minmax(104px, 1fr)', cell: (row) => <State row={row} /> },
  ]
  // beside an open person only what tells people apart
  const shown =
    opened === undefined && !adding
      ? columns
      : columns.filter(({ key }) => ['roster', 'name', 'ticket', 'post', 'state'].includes(key))
  const empty = all === 0
  return (
    <Screen
      title={t('people.title')}
      aside={
        all !== null && (
          <Age at={pages.at}>
            {pages.total === all ? t('people.all', { n: all }) : t('people.some', { n: pages.total, all })}
          </Age>
        )
      }
      actions={
        mayImport && (
          <>
            {mayAdd && !adding && all !== null && all > 0 && (
              <Button onClick={() => go('people', { view: 'add' })}>{t('people.add')}</Button>
            )}
            {all !== null && all > 0 && (
              <Button onClick={() => go('people', { view: 'photos' })}>{t('people.photos')}</Button>
            )}
            <Button kind="primary" onClick={() => go('people', { view: 'import' })}>
              {t(empty ? 'people.import' : 'people.import_again')}
            </Button>
          </>
        )
      }
    >
      {!empty && (
        <div className={styles['search']} role="search">
          <TextField
            label={t('people.find')}
            placeholder={t('people.find_example')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <Choice
            label={t('people.column.post')}
            value={post}
            options={[
              ['', t('people.all_posts')],
              ...codes.map(({ code, title }) => [code, `${code} ${title}`] as const),
            ]}
            onChange={(event) => setPost(event.currentTarget.value)}
          />
          <Choice
            label={t('people.column.state')}
            value={status}
            options={statuses.map((each) => [each, t(`people.status.${each}`)] as const)}
            onChange={(event) => setStatus(statuses.find((each) => each === event.currentTarget.value) ?? 'all')}
          />
          {(query !== '' || post !== '' || status !== 'all') && (
            <Button
              onClick={() => {
                setQuery('')
                setPost('')
                setStatus('all')
              }}
            >
              {t('people.show_all')}
            </Button>
          )}
        </div>
      )}
      <ListBeside
        list={
          <VirtualTable
            label={t('people.title')}
            columns={shown}
            pages={pages}
            rowKey={(row) => row.candidate}
            selected={opened}
            tone={(row) => (row.withdrawn !== null || row.barred !== null ? 'out' : undefined)}
            onOpen={(row) => go('people', { candidate: row.candidate })}
            empty={
              empty ? (
                <Empty
                  title={t('people.none')}
                  next={t(codes.length === 0 ? 'people.none_posts' : 'people.none_next')}
                />
              ) : (
                <Empty title={t('people.nobody')} next={t('people.nobody_next')} />
              )
            }
          />
        }
        sheet={
          adding ? (
            <AddPerson recruitment={recruitment} posts={codes} onClose={() => go('people')} />
          ) : (
            opened !== undefined && (
              <PersonSheet
                key={opened}
                recruitment={recruitment}
                candidate={opened}
                posts={codes}
                onClose={() => go('people')}
              />
            )
          )
        }
      />
    </Screen>
  )
}

function State({ row }: { row: PersonRow }) {
  const { t } = useTranslation()
  if (row.barred !== null) return <VerdictMark kind="fail" word={t('people.status.barred')} />
  if (row.withdrawn !== null) return <VerdictMark kind="wait" word={t('people.status.withdrawn')} />
  return row.sessions === 0 ? (
    <span>{t('people.status.not_due')}</span>
  ) : (
    <VerdictMark kind="pass" word={t('people.due', { n: row.sessions })} />
  )
}
