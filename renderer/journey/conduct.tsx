import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Journey } from '../../shared/api/journey.ts'
import type { SessionInfo } from '../../shared/api/sessions.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './journey.module.css'
import { Violation } from './violation.tsx'

type Asking = 'withdraw' | 'bar' | 'violation'

/** Ends somebody's exam or part of it: a written withdrawal, a violation, or barring; reason and second person (规则 §10). */
export function Conduct({ session, journey }: { session: SessionInfo; journey: Journey }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [asking, setAsking] = useState<Asking | null>(null)
  const withdraw = useCommand(station.sessions.withdraw)
  const bar = useCommand(station.sessions.bar)
  const { where, row: { candidate } } = journey
  if (session.state !== 'open' || where === 'barred' || where === 'withdrawn' || !may(roles, 'sessions.withdraw')) return null
  const command = asking === 'bar' ? bar : withdraw
  return (
    <div className={styles['conduct']}>
      {asking === null ? (
        <>
          <Button onClick={() => setAsking('withdraw')}>{t('journey.withdraw')}</Button>
          {may(roles, 'sessions.violate') && <Button onClick={() => setAsking('violation')}>{t('parts.violation.open')}</Button>}
          <Button kind="danger" onClick={() => setAsking('bar')}>
            {t('journey.bar')}
          </Button>
        </>
      ) : asking === 'violation' ? (
        <Violation session={session} journey={journey} onDone={() => setAsking(null)} />
      ) : (
        <Confirm
          key={asking}
          title={t(`journey.${asking}_title`)}
          text={t(`journey.${asking}_text`)}
          action={t(`journey.${asking}_action`)}
          reason
          second={secondRoles.conduct}
          busy={command.busy}
          onCancel={() => {
            setAsking(null)
            command.reset()
          }}
          onConfirm={({ reason, second }) =>
            void command
              .send({ session: session.id, candidate, reason, ...(second === undefined ? {} : { second }) })
              .then((done) => done !== undefined && setAsking(null))
          }
        >
          <Outcome of={command.state} />
        </Confirm>
      )}
    </div>
  )
}
