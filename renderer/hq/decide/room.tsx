import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import { dayAndMinute } from '../../clock.ts'
import { go, usePlace } from '../../frame/route.ts'
import { Age } from '../../parts/age.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { PostList } from '../../standings/post-list.tsx'
import { hq } from '../contract.ts'
import { useRecruitment } from '../recruitment.ts'
import { Conflicts } from './conflicts.tsx'
import { decideNouns } from './decide-nouns.ts'
import styles from './room.module.css'
import { PostHead } from './post-head.tsx'
import { PostLists } from './post-lists.tsx'
import { Ranking } from './ranking.tsx'
import { WhyTotal } from './why-total.tsx'

const tabs = ['standing', 'qualification', 'interview', 'ranking', 'medical', 'conflicts'] as const
type Tab = (typeof tabs)[number]

/** Standings of every post over all venues, what waits for two people, and the lists they adopt (规则 §8, §9). */
export default function DecideRoom() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment ?? null
  const { params } = usePlace()
  const [why, setWhy] = useState<{ candidate: string; who: string } | null>(null)
  const asked = useAsk(
    recruitment,
    (signal) => hq.decide.posts({ recruitment: recruitment ?? '' }, { signal }),
    decideNouns,
  )
  const answer = asked.value
  const posts = answer?.ok === true ? answer.posts : []
  const chosen =
    posts.find(({ post }) => post === params['post']) ?? posts.find(({ candidates }) => candidates > 0) ?? posts[0]
  const post = chosen?.post ?? ''
  const tab: Tab = tabs.find((each) => each === params['list']) ?? 'standing'
  const head = useAsk(
    recruitment === null || post === '' ? null : `${recruitment} ${post}`,
    (signal) => hq.decide.post({ recruitment: recruitment ?? '', post, offset: 0, limit: 1 }, { signal }),
    decideNouns,
  )
  const standing = head.value?.ok === true && head.value.summary.post === post ? head.value : null
  // what was recorded after a half day was closed stands among the contradictions; its number is said with the post
  const apart = useAsk(
    recruitment === null || chosen === undefined || chosen.conflicts === 0 ? null : `${recruitment} ${post} apart`,
    (signal) => hq.decide.conflicts({ recruitment: recruitment ?? '', post }, { signal }),
    decideNouns,
  )
  const late =
    chosen !== undefined && chosen.conflicts > 0 && apart.value?.ok === true
      ? apart.value.conflicts.filter((each) => each.late).length
      : 0
  const to = (next: Partial<Record<'post' | 'list', string>>) => {
    setWhy(null)
    go('decide', { post, list: tab, ...next })
  }
  if (recruitment === null)
    return (
      <Screen title={t('decide.title')}>
        <Empty title={t('decide.no_recruitment')} next={t('decide.no_recruitment_next')} />
      </Screen>
    )
  const asOf = answer?.ok === true ? answer.asOf : null
  return (
    <Screen
      title={t('decide.title')}
      aside={
        answer?.ok === true && (
          <Age at={asked.at}>
            {asOf === null ? t('decide.no_facts') : t('standings.as_of', { time: dayAndMinute(asOf) })}
          </Age>
        )
      }
    >
      {asked.state === 'first' && <Progress label={t('decide.reading')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {answer?.ok === true && posts.length === 0 && (
        <Empty title={t('decide.no_posts')} next={t('decide.no_posts_next')} />
      )}
      {chosen !== undefined && (
        <div className={styles['columns']}>
          <PostList posts={posts} chosen={post} onChoose={(next) => to({ post: next })} />
          <section className={styles['post']} aria-label={`${chosen.post} ${chosen.unit} ${chosen.title}`}>
            <PostHead summary={chosen} standing={standing} late={late} onLate={() => to({ list: 'conflicts' })} />
            <Tabs
              label={t('decide.tabs')}
              tabs={tabs.map((each) => [
                each,
                <>
                  {t(`decide.tab.${each}`)}
                  {each === 'conflicts' && chosen.conflicts > 0 && <b> ▲ {chosen.conflicts}</b>}
                  {each !== 'conflicts' && each !== 'standing' && (
                    <TabMark list={each} adopted={chosen.adopted} moved={chosen.moved} />
                  )}
                </>,
              ])}
              chosen={tab}
              onChoose={(each) => to({ list: each })}
            />
            {tab === 'standing' && (
              <Ranking
                recruitment={recruitment}
                post={post}
                standing={standing}
                onWhy={(row) => setWhy({ candidate: row.candidate, who: `${row.rosterNumber} ${row.name}` })}
              />
            )}
            {tab === 'conflicts' && <Conflicts key={post} recruitment={recruitment} post={post} />}
            {tab !== 'standing' && tab !== 'conflicts' && (
              <PostLists key={`${post} ${tab}`} recruitment={recruitment} post={post} list={tab} />
            )}
          </section>
        </div>
      )}
      {why !== null && <WhyTotal recruitment={recruitment} {...why} onClose={() => setWhy(null)} />}
    </Screen>
  )
}

function TabMark({
  list,
  adopted,
  moved,
}: {
  list: HqListKind
  adopted: readonly HqListKind[]
  moved: readonly HqListKind[]
}) {
  const { t } = useTranslation()
  if (moved.includes(list)) return <b title={t('decide.moved')}> ▲</b>
  return adopted.includes(list) ? <i title={t('decide.adopted')}> ✓</i> : null
}
