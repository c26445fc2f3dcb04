import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import type { Second } from '../../shared/api/answer.ts'
import type { Outcome as Fact } from '../../shared/facts.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { Choice, TextArea, TextField } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './hand.module.css'
import { readTyped, tidy } from './reading.ts'
import { Unusual } from './unusual.tsx'
import { useFitnessWords } from './words.ts'

interface Correcting {
  replaces: string
  outcome: Fact | null
  confirmed?: boolean
  reason: string
  second?: Second
}

/** The kinds of the list: `foul:<id>` carries which foul. */
function outcomeOf(kind: string, text: string, view: JudgeView): Fact | null | undefined {
  if (kind === 'void') return null
  if (kind === 'reading') {
    const typed = readTyped(text, view.unit, view.readingDecimals)
    return typed.ok ? { kind: 'reading', reading: typed.reading } : undefined
  }
  if (kind === 'touched' || kind === 'not_touched') return { kind: 'touch', touch: kind === 'touched' }
  if (kind.startsWith('foul:')) return { kind: 'foul', foul: kind.slice('foul:'.length) }
  if (kind === 'false_start' || kind === 'did_not_finish' || kind === 'gave_up') return { kind }
  return undefined
}

function kindOf(outcome: Fact): string {
  if (outcome.kind === 'foul') return `foul:${outcome.foul}`
  if (outcome.kind === 'touch') return outcome.touch ? 'touched' : 'not_touched'
  return outcome.kind === 'official_fault' ? 'void' : outcome.kind
}

/** Replaces one attempt by what it should have been, with a reason; after sign-off with a second person (规则 §7). */
export function Correction({ view, attempt, onCorrected, onCancel }: {
  view: JudgeView
  attempt: JudgeView['attempts'][number]
  onCorrected: (view: JudgeView) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const [kind, setKind] = useState(kindOf(attempt.outcome))
  const [text, setText, clearText] = useDraft(`fitness.corrected ${attempt.fact}`, attempt.outcome.kind === 'reading' ? attempt.outcome.reading : '')
  const [reason, setReason, clearReason] = useDraft(`fitness.reason ${attempt.fact}`)
  const [second, setSecond] = useState(nobody)
  const form = useCommand<Correcting, Awaited<ReturnType<typeof station.fitness.correct>>>((input) => station.fitness.correct(input))
  useCommandSound(form.state)

  // the station decides whether a second person is needed; it is asked for at once where the answer is known
  const refusal = form.state.kind === 'refused' ? form.state.refused : undefined
  const needsSecond = view.signed !== null || refusal?.reason.startsWith('second_person') === true
  const person = complete(second)
  const outcome = outcomeOf(kind, text, view)
  const ready = outcome !== undefined && reason.trim() !== '' && (!needsSecond || person !== undefined)
  const send = (confirmed: boolean) => {
    if (!ready) return
    const input = { replaces: attempt.fact, outcome, confirmed, reason: reason.trim(), ...(person === undefined ? {} : { second: person }) }
    void form.send(input).then((answer) => {
      if (answer === undefined) return
      clearText()
      clearReason()
      onCorrected(answer.view)
    })
  }
  const what = outcome === undefined ? '' : outcome === null ? t('fitness.void') : words.outcome(outcome, view)

  if (refusal?.reason === 'implausible' && outcome != null) {
    return <Unusual reading={what} detail={refusal.detail} unit={view.unit} busy={form.busy} onBack={form.reset} onSure={() => send(true)} />
  }
  return (
    <form
      className={styles['ask']}
      aria-label={t('fitness.correct')}
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <p className={styles['question']}>{t('fitness.correct_of', { what: words.outcome(attempt.outcome, view) })}</p>
      <Choice
        label={t('fitness.correct_to')}
        value={kind}
        options={[
          ...(view.touch ? ([['touched', t('fitness.touched')], ['not_touched', t('fitness.not_touched')]] as const) : ([['reading', t('fitness.reading')]] as const)),
          ...view.fouls.map((foul) => [`foul:${foul.id}`, t('fitness.foul_of', { foul: inTongue(foul.title) })] as const),
          ...(view.falseStarts ? [['false_start', t('fitness.outcome.false_start')] as const] : []),
          ...(view.unit === 's' ? [['did_not_finish', t('fitness.outcome.did_not_finish')] as const] : []),
          ['gave_up', t('fitness.outcome.gave_up')],
          ['void', t('fitness.void')],
        ]}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      {kind === 'reading' && (
        <TextField
          label={t('fitness.right_reading', { unit: t(`fitness.unit.${view.unit}`) })}
          inputMode="decimal"
          value={text}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(tidy(event.currentTarget.value))}
        />
      )}
      <TextArea label={t('fitness.correct_reason')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      {needsSecond && <SecondPerson value={second} onChange={setSecond} roles={secondRoles.judging} why={t('fitness.correct_second')} />}
      <Outcome of={form.state} again={() => send(false)} />
      <div className={styles['decide']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('fitness.back')}
        </Button>
        <Button kind="danger" type="submit" busy={form.busy} disabled={!ready}>
          {what === '' ? t('fitness.correct') : t('fitness.correct_into', { what })}
        </Button>
      </div>
    </form>
  )
}
