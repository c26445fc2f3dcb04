import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqConflict } from '../../../shared/hq/api/decide.ts'
import { dayAndMinute } from '../../clock.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import { may, useWho } from '../frame/who.ts'
import styles from './conflicts.module.css'
import { decideNouns } from './decide-nouns.ts'

/** Facts that cannot all be true, side by side; two deciders say which one stands. */
export function Conflicts({ recruitment, post }: { recruitment: string; post: string }) {
  const { t } = useTranslation()
  const asked = useAsk(
    `${recruitment} ${post}`,
    (signal) => hq.decide.conflicts({ recruitment, post }, { signal }),
    decideNouns,
  )
  const answer = asked.value
  if (answer === undefined)
    return asked.state === 'failed' ? (
      <Refusal reason="no_answer" detail={{ code: asked.code }} />
    ) : (
      <Progress label={t('decide.reading')} />
    )
  if (!answer.ok) return <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />
  if (answer.conflicts.length === 0)
    return <Empty title={t('decide.conflict.none')} next={t('decide.conflict.none_next')} />
  return (
    <ul className={styles['conflicts']}>
      {answer.conflicts.map((conflict) => (
        <One key={conflict.conflict} recruitment={recruitment} conflict={conflict} />
      ))}
    </ul>
  )
}

/** '' nothing chosen; 'none': none of them stands; 'all': all of them may stand. */
type Choice = '' | 'none' | 'all' | `fact ${string}`

function One({ recruitment, conflict }: { recruitment: string; conflict: HqConflict }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me)
  const [open, setOpen] = useState(false)
  const [keep, setKeep] = useState<Choice>('')
  const decide = useCommand(hq.decide.decideConflict)
  const ids = conflict.facts.map(({ fact }) => fact)
  const kept = keep.startsWith('fact ') ? keep.slice(5) : null
  const send = (reason: string, second: Parameters<typeof decide.send>[0]['second']) =>
    void decide.send({
      recruitment,
      conflict: conflict.conflict,
      candidate: conflict.candidate,
      keep: kept,
      drop: keep === 'all' ? [] : ids.filter((id) => id !== kept),
      reason,
      second,
    })
  const option = (value: Choice, words: string, note: string) => (
    <label key={value} className={styles['fact']}>
      <input
        type="radio"
        name={conflict.conflict}
        checked={keep === value}
        disabled={!open}
        onChange={() => setKeep(value)}
      />
      <span>{words}</span>
      <small>{note}</small>
    </label>
  )
  return (
    <li>
      <header>
        <strong>▲ {t(`decide.conflict.kind.${conflict.kind}`, { defaultValue: conflict.kind })}</strong>
        <span>
          {conflict.rosterNumber} {conflict.name}
        </span>
        {conflict.late && <small>{t('decide.conflict.late')}</small>}
        {!open && me !== null && may(me, 'decide.decideConflict') && (
          <Button kind="quiet" onClick={() => setOpen(true)}>
            {t('decide.conflict.decide')}
          </Button>
        )}
      </header>
      {conflict.facts.map(({ fact, at, by, what, text }) =>
        option(
          `fact ${fact}`,
          `${t(`decide.fact.${what}`, { defaultValue: what })} ${text}`,
          `${by} ${at === null ? '' : dayAndMinute(at)} #${fact.split('/')[1] ?? ''}`,
        ),
      )}
      {open && option('none', t('decide.conflict.keep_none'), '')}
      {open && option('all', t('decide.conflict.keep_all'), t('decide.conflict.keep_all_note'))}
      {open && (
        <Confirm
          title={t('decide.conflict.title')}
          action={t('decide.conflict.action')}
          reason
          second={['decider']}
          secondWhy={t('decide.conflict.second')}
          busy={decide.busy || keep === ''}
          onCancel={() => setOpen(false)}
          onConfirm={({ reason, second }) => send(reason, second)}
        >
          <Outcome of={decide.state} />
        </Confirm>
      )}
    </li>
  )
}
