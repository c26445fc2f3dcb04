import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostSummary } from '../../shared/api/standings.ts'
import { TextField } from '../parts/field.tsx'
import { Note } from '../parts/form.tsx'
import styles from './standings.module.css'

/** From this many posts on one looks for a post by typing. */
const MANY = 12

/** All posts of the pack with how far each is; flags stand out. */
export function PostList({ posts, chosen, onChoose }: { posts: readonly PostSummary[]; chosen: string; onChoose: (post: string) => void }) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const wanted = query.trim().toLowerCase()
  const shown = posts.filter((post) => wanted === '' || `${post.post} ${post.unit} ${post.title}`.toLowerCase().includes(wanted))
  return (
    <nav className={styles['posts']} aria-label={t('standings.posts')}>
      {posts.length >= MANY && (
        <TextField label={t('standings.find_post')} type="search" value={query} maxLength={40} onChange={(event) => setQuery(event.currentTarget.value)} />
      )}
      <ul>
        {shown.map((post) => (
          <li key={post.post}>
            <button type="button" aria-pressed={post.post === chosen} onClick={() => onChoose(post.post)}>
              <span className={styles['code']}>
                <strong>{post.post}</strong>
                <small data-state={post.state}>{t(`standings.state.${post.state}`)}</small>
              </span>
              <span className={styles['about']}>
                <span title={`${post.unit} ${post.title}`}>
                  {post.unit} {post.title}
                </span>
                <small>{post.state === 'empty' ? t('standings.headcount', { n: post.headcount }) : t('standings.ranked_of', { n: post.headcount, ranked: post.ranked, all: post.candidates })}</small>
                {post.flags > 0 && <small className={styles['flagged']}>▲ {t('standings.flag_count', { count: post.flags })}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <Note>{t('standings.no_such_post')}</Note>}
    </nav>
  )
}
