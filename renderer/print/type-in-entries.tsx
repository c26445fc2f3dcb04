import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { PaperEntry } from '../../shared/api/paper.ts'
import type { Outcome as Fact } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { readTyped, tidy } from '../fitness/reading.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Choice, TextField, Tick } from '../parts/field.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import styles from './type-in.module.css'

type Told = { onChange: (entry: PaperEntry | null) => void }

/** What the desk wrote beside a name: the tag of the belongings and the consent. */
export function CheckInEntry({ onChange }: Told) {
  const { t } = useTranslation()
  const [tag, setTag] = useState('')
  const [consent, setConsent] = useState(true)
  useEffect(() => onChange({ kind: 'checkIn', tag: tag.trim(), consent }), [tag, consent, onChange])
  return (
    <div className={styles['entry']}>
      <TextField label={t('type-in.tag')} value={tag} maxLength={32} autoFocus onChange={(event) => setTag(event.currentTarget.value)} />
      <Tick label={t('type-in.consent')} checked={consent} onChange={(event) => setConsent(event.currentTarget.checked)} />
      <p>{t('type-in.documents')}</p>
    </div>
  )
}

const results = ['passed', 'failed', 'invalid'] as const

export function PsychEntry({ onChange }: Told) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState('')
  return (
    <div className={styles['entry']}>
      <Choice
        label={t('type-in.psych')} value={chosen} autoFocus
        options={[['', t('type-in.choose')], ...results.map((each) => [each, t(`psych.result.${each}`)] as const)]}
        onChange={(event) => {
          const result = results.find((each) => each === event.currentTarget.value)
          setChosen(result ?? '')
          onChange(result === undefined ? null : { kind: 'psych', result })
        }}
      />
    </div>
  )
}

interface Written {
  /** `foul:<id>` says which foul. */
  kind: string
  text: string
}

function outcomeOf({ kind, text }: Written, view: JudgeView): Fact | null {
  if (kind === 'reading') {
    const typed = readTyped(text, view.unit, view.readingDecimals)
    return typed.ok ? { kind: 'reading', reading: typed.reading } : null
  }
  if (kind === 'touched' || kind === 'not_touched') return { kind: 'touch', touch: kind === 'touched' }
  if (kind.startsWith('foul:')) return { kind: 'foul', foul: kind.slice('foul:'.length) }
  if (kind === 'official_fault') return text.trim() === '' ? null : { kind, reason: text.trim() }
  return kind === 'false_start' || kind === 'did_not_finish' || kind === 'gave_up' ? { kind } : null
}

/** Attempts as they stand in the row, first to last, and whether judge and candidate signed beside them. */
export function AttemptsEntry({ session, lot, item, onChange }: Told & { session: string; lot: string; item: string }) {
  const { t } = useTranslation()
  const found = useAsk(`${session} ${lot} ${item}`, () => station.fitness.find({ session, lot, item }), ['fitness'])
  const view = found.value?.ok === true ? found.value.view : undefined
  const first = view?.touch === true ? 'touched' : 'reading'
  const [rows, setRows] = useState<readonly Written[]>([])
  const [signed, setSigned] = useState(true)
  const shown = useMemo(() => (rows.length === 0 ? [{ kind: first, text: '' }] : rows), [rows, first])
  useEffect(() => {
    const outcomes = view === undefined ? [] : shown.map((row) => outcomeOf(row, view))
    const all = outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome]))
    onChange(all.length === 0 || all.length < outcomes.length ? null : { kind: 'attempt', item, outcomes: all, confirmed: false, signed })
  }, [shown, signed, view, item, onChange])
  if (found.value?.ok === false) return <Refusal reason={found.value.refused.reason} detail={found.value.refused.detail} />
  if (view === undefined) return null
  const change = (at: number, changed: Partial<Written>) => setRows(shown.map((row, index) => (index === at ? { ...row, ...changed } : row)))
  const options = [
    ...(view.touch ? ([['touched', t('fitness.touched')], ['not_touched', t('fitness.not_touched')]] as const) : ([['reading', t('fitness.reading')]] as const)),
    ...view.fouls.map((foul) => [`foul:${foul.id}`, t('fitness.foul_of', { foul: inTongue(foul.title) })] as const),
    ...(view.falseStarts ? [['false_start', t('fitness.outcome.false_start')] as const] : []),
    ...(view.unit === 's' ? [['did_not_finish', t('fitness.outcome.did_not_finish')] as const] : []),
    ['gave_up', t('fitness.outcome.gave_up')] as const,
    ['official_fault', t('fitness.outcome.official_fault')] as const,
  ]
  return (
    <div className={styles['entry']}>
      {view.attempts.length > 0 && <p>{t('type-in.on_screen', { count: view.attempts.length })}</p>}
      {shown.map((row, at) => (
        <div key={at} className={styles['attempt']}>
          <Choice label={t('type-in.attempt', { n: view.attempts.length + at + 1 })} value={row.kind} options={options} onChange={(event) => change(at, { kind: event.currentTarget.value })} />
          {row.kind === 'reading' && (
            <TextField
              label={t(`fitness.unit.${view.unit}`)} value={row.text} inputMode="decimal" autoFocus={at === shown.length - 1} maxLength={12}
              wrong={row.text !== '' && outcomeOf(row, view) === null ? t('type-in.reading_wrong') : ''} onChange={(event) => change(at, { text: tidy(event.currentTarget.value) })}
            />
          )}
          {row.kind === 'official_fault' && <TextField label={t('fitness.fault_reason')} value={row.text} maxLength={300} onChange={(event) => change(at, { text: event.currentTarget.value })} />}
          {at === shown.length - 1 && rows.length > 1 && <Button kind="quiet" onClick={() => setRows(rows.slice(0, -1))}>{t('type-in.one_less')}</Button>}
        </div>
      ))}
      {shown.length < view.attemptsLeft && <Button kind="quiet" onClick={() => setRows([...shown, { kind: first, text: '' }])}>{t('type-in.one_more')}</Button>}
      <Tick label={t('type-in.signed')} checked={signed} onChange={(event) => setSigned(event.currentTarget.checked)} />
    </div>
  )
}
