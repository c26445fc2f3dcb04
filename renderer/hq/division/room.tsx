import { useTranslation } from 'react-i18next'
import { go, usePlace } from '../../frame/route.ts'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useRecruitment } from '../recruitment.ts'
import { Days } from './days.tsx'
import { Spread } from './spread.tsx'

const views = ['days', 'spread'] as const

/** Preparing the days: venues with their half days, and who comes where. */
export default function DivisionRoom() {
  const { t } = useTranslation()
  const { params } = usePlace()
  const recruitment = useRecruitment()?.recruitment
  const asked = useAsk(
    recruitment ?? null,
    (signal) => hq.division.overview({ recruitment: recruitment ?? '' }, { signal }),
    ['division', 'people', 'posts', 'recruitments', 'packages'],
  )
  const view = views.find((each) => each === params['view']) ?? 'days'
  const tabs = (
    <Tabs
      label={t('division.title')}
      tabs={views.map((each) => [each, t(`division.view.${each}`)])}
      chosen={view}
      onChoose={(each) => go('division', { ...params, view: each })}
    />
  )
  if (recruitment === undefined)
    return (
      <Screen title={t('division.title')}>
        <Empty title={t('division.no_recruitment')} next={t('division.no_recruitment_next')} />
      </Screen>
    )
  const answer = asked.value
  if (answer?.ok !== true) {
    return (
      <Screen title={t('division.title')} aside={tabs}>
        {asked.state === 'failed' && <Refusal reason="no_answer" detail={{ code: asked.code }} />}
        {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
        {asked.state === 'first' && <Progress label={t('division.opening')} />}
      </Screen>
    )
  }
  return view === 'days' ? (
    <Days recruitment={recruitment} overview={answer} tabs={tabs} />
  ) : (
    <Spread recruitment={recruitment} overview={answer} tabs={tabs} />
  )
}
