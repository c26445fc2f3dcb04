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

type Asking = 'withdraw' | 'bar'

/** Ends somebody's exam: a written withdrawal, or barring; reason and second person (规则 §10). */
export function Conduct({ session, candidate, where }: { session: SessionInfo; candidate: string; where: Journey['where'] }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [asking, setAsking] = useState<Asking | null>(null)
  const withdraw = useCommand(station.sessions.withdraw)
  const bar = useCommand(station.sessions.bar)
  if (session.state !== 'open' || where === 'barred' || where === 'withdrawn' || !may(roles, 'sessions.withdraw')) return null
  const command = asking === 'bar' ? bar : withdraw
  return (
    <div className={styles['conduct']}>
      {asking === null ? (
        <>
          <Button onClick={() => setAsking('withdraw')}>{t('journey.withdraw')}</Button>
          <Button kind="danger" onClick={() => setAsking('bar')}>
            {t('journey.bar')}
          </Button>
        </>
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
