import { useTranslation } from 'react-i18next'
import type { HeatView } from '../../shared/api/fitness.ts'
import { station } from '../contract.ts'
import type { ItemQueue } from '../fitness/item-choice.tsx'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { VerdictMark } from '../parts/verdict.tsx'
import styles from './heat-list.module.css'
import { MakeHeat } from './make-heat.tsx'

const marks: Record<HeatView['state'], 'pass' | 'wait' | 'warn'> = { made: 'wait', running: 'warn', stopped: 'warn', finished: 'warn', signed: 'pass' }

/** All heats of an item with where each stands, and the lots from which the next one is made. */
export function HeatList({ session, item, items, onItem, onOpen }: {
  session: string
  item: ItemQueue
  items: readonly ItemQueue[]
  onItem: (item: string) => void
  onOpen: (heat: string) => void
}) {
  const { t } = useTranslation()
  const heats = useAsk(`${session} ${item.item}`, () => station.heats.list({ session, item: item.item }), ['heats', 'fitness'])
  const made = heats.value ?? []
  return (
    <Screen
      title={inTongue(item.title)}
      aside={items.length > 1 && items.filter((each) => each.item !== item.item).map((each) => (
        <Button key={each.item} kind="quiet" onClick={() => onItem(each.item)}>
          {inTongue(each.title)}
        </Button>
      ))}
    >
      <div className={styles['columns']}>
        <MakeHeat session={session} item={item.item} number={made.length + 1} onMade={onOpen} />
        <Sheet title={t('heats.list')}>
          {heats.value?.length === 0 && <Empty title={t('heats.none')} next={t('heats.none_next')} />}
          <ol className={styles['heats']}>
            {made.toReversed().map((heat) => (
              <li key={heat.heat}>
                <button type="button" onClick={() => onOpen(heat.heat)} data-state={heat.state}>
                  <strong>{t('heats.number', { n: heat.number })}</strong>
                  <VerdictMark kind={marks[heat.state]} word={t(`heats.state.${heat.state}`)} />
                  <span>
                    {inTongue(heat.title)} · {t('heats.people', { n: heat.runners.length })} · {heat.runners.map((runner) => runner.lot).join(' ')}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </Sheet>
      </div>
    </Screen>
  )
}
