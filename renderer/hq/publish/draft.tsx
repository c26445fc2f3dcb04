import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Blocker } from '../../../shared/hq/api/decide.ts'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import type { PublicationStyle } from '../../../shared/hq/publication.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextField, Tick } from '../../parts/field.tsx'
import { Note, Buttons } from '../../parts/form.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { Blockers } from '../blockers.tsx'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import { TryAgain } from '../try-again.tsx'
import { PageList } from './page-list.tsx'
import styles from './draft.module.css'

interface PostChoice {
  post: string
  title: string
  listed: number
  adopted: boolean
  published: string | null
  blockers: readonly Blocker[]
}

/** Which posts, how masked, the pages as they will be, and then two people publish exactly these. */
export function Draft({
  recruitment,
  list,
  replaces,
  posts,
  onDone,
}: {
  recruitment: string
  list: HqListKind
  replaces: string | null
  posts: readonly PostChoice[]
  onDone: () => void
}) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const ready = posts.filter(({ adopted, blockers }) => adopted && blockers.length === 0).map(({ post }) => post)
  const [chosen, setChosen] = useState<readonly string[]>(ready)
  const [style, setStyle] = useState<PublicationStyle>({ masked: true, names: 'masked', tickets: 'full', notice: null })
  const [asking, setAsking] = useState(false)
  const publish = useCommand(hq.publish.publish)
  const input = { recruitment, list, posts: [...chosen], style, replaces }
  const key = chosen.length === 0 ? null : JSON.stringify(input)
  const preview = useAsk(key, (signal) => hq.publish.preview({ ...input, offset: 0, limit: 4 }, { signal }), [
    'publish',
    'decide',
    'watch',
  ])
  const answer = preview.value
  const blockers = posts.filter(({ post }) => chosen.includes(post)).flatMap(({ blockers: each }) => each)
  return (
    <div className={styles['draft']}>
      <div className={styles['options']}>
        <fieldset>
          <legend>{t('publish.posts', { n: chosen.length, of: posts.length })}</legend>
          <div className={styles['all']}>
            <Button kind="quiet" onClick={() => setChosen(ready)}>
              {t('publish.choose_ready', { n: ready.length })}
            </Button>
            <Button kind="quiet" onClick={() => setChosen([])}>
              {t('publish.choose_none')}
            </Button>
          </div>
          <ul className={styles['posts']}>
            {posts.map(({ post, title, listed, adopted, published, blockers: each }) => (
              <li key={post}>
                <Tick
                  label={`${post} ${title}`}
                  checked={chosen.includes(post)}
                  onChange={(event) =>
                    setChosen(event.currentTarget.checked ? [...chosen, post] : chosen.filter((code) => code !== post))
                  }
                />
                <small data-blocked={each.length > 0}>
                  {!adopted
                    ? `○ ${t('publish.not_adopted')}`
                    : each.length > 0
                      ? `▲ ${t('publish.blocked', { count: each.length })}`
                      : `✓ ${t('publish.ready', { n: listed })}`}
                  {published !== null && ` · ${t('publish.was', { id: published })}`}
                </small>
              </li>
            ))}
          </ul>
        </fieldset>
        <fieldset>
          <legend>{t('publish.how')}</legend>
          <Choice
            label={t('publish.for')}
            value={style.masked ? 'public' : 'inside'}
            options={[
              ['public', t('publish.for_public')],
              ['inside', t('publish.for_inside')],
            ]}
            onChange={(event) => setStyle({ ...style, masked: event.currentTarget.value === 'public' })}
          />
          {style.masked && (
            <>
              <Choice
                label={t('publish.names')}
                value={style.names}
                options={[
                  ['masked', t('publish.names_masked')],
                  ['none', t('publish.names_none')],
                ]}
                onChange={(event) =>
                  setStyle({ ...style, names: event.currentTarget.value === 'none' ? 'none' : 'masked' })
                }
              />
              <Choice
                label={t('publish.tickets')}
                value={style.tickets}
                options={[
                  ['full', t('publish.tickets_full')],
                  ['masked', t('publish.tickets_masked')],
                ]}
                onChange={(event) =>
                  setStyle({ ...style, tickets: event.currentTarget.value === 'masked' ? 'masked' : 'full' })
                }
              />
              <Notice value={style.notice} onChange={(notice) => setStyle({ ...style, notice })} />
            </>
          )}
          <Note>{t(style.masked ? 'publish.masked_note' : 'publish.inside_note')}</Note>
        </fieldset>
      </div>
      <div className={styles['pages']}>
        {chosen.length === 0 && <Note>{t('publish.choose_first')}</Note>}
        <Blockers blockers={blockers} list={list} />
        {preview.state === 'failed' && (
          <TryAgain why={{ reason: 'no_answer', detail: { code: preview.code } }} again={preview.again} />
        )}
        {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
        {answer?.ok === true && (
          <>
            <p className={styles['hash']}>
              {t('publish.preview_of', { people: answer.people, pages: answer.total })}{' '}
              <code title={answer.hash}>{answer.hash.slice(0, 16)}…</code>
            </p>
            <PageList
              key={answer.hash}
              first={answer.pages}
              total={answer.total}
              more={async (offset) => {
                const next = await hq.publish.preview({ ...input, offset, limit: 4 })
                // pages of two different lists must not stand under each other
                return next.ok && next.hash !== answer.hash ? { ok: false, refused: { reason: 'stale' } } : next
              }}
            />
          </>
        )}
        {asking && answer?.ok === true && (
          <Confirm
            title={t('publish.confirm', { people: answer.people, posts: chosen.length })}
            text={t(style.masked ? 'publish.confirm_public' : 'publish.confirm_inside')}
            action={t('publish.action', { list: t(`publish.kind.${list}`) })}
            second={['decider']}
            secondWhy={t('publish.second')}
            busy={publish.busy}
            onCancel={() => setAsking(false)}
            onConfirm={({ second }) =>
              void publish
                .send({ ...input, hash: answer.hash, second })
                .then((done) => (done === undefined ? undefined : onDone()))
            }
          >
            <Outcome of={publish.state} />
          </Confirm>
        )}
        {!asking && me !== null && may(me, 'publish.publish') && (
          <Buttons>
            <Button
              kind="primary"
              disabled={answer?.ok !== true || answer.people === 0 || blockers.length > 0}
              onClick={() => setAsking(true)}
            >
              {t('publish.action', { list: t(`publish.kind.${list}`) })}
            </Button>
          </Buttons>
        )}
      </div>
    </div>
  )
}

function Notice({
  value,
  onChange,
}: {
  value: PublicationStyle['notice']
  onChange: (notice: PublicationStyle['notice']) => void
}) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(value?.from ?? '')
  const [to, setTo] = useState(value?.to ?? '')
  const set = (first: string, last: string) => {
    setFrom(first)
    setTo(last)
    onChange(first === '' || last === '' || last < first ? null : { from: first, to: last })
  }
  return (
    <div className={styles['notice']}>
      <TextField
        type="date"
        label={t('publish.notice_from')}
        value={from}
        onChange={(event) => set(event.currentTarget.value, to)}
      />
      <TextField
        type="date"
        label={t('publish.notice_to')}
        value={to}
        wrong={from !== '' && to !== '' && to < from ? t('publish.notice_wrong') : undefined}
        onChange={(event) => set(from, event.currentTarget.value)}
      />
    </div>
  )
}
