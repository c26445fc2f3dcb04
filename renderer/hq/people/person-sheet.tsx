import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../shared/pack-schema.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Pairs } from '../../parts/figures.tsx'
import { Buttons, Note } from '../../parts/form.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { Warnings } from '../../parts/warnings.tsx'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { useMay } from '../frame/who.ts'
import logStyles from '../prepare/log.module.css'
import personSheetStyles from './person-sheet.module.css'
import { CorrectPerson } from './correct-person.tsx'

type Asking = 'withdrawn' | 'barred' | 'restored' | 'correct' | null

/** One candidate: what the roster says, where they are due, what was done to them, and what can be done. */
export function PersonSheet({
  recruitment,
  candidate,
  posts,
  onClose,
}: {
  recruitment: string
  candidate: string
  posts: readonly Post[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<Asking>(null)
  const asked = useAsk(candidate, (signal) => hq.people.get({ recruitment, candidate }, { signal }), [
    'people',
    'division',
    'packages',
  ])
  const mark = useCommand(hq.people.mark)
  const may = useMay('people.mark')
  const found = asked.value?.ok === true ? asked.value : undefined
  const close = (
    <Button kind="quiet" onClick={onClose}>
      {t('recruitments.close')}
    </Button>
  )
  if (found === undefined) {
    return (
      <Sheet title={t('people.person')} aside={close}>
        {asked.value?.ok === false && (
          <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />
        )}
        {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      </Sheet>
    )
  }
  const { person } = found
  const out = person.barred !== null || person.withdrawn !== null
  const begin = (what: Asking) => {
    mark.reset()
    setAsking(what)
  }
  const send = async (what: 'withdrawn' | 'barred' | 'restored', reason: string) => {
    if ((await mark.send({ recruitment, candidate, what, reason })) !== undefined) setAsking(null)
  }
  return (
    <Sheet title={person.name} aside={close}>
      {person.barred !== null && (
        <VerdictMark kind="fail" word={t('people.barred_because', { reason: person.barred })} />
      )}
      {person.withdrawn !== null && (
        <VerdictMark kind="wait" word={t('people.withdrawn_because', { reason: person.withdrawn })} />
      )}
      {found.photo !== null && <Photo photo={found.photo} name={person.name} />}
      <Pairs>
        <dt>{t('people.column.roster')}</dt>
        <dd>{person.rosterNumber}</dd>
        <dt>{t('people.column.ticket')}</dt>
        <dd>{person.ticket}</dd>
        <dt>{t('people.resident_id')}</dt>
        <dd>{person.residentId}</dd>
        <dt>{t('people.sex_birth')}</dt>
        <dd>
          {t(`setup.post_sex.${person.sex}`)} · {person.birth}
        </dd>
        <dt>{t('people.column.post')}</dt>
        <dd>
          {person.post} {found.postTitle}
          {found.unit !== '' && ` · ${found.unit}`}
        </dd>
        <dt>{t('people.column.written')}</dt>
        <dd>{person.written ?? '—'}</dd>
        <dt>{t('people.quality')}</dt>
        <dd>{person.quality ?? '—'}</dd>
        <dt>{t('people.sessions')}</dt>
        <dd>
          {found.sessions.length === 0
            ? t('people.no_session')
            : found.sessions.map((each) => `${each.date} ${each.venueName} ${each.title}`).join('；')}
        </dd>
      </Pairs>
      {found.warnings.length > 0 && (
        <Warnings>
          {found.warnings.map(({ reason, detail }) => (
            <li key={reason}>▲ {t(`people.warning.${reason}`, { ...detail, defaultValue: reason })}</li>
          ))}
        </Warnings>
      )}
      {found.issued.map(({ venue, name, version, amend }) => (
        <Note key={venue}>
          {amend ? (
            <VerdictMark kind="warn" word={t('people.amend', { name, version })} />
          ) : (
            t('people.issued', { name, version })
          )}
        </Note>
      ))}
      {may && asking === null && (
        <Buttons>
          <Button onClick={() => begin('correct')}>{t('people.correct')}</Button>
          {!out && <Button onClick={() => begin('withdrawn')}>{t('people.withdraw')}</Button>}
          {!out && <Button onClick={() => begin('barred')}>{t('people.bar')}</Button>}
          {out && <Button onClick={() => begin('restored')}>{t('people.restore')}</Button>}
        </Buttons>
      )}
      {asking === 'correct' && (
        <CorrectPerson recruitment={recruitment} person={person} posts={posts} onDone={() => setAsking(null)} />
      )}
      {(asking === 'withdrawn' || asking === 'barred' || asking === 'restored') && (
        <Confirm
          title={t(`people.confirm.${asking}`, { name: person.name })}
          reason
          busy={mark.busy}
          action={t(`people.confirm.${asking}_action`)}
          {...(found.issued.length > 0
            ? { text: t('people.confirm.amend', { venues: found.issued.map(({ name }) => name).join('、') }) }
            : {})}
          onCancel={() => setAsking(null)}
          onConfirm={({ reason }) => void send(asking, reason)}
        />
      )}
      <Outcome of={mark.state} />
      {found.facts.length > 0 && (
        <ol className={logStyles['log']} aria-label={t('people.log')}>
          {found.facts.map((fact) => (
            <li key={fact.fact}>
              <span>
                <strong>{t(`people.done.${fact.what}`)}</strong>{' '}
                {fact.fields.map((field) => t(`setup.field.${field}`, { defaultValue: field })).join('、')}
              </span>
              <span>{fact.reason}</span>
              <small>
                {dayAndMinute(fact.at)} · {fact.by} · {t('people.fact', { n: fact.fact })}
              </small>
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  )
}

function Photo({ photo, name }: { photo: { mime: string; bytes: string }; name: string }) {
  const { t } = useTranslation()
  // the content security policy knows no data: addresses
  const [url] = useState(() =>
    URL.createObjectURL(
      new Blob([Uint8Array.from(atob(photo.bytes), (sign) => sign.charCodeAt(0))], { type: photo.mime }),
    ),
  )
  return (
    <img
      className={personSheetStyles['photo']}
      src={url}
      alt={t('people.photo_of', { name })}
      onLoad={() => URL.revokeObjectURL(url)}
    />
  )
}
