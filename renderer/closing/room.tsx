import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { Conflicts } from '../chief/conflicts.tsx'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import { PrintSheet } from '../print/print-sheet.tsx'
import { AtHqStep } from './at-hq.tsx'
import { BalanceTable } from './balance-table.tsx'
import { OpenPeople, signatureProblems } from './open-people.tsx'
import { Packages } from './packages.tsx'
import { Step, type StepState } from './step.tsx'
import styles from './closing.module.css'

const nouns = ['check-in', 'lots', 'psych', 'fitness', 'heats', 'rooms', 'waiting', 'interview', 'shortlist', 'conflicts', 'sessions']
/** Where somebody still is whom closing fails for what is not done (规则 §7). */
const undone = ['fitness', 'psych_passed', 'lot_drawn'] as const

const stateOf = (closed: boolean, left: number | undefined): StepState => (closed || left === 0 ? 'done' : left === undefined ? 'later' : 'todo')

/** Closing a session step by step on one page: it balances, or this page says exactly what is missing (规则 §11). */
export default function ClosingRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const roles = useWho((who) => who.me?.roles ?? [])
  const id = session?.id ?? null
  const preview = useAsk(id, () => station.sessions.closePreview({ session: id ?? '' }), nouns)
  const balance = useAsk(id, () => station.closing.balance({ session: id ?? '' }), nouns)
  const day = useAsk(id, () => station.sessions.overview({ session: id ?? '' }), nouns)
  const close = useCommand(station.sessions.close)
  const [asking, setAsking] = useState(false)
  const [printing, setPrinting] = useState(false)

  if (session === undefined) return <Screen title={t('closing.title')}><Empty title={t('chief.no_session')} next={t('chief.no_session_next')} /></Screen>
  if (session.state === 'upcoming') return <Screen title={t('closing.title')}><Empty title={t('closing.not_open')} next={t('closing.not_open_next')} /></Screen>
  const answer = preview.value
  const view = answer?.ok === true ? answer : undefined
  const counts = balance.value?.ok === true ? balance.value : undefined
  const closed = session.state === 'closed'
  const due = Object.values(view?.counts ?? {}).reduce((sum, n) => sum + n, 0)
  const conflicts = view?.conflicts ?? []
  const unsigned = view?.open.filter((row) => signatureProblems.includes(row.problem))
  const open = view?.open.filter((row) => !signatureProblems.includes(row.problem))
  const askew = counts?.lines.filter((line) => !line.balanced)
  // at closing what is not done has failed (规则 §7): said before, not found out afterwards
  const now = day.value?.ok === true && !closed ? day.value.overview.counts : {}
  const unfinished = undone.reduce((sum, where) => sum + (now[where] ?? 0), 0)
  const ready = view?.balanced === true && counts?.balanced === true
  const confirmed = (second: Second | undefined) =>
    void close
      .send({ session: session.id, signForConflicts: conflicts.length > 0, ...(second === undefined ? {} : { second }) })
      .then((done) => done !== undefined && setAsking(false))

  return (
    <Screen
      title={t('closing.title')}
      aside={view === undefined ? undefined : t('closing.due', { due })}
      actions={
        closed ? (
          <>
            {may(roles, 'paper.sheets') && <Button disabled={printing} onClick={() => setPrinting(true)}>{t('closing.print_protocol')}</Button>}
            <Button onClick={() => go('lists', { list: 'all' })}>
              {t('chief.to_lists')}
            </Button>
          </>
        ) : (
          may(roles, 'sessions.close') && !asking && (
            <Button kind="primary" disabled={!ready} onClick={() => setAsking(true)}>
              {t('closing.close', { session: inTongue(session.title) })}
            </Button>
          )
        )
      }
    >
      {closed && <p className={styles['closed']}>✓ {t('closing.is_closed')}</p>}
      {printing && <PrintSheet session={session.id} kind="closing" keys={['']} onDone={() => setPrinting(false)} />}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {closed && <AtHqStep session={session.id} />}
      {closed && <Packages session={session.id} />}

      <Step
        nth={1} title={t('closing.steps.ends')} state={stateOf(closed, open?.length)}
        says={open === undefined ? '' : open.length === 0 ? t('closing.all_ended', { due }) : t('closing.unbalanced', { count: open.length })}
      >
        <OpenPeople people={open ?? []} label={t('closing.steps.ends')} />
        {unfinished > 0 && <p className={styles['unfinished']}>▲ {t('closing.unfinished', { count: unfinished })}</p>}
      </Step>
      <Step
        nth={2} title={t('closing.steps.counts')} state={stateOf(closed, askew?.length)}
        says={askew === undefined ? '' : askew.length === 0 ? t('closing.counts_balance') : t('closing.counts_open', { count: askew.length })}
      >
        {!closed && <p className={styles['about']}>{t('closing.as_if')}</p>}
        {counts !== undefined && <BalanceTable lines={counts.lines} />}
      </Step>
      <Step
        nth={3} title={t('closing.steps.conflicts')} state={stateOf(closed, view === undefined ? undefined : conflicts.length)}
        says={view === undefined ? '' : conflicts.length === 0 ? t('closing.no_conflicts') : t('closing.conflicts_left', { count: conflicts.length })}
      >
        <Conflicts session={session.id} conflicts={conflicts} />
      </Step>
      <Step
        nth={4} title={t('closing.steps.signatures')} state={stateOf(closed, unsigned?.length)}
        says={unsigned === undefined ? '' : unsigned.length === 0 ? t('closing.all_signed') : t('closing.unsigned', { count: unsigned.length })}
      >
        <OpenPeople people={unsigned ?? []} label={t('closing.steps.signatures')} />
      </Step>
      <Step nth={5} title={t('closing.steps.sign')} state={closed ? 'done' : ready ? 'todo' : 'later'} says={t(closed ? 'closing.signed_by_two' : ready ? 'closing.can_sign' : 'closing.not_yet')}>
        {asking && (
          <Confirm
            title={t('closing.confirm_title')}
            text={conflicts.length > 0 ? t('closing.confirm_conflicts', { count: conflicts.length }) : t('closing.confirm_text')}
            action={t('closing.confirm_action')}
            busy={close.busy}
            second={secondRoles.closing}
            onCancel={() => {
              setAsking(false)
              close.reset()
            }}
            onConfirm={({ second }) => confirmed(second)}
          >
            <Outcome of={close.state} />
          </Confirm>
        )}
      </Step>
    </Screen>
  )
}
