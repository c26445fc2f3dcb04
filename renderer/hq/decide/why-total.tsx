import { useTranslation } from 'react-i18next'
import { Refusal } from '../../parts/refusal.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { WhySheet } from '../../parts/why.tsx'
import { TotalSteps } from '../../standings/why-steps.tsx'
import { hq } from '../contract.ts'

/** Why a total is what it is, from facts of whichever venues: the venue's own sheet. */
export function WhyTotal({
  recruitment,
  candidate,
  who,
  onClose,
}: {
  recruitment: string
  candidate: string
  who: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const asked = useAsk(
    `${recruitment} ${candidate}`,
    (signal) => hq.decide.why({ recruitment, candidate }, { signal }),
    ['decide', 'watch'],
  )
  return (
    <WhySheet title={t('standings.why.title', { who })} onClose={onClose}>
      {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
      {asked.value?.ok === false && <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />}
      {asked.value?.ok === true && <TotalSteps why={asked.value.why} />}
    </WhySheet>
  )
}
