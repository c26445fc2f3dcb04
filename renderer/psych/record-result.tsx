import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PsychView } from '../../shared/api/psych.ts'
import type { PsychResult } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './room.module.css'

const results = ['passed', 'failed', 'invalid'] as const
const shapes = { passed: '✓', failed: '✕', invalid: '▲' } as const

/** Three large choices, each with its key; Enter records the one that is lit. */
export function RecordResult({ view, onRecorded }: { view: PsychView; onRecorded: (view: PsychView) => void }) {
  const { t } = useTranslation()
  const [kept, choose, clear] = useDraft(`psych.choice ${view.session} ${view.lot}`)
  const chosen = results.find((each) => each === kept)
  const form = useCommand<{ result: PsychResult }, Awaited<ReturnType<typeof station.psych.record>>>((input) =>
    station.psych.record({ session: view.session, lot: view.lot, ...input }),
  )
  useCommandSound(form.state)
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    box.current?.focus()
  }, [])

  const send = () => {
    if (chosen === undefined) return
    void form.send({ result: chosen }).then((answer) => {
      if (answer === undefined) return
      clear()
      onRecorded(answer.view)
    })
  }
  const key = (event: KeyboardEvent) => {
    const picked = results[Number(event.key) - 1]
    if (picked !== undefined) {
      event.preventDefault()
      choose(picked)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      send()
    }
  }
  return (
    <form
      ref={box}
      className={styles['record']}
      tabIndex={-1}
      aria-label={t('psych.record_of', { lot: view.lot })}
      onKeyDown={key}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className={styles['choices']} role="radiogroup" aria-label={t('fitness.why.result')}>
        {results.map((each, index) => (
          <button key={each} type="button" role="radio" aria-checked={each === chosen} data-result={each} onClick={() => choose(each)}>
            <b aria-hidden="true">{shapes[each]}</b>
            <strong>{t(`psych.result.${each}`)}</strong>
            <kbd aria-hidden="true">{index + 1}</kbd>
          </button>
        ))}
      </div>
      <p className={styles['means']}>{chosen === undefined ? t('psych.choose') : t(`psych.means.${chosen}`)}</p>
      <Outcome of={form.state} again={send} />
      <Button kind="primary" className={styles['big']} type="submit" hint="Enter" busy={form.busy} disabled={chosen === undefined}>
        {chosen === undefined ? t('psych.record_nothing') : t('psych.record', { lot: view.lot, result: t(`psych.result.${chosen}`) })}
      </Button>
    </form>
  )
}
