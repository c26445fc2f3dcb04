import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenedSheet, SheetKind, SheetPaper } from '../../shared/api/paper.ts'
import type { PaperNode } from '../../shared/paper/tree.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Paper } from '../parts/paper.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { fetchFonts, wearPaperStyle } from './paper-fonts.ts'
import { PaperPage } from './paper-tree.tsx'
import styles from './print-sheet.module.css'

const portion = 50

type Step =
  | { kind: 'opening' }
  | { kind: 'fetching'; opened: OpenedSheet; pages: readonly PaperNode[] }
  | { kind: 'lost'; reason: string }

export interface PrintSheetProps {
  session: string
  kind: SheetKind
  /** Of what: candidates, items, rooms …; `['']` for the whole session. */
  keys: readonly string[]
  /** A PDF file instead of the printer. */
  pdf?: boolean
  /** Where a kind can be had on two papers (strips). */
  paper?: SheetPaper
  /** After the printer, and after a stop. */
  onDone: () => void
}

/**
 * Opens a sheet at the station (which counts the print), fetches its pages with a bar and a way to stop, and prints
 * them. Every sheet of the program goes to paper through here.
 */
export function PrintSheet({ session, kind, keys, pdf = false, paper, onDone }: PrintSheetProps) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>({ kind: 'opening' })
  const open = useCommand(station.paper.open)
  const stop = useRef<AbortController | null>(null)
  const { send } = open
  const asked = useRef({ session, kind, keys: [...keys], ...(paper === undefined ? {} : { paper }) })
  const began = useRef(false)
  const start = useCallback(() => {
    void send(asked.current).then((answer) => {
      if (answer !== undefined && stop.current !== null) void fetchAll(answer.opened, setStep, stop.current.signal)
    })
  }, [send])
  useEffect(() => {
    const take = wearPaperStyle()
    const stopping = new AbortController()
    stop.current = stopping
    return () => {
      take()
      stopping.abort()
    }
  }, [])
  useEffect(() => {
    if (began.current) return
    began.current = true
    start()
  }, [start])

  switch (step.kind) {
    case 'opening':
      return open.busy || open.state.kind === 'idle' ? <Progress label={t('print.opening')} /> : <Outcome of={open.state} again={start} />
    case 'lost':
      return <Refusal reason={step.reason}><Button onClick={onDone}>{t('print.stop')}</Button></Refusal>
    case 'fetching': {
      const { opened, pages } = step
      const ready = pages.length === opened.pages
      return (
        <div className={styles['fetching']} data-testid="fetching-sheet">
          <Progress label={t(ready ? 'print.printing' : 'print.fetching', { title: opened.title, of: pages.length, all: opened.pages })} of={pages.length} all={opened.pages} />
          <Button onClick={onDone}>{t('print.stop')}</Button>
          <Paper whole ready={ready} before={() => fetchFonts(pages)} output={pdf ? { kind: 'pdf', name: opened.file } : { kind: 'print' }} onDone={onDone}>
            {pages.map((page, at) => <PaperPage key={at} page={page} />)}
          </Paper>
        </div>
      )
    }
    default:
      return step satisfies never
  }
}

async function fetchAll(opened: OpenedSheet, show: (step: Step) => void, signal: AbortSignal): Promise<void> {
  let pages: PaperNode[] = []
  show({ kind: 'fetching', opened, pages })
  while (pages.length < opened.pages) {
    try {
      const part = await station.paper.pages({ sheet: opened.sheet, offset: pages.length, limit: portion }, { signal })
      if (signal.aborted) return
      if (!part.ok) {
        show({ kind: 'lost', reason: part.refused.reason })
        return
      }
      pages = [...pages, ...part.pages]
      show({ kind: 'fetching', opened, pages })
    } catch (error) {
      if (signal.aborted) return
      show({ kind: 'lost', reason: answeredNo(error) ?? 'no_answer' })
      return
    }
  }
}
