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
import { Arriving } from './arriving.tsx'
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
      {step.kind === 'previewing' && (
        <Arriving key={`${step.wish.kind} ${step.wish.key} ${step.wish.paper ?? ''}`}>
          <Preview session={id} wish={step.wish} onPrint={() => print(step.wish)} onPdf={() => print(step.wish, true)} onClose={idle} />
        </Arriving>
      )}
      {step.kind === 'typing' && <Arriving><TypeIn session={id} /></Arriving>}
      <div className={styles['columns']}>
        <div className={styles['sheets']}>
          {sheets.state !== 'first' && all.length === 0 && <Empty title={t('print.empty')} next={t('print.empty_next')} />}
          {all.length > 0 && (
            <Sheet tight>
              <Sheets all={all} busy={step.kind === 'printing'} onPreview={(wish) => setStep({ kind: 'previewing', wish })} onPrint={print} />
            </Sheet>
          )}
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

/** All groups on one grid, so that figures and buttons stand under each other; strips have a row for each of their papers. */
function Sheets({ all, busy, onPreview, onPrint }: {
  all: readonly SheetInfo[]
  busy: boolean
  onPreview: (wish: Wish) => void
  onPrint: (wish: Wish, pdf?: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <table className={`${table['table'] ?? ''} ${styles['list'] ?? ''}`}>
      <thead>
        <tr>
          <th scope="col">{t('print.sheet')}</th>
          <th scope="col" data-number>{t('print.rows')}</th>
          <th scope="col">{t('print.printed')}</th>
          <th scope="col"><span className={styles['unseen']}>{t('print.actions')}</span></th>
        </tr>
      </thead>
      {groups.map(([group, kinds]) => {
        const rows = all.filter((sheet) => kinds.includes(sheet.kind))
        return rows.length === 0 ? null : (
          <tbody key={group}>
            <tr className={styles['group']}>
              <th scope="rowgroup" colSpan={4}>{t(`print.groups.${group}`)}</th>
            </tr>
            {rows.flatMap((sheet) => [
              <SheetRow key={`${sheet.kind} ${sheet.key}`} sheet={sheet} title={sheet.title} wish={{ kind: sheet.kind, key: sheet.key }} busy={busy} onPreview={onPreview} onPrint={onPrint} />,
              ...(sheet.kind === 'strips'
                ? [<SheetRow key="strip-80" sheet={sheet} title={t('print.strip_80', { title: sheet.title })} wish={{ kind: sheet.kind, key: sheet.key, paper: 'strip-80' }} busy={busy} onPreview={onPreview} onPrint={onPrint} />]
                : []),
            ])}
          </tbody>
        )
      })}
    </table>
  )
}

function SheetRow({ sheet, title, wish, busy, onPreview, onPrint }: {
  sheet: SheetInfo
  title: string
  wish: Wish
  busy: boolean
  onPreview: (wish: Wish) => void
  onPrint: (wish: Wish, pdf?: boolean) => void
}) {
  const { t } = useTranslation()
  const day = useSession()?.date ?? ''
  const last = sheet.printedAt === null ? '' : dayAndMinute(sheet.printedAt)
  const off = busy || (sheet.rows === 0 && !['draw', 'roomDraw'].includes(sheet.kind))
  return (
    <tr>
      <th scope="row">{title}</th>
      <td data-number>{sheet.rows}</td>
      {/* on the session's own day the time says enough, and leaves the name its line */}
      <td data-never={sheet.copies === 0}>{sheet.copies === 0 ? t('print.never') : last === '' ? t('print.copies_only', { n: sheet.copies }) : t('print.copies', { n: sheet.copies, at: last.startsWith(day) ? last.slice(day.length).trim() : last.slice(5) })}</td>
      <td>
        <div className={styles['choice']}>
          <Button kind="quiet" disabled={off} onClick={() => onPreview(wish)}>{t('print.preview')}</Button>
          <Button kind="quiet" disabled={off} aria-label={t('print.pdf')} onClick={() => onPrint(wish, true)}>PDF</Button>
          <Button kind="quiet" disabled={off} onClick={() => onPrint(wish)}>{t(sheet.copies === 0 ? 'print.print' : 'print.print_again')}</Button>
        </div>
      </td>
    </tr>
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
