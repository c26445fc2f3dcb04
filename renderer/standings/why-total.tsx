import { useTranslation } from 'react-i18next'
import type { RankRow } from '../../shared/api/standings.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { WhySheet } from '../parts/why.tsx'
import { TotalSteps } from './why-steps.tsx'

/** Why a total is what it is: the formula, every value with its facts and clause, gates, and the keys that break ties. */
export function WhyTotal({ row, onClose }: { row: RankRow; onClose: () => void }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const asked = useAsk(row.candidate, (signal) => station.standings.why({ candidate: row.candidate }, { signal }), ['interview', 'fitness', 'sessions', 'conflicts', 'shortlist'])
  const why = asked.value?.ok === true ? asked.value.why : null
  return (
    <WhySheet title={t('standings.why.title', { who: `${row.rosterNumber} ${row.name}` })} onClose={onClose}>
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {why !== null && <TotalSteps why={why} />}
      {may(roles, 'journey.find') && (
        <Button onClick={() => go('journey', { candidate: row.candidate })}>{t('standings.why.journey')}</Button>
      )}
    </WhySheet>
  )
}
