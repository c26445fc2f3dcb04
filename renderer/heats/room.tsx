import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { useSession } from '../frame/session.ts'
import { Empty } from '../parts/empty.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useDraft } from '../parts/use-draft.ts'
import { HeatList } from './heat-list.tsx'
import { Heat } from './heat.tsx'

/** Heats of the items that are run together: the list with what waits, or one heat from its making to its signatures. */
export default function HeatsRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const [wanted, choose] = useDraft('heats.item')
  const [open, setOpen] = useDraft(`heats.open ${session?.id ?? ''}`)
  const items = useAsk(
    session === undefined ? null : session.id,
    () => station.fitness.items({ session: session?.id ?? '' }),
    ['sessions'],
  )
  if (session === undefined) return <Empty title={t('fitness.no_session')} next={t('fitness.no_session_next')} />
  if (items.value === undefined) return <div aria-busy={items.state === 'first'} />
  const inHeats = items.value.filter((each) => each.heats)
  const item = inHeats.find((each) => each.item === wanted) ?? inHeats[0]
  if (item === undefined) return <Empty title={t('heats.no_items')} next={t('heats.no_items_next')} />
  if (open !== '') return <Heat key={open} heat={open} onBack={() => setOpen('')} />
  return <HeatList key={`${session.id} ${item.item}`} session={session.id} item={item} items={inHeats} onItem={choose} onOpen={setOpen} />
}
