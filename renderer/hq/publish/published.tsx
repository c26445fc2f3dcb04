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
import { notCome, TryAgain, type NotCome } from '../try-again.tsx'
import { Printed } from './printed.tsx'
import styles from './published.module.css'

const mime = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
} as const
/** What is being fetched for somebody: a file of this kind, or the pages for the printer. */
type Doing = keyof typeof mime | 'print'

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
  const [doing, setDoing] = useState<Doing | null>(null)
  const [failed, setFailed] = useState<{ what: Doing; why: NotCome } | null>(null)
  const go = (what: Doing) => {
    setDoing(what)
    setFailed(null)
    if (what === 'print') return
    save(what).then(
      (why) => over(what, why),
      (error: unknown) => over(what, notCome(error)),
    )
  }
  const save = async (format: keyof typeof mime): Promise<NotCome | null> => {
    const answer = await hq.publish.file({ recruitment, publication: publication.id, format })
    if (!answer.ok) return answer.refused
    await saveFile(answer.name, { base64: answer.bytes }, mime[format])
    return null
  }
  const over = (what: Doing, why: NotCome | null) => {
    setDoing(null)
    setFailed(why === null ? null : { what, why })
  }
  const busy = doing !== null
  return (
    <>
      <div className={styles['files']}>
        {doing === 'print' && (
          <Printed recruitment={recruitment} publication={publication.id} onDone={(why) => over('print', why)} />
        )}
        {publication.replacedBy === null && me !== null && may(me, 'publish.publish') && (
          <Button kind="quiet" disabled={busy} onClick={onReplace}>
            {t('publish.replace')}
          </Button>
        )}
        <Button kind="quiet" disabled={busy} title={t('publish.json_note')} onClick={() => go('json')}>
          .json
        </Button>
        <Button disabled={busy} onClick={() => go('csv')}>
          .csv
        </Button>
        <Button disabled={busy} onClick={() => go('xlsx')}>
          .xlsx
        </Button>
        <Button disabled={busy} onClick={() => go('print')}>
          {t('publish.print')}
        </Button>
      </div>
      {failed !== null && (
        <div className={styles['failed']}>
          <TryAgain why={failed.why} again={() => go(failed.what)} />
        </div>
      )}
    </>
  )
}
