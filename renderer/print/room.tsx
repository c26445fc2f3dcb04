import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo, SheetKind, SheetPaper } from '../../shared/api/paper.ts'
import { dayAndMinute } from '../clock.ts'
import { station } from '../contract.ts'
import { may } from '../frame/rooms.ts'
import { useSession } from '../frame/session.ts'
import { useWho } from '../frame/who.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { TextField } from '../parts/field.tsx'
import { Screen, Sheet } from '../parts/screen.tsx'
import table from '../parts/table.module.css'
import { useAsk } from '../parts/use-ask.ts'
import { PaperFolder } from './folder.tsx'
import { Preview } from './preview.tsx'
import { PrintSheet } from './print-sheet.tsx'
import styles from './room.module.css'
import { TypeIn } from './type-in.tsx'

interface Wish { kind: SheetKind; key: string; paper?: SheetPaper }
type Step = { kind: 'idle' } | { kind: 'typing' } | { kind: 'previewing'; wish: Wish } | { kind: 'printing'; wish: Wish; pdf: boolean }

/** Kinds of which one candidate's sheet can be had alone, by lot. */
const single: readonly SheetKind[] = ['strips', 'psychNotice', 'fitnessSlip', 'scoreSlip', 'evidence']

/** In the order of a day. */
const groups: readonly (readonly [group: string, kinds: readonly SheetKind[]])[] = [
  ['door', ['attendance', 'absent']],
  ['draws', ['draw', 'roomDraw', 'strips']],
  ['tests', ['psychNotice', 'judge', 'heat', 'fitnessSlip']],
  ['interviews', ['waiting', 'examiner', 'roomSummary', 'scoreSlip']],
  ['end', ['ranking', 'closing', 'evidence']],
  ['fallback', ['fallback']],
]

/** Every sheet of the half day that may be printed here: how much is on it, how often it was printed, look at it, print it. */
export default function PrintRoom() {
  const { t } = useTranslation()
  const session = useSession()
  const id = session?.id ?? ''
  const roles = useWho((who) => who.me?.roles ?? [])
  const types = session?.state === 'open' && may(roles, 'paper.enter')
  const [step, setStep] = useState<Step>({ kind: 'idle' })
  const sheets = useAsk(session === undefined ? null : id, (signal) => station.paper.sheets({ session: id }, { signal }), [
    'paper', 'sessions', 'check-in', 'lots', 'psych', 'fitness', 'heats', 'rooms', 'waiting', 'interview', 'venue',
  ])
  const all = sheets.value?.ok === true ? sheets.value.sheets : []
  const idle = () => setStep({ kind: 'idle' })
  const print = (wish: Wish, pdf = false) => setStep({ kind: 'printing', wish, pdf })

  return (
    <Screen title={t('print.title')} aside={<Age at={sheets.at}>{t('print.kinds_count', { count: all.length })}</Age>}>
      {step.kind === 'printing' && (
        <PrintSheet
          key={`${step.wish.kind} ${step.wish.key} ${step.wish.paper ?? ''} ${String(step.pdf)}`} session={id} kind={step.wish.kind} keys={[step.wish.key]} pdf={step.pdf}
          {...(step.wish.paper === undefined ? {} : { paper: step.wish.paper })} onDone={idle}
        />
      )}
      {step.kind === 'previewing' && <Preview session={id} wish={step.wish} onPrint={() => print(step.wish)} onPdf={() => print(step.wish, true)} onClose={idle} />}
      {step.kind === 'typing' && <TypeIn session={id} />}
      <div className={styles['columns']}>
        <div className={styles['sheets']}>
          {sheets.state !== 'first' && all.length === 0 && <Empty title={t('print.empty')} next={t('print.empty_next')} />}
          {groups.map(([group, kinds]) => {
            const rows = all.filter((sheet) => kinds.includes(sheet.kind))
            return rows.length === 0 ? null : (
              <Sheet key={group} title={t(`print.groups.${group}`)} tight>
                <Sheets rows={rows} busy={step.kind === 'printing'} onPreview={(wish) => setStep({ kind: 'previewing', wish })} onPrint={print} />
              </Sheet>
            )
          })}
        </div>
        <div className={styles['side']}>
          {types && (
            <Sheet title={t('type-in.after_outage')}>
              <p>{t('type-in.after_outage_about')}</p>
              <Button onClick={() => setStep(step.kind === 'typing' ? { kind: 'idle' } : { kind: 'typing' })}>{t(step.kind === 'typing' ? 'type-in.stop' : 'type-in.start')}</Button>
            </Sheet>
          )}
          <OneCandidate kinds={single.filter((kind) => all.some((sheet) => sheet.kind === kind))} onPreview={(wish) => setStep({ kind: 'previewing', wish })} />
          <PaperFolder />
        </div>
      </div>
    </Screen>
  )
}

function Sheets({ rows, busy, onPreview, onPrint }: {
  rows: readonly SheetInfo[]
  busy: boolean
  onPreview: (wish: Wish) => void
  onPrint: (wish: Wish, pdf?: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('print.sheet')}</th>
          <th scope="col" className={styles['whole']} data-number>{t('print.rows')}</th>
          <th scope="col">{t('print.printed')}</th>
          <th scope="col"><span className={styles['unseen']}>{t('print.actions')}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((sheet) => {
          const wish = { kind: sheet.kind, key: sheet.key }
          const nothing = sheet.rows === 0 && !['draw', 'roomDraw'].includes(sheet.kind)
          return (
            <tr key={`${sheet.kind} ${sheet.key}`}>
              <th scope="row">{sheet.title}</th>
              <td data-number>{sheet.rows}</td>
              <td className={sheet.copies === 0 ? styles['whole'] : undefined}>{sheet.copies === 0 ? t('print.never') : t('print.copies', { n: sheet.copies, at: sheet.printedAt === null ? '' : dayAndMinute(sheet.printedAt) })}</td>
              <td>
                <div className={styles['actions']}>
                  <Button kind="quiet" disabled={nothing || busy} onClick={() => onPreview(wish)}>{t('print.preview')}</Button>
                  <Button kind="quiet" disabled={nothing || busy} onClick={() => onPrint(wish, true)}>{t('print.pdf')}</Button>
                  {sheet.kind === 'strips' && (
                    <Button kind="quiet" disabled={nothing || busy} onClick={() => onPrint({ ...wish, paper: 'strip-80' })}>{t('print.strip_80')}</Button>
                  )}
                  <Button disabled={nothing || busy} onClick={() => onPrint(wish)}>{t(sheet.copies === 0 ? 'print.print' : 'print.print_again')}</Button>
                </div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** One candidate's own sheet, by lot scanned or typed. */
function OneCandidate({ kinds, onPreview }: { kinds: readonly SheetKind[]; onPreview: (wish: Wish) => void }) {
  const { t } = useTranslation()
  const [lot, setLot] = useState('')
  const ready = lot.trim() !== ''
  if (kinds.length === 0) return null
  return (
    <Sheet title={t('print.one')}>
      <TextField label={t('print.lot')} note={t('print.lot_note')} value={lot} maxLength={60} onChange={(event) => setLot(event.currentTarget.value)} />
      <div className={styles['kinds']}>
        {kinds.map((kind) => (
          <Button key={kind} disabled={!ready} onClick={() => onPreview({ kind, key: lot.trim() })}>{t(`print.single.${kind}`)}</Button>
        ))}
      </div>
    </Sheet>
  )
}
