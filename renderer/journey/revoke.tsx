import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../shared/api/journey.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './journey.module.css'

/** What may be taken back where it stands, by two people (规则 §10). */
export const revocable: readonly string[] = ['conduct.withdrawn', 'conduct.barred', 'conduct.violated']

/** Takes a withdrawal, a bar or a violation back: the fact stays, and says by what it was replaced. */
export function Revoke({ step }: { step: Step }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const command = useCommand(station.sessions.revoke)
  if (!asking) {
    return (
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {t('journey.revoke')}
      </Button>
    )
  }
  return (
    <div className={styles['revoke']}>
      <Confirm
        title={t('journey.revoke_title')}
        text={t('journey.revoke_text')}
        action={t('journey.revoke_action')}
        reason
        second={secondRoles.conduct}
        busy={command.busy}
        onCancel={() => {
          setAsking(false)
          command.reset()
        }}
        onConfirm={({ reason, second }) =>
          void command.send({ replaces: step.fact, reason, ...(second === undefined ? {} : { second }) }).then((done) => done !== undefined && setAsking(false))
        }
      >
        <Outcome of={command.state} />
      </Confirm>
    </div>
  )
}
