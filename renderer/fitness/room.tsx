import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { useSession } from '../frame/session.ts'
import { Empty } from '../parts/empty.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useDraft } from '../parts/use-draft.ts'
import { ItemChoice } from './item-choice.tsx'
import { Judge } from './judge.tsx'

/** The judge's room: the item is chosen once and stays with the person, then one lot after another. */
export default function FitnessRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const [item, choose] = useDraft('fitness.item')
  const items = useAsk(
    session === undefined ? null : session.id,
    () => station.fitness.items({ session: session?.id ?? '' }),
    ['fitness', 'heats', 'psych', 'sessions'],
  )
  if (session === undefined) return <Empty title={t('fitness.no_session')} next={t('fitness.no_session_next')} />
  if (items.value === undefined) return <div aria-busy={items.state === 'first'} />
  const chosen = items.value.find((each) => each.item === item)
  if (chosen === undefined) return <ItemChoice items={items.value} onChoose={choose} />
  return <Judge key={`${session.id} ${chosen.item}`} session={session.id} item={chosen} onItem={() => choose('')} />
}
