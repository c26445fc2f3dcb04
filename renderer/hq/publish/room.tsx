import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HqListNames } from '../../../shared/hq/list-names.ts'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import { Empty } from '../../parts/empty.tsx'
import { Choice } from '../../parts/field.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useRecruitment } from '../recruitment.ts'
import { Draft } from './draft.tsx'
import styles from './room.module.css'
import { Published } from './published.tsx'
import { Verify } from './verify.tsx'

const tabs = ['draft', 'published', 'verify'] as const

/** Lists for public notice and for inside use: drawn up, looked at page by page, frozen with their hash, verified. */
export default function PublishRoom() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment ?? null
  const [tab, setTab] = useState<(typeof tabs)[number]>('draft')
  const [list, setList] = useState<HqListKind>('ranking')
  const [replaces, setReplaces] = useState<string | null>(null)
  const choices = useAsk(
    recruitment === null ? null : `${recruitment} ${list}`,
    (signal) => hq.publish.choices({ recruitment: recruitment ?? '', list }, { signal }),
    ['publish', 'decide', 'watch'],
  )
  if (recruitment === null)
    return (
      <Screen title={t('publish.title')}>
        <Empty title={t('decide.no_recruitment')} next={t('decide.no_recruitment_next')} />
      </Screen>
    )
  const answer = choices.value
  return (
    <Screen title={t('publish.title')}>
      <Tabs
        label={t('publish.title')}
        tabs={tabs.map((each) => [each, t(`publish.tab.${each}`)])}
        chosen={tab}
        onChoose={setTab}
      />
      {tab === 'verify' && <Verify />}
      {tab === 'published' && (
        <Published
          recruitment={recruitment}
          onReplace={(kind, id) => {
            setList(kind)
            setReplaces(id)
            setTab('draft')
          }}
        />
      )}
      {tab === 'draft' && (
        <>
          <div className={styles['choose']}>
            <Choice
              label={t('publish.list')}
              value={list}
              options={HqListNames.map((name) => [name, t(`publish.kind.${name}`)] as const)}
              onChange={(event) => {
                setList(HqListNames.find((name) => name === event.currentTarget.value) ?? 'ranking')
                setReplaces(null)
              }}
            />
            {replaces !== null && <p className={styles['replaces']}>{t('publish.replacing', { id: replaces })}</p>}
          </div>
          {choices.state === 'failed' && <Refusal reason="no_answer" detail={{ code: choices.code }} />}
          {answer === undefined && choices.state !== 'failed' && <Progress label={t('decide.reading')} />}
          {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
          {answer?.ok === true && answer.posts.length === 0 && (
            <Empty title={t('decide.no_posts')} next={t('decide.no_posts_next')} />
          )}
          {answer?.ok === true && answer.posts.length > 0 && (
            <Draft
              key={`${list} ${replaces ?? ''}`}
              recruitment={recruitment}
              list={list}
              replaces={replaces}
              posts={answer.posts}
              onDone={() => {
                setReplaces(null)
                setTab('published')
              }}
            />
          )}
        </>
      )}
    </Screen>
  )
}
