import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { ResultFlash, type Flash } from '../parts/result-flash.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useDraft } from '../parts/use-draft.ts'
import { useScanFromAnywhere } from '../parts/use-scan-from-anywhere.ts'
import type { ItemQueue } from './item-choice.tsx'
import styles from './judge.module.css'
import { LotSheet } from './lot-sheet.tsx'
import { Queue } from './queue.tsx'

/** One item, one lot at a time: what to see on the left or above, what to press on the right or below. */
export function Judge({ session, item, onItem }: { session: string; item: ItemQueue; onItem: () => void }) {
  const { t } = useTranslation()
  const [lot, setLot, clearLot] = useDraft(`fitness.lot ${session} ${item.item}`)
  const [flash, setFlash] = useState<Flash | null>(null)
  const scan = useRef<ScanHandle>(null)
  const queue = useAsk(
    `${session} ${item.item}`,
    () => station.fitness.waiting({ session, item: item.item }),
    ['fitness', 'heats', 'psych', 'check-in', 'sessions'],
  )
  useScanFromAnywhere(scan)

  const open = (text: string) => {
    if (text === '') return
    setFlash(null)
    setLot(text.toUpperCase())
    scan.current?.clear()
  }
  const next = (done?: string) => {
    clearLot()
    if (done !== undefined) setFlash({ kind: 'done', key: done, title: done })
    scan.current?.clear()
    scan.current?.focus()
  }

  return (
    <section className={styles['judge']} data-open={lot !== ''} aria-label={inTongue(item.title)}>
      <header className={styles['head']}>
        <div className={styles['item']}>
          <h1>{inTongue(item.title)}</h1>
          <Button kind="quiet" onClick={onItem}>
            {t('fitness.change_item')}
          </Button>
        </div>
        <ScanField ref={scan} label={t('fitness.lot')} placeholder={t('fitness.lot_placeholder')} onEnter={open} />
      </header>
      {lot === '' ? (
        <div className={styles['idle']}>
          <ResultFlash flash={flash} onOver={() => setFlash(null)} />
        </div>
      ) : (
        <LotSheet key={lot} session={session} lot={lot} item={item.item} onNext={next} />
      )}
      <Queue lots={queue.value} at={queue.at} current={lot} onOpen={open} />
    </section>
  )
}
