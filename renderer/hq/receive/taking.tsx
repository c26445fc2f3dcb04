import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CarriedStream, ReceivingVenue } from '../../../shared/hq/api/receive.ts'
import { Progress } from '../../parts/progress.tsx'
import { hq } from '../contract.ts'
import { takenSoFar } from './taken-so-far.ts'

/** Between two questions how far it is. */
const everyMs = 700

/** While a file is being taken: sent and opened first, then fact by fact, asked from HQ's streams as they grow. */
export function Taking({
  recruitment,
  venue,
  carried,
}: {
  recruitment: string
  venue: string
  carried: readonly CarriedStream[]
}) {
  const { t } = useTranslation()
  const [venues, setVenues] = useState<readonly ReceivingVenue[]>([])
  useEffect(() => {
    let asking = false
    const timer = setInterval(() => {
      if (asking) return
      asking = true
      hq.receive
        .streams({ recruitment })
        .then(
          (answer) => answer.ok && setVenues(answer.venues),
          () => undefined,
        )
        .finally(() => (asking = false))
    }, everyMs)
    return () => clearInterval(timer)
  }, [recruitment])
  const { of, all } = takenSoFar(carried, venue, venues)
  if (of === 0) return <Progress label={t('receive.opening_file', { all: all.toLocaleString('en') })} />
  const words = t('receive.taking', { of: of.toLocaleString('en'), all: all.toLocaleString('en') })
  return <Progress label={words} of={of} all={all} />
}
