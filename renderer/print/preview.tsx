import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetKind, SheetPaper } from '../../shared/api/paper.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Progress } from '../parts/progress.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { wearPaperStyle } from './paper-fonts.ts'
import { PaperPage } from './paper-tree.tsx'
import styles from './room.module.css'

/** The first pages of a sheet as they will come out; looking at it counts nothing. */
export function Preview({ session, wish, onPrint, onPdf, onClose }: {
  session: string
  wish: { kind: SheetKind; key: string; paper?: SheetPaper }
  onPrint: () => void
  onPdf: () => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  useEffect(wearPaperStyle, [])
  const asked = useAsk([session, wish.kind, wish.key, wish.paper ?? ''].join('|'), (signal) => station.paper.preview({ session, ...wish }, { signal }))
  const answer = asked.value
  return (
    <Sheet
      title={answer?.ok === true ? answer.title : t('print.preview')}
      aside={
        <div className={styles['actions']}>
          <Button kind="quiet" onClick={onClose}>{t('print.close')}</Button>
          <Button disabled={answer?.ok !== true} onClick={onPdf}>{t('print.pdf')}</Button>
          <Button kind="primary" disabled={answer?.ok !== true} onClick={onPrint}>{t('print.print')}</Button>
        </div>
      }
    >
      {asked.state === 'first' && <Progress label={t('print.opening')} />}
      {asked.state === 'failed' && <p role="alert">▲ {t('print.no_preview')}</p>}
      {answer?.ok === false && <Refusal reason={answer.refused.reason} detail={answer.refused.detail} />}
      {answer?.ok === true && (
        <>
          <div className={`${styles['preview'] ?? ''} kd-paper`} data-testid="sheet-preview">
            {answer.pages.map((page, at) => <PaperPage key={at} page={page} />)}
          </div>
          {answer.total > answer.pages.length && <p>{t('print.more_pages', { shown: answer.pages.length })}</p>}
        </>
      )}
    </Sheet>
  )
}
