import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conflict } from '../../shared/api/sessions.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { time } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './chief.module.css'

/** Contradictions, on top until a named person decides each with a reason and a second person. Both facts stay. */
export function Conflicts({ session, conflicts }: { session: string; conflicts: readonly Conflict[] }) {
  const { t } = useTranslation()
  if (conflicts.length === 0) return null
  return (
    <Sheet title={<span className={styles['alarm']}>▲ {t('chief.conflicts', { count: conflicts.length })}</span>}>
      <ul className={styles['conflicts']}>
        {conflicts.map((conflict) => (
          <OneConflict key={conflict.conflict} session={session} conflict={conflict} />
        ))}
      </ul>
    </Sheet>
  )
}

function OneConflict({ session, conflict }: { session: string; conflict: Conflict }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [keep, setKeep] = useState<string | null>(null)
  const [deciding, setDeciding] = useState(false)
  const command = useCommand(station.sessions.resolveConflict)
  const candidate = conflict.candidate
  return (
    <li className={styles['conflict']}>
      <header>
        <strong>{t(`chief.conflict_kinds.${conflict.kind}`, { defaultValue: conflict.kind })}</strong>
        <span>{[conflict.lot, conflict.rosterNumber].filter(Boolean).join(' · ')}</span>
        {candidate !== null && (
          <Button kind="quiet" onClick={() => go('journey', { candidate })}>
            {t('chief.open_journey')}
          </Button>
        )}
      </header>
      <div role="radiogroup" aria-label={t('chief.which_holds')}>
        {conflict.facts.map((fact) => (
          <label key={fact.fact} className={styles['fact']}>
            <input type="radio" name={conflict.conflict} checked={keep === fact.fact} disabled={!deciding} onChange={() => setKeep(fact.fact)} />
            <span>{fact.text}</span>
            <small>
              {time(fact.at)} · {fact.by} · {fact.fact.slice(-8)}
            </small>
          </label>
        ))}
      </div>
      {may(roles, 'sessions.resolveConflict') && !deciding && (
        <Button onClick={() => setDeciding(true)}>{t('chief.decide')}</Button>
      )}
      {deciding && (
        <Confirm
          title={t('chief.decide_title')}
          text={keep === null ? t('chief.decide_none') : t('chief.decide_keep')}
          action={t('chief.decide_action')}
          reason
          second={secondRoles.closing}
          busy={command.busy}
          onCancel={() => {
            setDeciding(false)
            command.reset()
          }}
          onConfirm={({ reason, second }) => {
            const drop = conflict.facts.map((fact) => fact.fact).filter((fact) => fact !== keep)
            void command
              .send({ session, conflict: conflict.conflict, keep, drop, reason, ...(second === undefined ? {} : { second }) })
              .then((done) => done !== undefined && setDeciding(false))
          }}
        >
          <Outcome of={command.state} />
        </Confirm>
      )}
    </li>
  )
}
