import { useTranslation } from 'react-i18next'
import { usePlace } from '../../frame/route.ts'
import { Empty } from '../../parts/empty.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useRecruitment } from '../recruitment.ts'
import { Board } from './board.tsx'
import { CandidatePage } from './candidate-page.tsx'
import { Events } from './events.tsx'
import { VenuePage } from './venue-page.tsx'

/** What is going on: all venues, one venue, one candidate, or what wants somebody's eye; which of them the address says. */
export default function WatchRoom() {
  const { t } = useTranslation()
  const recruitment = useRecruitment()?.recruitment
  const { params } = usePlace()
  const { venue, candidate, list } = params
  if (recruitment === undefined)
    return (
      <Screen title={t('watch.title')}>
        <Empty title={t('watch.no_recruitment')} next={t('watch.no_recruitment_next')} />
      </Screen>
    )
  if (candidate !== undefined) return <CandidatePage key={candidate} recruitment={recruitment} candidate={candidate} />
  if (list === 'incidents' || list === 'conflicts')
    return <Events key={`${list} ${venue ?? ''}`} recruitment={recruitment} list={list} venue={venue} />
  if (venue !== undefined) return <VenuePage key={venue} recruitment={recruitment} venue={venue} />
  return <Board recruitment={recruitment} />
}
