import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PostRow } from '../../../shared/hq/api/posts.ts'
import type { Post, Stage } from '../../../shared/pack-schema.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextArea, TextField, Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons, Fields, Form, Note } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { ReasonField } from '../prepare/reason-field.tsx'

interface Typed {
  code: string
  unit: string
  title: string
  headcount: string
  sex: Post['sex']
  from: string
  to: string
  category: Post['category']
  stages: readonly Stage[]
  requirements: string
}

const typedOf = (post: Post | undefined): Typed => ({
  code: post?.code ?? '',
  unit: post?.unit ?? '',
  title: post?.title ?? '',
  headcount: post === undefined ? '1' : String(post.headcount),
  sex: post?.sex ?? 'any',
  from: post?.birth?.from ?? '',
  to: post?.birth?.to ?? '',
  category: post?.category ?? 'undivided',
  stages: post?.stages ?? [],
  requirements: post?.requirements ?? '',
})

/** One post by hand; without `row` a new one. */
export function PostForm({
  recruitment,
  row,
  version,
  needsReason,
  divided,
  stages,
  locked,
  onDone,
}: {
  recruitment: string
  row: PostRow | undefined
  version: number
  needsReason: boolean
  divided: boolean
  stages: readonly Stage[]
  locked: boolean
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(() => typedOf(row?.post))
  const [reason, setReason] = useState('')
  const [removing, setRemoving] = useState(false)
  const put = useCommand(hq.posts.put)
  const remove = useCommand(hq.posts.remove)
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const post = postOf(typed, row?.post)
  const ready = post !== null && !locked && (!needsReason || reason.trim() !== '')
  const about = { recruitment, base: version, reason: reason.trim() }
  const send = async () => {
    if (post === null || !ready) return
    if ((await put.send({ ...about, post, was: row?.post.code ?? null })) !== undefined) onDone()
  }
  const drop = async () => {
    if (row !== undefined && (await remove.send({ ...about, code: row.post.code })) !== undefined) onDone()
  }
  const text = (
    field: 'code' | 'unit' | 'title' | 'headcount' | 'from' | 'to',
    label: string,
    more: { wrong?: string; placeholder?: string; inputMode?: 'numeric' } = {},
  ) => (
    <TextField
      label={label}
      value={typed[field]}
      readOnly={locked}
      {...more}
      onChange={(event) => change({ [field]: event.currentTarget.value.normalize('NFKC') })}
    />
  )
  const wrongMonth = (value: string) =>
    value === '' || /^\d{4}-\d{2}(-\d{2})?$/.test(value.trim()) ? {} : { wrong: t('posts.month_wrong') }
  return (
    <Form onSend={() => void send()}>
      <Fields short>
        {text('code', t('posts.field.code'))}
        {text('headcount', t('posts.field.headcount'), {
          inputMode: 'numeric',
          ...(/^[1-9]\d{0,4}$/.test(typed.headcount.trim()) ? {} : { wrong: t('posts.headcount_wrong') }),
        })}
        {text('title', t('posts.field.title'))}
        {text('unit', t('posts.field.unit'))}
        <Choice
          label={t('posts.field.sex')}
          value={typed.sex}
          disabled={locked}
          options={(['any', 'M', 'F'] as const).map((sex) => [sex, t(`setup.post_sex.${sex}`)] as const)}
          onChange={(event) => change({ sex: event.currentTarget.value as Post['sex'] })}
        />
        {(divided || typed.category !== 'undivided') && (
          <Choice
            label={t('posts.field.category')}
            value={typed.category}
            disabled={locked}
            options={(['undivided', 'technical', 'general'] as const).map(
              (each) => [each, t(`setup.category.${each}`)] as const,
            )}
            onChange={(event) => change({ category: event.currentTarget.value as Post['category'] })}
          />
        )}
        {text('from', t('posts.field.birthFrom'), { placeholder: '1989-10', ...wrongMonth(typed.from) })}
        {text('to', t('posts.field.birthTo'), { placeholder: '2007-10', ...wrongMonth(typed.to) })}
      </Fields>
      <div>
        <Note>
          {t('posts.stages_in_order', { stages: typed.stages.map((stage) => t(`posts.stage.${stage}`)).join(' → ') })}
        </Note>
        <TickGroup label={t('posts.field.stages')}>
          {stages.map((stage) => (
            // whoever is ticked goes to the end: the order of ticking is the order of the stages
            <Tick
              key={stage}
              label={t(`posts.stage.${stage}`)}
              disabled={locked}
              checked={typed.stages.includes(stage)}
              onChange={(event) =>
                change({
                  stages: event.currentTarget.checked
                    ? [...typed.stages, stage]
                    : typed.stages.filter((each) => each !== stage),
                })
              }
            />
          ))}
        </TickGroup>
      </div>
      <TextArea
        label={t('posts.requirements')}
        rows={4}
        value={typed.requirements}
        readOnly={locked}
        onChange={(event) => change({ requirements: event.currentTarget.value })}
      />
      <ReasonField needed={needsReason && !locked} value={reason} onChange={setReason} />
      {!locked && (
        <Buttons>
          <Button type="submit" disabled={!ready} busy={put.busy}>
            {t(row === undefined ? 'posts.keep_new' : 'posts.keep')}
          </Button>
          {row !== undefined && !removing && (
            <Button kind="quiet" onClick={() => setRemoving(true)}>
              {t('posts.remove', { code: row.post.code })}
            </Button>
          )}
          {removing && (
            <Button
              kind="danger"
              disabled={needsReason && reason.trim() === ''}
              busy={remove.busy}
              onClick={() => void drop()}
            >
              {t('posts.remove_really')}
            </Button>
          )}
        </Buttons>
      )}
      {row !== undefined && row.people > 0 && removing && <Note>{t('posts.remove_people', { n: row.people })}</Note>}
      <Outcome of={put.state} again={() => void send()} />
      <Outcome of={remove.state} again={() => void drop()} />
    </Form>
  )
}

/** The post as the pack has it, or null while something is missing. */
function postOf(typed: Typed, known: Post | undefined): Post | null {
  const [code, unit, title] = [typed.code.trim(), typed.unit.trim(), typed.title.trim()]
  const [from, to] = [typed.from.trim(), typed.to.trim()]
  if (
    code === '' ||
    unit === '' ||
    title === '' ||
    typed.stages.length === 0 ||
    !/^[1-9]\d{0,4}$/.test(typed.headcount.trim()) ||
    (from === '') !== (to === '')
  )
    return null
  return {
    code,
    unit,
    title,
    headcount: Number(typed.headcount),
    sex: typed.sex,
    birth: from === '' ? null : { from, to },
    category: typed.category,
    stages: [...typed.stages],
    panels: known?.panels ?? 1,
    requirements: typed.requirements.trim(),
    notes: known?.notes ?? [],
  }
}
