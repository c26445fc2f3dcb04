import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { columnsOf, MarkGrid } from './mark-grid.tsx'
import { draftOf, emptyGrid, gridOf, marksOf, marksStanding, type Grid } from './marks.ts'
import styles from './pane.module.css'

type Entry = Sheet['entries'][number]
type Answer = Awaited<ReturnType<typeof station.interview.mark>>

interface Marking {
  marks: string[][]
  replaces: string | null
  reason: string
  asSecond: boolean
  second?: { operator: string; pin: string }
}

/** Cells on which the two entries differ, as `row column`. */
export function differingOf(sheet: Sheet): ReadonlySet<string> {
  return new Set(sheet.mismatches.map(({ examiner, element }) => `${String(examiner)} ${String(element)}`))
}

interface Form {
  sheet: Sheet
  session: string
  rules: SheetRules
  /** The entry to be corrected, with its figures where they are known to both. */
  of?: Entry
  primary: boolean
  onReady?: (ready: boolean) => void
  onDone: () => void
  onCancel?: () => void
}

/** My own reading of the sheets: kept as my draft, which nobody else who signs in here gets to see. */
export function OwnEntry(form: Form & { signed: boolean }) {
  const { rules, sheet, of } = form
  const columns = columnsOf(rules).length
  const [draft, setDraft, clear] = useDraft(`interview.marks ${form.session} ${sheet.stage} ${sheet.candidate} ${of?.fact ?? ''}`, of?.marks == null ? '' : draftOf(of.marks))
  return <EntryForm {...form} as="me" grid={gridOf(draft, rules.panel, columns)} onGrid={(grid) => setDraft(draftOf(grid))} onSent={clear} />
}

/**
 * The second person types in place: the form is empty, is nobody's draft, and is emptied again when the screen locks, so
 * that neither sees the other's figures (规则 §8); the PIN comes at the end.
 */
export function EntryInPlace(form: Form) {
  const { rules, of } = form
  const columns = columnsOf(rules).length
  const [grid, setGrid] = useState<Grid>(() => of?.marks ?? emptyGrid(rules.panel, columns))
  useEffect(
    () =>
      useWho.subscribe(({ locked }) => {
        if (locked) setGrid(emptyGrid(rules.panel, columns))
      }),
    [rules.panel, columns],
  )
  return <EntryForm {...form} signed={false} as="second" grid={grid} onGrid={setGrid} onSent={() => undefined} />
}

function EntryForm({ sheet, session, rules, of, primary, signed, as, grid, onGrid, onSent, onReady, onDone, onCancel }: Form & {
  signed: boolean
  as: 'me' | 'second'
  grid: Grid
  onGrid: (grid: string[][]) => void
  onSent: () => void
}) {
  const { t } = useTranslation()
  const columns = columnsOf(rules)
  const [second, setSecond] = useState({ operator: of?.mine === false ? of.operator : '', pin: '' })
  const [reason, setReason, clearReason] = useDraft(`interview.reason ${of?.fact ?? sheet.candidate}`)
  const send = useRef<HTMLButtonElement>(null)
  const pin = useRef<HTMLDivElement>(null)
  const form = useCommand<Marking, Answer>((input) => station.interview.mark({ session, candidate: sheet.candidate, stage: sheet.stage, ...input }))
  useCommandSound(form.state)

  const [differing] = useState(() => (of === undefined || sheet.mismatches.length === 0 ? undefined : differingOf(sheet)))
  const marks = marksOf(grid, columns)
  const standing = marksStanding(grid, columns)
  const all = rules.panel * columns.length
  const person = complete(second)
  const needsPerson = as === 'second' || signed
  const whole = marks !== null
  const ready = whole && (!needsPerson || person !== undefined) && (!signed || reason.trim() !== '')
  useEffect(() => onReady?.(whole), [whole, onReady])
  useEffect(() => () => onReady?.(false), [onReady])

  const submit = () => {
    if (!ready) return
    void form
      .send({
        marks, replaces: of?.fact ?? null, reason: signed ? reason.trim() : '', asSecond: as === 'second',
        ...(needsPerson && person !== undefined ? { second: person } : {}),
      })
      .then((answer) => {
        if (answer === undefined) return
        onSent()
        clearReason()
        onDone()
      })
  }
  const last = () => {
    if (needsPerson) pin.current?.querySelector<HTMLElement>(second.operator === '' ? 'select, textarea' : 'input, textarea')?.focus()
    else send.current?.focus()
  }
  return (
    <form
      className={styles['form']}
      aria-label={t(of === undefined ? 'interview.entry' : 'interview.correct')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || onCancel === undefined) return
        // it leaves the form and nothing else
        event.stopPropagation()
        onCancel()
      }}
    >
      {as === 'second' && (
        <p className={styles['handover']} role="status">
          ▲ {of === undefined ? t('interview.handover') : t('interview.handover_of', { name: of.name })}
        </p>
      )}
      <MarkGrid rules={rules} grid={grid} onChange={onGrid} onLast={last} {...(differing === undefined ? {} : { differing })} />
      {needsPerson && (
        <div ref={pin}>
          {signed && <TextArea label={t('interview.correct_reason')} value={reason} maxLength={300} onChange={(event) => setReason(event.currentTarget.value)} />}
          <SecondPerson
            value={second}
            onChange={setSecond}
            onEnter={submit}
            roles={secondRoles.marking}
            {...(as === 'second' ? { prefer: 'interview' } : {})}
            why={t(as === 'second' ? 'interview.second_means' : 'interview.correct_second')}
          />
        </div>
      )}
      <Outcome of={form.state} again={submit} />
      <div className={styles['decide']}>
        <span className={styles['progress']} role="status">
          {t('interview.typed_n', { n: standing, of: all })}
        </span>
        {onCancel !== undefined && (
          <Button hint="Esc" onClick={onCancel}>
            {t('interview.back')}
          </Button>
        )}
        <Button ref={send} kind={primary ? 'primary' : 'plain'} type="submit" hint="Enter" busy={form.busy} disabled={!ready}>
          {t(of === undefined ? 'interview.record_marks' : 'interview.record_correction', { lot: sheet.lot, n: rules.panel })}
        </Button>
      </div>
    </form>
  )
}
