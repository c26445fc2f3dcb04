import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Second } from '../../shared/api/answer.ts'
import type { PsychView } from '../../shared/api/psych.ts'
import type { PsychResult } from '../../shared/facts.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextArea } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './room.module.css'

interface Changing {
  replaces: string
  result: PsychResult
  reason: string
  second?: Second
}

type Answer = Awaited<ReturnType<typeof station.psych.correct>>

/**
 * `correct`: the result was typed wrong. `rule`: an invalid result is decided by a person (规则 §6). Both name the fact
 * they replace and say why; a ruling always has its second person, a correction when somebody acted on the result.
 */
export function ChangeResult({ view, fact, how, onChanged, onCancel }: {
  view: PsychView
  fact: string
  how: 'correct' | 'rule'
  onChanged: (view: PsychView) => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  const offered: readonly PsychResult[] = how === 'rule' ? ['passed', 'failed'] : (['passed', 'failed', 'invalid'] as const).filter((each) => each !== view.result)
  const [result, setResult] = useState<PsychResult | null>(null)
  const [reason, setReason, clearReason] = useDraft(`psych.${how} ${fact}`)
  const [second, setSecond] = useState(nobody)
  const form = useCommand<Changing, Answer>((input) =>
    how === 'rule' ? station.psych.rule({ ...input, result: input.result === 'passed' ? 'passed' : 'failed' }) : station.psych.correct(input),
  )
  useCommandSound(form.state)
  const asked = form.state.kind === 'refused' && form.state.refused.reason.startsWith('second_person')
  const needsSecond = how === 'rule' || view.notices > 0 || view.ruled || asked
  const person = complete(second)
  const ready = result !== null && reason.trim() !== '' && (!needsSecond || person !== undefined)
  const send = () => {
    if (!ready) return
    void form.send({ replaces: fact, result, reason: reason.trim(), ...(person === undefined ? {} : { second: person }) }).then((answer) => {
      if (answer === undefined) return
      clearReason()
      onChanged(answer.view)
    })
  }
  return (
    <form
      className={styles['change']}
      aria-label={t(`psych.${how}`)}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel()
      }}
    >
      <h2>{t(`psych.${how}_title`)}</h2>
      <div className={styles['two']} role="radiogroup" aria-label={t('fitness.why.result')}>
        {offered.map((each) => (
          <Button key={each} role="radio" aria-checked={each === result} onClick={() => setResult(each)}>
            {t(`psych.result.${each}`)}
          </Button>
        ))}
      </div>
      <TextArea label={t(`psych.${how}_reason`)} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      {needsSecond && <SecondPerson value={second} onChange={setSecond} onEnter={send} roles={secondRoles.psych} />}
      <Outcome of={form.state} again={send} />
      <div className={styles['actions']}>
        <Button hint="Esc" onClick={onCancel}>
          {t('fitness.back')}
        </Button>
        <Button kind="danger" type="submit" busy={form.busy} disabled={!ready}>
          {result === null ? t(`psych.${how}`) : t(`psych.${how}_to`, { lot: view.lot, result: t(`psych.result.${result}`) })}
        </Button>
      </div>
    </form>
  )
}
