import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet } from '../../shared/api/interview.ts'
import { scoredStageTitles } from '../../shared/interview-why.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Choice } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { ViolationForm } from '../parts/violation-form.tsx'
import styles from './pane.module.css'

type Asking = 'nothing' | 'zero' | 'lift' | 'undo' | 'violation'

/** What is seldom needed and never beside the primary action: zero by ruling, its lifting, a violation, and the last step taken back (规则 §8). */
export function Rulings({ sheet, session, onDone, children }: { sheet: Sheet; session: string; onDone: () => void; /** Other seldom steps, in the same row. */ children?: ReactNode }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [asking, setAsking] = useState<Asking>('nothing')
  const [kind, setKind] = useState<'identity_revealed' | 'violation'>('identity_revealed')
  const zero = useCommand(station.interview.zero)
  const lift = useCommand(station.interview.liftRuling)
  const undo = useCommand(station.interview.undo)
  const { candidate, stage, last, ruling } = sheet
  const over = () => {
    setAsking('nothing')
    for (const command of [zero, lift, undo]) command.reset()
  }
  const done = (answer: unknown) => {
    if (answer === undefined) return
    over()
    onDone()
  }
  const began = sheet.state !== 'waiting' && sheet.state !== 'no_show' && sheet.state !== 'stopped'
  const step = last === null ? '' : t(`interview.step.${last.type.replace('.', '_')}`, { defaultValue: last.type })
  switch (asking) {
    case 'nothing':
      return (
        <div className={styles['seldom']}>
          {children}
          {last?.undoable === true && may(roles, 'interview.undo') && (
            <Button kind="quiet" onClick={() => setAsking('undo')}>
              ↶ {t('interview.undo', { step })}
            </Button>
          )}
          {ruling === null && began && may(roles, 'interview.zero') && (
            <Button kind="quiet" onClick={() => setAsking('zero')}>
              {t('interview.zero')}
            </Button>
          )}
          {began && may(roles, 'sessions.violate') && (
            <Button kind="quiet" onClick={() => setAsking('violation')}>
              {t('parts.violation.open')}
            </Button>
          )}
          {ruling !== null && may(roles, 'interview.liftRuling') && (
            <Button kind="quiet" onClick={() => setAsking('lift')}>
              {t('interview.lift')}
            </Button>
          )}
        </div>
      )
    case 'zero':
      return (
        <Confirm
          title={t('interview.zero_title', { lot: sheet.lot })}
          text={t('interview.zero_means')}
          action={t('interview.zero_action', { lot: sheet.lot })}
          reason
          second={secondRoles.marking}
          busy={zero.busy}
          onCancel={over}
          onConfirm={({ reason, second }) => void zero.send({ session, candidate, stage, kind, reason, ...(second === undefined ? {} : { second }) }).then(done)}
        >
          <Choice
            label={t('interview.zero_kind')}
            value={kind}
            options={[
              ['identity_revealed', t('interview.ruling_kind.identity_revealed')],
              ['violation', t('interview.ruling_kind.violation')],
            ]}
            onChange={(event) => setKind(event.currentTarget.value === 'violation' ? 'violation' : 'identity_revealed')}
          />
          <Outcome of={zero.state} />
        </Confirm>
      )
    case 'lift':
      return (
        <Confirm
          title={t('interview.lift_title', { lot: sheet.lot })}
          text={t('interview.lift_means')}
          action={t('interview.lift_action', { lot: sheet.lot })}
          reason
          second={secondRoles.closing}
          busy={lift.busy}
          onCancel={over}
          onConfirm={({ reason, second }) => {
            if (ruling !== null) void lift.send({ session, candidate, stage, replaces: ruling.fact, reason, ...(second === undefined ? {} : { second }) }).then(done)
          }}
        >
          <Outcome of={lift.state} />
        </Confirm>
      )
    case 'violation':
      return (
        <ViolationForm
          session={session} of={{ lot: sheet.lot }} parts={[{ part: stage, title: scoredStageTitles[stage], marked: true, open: true }]}
          onRecorded={onDone} onClose={over}
        />
      )
    case 'undo':
      return (
        <Confirm
          title={t('interview.undo_title', { lot: sheet.lot, step })}
          action={t('interview.undo', { step })}
          reason
          busy={undo.busy}
          onCancel={over}
          onConfirm={({ reason }) => {
            if (last !== null) void undo.send({ replaces: last.fact, reason }).then(done)
          }}
        >
          <Outcome of={undo.state} />
        </Confirm>
      )
    default:
      return asking satisfies never
  }
}
