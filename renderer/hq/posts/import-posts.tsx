import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { postFields } from '../../../shared/hq/post-fields.ts'
import type { PostCategory } from '../../../shared/pack-schema.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Choice } from '../../parts/field.tsx'
import { Pairs } from '../../parts/figures.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { WhyNot } from '../../parts/form.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { Holes } from '../../setup/holes.tsx'
import { SheetFile, type SheetWords } from '../../setup/sheet-file.tsx'
import { useLast } from '../../setup/use-settled.ts'
import { hq } from '../contract.ts'
import { ReasonField } from '../prepare/reason-field.tsx'

const words: SheetWords = {
  field: (field) => `posts.field.${field}`,
  problem: (problem) => `posts.sheet_problem.${problem}`,
}

/** A list of posts from a sheet: columns, every problem by row and column, what it would change, then all or nothing. */
export function ImportPosts({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<Dropped | null>(null)
  const [mapping, setMapping] = useState<Record<string, string> | null>(null)
  const [category, setCategory] = useState<PostCategory>('undivided')
  const [reason, setReason] = useState('')
  const bring = useCommand(hq.posts.import)
  const given =
    file === null
      ? null
      : { recruitment, name: file.name, bytes: file.bytes, category, ...(mapping === null ? {} : { mapping }) }
  const about =
    given === null ? null : JSON.stringify([given.name, file?.size, given.bytes.slice(-80), mapping, category])
  const asked = useAsk(
    about,
    (signal) => {
      if (given === null) throw new Error('asked without a sheet')
      return hq.posts.preview(given, { signal })
    },
    ['posts'],
  )
  const seen = useLast(asked.value?.ok === true ? asked.value : undefined, file?.name ?? null)
  const ready =
    seen !== undefined &&
    asked.state === 'ready' &&
    seen.problems.length === 0 &&
    seen.errors.length === 0 &&
    seen.posts.length > 0 &&
    seen.added.length + seen.changed.length + seen.gone.length > 0 &&
    (!seen.needsReason || reason.trim() !== '')
  const send = async () => {
    if (given === null || !ready) return
    if ((await bring.send({ ...given, base: seen.version, reason: reason.trim() })) !== undefined) go('posts')
  }
  return (
    <Screen
      title={t('posts.import')}
      actions={
        <>
          {!ready && (
            <WhyNot>
              {t(
                seen !== undefined && seen.problems.length > 0
                  ? 'posts.not_yet_problems'
                  : seen === undefined
                    ? 'posts.not_yet'
                    : 'posts.nothing_new',
              )}
            </WhyNot>
          )}
          <Button onClick={() => go('posts')}>{t('parts.cancel')}</Button>
          <Button kind="primary" disabled={!ready} busy={bring.busy} onClick={() => void send()}>
            {t('posts.import_n', { n: seen?.posts.length ?? 0 })}
          </Button>
        </>
      }
    >
      <FileDrop
        label={t('posts.file')}
        note={t('posts.file_note')}
        accept=".xlsx,.csv"
        file={file}
        onFile={(dropped) => {
          setFile(dropped)
          setMapping(null)
        }}
      />
      {about !== null && asked.state === 'first' && seen === undefined && <Progress label={t('setup.reading')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {seen !== undefined && (
        <>
          <Sheet>
            <>
              <SheetFile
                seen={seen}
                at={asked.at}
                fields={postFields}
                words={words}
                problemsFirst
                onMapping={setMapping}
              />
              {(seen.problems.some(({ problem }) => problem === 'category_missing') || category !== 'undivided') && (
                <Choice
                  label={t('posts.category_for_all')}
                  value={category}
                  options={(['undivided', 'technical', 'general'] as const).map(
                    (each) => [each, t(`setup.category.${each}`)] as const,
                  )}
                  onChange={(event) => setCategory(event.currentTarget.value as PostCategory)}
                />
              )}
            </>
          </Sheet>
          <Holes holes={seen.errors} wrong />
          {seen.posts.length > 0 && (
            <Sheet title={t('posts.would_be', { n: seen.posts.length, headcount: seen.headcount })}>
              <Pairs>
                <dt>{t('posts.added')}</dt>
                <dd>{seen.added.length === 0 ? '—' : `${String(seen.added.length)}：${seen.added.join('、')}`}</dd>
                <dt>{t('posts.changed')}</dt>
                <dd>
                  {seen.changed.length === 0 ? '—' : `${String(seen.changed.length)}：${seen.changed.join('、')}`}
                </dd>
                <dt>{t('posts.gone')}</dt>
                <dd>{seen.gone.length === 0 ? '—' : `${String(seen.gone.length)}：${seen.gone.join('、')}`}</dd>
              </Pairs>
              <ReasonField needed={seen.needsReason} value={reason} onChange={setReason} />
            </Sheet>
          )}
        </>
      )}
      <Outcome of={bring.state} again={() => void send()} />
    </Screen>
  )
}
