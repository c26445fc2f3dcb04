import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useAsk } from '../parts/use-ask.ts'
import { useCommandSound } from '../parts/use-command-sound.ts'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import styles from './heat-list.module.css'

/** As many as a usual track has lanes for; a touch, not a rule. */
const HANDFUL = 8

/** Those who wait longest are run first; the rest is a number until it is asked for. */
const SHOWN = 120

/** Lots that wait, chosen in the order of their bibs; the choice survives a reload. */
export function MakeHeat({ session, item, number, onMade }: { session: string; item: string; number: number; onMade: (heat: string) => void }) {
  const { t } = useTranslation()
  const [kept, keep, clear] = useDraft(`heats.lots ${session} ${item}`)
  const [sex, setSex] = useDraft(`heats.sex ${session} ${item}`)
  const [most, setMost] = useState(SHOWN)
  const waiting = useAsk(`${session} ${item}`, () => station.fitness.waiting({ session, item }), ['fitness', 'heats', 'psych', 'check-in'])
  const form = useCommand<{ lots: string[] }, Awaited<ReturnType<typeof station.heats.make>>>((input) => station.heats.make({ session, item, ...input }))
  useCommandSound(form.state)

  const free = (waiting.value ?? []).filter((each) => each.heat === null)
  const sexes = [...new Set(free.map((each) => each.sex))].sort().reverse()
  const shown = sex !== '' && sexes.includes(sex) ? sex : (sexes[0] ?? '')
  const offered = free.filter((each) => each.sex === shown)
  // whoever was taken into another heat meanwhile falls out of the choice by himself
  const chosen = kept.split(' ').filter((lot) => offered.some((each) => each.lot === lot))
  const choose = (lots: readonly string[]) => {
    keep(lots.join(' '))
    if (form.state.kind === 'refused') form.reset()
  }
  const toggle = (lot: string) => choose(chosen.includes(lot) ? chosen.filter((each) => each !== lot) : [...chosen, lot])
  const make = () => {
    void form.send({ lots: chosen }).then((answer) => {
      if (answer === undefined) return
      clear()
      onMade(answer.view.heat)
    })
  }

  return (
    <Sheet
      title={t('heats.make', { n: number })}
      aside={
        <div className={styles['sexes']} role="group" aria-label={t('heats.sex')}>
          {sexes.map((each) => (
            <Button key={each} aria-pressed={each === shown} onClick={() => setSex(each)}>
              {t(`fitness.sex.${each}`)} {free.filter((one) => one.sex === each).length}
            </Button>
          ))}
        </div>
      }
    >
      {waiting.value !== undefined && free.length === 0 && <p>{t('heats.nobody_waits')}</p>}
      <ul className={styles['lots']} aria-label={t('heats.waiting')}>
        {offered.slice(0, most).map((each) => {
          const bib = chosen.indexOf(each.lot) + 1
          return (
            <li key={each.lot}>
              <button type="button" aria-pressed={bib > 0} onClick={() => toggle(each.lot)}>
                <strong>{each.lot}</strong>
                {bib > 0 && <span aria-label={t('heats.bib', { n: bib })}>{bib}</span>}
              </button>
            </li>
          )
        })}
        {offered.length > most && (
          <li>
            <button type="button" onClick={() => setMost(most + SHOWN)}>
              {t('fitness.queue_more', { n: offered.length - most })}
            </button>
          </li>
        )}
      </ul>
      <Outcome of={form.state} again={make} />
      <div className={styles['make']}>
        <Button disabled={offered.length === 0} onClick={() => choose(offered.slice(0, HANDFUL).map((each) => each.lot))}>
          {t('heats.first_n', { n: Math.min(HANDFUL, offered.length) })}
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => choose([])}>
          {t('heats.choose_none')}
        </Button>
        <Button kind="primary" busy={form.busy} disabled={chosen.length === 0} onClick={make}>
          {chosen.length === 0 ? t('heats.make_nothing') : t('heats.make_with', { n: number, count: chosen.length })}
        </Button>
      </div>
    </Sheet>
  )
}
