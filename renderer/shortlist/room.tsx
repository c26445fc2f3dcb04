import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { go, usePlace } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { WhyNot } from '../parts/form.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { PostList } from './post-list.tsx'
import { PostSheet } from './post-sheet.tsx'
import styles from './shortlist.module.css'

/** Shortlists (规则 §8): the posts of the half day on the left, who goes on from the chosen one on the right. */
export default function ShortlistRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const { params } = usePlace()
  const roles = useWho((who) => who.me?.roles ?? [])
  const id = session?.id ?? ''
  const asked = useAsk(
    id === '' ? null : id, (signal) => station.shortlist.propose({ session: id }, { signal }),
    ['shortlist', 'sessions', 'check-in', 'psych', 'fitness', 'interview', 'lots', 'rooms'],
  )
  const adopt = useCommand(station.shortlist.adopt)
  const [adopting, setAdopting] = useState<readonly string[]>([])
  const posts = asked.value?.ok === true ? asked.value.posts : []
  const fixed = asked.value?.ok === true && asked.value.fixed
  const post = posts.find((each) => each.post === params['post']) ?? posts[0]
  const ready = fixed ? [] : posts.filter((each) => each.unfinished === 0 && (each.adopted === null || each.changed)).map((each) => each.post)
  const people = (codes: readonly string[]): number =>
    posts.filter((each) => codes.includes(each.post)).reduce((sum, each) => sum + each.rows.filter((row) => row.listed).length, 0)
  const begin = (codes: readonly string[]) => {
    adopt.reset()
    setAdopting(codes)
  }

  return (
    <Screen
      title={t('shortlist.title')}
      aside={<Age at={asked.at}>{t('shortlist.posts', { n: posts.length, done: posts.filter((each) => each.adopted !== null).length })}</Age>}
      actions={may(roles, 'shortlist.adopt') && adopting.length === 0 && posts.length > 0 ? (
        <>
          {ready.length === 0 && <WhyNot>{t(fixed ? 'shortlist.fixed' : posts.some((each) => each.unfinished > 0) ? 'shortlist.waits' : 'shortlist.all_adopted')}</WhyNot>}
          {ready.length > 0 && (
            <Button kind="primary" onClick={() => begin(ready)}>
              {t('shortlist.adopt_all', { n: ready.length, people: people(ready) })}
            </Button>
          )}
        </>
      ) : null}
    >
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Empty title={t(`refusals.${asked.value.refused.reason}.why`)} next={t('shortlist.not_here')} />}
      {adopting.length > 0 && (
        <Confirm
          title={t('shortlist.adopt_title', { posts: adopting.join('、') })}
          text={t('shortlist.adopt_text', { people: people(adopting) })}
          action={t('shortlist.adopt_do', { n: adopting.length, people: people(adopting) })}
          busy={adopt.busy}
          second={secondRoles.shortlist}
          onCancel={() => setAdopting([])}
          onConfirm={({ second }) => {
            void adopt.send({ session: id, posts: [...adopting], ...(second === undefined ? {} : { second }) }).then((done) => {
              if (done !== undefined) setAdopting([])
            })
          }}
        >
          <Outcome of={adopt.state} />
        </Confirm>
      )}
      {post !== undefined && (
        <div className={styles['columns']}>
          <PostList posts={posts} chosen={post.post} onChoose={(code) => go('shortlist', { post: code })} />
          <PostSheet key={post.post} post={post} at={asked.at} onAdopt={may(roles, 'shortlist.adopt') && adopting.length === 0 && ready.length > 1 ? () => begin([post.post]) : undefined} />
        </div>
      )}
    </Screen>
  )
}
