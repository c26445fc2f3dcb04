import { useTranslation } from 'react-i18next'
import type { PostDraft } from '../../shared/pack-making.ts'
import { dividesPosts } from '../../shared/pack-checks.ts'
import { isScored, stagesOf, titleOf, type HeldStage } from '../../shared/session-making.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Note } from '../parts/form.tsx'
import postsStyles from './posts.module.css'
import belowStyles from './below.module.css'
import type { PackFaults } from './pack-faults.ts'
import type { VenuePack } from './use-venue-pack.ts'

/** The posts of the sheet: those the pack lacks are filled in here; with several half days, which one each comes to. */
export function Posts({ venue, faults }: { venue: VenuePack; faults: PackFaults | null }) {
  const { t } = useTranslation()
  const { base, sheet, made, drafts, changed, change } = venue
  if (base === null || sheet === null || made === null) return <p>{t('setup.posts_first')}</p>
  // where the sheet names the sessions, only a shortlist's half days are a matter of posts
  const named = sheet.sessions.length > 0
  const days = made.due === null ? [] : named ? drafts.filter(({ shortlist }) => shortlist) : drafts.length > 1 ? drafts : []
  const several = days.length > 0
  // quotas, minutes and totals by category are asked for only where there are interviews
  const divided = dividesPosts(base) && drafts.some((draft) => draft.stages.some(isScored))
  const undivided = divided ? made.posts.filter(({ category, stages: held }) => category === 'undivided' && held.some(isScored)) : []
  if (made.posts.length === 0 && !several) return <p className={postsStyles['fine']}>✓ {t('setup.posts_known', { n: sheet.posts.length })}</p>
  const put = (code: string, part: Partial<PostDraft>) => change({ posts: { ...changed.posts, [code]: { ...changed.posts[code], ...part } } })
  const attend = (code: string, key: string, comes: boolean) => {
    const now = made.due?.[code] ?? []
    change({ due: { ...changed.due, [code]: comes ? [...now, key] : now.filter((each) => each !== key) } })
  }
  const wrong = (code: string, field: string) => {
    const message = faults?.posts.get(code)?.get(field)
    return message === undefined ? undefined : inTongue(message)
  }
  const stages = stagesOf(base)
  return (
    <>
      <p>
        {made.posts.length > 0 && t('setup.posts_text', { n: made.posts.length })} {several && t(named ? 'setup.posts_listed' : 'setup.posts_spread')}
      </p>
      <div className={postsStyles['posts']}>
        <table>
          <thead>
            <tr>
              <th>{t('setup.field.post')}</th>
              <th className={postsStyles['number']}>{t('setup.candidates')}</th>
              <th>{t('setup.field.postTitle')}</th>
              <th>{t('setup.field.unit')}</th>
              <th className={postsStyles['short']}>{t('setup.field.headcount')}</th>
              <th className={postsStyles['short']}>{t('setup.field.sex')}</th>
              {divided && <th className={postsStyles['short']}>{t('setup.field.category')}</th>}
              <th>{t('setup.session_stages')}</th>
              {days.map((draft) => <th key={draft.key} className={postsStyles['day']}>{draft.date.slice(5)}<br />{t(`setup.half.${draft.half}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            {sheet.posts.map(({ code, count }) => {
              const draft = made.posts.find((each) => each.code === code)
              const known = made.pack.posts.find((each) => each.code === code)
              return (
                <tr key={code}>
                  <th scope="row" title={wrong(code, 'code')} data-wrong={wrong(code, 'code') !== undefined}>{code}</th>
                  <td className={postsStyles['number']}>{count}</td>
                  {draft === undefined ? (
                    <>
                      <td>{known?.title}</td>
                      <td>{known?.unit}</td>
                      <td className={postsStyles['number']}>{known?.headcount}</td>
                      <td>{known === undefined ? '' : t(`setup.post_sex.${known.sex}`)}</td>
                      {divided && <td>{known === undefined ? '' : t(`setup.category.${known.category}`)}</td>}
                      <td>{(known?.stages ?? []).map((stage) => t(`setup.stage_short.${stage}`)).join('、')}</td>
                    </>
                  ) : (
                    <Fields draft={draft} stages={stages} divided={divided} wrong={(field) => wrong(code, field)} onChange={(part) => put(code, part)} />
                  )}
                  {days.map((each) => (
                    <td key={each.key} className={postsStyles['day']}>
                      <input
                        type="checkbox"
                        aria-label={`${code} ${inTongue(titleOf(each))}`}
                        checked={made.due?.[code]?.includes(each.key) === true}
                        onChange={(event) => attend(code, each.key, event.currentTarget.checked)}
                      />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {undivided.length > 0 && (
        <div className={belowStyles['below']}>
          <span className={belowStyles['warn']}>▲ {t('setup.category_wanted', { n: undivided.length })}</span>
          {(['technical', 'general'] as const).map((category) => (
            <Button key={category} onClick={() => change({ posts: { ...changed.posts, ...Object.fromEntries(undivided.map(({ code }) => [code, { ...changed.posts[code], category }])) } })}>
              {t('setup.category_all', { category: t(`setup.category.${category}`) })}
            </Button>
          ))}
        </div>
      )}
      {made.posts.length > 0 && <Note>{t(drafts.some(({ shortlist }) => shortlist) ? 'setup.headcount_counts' : 'setup.headcount_note')}</Note>}
    </>
  )
}

function Fields({ draft, stages, divided, wrong, onChange }: {
  draft: PostDraft
  /** Whether the pack's rules go by category. */
  divided: boolean
  stages: readonly HeldStage[]
  wrong: (field: string) => string | undefined
  onChange: (part: Partial<PostDraft>) => void
}) {
  const { t } = useTranslation()
  const text = (field: 'title' | 'unit' | 'headcount') => (
    <td data-wrong={wrong(field) !== undefined} title={wrong(field)}>
      <input
        aria-label={`${draft.code} ${t(`setup.field.${field === 'title' ? 'postTitle' : field}`)}`}
        aria-invalid={wrong(field) !== undefined}
        inputMode={field === 'headcount' ? 'numeric' : 'text'}
        maxLength={field === 'headcount' ? 6 : 100}
        value={draft[field]}
        onChange={(event) => onChange({ [field]: event.currentTarget.value })}
      />
    </td>
  )
  return (
    <>
      {text('title')}
      {text('unit')}
      {text('headcount')}
      <td>
        <select
          aria-label={`${draft.code} ${t('setup.field.sex')}`}
          value={draft.sex}
          onChange={(event) => onChange({ sex: event.currentTarget.value === 'M' ? 'M' : event.currentTarget.value === 'F' ? 'F' : 'any' })}
        >
          {(['any', 'M', 'F'] as const).map((sex) => <option key={sex} value={sex}>{t(`setup.post_sex.${sex}`)}</option>)}
        </select>
      </td>
      {divided && (
        <td data-wrong={wrong('category') !== undefined} title={wrong('category')}>
          <select
            aria-label={`${draft.code} ${t('setup.field.category')}`}
            aria-invalid={wrong('category') !== undefined}
            value={draft.category}
            onChange={(event) => onChange({ category: event.currentTarget.value === 'technical' ? 'technical' : event.currentTarget.value === 'general' ? 'general' : 'undivided' })}
          >
            {(['undivided', 'technical', 'general'] as const).map((category) => <option key={category} value={category}>{t(`setup.category.${category}`)}</option>)}
          </select>
        </td>
      )}
      <td className={postsStyles['ticks']} data-wrong={wrong('stages') !== undefined} title={wrong('stages')}>
        {stages.map((stage) => (
          <label key={stage}>
            <input
              type="checkbox"
              checked={draft.stages.includes(stage)}
              onChange={(event) => {
                const has = event.currentTarget.checked
                onChange({ stages: stages.filter((each) => (each === stage ? has : draft.stages.includes(each))) })
              }}
            />
            {t(`setup.stage_short.${stage}`)}
          </label>
        ))}
      </td>
    </>
  )
}
