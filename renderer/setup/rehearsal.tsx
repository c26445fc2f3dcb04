import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { PracticeAccount } from '../../shared/api/venue.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Fields, Form } from '../parts/form.tsx'
import { Progress } from '../parts/progress.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommand } from '../parts/use-command.ts'
import styles from './rehearsal.module.css'
import { StepScreen } from './step-screen.tsx'

/** Which rehearsal, how many candidates, which seed; the same seed makes the same roster. */
export function Rehearsal({ onBack, onOpened }: { onBack: () => void; onOpened: (accounts: readonly z.infer<typeof PracticeAccount>[]) => void }) {
  const { t } = useTranslation()
  const known = useAsk('rehearsals', () => station.venue.rehearsals())
  const [chosen, setChosen] = useState('')
  const [count, setCount] = useState('240')
  const [seed, setSeed] = useState('1')
  const open = useCommand(station.venue.openRehearsal)
  const name = chosen === '' ? (known.value?.[0]?.name ?? '') : chosen
  const candidates = Number(count)
  const countWrong = /^\d{2,5}$/.test(count) && candidates >= 20 && candidates <= 20_000 ? undefined : t('setup.count_wrong')
  const seedWrong = /^\d{1,9}$/.test(seed) ? undefined : t('setup.seed_wrong')
  const ready = name !== '' && countWrong === undefined && seedWrong === undefined

  const go = async () => {
    if (!ready) return
    const done = await open.send({ rehearsal: name, candidates, seed: Number(seed) })
    if (done !== undefined) onOpened(done.accounts)
  }
  return (
    <StepScreen
      title={t('setup.way.rehearsal.title')}
      text={t('setup.rehearsal_text')}
      onBack={onBack}
      action={
        <Button kind="primary" hint="Enter" disabled={!ready} busy={open.busy} onClick={() => void go()}>
          {t('setup.open_rehearsal')}
        </Button>
      }
    >
      <Form parted onSend={() => void go()}>
        {known.state === 'failed' && <Refusal reason="no_answer" detail={{ code: known.code }} />}
        <fieldset className={styles['choices']}>
          <legend>{t('setup.which')}</legend>
          {known.value?.map((each) => (
            <label key={each.name} data-chosen={each.name === name}>
              <input type="radio" name="rehearsal" autoFocus={each.name === name} checked={each.name === name} onChange={() => setChosen(each.name)} />
              <span>
                <strong>{inTongue(each.title)}</strong>
                <span>{inTongue(each.description)}</span>
                {each.banners.map((banner) => (
                  <em key={banner.zh}>▲ {inTongue(banner)}</em>
                ))}
              </span>
            </label>
          ))}
        </fieldset>
        <Fields>
          <TextField label={t('setup.count')} inputMode="numeric" value={count} wrong={countWrong} onChange={(event) => setCount(event.currentTarget.value)} />
          <TextField label={t('setup.seed')} inputMode="numeric" value={seed} wrong={seedWrong} note={t('setup.seed_note')} onChange={(event) => setSeed(event.currentTarget.value)} />
        </Fields>
        <button type="submit" hidden />
        {open.busy && <Progress label={t('setup.making_roster', { n: candidates })} />}
        <Outcome of={open.state} again={() => void go()} />
      </Form>
    </StepScreen>
  )
}
