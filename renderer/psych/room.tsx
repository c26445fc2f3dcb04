import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { may } from '../frame/rooms.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { ResultFlash, type Flash } from '../parts/result-flash.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { useDraft } from '../parts/use-draft.ts'
import { useScanFromAnywhere } from '../parts/use-scan-from-anywhere.ts'
import { ImportFile } from './import-file.tsx'
import { PsychList } from './psych-list.tsx'
import styles from './room.module.css'
import { PsychSheet } from './psych-sheet.tsx'

/** The psych clerk's room: one lot after another on the left, who waits and what was found on the right. */
export default function PsychRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [lot, setLot, clearLot] = useDraft(`psych.lot ${session?.id ?? ''}`)
  const [importing, setImporting] = useState(false)
  const [flash, setFlash] = useState<Flash | null>(null)
  const scan = useRef<ScanHandle>(null)
  useScanFromAnywhere(scan)
  const over = useCallback(() => setFlash(null), [])
  if (session === undefined) return <Empty title={t('fitness.no_session')} next={t('fitness.no_session_next')} />

  const open = (text: string) => {
    if (text === '') return
    setFlash(null)
    setImporting(false)
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
    <div className={styles['psych']}>
      <section className={styles['work']} aria-label={t('psych.title')}>
        <ScanField ref={scan} label={t('fitness.lot')} placeholder={t('fitness.lot_placeholder')} onEnter={open} />
        <ResultFlash flash={flash} onOver={over} />
        {importing ? (
          <ImportFile session={session.id} onDone={() => setImporting(false)} />
        ) : lot === '' ? (
          flash === null && <Empty title={t('psych.idle')} next={t('psych.idle_next')} />
        ) : (
          <PsychSheet key={lot} session={session.id} lot={lot} onNext={next} />
        )}
      </section>
      <section className={styles['lists']} aria-label={t('psych.lists')}>
        <PsychList session={session.id} current={lot} onOpen={open} />
        {may(roles, 'psych.importFile') && (
          <Button onClick={() => setImporting(true)} aria-expanded={importing}>
            {t('psych.import')}
          </Button>
        )}
      </section>
    </div>
  )
}
