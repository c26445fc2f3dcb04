import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { PaperNode } from '../../../shared/paper/tree.ts'
import paper from '../../parts/paper.module.css'
import { Progress } from '../../parts/progress.tsx'
import { fetchFonts, wearPaperStyle } from '../../print/paper-fonts.ts'
import { PaperPage } from '../../print/paper-tree.tsx'
import { hq } from '../contract.ts'
import { notCome, type NotCome } from '../try-again.tsx'

/**
 * Fetches all pages of a publication and hands them to the browser's print dialog, whose PDF takes the publication's name.
 * `onDone` is told why where that did not come about.
 */
export function Printed({
  recruitment,
  publication,
  onDone,
}: {
  recruitment: string
  publication: string
  onDone: (why: NotCome | null) => void
}) {
  const { t } = useTranslation()
  const [pages, setPages] = useState<{ pages: readonly PaperNode[]; total: number; title: string }>({
    pages: [],
    total: 0,
    title: '',
  })
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    const stop = new AbortController()
    const fetchAll = async () => {
      let all: PaperNode[] = []
      for (let total = 1; all.length < total;) {
        const part = await hq.publish.pages(
          { recruitment, publication, offset: all.length, limit: 50 },
          { signal: stop.signal },
        )
        if (stop.signal.aborted) return
        if (!part.ok || part.pages.length === 0) {
          done.current(part.ok ? { reason: 'stale' } : part.refused)
          return
        }
        all = [...all, ...part.pages]
        total = part.total
        setPages({ pages: all, total, title: part.title })
      }
    }
    fetchAll().catch((error: unknown) => (stop.signal.aborted ? undefined : done.current(notCome(error))))
    return () => stop.abort()
  }, [recruitment, publication])
  const ready = pages.total > 0 && pages.pages.length === pages.total
  useEffect(() => {
    const take = wearPaperStyle()
    document.documentElement.dataset['paper'] = 'yes'
    return () => {
      take()
      delete document.documentElement.dataset['paper']
    }
  }, [])
  useEffect(() => {
    if (!ready) return undefined
    let gone = false
    const print = async () => {
      await fetchFonts(pages.pages)
      await new Promise((resolve) => requestAnimationFrame(resolve))
      if (gone) return
      const title = document.title
      document.title = pages.title
      window.print()
      document.title = title
      done.current(null)
    }
    print().catch((error: unknown) => (gone ? undefined : done.current(notCome(error))))
    return () => {
      gone = true
    }
  }, [ready, pages])
  return (
    <>
      <Progress
        label={t(ready ? 'publish.printing' : 'publish.fetching', { of: pages.pages.length, all: pages.total })}
        of={pages.pages.length}
        all={Math.max(1, pages.total)}
      />
      {createPortal(
        <div className={`${paper['whole'] ?? ''} kd-paper`} data-testid="paper">
          {ready && pages.pages.map((page, at) => <PaperPage key={at} page={page} />)}
        </div>,
        document.body,
      )}
    </>
  )
}
