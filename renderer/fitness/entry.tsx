import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { JudgeView } from '../../shared/api/fitness.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useDraft } from '../parts/use-draft.ts'
import styles from './hand.module.css'
import { OtherOutcomes } from './other-outcomes.tsx'
import type { EndedBy } from './outcome-panel.tsx'
import { readTyped } from './reading.ts'
import { ReadingPad } from './reading-pad.tsx'
import { Unusual } from './unusual.tsx'
import { useRecord } from './use-record.ts'
import { useFitnessWords } from './words.ts'

/** Reading by keypad or keyboard; the button says what it will record. An unusual reading asks first, in place. */
export function Entry({ view, onRecorded, onOther }: { view: JudgeView; onRecorded: (view: JudgeView) => void; onOther: (of: EndedBy) => void }) {
  const { t } = useTranslation()
  const words = useFitnessWords()
  const [text, setText, clear] = useDraft(`fitness.reading ${view.session} ${view.lot} ${view.item}`)
  const form = useRecord(view, (recorded) => {
    clear()
    onRecorded(recorded)
  })
  const field = useRef<HTMLInputElement>(null)
  const typed = readTyped(text, view.unit, view.readingDecimals)
  const asks = form.state.kind === 'refused' && form.state.refused.reason === 'implausible'
  const send = (confirmed: boolean) => {
    if (typed.ok) form.record({ outcome: { kind: 'reading', reading: typed.reading }, confirmed })
  }
  const change = (value: string) => {
    setText(value)
    // another number is another question
    if (form.state.kind === 'refused') form.reset()
  }
  // a judge types on, attempt after attempt, without looking for the field
  useEffect(() => {
    if (!asks) field.current?.focus({ preventScroll: true })
  }, [asks, view.attempts.length])

  if (asks && typed.ok && form.state.kind === 'refused') {
    return (
      <Unusual
        reading={words.reading(typed.reading, view.unit)}
        detail={form.state.refused.detail}
        unit={view.unit}
        onBack={form.reset}
        onSure={() => send(true)}
      />
    )
  }
  return (
    <form
      className={styles['entry']}
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
    >
      <ReadingPad ref={field} value={text} onChange={change} unit={view.unit} decimals={view.readingDecimals} minutes={view.heats} />
      <OtherOutcomes view={view} onOther={onOther} />
      <div className={styles['send']}>
        <Outcome of={form.state} again={() => send(false)} />
        <Button kind="primary" type="submit" hint="Enter" busy={form.busy} disabled={!typed.ok}>
          {typed.ok ? t('fitness.record', { what: words.reading(typed.reading, view.unit) }) : t('fitness.record_nothing')}
        </Button>
      </div>
    </form>
  )
}
