import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PsychView } from '../../shared/api/psych.ts'
import { Button } from '../parts/button.tsx'
import { PrintSheet } from '../print/print-sheet.tsx'
import styles from './notice.module.css'

/** The written notice of a failed psych result (规则 §6), one touch to paper; each printing is a fact with its number. */
export function Notice({ view }: { view: PsychView }) {
  const { t } = useTranslation()
  const [printing, setPrinting] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const first = view.notices === 0
  useEffect(() => {
    if (first) button.current?.focus()
  }, [first])
  return (
    <div className={styles['notice']}>
      <p>{first ? t('psych.notice_means') : t('psych.notice_printed', { n: view.notices })}</p>
      <Button ref={button} kind={first ? 'primary' : 'plain'} {...(first ? { hint: 'Enter' } : {})} busy={printing} onClick={() => setPrinting(true)}>
        {t(first ? 'psych.print' : 'psych.print_again', { lot: view.lot })}
      </Button>
      {printing && <PrintSheet session={view.session} kind="psychNotice" keys={[view.lot]} onDone={() => setPrinting(false)} />}
    </div>
  )
}
