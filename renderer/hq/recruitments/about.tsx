import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecruitmentRow } from '../../../shared/hq/api/recruitments.ts'
import { dayAndMinute } from '../../clock.ts'
import { go } from '../../frame/route.ts'
import { inTongue } from '../../i18n/start.ts'
import { Age } from '../../parts/age.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Buttons, Form, Note } from '../../parts/form.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Screen, Sheet, Sheets } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import styles from './about.module.css'
import { Versions } from './versions.tsx'

/** One recruitment: how far its preparation is, what it is called, and its rule pack. */
export function About({ recruitment }: { recruitment: string }) {
  const { t } = useTranslation()
  const asked = useAsk(recruitment, (signal) => hq.recruitments.get({ recruitment }, { signal }), [
    'recruitments',
    'people',
    'posts',
    'packages',
    'division',
  ])
  const mayMake = useMay('recruitments.make')
  const mayPack = useMay('recruitments.setPack')
  const found = asked.value?.ok === true ? asked.value : undefined
  const next =
    found === undefined || found.recruitment.erasedAt !== null
      ? undefined
      : stepsOf(found.recruitment).find(({ done }) => !done)?.room
  return (
    <Screen
      title={found?.recruitment.title ?? t('recruitments.title')}
      aside={
        <Age at={asked.at}>
          {found === undefined ? '' : t('recruitments.id_is', { id: found.recruitment.recruitment })}
        </Age>
      }
      actions={
        <>
          {mayMake && (
            <Button onClick={() => go('recruitments', { view: 'make' })}>{t('recruitments.make_another')}</Button>
          )}
          {mayPack && found !== undefined && (
            <Button
              kind={next === undefined ? 'primary' : 'plain'}
              onClick={() => go('recruitments', { view: 'pack' })}
            >
              {t('recruitments.edit_pack')}
            </Button>
          )}
          {mayMake && next !== undefined && (
            <Button kind="primary" onClick={() => go(next)}>
              {t(`recruitments.step.${next}_act`)}
            </Button>
          )}
        </>
      }
    >
      {asked.state === 'first' && <Progress label={t('recruitments.asking')} />}
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {found !== undefined && (
        <>
          {found.recruitment.erasedAt !== null && <Refusal reason="recruitment_erased" />}
          <Steps of={found.recruitment} />
          <Sheets>
            <Sheet title={t('recruitments.about')}>
              <Details
                key={`${recruitment} ${found.recruitment.title} ${found.recruitment.retainUntil ?? ''} ${found.recruitment.address}`}
                of={found.recruitment}
              />
            </Sheet>
            <Sheet
              title={t('recruitments.pack')}
              aside={t('recruitments.version', { n: found.recruitment.packVersion })}
            >
              <p>{inTongue(found.recruitment.pack)}</p>
              <Versions recruitment={recruitment} versions={found.versions} />
            </Sheet>
          </Sheets>
        </>
      )}
    </Screen>
  )
}

/** The way of a preparation, from posts to issued exam packages. */
const stepsOf = (of: RecruitmentRow) => [
  { room: 'posts', done: of.posts > 0, n: of.posts },
  { room: 'people', done: of.people > 0, n: of.people },
  { room: 'division', done: of.venues > 0, n: of.venues },
  { room: 'packages', done: of.issued > 0, n: of.issued },
]

/** Its steps; the first that is still to be done stands out. */
function Steps({ of }: { of: RecruitmentRow }) {
  const { t } = useTranslation()
  const steps = stepsOf(of)
  const next = steps.findIndex(({ done }) => !done)
  return (
    <ol className={styles['steps']}>
      {steps.map(({ room, done, n }, at) => (
        <li key={room}>
          <button type="button" data-next={at === next} onClick={() => go(room)}>
            <strong>
              {done ? '✓' : at === next ? '▶' : '○'} {t(`recruitments.step.${room}`)}
            </strong>
            <small>
              {done
                ? t(`recruitments.step.${room}_figure`, { n, headcount: of.headcount })
                : t(`recruitments.step.${room}_todo`)}
            </small>
          </button>
        </li>
      ))}
    </ol>
  )
}

/** Whether nobody but this machine itself reaches an address. */
const onlyHere = (address: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/i.test(address.trim())

function Details({ of }: { of: RecruitmentRow }) {
  const { t } = useTranslation()
  const mayChange = useMay('recruitments.change')
  const change = useCommand(hq.recruitments.change)
  const [title, setTitle] = useState(of.title)
  const [until, setUntil] = useState(of.retainUntil ?? '')
  const [address, setAddress] = useState(of.address)
  const changed = title !== of.title || until !== (of.retainUntil ?? '') || address !== of.address
  const fine = title.trim() !== '' && /^(https?:\/\/\S+)?$/.test(address.trim())
  const send = () =>
    void change.send({
      recruitment: of.recruitment,
      title: title.trim(),
      retainUntil: until === '' ? null : until,
      address: address.trim(),
    })
  return (
    <Form onSend={() => changed && fine && send()}>
      <TextField
        label={t('recruitments.name')}
        value={title}
        maxLength={100}
        readOnly={!mayChange}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextField
        label={t('recruitments.retain')}
        note={t('recruitments.retain_note')}
        type="date"
        value={until}
        readOnly={!mayChange}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <TextField
        label={t('recruitments.address')}
        note={t('recruitments.address_note')}
        value={address}
        maxLength={300}
        readOnly={!mayChange}
        placeholder="https://hq.example.gov.cn"
        {...(/^(https?:\/\/\S+)?$/.test(address.trim()) ? {} : { wrong: t('recruitments.address_wrong') })}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {onlyHere(address) && <VerdictMark kind="warn" word={t('recruitments.address_here')} />}
      <Note>{t('recruitments.made_at', { at: dayAndMinute(of.createdAt) })}</Note>
      {changed && (
        <Buttons>
          <Button type="submit" disabled={!fine} busy={change.busy}>
            {t('recruitments.keep_details')}
          </Button>
        </Buttons>
      )}
      <Outcome of={change.state} again={send} />
    </Form>
  )
}
