import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hq } from '../contract.ts'
import { go } from '../../frame/route.ts'
import { inTongue } from '../../i18n/start.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextField } from '../../parts/field.tsx'
import { FileDrop, type Dropped } from '../../parts/file-drop.tsx'
import { Form, WhyNot } from '../../parts/form.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { useMay } from '../frame/who.ts'
import { chooseRecruitment } from '../recruitment.ts'
import { useDraft } from '../use-draft.ts'

const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/

/** A new recruitment: its id, its title, and the pack it begins with. */
export function Make({ first }: { first: boolean }) {
  const { t } = useTranslation()
  const allowed = useMay('recruitments.make')
  const packs = useAsk(allowed ? 'packs' : null, (signal) => hq.recruitments.packs(undefined, { signal }))
  const make = useCommand(hq.recruitments.make)
  const [id, setId, clearId] = useDraft('recruitment-id')
  const [title, setTitle, clearTitle] = useDraft('recruitment-title')
  const [pack, setPack] = useState('')
  const [file, setFile] = useState<Dropped | null>(null)
  const text = pack === 'file' ? (file === null ? '' : textOf(file)) : pack
  const ready = idPattern.test(id) && title.trim() !== '' && text !== ''
  if (!allowed)
    return (
      <Screen title={t('recruitments.title')}>
        <p>{t('recruitments.none_planner')}</p>
      </Screen>
    )
  const submit = async () => {
    if (!ready) return
    const done = await make.send({ recruitment: id, title: title.trim(), pack: text })
    if (done === undefined) return
    clearId()
    clearTitle()
    chooseRecruitment(id)
    go('recruitments')
  }
  return (
    <Screen
      title={t('recruitments.make_title')}
      wide={false}
      actions={
        <>
          {!ready && <WhyNot>{t('recruitments.make_missing')}</WhyNot>}
          {!first && <Button onClick={() => go('recruitments')}>{t('parts.cancel')}</Button>}
          <Button kind="primary" disabled={!ready} busy={make.busy} onClick={() => void submit()}>
            {t('recruitments.make')}
          </Button>
        </>
      }
    >
      <p>{t(first ? 'recruitments.none_next' : 'recruitments.make_text')}</p>
      <Sheet>
        <Form onSend={() => void submit()}>
          <TextField
            label={t('recruitments.name')}
            value={title}
            maxLength={100}
            placeholder={t('recruitments.name_example')}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextField
            label={t('recruitments.id')}
            note={t('recruitments.id_note')}
            value={id}
            maxLength={64}
            placeholder="wuhan-2026"
            {...(id === '' || idPattern.test(id) ? {} : { wrong: t('recruitments.id_wrong') })}
            onChange={(event) => setId(event.currentTarget.value.toLowerCase())}
          />
          <Choice
            label={t('recruitments.pack')}
            note={t('recruitments.pack_note')}
            value={pack}
            options={[
              ['', t('recruitments.choose_pack')],
              ...(packs.value?.packs ?? []).map(
                (each) =>
                  [
                    each.name,
                    each.holes > 0
                      ? t('setup.pack_with_holes', { title: inTongue(each.title), n: each.holes })
                      : inTongue(each.title),
                  ] as const,
              ),
              ['file', t('setup.pack_from_file')],
            ]}
            onChange={(event) => setPack(event.currentTarget.value)}
          />
          {pack === 'file' && <FileDrop label={t('setup.pack_file')} accept=".json" file={file} onFile={setFile} />}
          <button type="submit" hidden />
        </Form>
      </Sheet>
      {packs.state === 'failed' && <Refusal reason="no_answer" detail={{ code: packs.code }} />}
      <Outcome of={make.state} again={() => void submit()} />
    </Screen>
  )
}

/** The text of a dropped file. */
function textOf(file: Dropped): string {
  return new TextDecoder().decode(Uint8Array.from(atob(file.bytes), (sign) => sign.charCodeAt(0)))
}
