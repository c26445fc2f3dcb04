import { useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/api/answer.ts'
import { inTongue } from '../i18n/start.ts'
import { Empty } from '../parts/empty.tsx'
import { Screen } from '../parts/screen.tsx'
import styles from './item-choice.module.css'

/** An item with its queue, as `fitness.items` answers. */
export interface ItemQueue {
  item: string
  title: Bilingual
  heats: boolean
  waiting: number
  done: number
}

/** Which item this desk judges: asked once. */
export function ItemChoice({ items, onChoose }: { items: readonly ItemQueue[]; onChoose: (item: string) => void }) {
  const { t } = useTranslation()
  if (items.length === 0) return <Empty title={t('fitness.no_items')} next={t('fitness.no_items_next')} />
  return (
    <Screen title={t('fitness.choose_item')}>
      <ul className={styles['items']}>
        {items.map((each) => (
          <li key={each.item}>
            <button type="button" onClick={() => onChoose(each.item)} aria-label={inTongue(each.title)}>
              <strong>{inTongue(each.title)}</strong>
              <span>
                {t('fitness.waiting_n', { n: each.waiting })} · {t('fitness.done_n', { n: each.done })}
              </span>
              {each.heats && <small>{t('fitness.in_heats')}</small>}
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}
