import { useTranslation } from 'react-i18next'
import { go, usePlace } from '../../frame/route.ts'
import { Empty } from '../../parts/empty.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Refusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { hq } from '../contract.ts'
import { useRecruitment } from '../recruitment.ts'
import { Days } from './days.tsx'
import styles from './division.module.css'
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
    <div className={styles['tabs']} role="tablist">
      {views.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={view === each}
          onClick={() => go('division', { ...params, view: each })}
        >
          {t(`division.view.${each}`)}
        </button>
      ))}
    </div>
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
