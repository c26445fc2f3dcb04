import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqListKind } from '../../../shared/hq/facts.ts'
import { Button } from '../../parts/button.tsx'
import { Tick } from '../../parts/field.tsx'
import { Note } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import styles from './tie-form.module.css'

/** Equals that wait for a decision; `left`: places there are for them (for an order: all of them). */
export interface OpenTie {
  list: HqListKind
  tied: readonly string[]
  left: number
}

/** Two deciders put equals into an order, or say who of them goes on, with their reason. */
export function TieForm({
  recruitment,
  post,
  tie,
  names,
  onDone,
}: {
  recruitment: string
  post: string
  tie: OpenTie
  names: Readonly<Record<string, string>>
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [order, setOrder] = useState<readonly string[]>(tie.list === 'ranking' ? tie.tied : [])
  const decide = useCommand(hq.decide.decideTie)
  const cut = tie.list !== 'ranking'
  const swap = (at: number) =>
    setOrder(
      order.map((id, place) => (place === at ? (order[at - 1] ?? id) : place === at - 1 ? (order[at] ?? id) : id)),
    )
  const ready = cut ? order.length >= tie.left : true
  return (
    <Confirm
      title={t(cut ? 'decide.tie.cut_title' : 'decide.tie.order_title', { count: tie.tied.length })}
      text={
        cut
          ? t('decide.tie.cut_text', { left: tie.left, list: t(`decide.tab.${tie.list}`) })
          : t('decide.tie.order_text')
      }
      action={t(cut ? 'decide.tie.cut_action' : 'decide.tie.order_action')}
      reason
      second={['decider']}
      secondWhy={t('decide.tie.second')}
      busy={decide.busy || !ready}
      onCancel={onDone}
      onConfirm={({ reason, second }) =>
        void decide
          .send({ recruitment, post, list: tie.list, tied: [...tie.tied], order: [...order], reason, second })
          .then((done) => (done === undefined ? undefined : onDone()))
      }
    >
      <ol className={styles['order']} data-cut={cut}>
        {(cut ? tie.tied : order).map((id, at) => (
          <li key={id}>
            {cut ? (
              <Tick
                label={names[id] ?? id}
                checked={order.includes(id)}
                onChange={(event) =>
                  setOrder(event.currentTarget.checked ? [...order, id] : order.filter((each) => each !== id))
                }
              />
            ) : (
              <>
                <span>{names[id] ?? id}</span>
                <Button
                  kind="quiet"
                  disabled={at === 0}
                  aria-label={t('decide.tie.up', { who: names[id] ?? id })}
                  onClick={() => swap(at)}
                >
                  ↑
                </Button>
              </>
            )}
          </li>
        ))}
      </ol>
      {cut && <Note>{t('decide.tie.chosen', { n: order.length, left: tie.left })}</Note>}
      <Outcome of={decide.state} />
    </Confirm>
  )
}
