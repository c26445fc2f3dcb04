import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScannedRow } from '../../shared/api/paper.ts'
import type { Refusal as RefusalValue } from '../../shared/api/answer.ts'
import { station } from '../contract.ts'
import { Empty } from '../parts/empty.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { ScanField, type ScanHandle } from '../parts/scan-field.tsx'
import { Sheet } from '../parts/screen.tsx'
import { TypeInRow } from './type-in-row.tsx'

type Scanned =
  | { kind: 'none' }
  | { kind: 'row'; code: string; row: ScannedRow }
  | { kind: 'refused'; refused: RefusalValue }
  | { kind: 'failed' }

/** After an outage: scan a row of a fallback sheet, see what is newer than the sheet, type what was written, next row. */
export function TypeIn({ session }: { session: string }) {
  const { t } = useTranslation()
  const [scanned, setScanned] = useState<Scanned>({ kind: 'none' })
  const [typed, setTyped] = useState<readonly string[]>([])
  const field = useRef<ScanHandle>(null)
  const latest = useRef('')
  const scan = (code: string) => {
    if (code.trim() === '') return
    latest.current = code
    station.paper.scan({ session, code }).then(
      (answer) => {
        // a row scanned meanwhile takes the place of this one
        if (latest.current === code) setScanned(answer.ok ? { kind: 'row', code, row: answer.row } : { kind: 'refused', refused: answer.refused })
      },
      () => setScanned({ kind: 'failed' }),
    )
  }
  const next = () => {
    latest.current = ''
    setScanned({ kind: 'none' })
    field.current?.clear()
    field.current?.focus()
  }
  return (
    <Sheet title={t('type-in.title')} aside={t('type-in.done', { count: typed.length })}>
      <ScanField ref={field} label={t('type-in.scan')} placeholder={t('type-in.placeholder')} onEnter={scan} onEscape={next} />
      {scanned.kind === 'none' && <Empty title={t('type-in.none')} next={t('type-in.none_next')} />}
      {scanned.kind === 'refused' && <Refusal reason={scanned.refused.reason} detail={scanned.refused.detail} />}
      {scanned.kind === 'failed' && <p role="alert">▲ {t('type-in.failed')}</p>}
      {scanned.kind === 'row' && (
        <TypeInRow
          key={`${scanned.code} ${String(scanned.row.alreadyTyped)} ${String(scanned.row.newer.length)}`}
          session={session}
          code={scanned.code}
          row={scanned.row}
          onAgain={() => scan(scanned.code)}
          onCancel={next}
          onTyped={() => {
            setTyped((before) => [...before, scanned.row.row])
            next()
          }}
        />
      )}
    </Sheet>
  )
}
