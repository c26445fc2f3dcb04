import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PublicationView } from '../../../shared/hq/api/publish.ts'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { saveFile } from '../../parts/save-file.ts'
import { useAsk } from '../../parts/use-ask.ts'
import { VerdictMark } from '../../parts/verdict.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import { Printed } from './printed.tsx'
import styles from './publish.module.css'

const mime = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
} as const

/** Everything that was published, newest first: as it was, and by what it was replaced. */
export function Published({
  recruitment,
  onReplace,
}: {
  recruitment: string
  onReplace: (list: HqListKind, id: string) => void
}) {
  const { t } = useTranslation()
  const asked = useAsk(recruitment, (signal) => hq.publish.all({ recruitment }, { signal }), ['publish'])
  const answer = asked.value
  if (answer === undefined)
    return asked.state === 'failed' ? (
      <Refusal reason="no_answer" detail={{ code: asked.code }} />
    ) : (
      <Progress label={t('decide.reading')} />
    )
  if (!answer.ok) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  if (answer.publications.length === 0) return <Empty title={t('publish.none')} next={t('publish.none_next')} />
  return (
    <ul className={styles['published']}>
      {answer.publications.map((each) => (
        <li key={each.id} data-replaced={each.replacedBy !== null}>
          <About publication={each} today={answer.today} />
          {!each.erased && (
            <Files recruitment={recruitment} publication={each} onReplace={() => onReplace(each.list, each.id)} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** What one publication is, in words; also what a verification answers with. */
export function About({ publication: each, today }: { publication: PublicationView; today: string }) {
  const { t } = useTranslation()
  const running = each.notice !== null && today >= each.notice.from && today <= each.notice.to
  return (
    <div className={styles['about']}>
      <header>
        <strong>{each.id}</strong>
        <span>
          {t(`publish.kind.${each.list}`)} · {t(each.masked ? 'publish.for_public' : 'publish.for_inside')}
        </span>
        {each.replacedBy === null ? (
          <VerdictMark kind="pass" word={t('publish.in_force')} />
        ) : (
          <VerdictMark kind="warn" word={t('publish.replaced_by', { id: each.replacedBy })} />
        )}
        {each.replaces !== null && <small>{t('publish.replaces', { id: each.replaces })}</small>}
      </header>
      <p>
        {each.erased ? t('publish.erased') : t('publish.holds', { people: each.people, posts: each.posts.length })} ·{' '}
        {t('publish.by', { by: each.by, second: each.second, at: dayAndMinute(each.at), fact: each.fact })}
        {each.notice !== null &&
          ` · ${t(running ? 'publish.notice_running' : today < each.notice.from ? 'publish.notice_coming' : 'publish.notice_over', each.notice)}`}
      </p>
      <code>{each.hash}</code>
    </div>
  )
}

function Files({
  recruitment,
  publication,
  onReplace,
}: {
  recruitment: string
  publication: PublicationView
  onReplace: () => void
}) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [state, setState] = useState<'idle' | 'working' | 'printing' | 'failed'>('idle')
  const save = (format: 'xlsx' | 'csv' | 'json') => {
    setState('working')
    hq.publish.file({ recruitment, publication: publication.id, format }).then(
      (answer) => {
        if (answer.ok) void saveFile(answer.name, { base64: answer.bytes }, mime[format])
        setState(answer.ok ? 'idle' : 'failed')
      },
      () => setState('failed'),
    )
  }
  const busy = state === 'working' || state === 'printing'
  return (
    <div className={styles['files']}>
      {state === 'failed' && <p role="alert">▲ {t('standings.export.failed')}</p>}
      {state === 'printing' && (
        <Printed
          recruitment={recruitment}
          publication={publication.id}
          onDone={(failed) => setState(failed ? 'failed' : 'idle')}
        />
      )}
      {publication.replacedBy === null && me !== null && may(me, 'publish.publish') && (
        <Button kind="quiet" disabled={busy} onClick={onReplace}>
          {t('publish.replace')}
        </Button>
      )}
      <Button kind="quiet" disabled={busy} title={t('publish.json_note')} onClick={() => save('json')}>
        .json
      </Button>
      <Button disabled={busy} onClick={() => save('csv')}>
        .csv
      </Button>
      <Button disabled={busy} onClick={() => save('xlsx')}>
        .xlsx
      </Button>
      <Button disabled={busy} onClick={() => setState('printing')}>
        {t('publish.print')}
      </Button>
    </div>
  )
}
