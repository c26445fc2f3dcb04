import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PaperNode } from '../../../shared/paper/tree.ts'
import { Button } from '../../parts/button.tsx'
import { wearPaperStyle } from '../../print/paper-fonts.ts'
import { PaperPage } from '../../print/paper-tree.tsx'
import styles from './publish.module.css'

/** Pages of a list as they come out, a few at a time. */
export function PageList({
  first,
  total,
  more,
}: {
  first: readonly PaperNode[]
  total: number
  more: (offset: number) => Promise<readonly PaperNode[]>
}) {
  const { t } = useTranslation()
  const [pages, setPages] = useState(first)
  const [busy, setBusy] = useState(false)
  useEffect(wearPaperStyle, [])
  const next = () => {
    setBusy(true)
    more(pages.length)
      .then((some) => setPages((before) => [...before, ...some]))
      .catch(() => undefined)
      .finally(() => setBusy(false))
  }
  return (
    <div className={`${styles['preview'] ?? ''} kd-paper`} data-testid="publication-preview">
      {pages.map((page, at) => (
        <PaperPage key={at} page={page} />
      ))}
      {pages.length < total && (
        <Button busy={busy} onClick={next}>
          {t('publish.more_pages', { shown: pages.length, total })}
        </Button>
      )}
    </div>
  )
}
