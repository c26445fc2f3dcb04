import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sheet, SheetRules } from '../../shared/api/interview.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { complete, nobody, SecondPerson } from '../parts/second-person.tsx'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { MarksTable } from './marks-table.tsx'
import styles from './pane.module.css'

/** Where the pack asks for one entry and a check: another person holds the sheets against what was typed. */
export function OnceChecked({ sheet, session, rules, primary, onDone }: { sheet: Sheet; session: string; rules: SheetRules; primary: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const entry = sheet.entries[0]
  const [second, setSecond] = useState(nobody)
  const form = useCommand(station.interview.check)
  useCommandSound(form.state)
  if (entry === undefined) return null
  const person = complete(second)
  const ready = !entry.mine || person !== undefined
  const send = () => {
    if (!ready) return
    void form
      .send({ session, candidate: sheet.candidate, stage: sheet.stage, marked: entry.fact, ...(entry.mine && person !== undefined ? { second: person } : {}) })
      .then((answer) => answer !== undefined && onDone())
  }
  return (
    <form
      className={styles['form']}
      aria-label={t('interview.check')}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p className={styles['question']}>{t('interview.check_means', { name: entry.name })}</p>
      {entry.marks !== null && <MarksTable sheet={sheet} rules={rules} marks={entry.marks} plain />}
      {entry.mine && <SecondPerson value={second} onChange={setSecond} onEnter={send} roles={secondRoles.marking} prefer="interview" />}
      <Outcome of={form.state} again={send} />
      <div className={styles['decide']}>
        <Button kind={primary ? 'primary' : 'plain'} type="submit" hint="Enter" busy={form.busy} disabled={!ready}>
          {t('interview.check', { lot: sheet.lot })}
        </Button>
      </div>
    </form>
  )
}
