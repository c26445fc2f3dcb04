import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostStanding, RankRow } from '../../shared/api/standings.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go, usePlace } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { dayAndMinute } from '../clock.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { usePages } from '../parts/use-pages.ts'
import { Exports } from './exports.tsx'
import { PostList } from './post-list.tsx'
import { Ranking } from './ranking.tsx'
import styles from './standings.module.css'
import { WhyTotal } from './why-total.tsx'

const nouns = ['interview', 'fitness', 'psych', 'check-in', 'sessions', 'shortlist', 'rooms', 'waiting', 'conflicts', 'lots', 'venue']

/** Totals and ranks (规则 §9): the posts on the left, the ranking of the chosen one on the right, provisional in every look. */
export default function StandingsRoom() {
  const { t } = useTranslation()
  const { params } = usePlace()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [opened, setOpened] = useState<RankRow | null>(null)
  const [head, setHead] = useState<PostStanding | null>(null)
  const asked = useAsk('posts', (signal) => station.standings.posts(undefined, { signal }), nouns)
  const posts = asked.value?.ok === true ? asked.value.posts : []
  const chosen = posts.find(({ post }) => post === params['post']) ?? posts.find(({ candidates }) => candidates > 0) ?? posts[0]
  const code = chosen?.post ?? ''
  const pages = usePages<RankRow>(code === '' ? null : code, async (offset, limit, signal) => {
    const answer = await station.standings.post({ post: code, offset, limit }, { signal })
    if (!answer.ok) return { rows: [], total: 0 }
    setHead(answer.standing)
    return { rows: answer.standing.rows, total: answer.total }
  }, nouns)
  const standing = head?.summary.post === code ? head : null
  const asOf = asked.value?.ok === true ? asked.value.asOf : null

  return (
    <Screen
      title={
        <span className={styles['title']}>
          {t('standings.title')}
          <strong className={styles['provisional']}>▲ {t('standings.provisional')}</strong>
        </span>
      }
      aside={<Age at={asked.at}>{asOf === null ? t('standings.no_facts') : t('standings.as_of', { time: dayAndMinute(asOf) })}</Age>}
      actions={may(roles, 'standings.exportList') && chosen !== undefined && <Exports post={code} />}
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.state !== 'first' && posts.length === 0 && asked.value?.ok === true && <Empty title={t('standings.no_posts')} next={t('standings.no_posts_next')} />}
      {chosen !== undefined && (
        <div className={styles['columns']}>
          <PostList posts={posts} chosen={code} onChoose={(post) => { setOpened(null); go('standings', { post }) }} />
          <Ranking standing={standing} summary={chosen} pages={pages} opened={opened?.candidate} onOpen={setOpened} />
        </div>
      )}
      {opened !== null && <WhyTotal row={opened} onClose={() => setOpened(null)} />}
    </Screen>
  )
}
