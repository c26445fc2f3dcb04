import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostShortlist } from '../../shared/api/shortlist.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './shortlist.module.css'

/** The posts with their quota and how far each is; ↑ and ↓ move. */
export function PostList({ posts, chosen, onChoose }: { posts: readonly PostShortlist[]; chosen: string; onChoose: (post: string) => void }) {
  const { t } = useTranslation()
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const to = buttons[buttons.findIndex((button) => button === document.activeElement) + by]
    if (by === 0 || to === undefined) return
    event.preventDefault()
    to.focus()
    to.click()
  }
  return (
    <nav className={styles['posts']} aria-label={t('shortlist.posts_list')} onKeyDown={move}>
      {posts.map((post) => (
        <button key={post.post} type="button" aria-pressed={post.post === chosen} onClick={() => onChoose(post.post)}>
          <strong>{post.post}</strong>
          <span className={styles['about']}>
            <span>{post.title}</span>
            <small>
              {post.quota === null
                ? t('shortlist.no_quota_short', { listed: listedIn(post) })
                : t('shortlist.quota_short', { headcount: post.headcount, quota: post.quota, listed: listedIn(post) })}
            </small>
            <PostMark post={post} />
          </span>
        </button>
      ))}
    </nav>
  )
}

/** How many of a post would go on. */
export function listedIn(post: PostShortlist): number {
  return post.rows.filter((row) => row.listed).length
}

/** What a post waits for, or that two people adopted it. */
export function PostMark({ post }: { post: PostShortlist }) {
  const { t } = useTranslation()
  if (post.unfinished > 0) return <VerdictMark kind="wait" word={t('shortlist.state.unfinished', { n: post.unfinished })} />
  if (post.adopted === null) return <VerdictMark kind={post.tied > 0 || post.withoutScore > 0 ? 'warn' : 'wait'} word={t(post.tied > 0 ? 'shortlist.state.tied' : post.withoutScore > 0 ? 'shortlist.state.without' : 'shortlist.state.ready')} />
  return post.changed ? <VerdictMark kind="warn" word={t('shortlist.state.changed')} /> : <VerdictMark kind="pass" word={t('shortlist.state.adopted', { n: post.adopted.count })} />
}
