import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextArea, TextField } from '../parts/field.tsx'
import { Buttons, Form } from '../parts/form.tsx'
import type { useCommand } from '../parts/use-command.ts'
import { Outcome } from '../parts/refusal.tsx'
import { useDraft } from '../parts/use-draft.ts'
import styles from './digits-form.module.css'

/** At least so many digits, by the contract. */
const least = 10

/** Names one per line or separated by commas. */
const names = (text: string): string[] => text.split(/[\n,，、;；]+/).map((name) => name.trim()).filter((name) => name !== '').slice(0, 10)

/** The digits that witnesses call out, which nobody could know before, and who called them; kept while they are typed. */
export function DigitsForm({ kept, state, onTake, buttons }: {
  /** Under this name the digits are kept; a wall that shows them reads `<kept>/digits/<draw>`. */
  kept: readonly [room: string, draw: string]
  state: ReturnType<typeof useCommand>['state']
  /** Answers whether they were taken. */
  onTake: (given: { digits: string; witnesses: string[] }) => Promise<boolean>
  buttons: (ready: boolean) => ReactNode
}) {
  const { t } = useTranslation()
  const [room, draw] = kept
  const [digits, setDigits, clearDigits] = useDraft(`${room}/digits/${draw}`)
  const [who, setWho, clearWho] = useDraft(`${room}/witnesses/${draw}`)
  const witnesses = names(who)
  const ready = digits.length >= least && digits.length <= 64 && witnesses.length > 0
  const send = async () => {
    if (!ready || !(await onTake({ digits, witnesses }))) return
    clearDigits()
    clearWho()
  }
  return (
    <Form onSend={() => void send()}>
      <TextField
        label={t('lots.digits')}
        className={styles['digits']}
        inputMode="numeric"
        value={digits}
        maxLength={64}
        autoFocus
        note={t('lots.digits_count', { n: digits.length, least })}
        onChange={(event) => setDigits(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
      />
      <TextArea label={t('lots.witnesses')} value={who} note={t('lots.witnesses_note')} onChange={(event) => setWho(event.currentTarget.value)} />
      <Outcome of={state} again={() => void send()} />
      <Buttons>{buttons(ready)}</Buttons>
    </Form>
  )
}
