import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HqRefused } from '../../../shared/hq/answer.ts'
import type { PaperNode } from '../../../shared/paper/tree.ts'
import { Button } from '../../parts/button.tsx'
import { wearPaperStyle } from '../../print/paper-fonts.ts'
import { PaperPage } from '../../print/paper-tree.tsx'
import { notCome, TryAgain, type NotCome } from '../try-again.tsx'
import styles from './page-list.module.css'

/** Pages of a list as they come out, a few at a time; those that do not come are said and can be asked for again. */
export function PageList({
  first,
  total,
  more,
}: {
  first: readonly PaperNode[]
  total: number
  more: (offset: number) => Promise<{ ok: true; pages: readonly PaperNode[] } | HqRefused>
}) {
  const { t } = useTranslation()
  const [pages, setPages] = useState(first)
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<NotCome | null>(null)
  useEffect(wearPaperStyle, [])
  const next = () => {
    setBusy(true)
    more(pages.length)
      .then((some) => {
        if (some.ok) setPages((before) => [...before, ...some.pages])
        setWhy(some.ok ? null : some.refused)
      })
      .catch((error: unknown) => setWhy(notCome(error)))
      .finally(() => setBusy(false))
  }
  return (
    <div className={styles['preview']} data-testid="publication-preview">
      <div className={`${styles['sheets'] ?? ''} kd-paper`}>
        {pages.map((page, at) => (
          <PaperPage key={at} page={page} />
        ))}
      </div>
      {why !== null && <TryAgain why={why} busy={busy} again={next} />}
      {why === null && pages.length < total && (
        <Button busy={busy} onClick={next}>
          {t('publish.more_pages', { shown: pages.length, total })}
        </Button>
      )}
    </div>
  )
}
