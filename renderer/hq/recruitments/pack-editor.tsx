import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { WhyNot } from '../../parts/form.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { Holes } from '../../setup/holes.tsx'
import { Standards } from '../../setup/standards.tsx'
import { useLast, useSettled } from '../../setup/use-settled.ts'
import { hq } from '../contract.ts'
import { ChangesTable } from '../prepare/changes-table.tsx'
import { ReasonField } from '../prepare/reason-field.tsx'
import packTableStyles from './pack-table.module.css'
import packEditorStyles from './pack-editor.module.css'
import { useMay } from '../frame/who.ts'
import { useDraft } from '../use-draft.ts'
import { PackCases } from './pack-cases.tsx'
import { PackForm } from './pack-form.tsx'

const views = ['form', 'standards', 'cases', 'text'] as const

/** The rule pack of a recruitment as a form and as a whole text; every fault and hole is named while it is typed. */
export function PackEditor({ recruitment }: { recruitment: string }) {
  const asked = useAsk(recruitment, (signal) => hq.recruitments.packText({ recruitment }, { signal }), ['recruitments'])
  const { t } = useTranslation()
  if (asked.value?.ok === true)
    return <Editor recruitment={recruitment} kept={asked.value.json} version={asked.value.version} />
  return (
    <Screen title={t('recruitments.edit_pack')}>
      {asked.state === 'first' && <Progress label={t('recruitments.asking')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
    </Screen>
  )
}

function Editor({ recruitment, kept, version }: { recruitment: string; kept: string; version: number }) {
  const { t } = useTranslation()
  const [view, setView] = useState<(typeof views)[number]>('form')
  // what is being edited belongs to the version it began with: a newer one does not swallow it, HQ says that it is stale
  const [draft, setDraft, clear] = useDraft(`pack ${recruitment}`)
  const [reason, setReason, clearReason] = useDraft(`pack-reason ${recruitment}`)
  const held = baseOf(draft)
  const json = held === null ? kept : held.json
  const base = held?.base ?? version
  const edit = (text: string) => setDraft(text === kept && base === version ? '' : JSON.stringify({ base, json: text }))
  const settled = useSettled(json)
  const check = useAsk(
    `${recruitment} ${String(version)} ${settled}`,
    (signal) => hq.recruitments.checkPack({ recruitment, json: settled }, { signal }),
    ['people', 'recruitments'],
  )
  const checked = useLast(check.value?.ok === true ? check.value : undefined, recruitment)
  const keep = useCommand(hq.recruitments.setPack)
  const mayKeep = useMay('recruitments.setPack')
  const sound = checked?.valid === true && settled === json && check.state === 'ready'
  const ready =
    mayKeep && sound && checked.changed > 0 && base === version && (!checked.needsReason || reason.trim() !== '')
  const send = async () => {
    if (!ready) return
    const done = await keep.send({ recruitment, json, base, reason: reason.trim() })
    if (done === undefined) return
    clear()
    clearReason()
    go('recruitments')
  }
  return (
    <Screen
      title={t('recruitments.pack_title', { n: version })}
      aside={
        checked === undefined ? undefined : (
          <State
            valid={checked.valid}
            errors={checked.errors.length}
            holes={checked.holes.length}
            changed={checked.changed}
          />
        )
      }
      actions={
        <>
          {!ready && (
            <WhyNot>
              {whyNot(t, {
                changed: checked?.changed ?? 0,
                valid: checked?.valid ?? true,
                stale: base !== version,
                reason: checked?.needsReason === true && reason.trim() === '',
              })}
            </WhyNot>
          )}
          {held !== null && (
            <Button
              kind="danger"
              onClick={() => {
                clear()
                keep.reset()
              }}
            >
              {t('recruitments.drop_changes')}
            </Button>
          )}
          <Button onClick={() => go('recruitments')}>{t('recruitments.back')}</Button>
          {mayKeep && (
            <Button kind="primary" disabled={!ready} busy={keep.busy} onClick={() => void send()}>
              {t('recruitments.keep_pack', { n: version + 1 })}
            </Button>
          )}
        </>
      }
    >
      {base !== version && <Refusal reason="stale" detail={{ version: String(version) }} />}
      <Tabs
        label={t('recruitments.views')}
        tabs={views.map((each) => [each, t(`recruitments.view.${each}`)])}
        chosen={view}
        onChoose={setView}
      />
      {checked !== undefined && !checked.valid && <Holes holes={checked.errors} wrong />}
      {checked?.valid === true && <Holes holes={checked.holes} />}
      {view === 'form' && <PackForm json={json} errors={checked?.errors ?? []} onChange={edit} />}
      {view === 'standards' && (
        <Sheet
          title={t('recruitments.view.standards')}
          aside={checked === undefined ? undefined : t('recruitments.ages_at', { day: checked.day })}
        >
          <div className={packTableStyles['table-box']}>
            <Standards json={json} onChange={edit} />
          </div>
        </Sheet>
      )}
      {view === 'cases' && <PackCases json={json} day={checked?.day ?? ''} />}
      {view === 'text' && (
        <textarea
          className={packEditorStyles['text']}
          aria-label={t('recruitments.view.text')}
          spellCheck={false}
          value={json}
          onChange={(event) => edit(event.currentTarget.value)}
        />
      )}
      {checked !== undefined && checked.changed > 0 && (
        <Sheet
          title={t('recruitments.change.title', { n: checked.changed })}
          aside={checked.needsReason ? t('recruitments.issued_before') : undefined}
        >
          <ChangesTable changes={checked.changes} all={checked.changed} />
          <ReasonField needed={checked.needsReason} value={reason} onChange={setReason} />
        </Sheet>
      )}
      {check.state === 'failed' && <Refusal reason="no_answer" detail={{ code: check.code }} />}
      <Outcome of={keep.state} again={() => void send()} />
    </Screen>
  )
}

function State({ valid, errors, holes, changed }: { valid: boolean; errors: number; holes: number; changed: number }) {
  const { t } = useTranslation()
  return (
    <>
      {valid ? (
        <VerdictMark kind="pass" word={t('recruitments.sound')} />
      ) : (
        <VerdictMark kind="fail" word={t('recruitments.faults', { n: errors })} />
      )}
      {valid && holes > 0 && <VerdictMark kind="warn" word={t('recruitments.holes', { n: holes })} />}
      <span>{t('recruitments.changed', { n: changed })}</span>
    </>
  )
}

function whyNot(
  t: (key: string) => string,
  of: { changed: number; valid: boolean; stale: boolean; reason: boolean },
): string {
  if (of.stale) return t('recruitments.not.stale')
  if (!of.valid) return t('recruitments.not.faults')
  if (of.changed === 0) return t('recruitments.not.changed')
  return of.reason ? t('recruitments.not.reason') : ''
}

function baseOf(draft: string): { base: number; json: string } | null {
  if (draft === '') return null
  try {
    const held: unknown = JSON.parse(draft)
    return typeof held === 'object' &&
      held !== null &&
      'base' in held &&
      'json' in held &&
      typeof held.base === 'number' &&
      typeof held.json === 'string'
      ? { base: held.base, json: held.json }
      : null
  } catch {
    return null
  }
}
