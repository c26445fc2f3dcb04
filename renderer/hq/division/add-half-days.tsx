import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { heldStages, isScored } from '../../../shared/session-making.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextField, Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { useDraft } from '../use-draft.ts'
import styles from './half-day-form.module.css'
import { datesOf, isDay, minuteOf, type Overview } from './shown.ts'
import { VenueTicks } from './venue-ticks.tsx'

/** Half days for several venues and days at once; each can be changed afterwards. */
export function AddHalfDays({
  recruitment,
  overview,
  first,
  onDone,
}: {
  recruitment: string
  overview: Overview
  first: string
  onDone: () => void
}) {
  const { t } = useTranslation()
  const { venues: all, held, sessions } = overview
  const [venues, setVenues] = useState<readonly string[]>([first])
  const [dates, setDates, clear] = useDraft(`division.${recruitment}.dates`)
  const [halves, setHalves] = useState({
    am: { on: true, from: '08:00', to: '09:00' },
    pm: { on: true, from: '14:00', to: '15:00' },
  })
  const [stages, setStages] = useState<readonly (typeof heldStages)[number][]>(() => {
    const plain = heldStages.filter((stage) => held.some((each) => each === stage) && !isScored(stage))
    return plain.length > 0 ? plain : heldStages.filter((stage) => held.some((each) => each === stage)).slice(0, 1)
  })
  const [bySex, setBySex] = useState(true)
  const [rooms, setRooms] = useState(2)
  const [list, setList] = useState(false)
  const [capacity, setCapacity] = useState(String(sessions.at(-1)?.capacity ?? 300))
  const add = useCommand(hq.division.addSessions)
  const days = datesOf(dates)
  const wrong = days.find((day) => !isDay(day))
  const chosen = (['am', 'pm'] as const).filter((half) => halves[half].on)
  const count = venues.length * days.length * chosen.length
  const scored = stages.some(isScored)
  const places = Number(capacity)
  const ready = count > 0 && wrong === undefined && stages.length > 0 && Number.isInteger(places) && places > 0
  const go = async () => {
    if (!ready) return
    const done = await add.send({
      recruitment,
      venues: [...venues],
      dates: days,
      halves: chosen.map((half) => ({ half, from: halves[half].from, to: halves[half].to })),
      stages: [...stages],
      pools: scored ? 'rooms' : bySex ? 'bySex' : 'one',
      rooms,
      shortlist: scored && list,
      capacity: places,
    })
    if (done === undefined) return
    clear()
    onDone()
  }
  const setHalf = (half: 'am' | 'pm', part: Partial<(typeof halves)['am']>) =>
    setHalves({ ...halves, [half]: { ...halves[half], ...part } })
  return (
    <Sheet title={t('division.add_days')} aside={<span>{t('division.add_days_text')}</span>}>
      <VenueTicks venues={all} first={first} chosen={venues} onChange={setVenues} />
      <TextField
        label={t('division.dates')}
        note={wrong === undefined ? t('division.dates_note', { n: days.length }) : undefined}
        wrong={wrong === undefined ? undefined : t('division.date_wrong_is', { date: wrong })}
        placeholder={`${overview.today}~${overview.today}`}
        value={dates}
        maxLength={600}
        autoFocus
        onChange={(event) => setDates(event.currentTarget.value)}
      />
      <div className={styles['halves']}>
        {(['am', 'pm'] as const).map((half) => (
          <div key={half} className={styles['half']}>
            <Tick
              label={t(`division.half.${half}`)}
              checked={halves[half].on}
              onChange={(event) => setHalf(half, { on: event.currentTarget.checked })}
            />
            <TextField
              label={t('division.from')}
              inputMode="numeric"
              maxLength={5}
              disabled={!halves[half].on}
              value={halves[half].from}
              onChange={(event) => setHalf(half, { from: minuteOf(event.currentTarget.value) })}
            />
            <TextField
              label={t('division.to')}
              inputMode="numeric"
              maxLength={5}
              disabled={!halves[half].on}
              value={halves[half].to}
              onChange={(event) => setHalf(half, { to: minuteOf(event.currentTarget.value) })}
            />
          </div>
        ))}
        <TextField
          label={t('division.capacity_each')}
          inputMode="numeric"
          maxLength={6}
          value={capacity}
          wrong={Number.isInteger(places) && places > 0 ? undefined : t('division.capacity_wrong')}
          onChange={(event) => setCapacity(event.currentTarget.value)}
        />
      </div>
      <div className={styles['how']}>
        <TickGroup label={t('division.stages')}>
          {heldStages
            .filter((stage) => held.some((each) => each === stage))
            .map((stage) => (
              <Tick
                key={stage}
                label={t(`division.stage.${stage}`)}
                checked={stages.includes(stage)}
                onChange={(event) => {
                  const others = heldStages.filter((each) =>
                    each === stage ? event.currentTarget.checked : stages.includes(each),
                  )
                  setStages(
                    event.currentTarget.checked ? others.filter((each) => isScored(each) === isScored(stage)) : others,
                  )
                }}
              />
            ))}
        </TickGroup>
        {scored ? (
          <>
            <Choice
              label={t('division.room_count')}
              value={String(rooms)}
              options={Array.from(
                { length: 12 },
                (_, at) => [String(at + 1), t('division.rooms', { n: at + 1 })] as const,
              )}
              onChange={(event) => setRooms(Number(event.currentTarget.value))}
            />
            <Choice
              label={t('division.who_comes')}
              value={list ? 'list' : 'roster'}
              options={[
                ['roster', t('division.comes.roster')],
                ['list', t('division.comes.list')],
              ]}
              onChange={(event) => setList(event.currentTarget.value === 'list')}
            />
          </>
        ) : (
          <Choice
            label={t('division.lots')}
            value={bySex ? 'bySex' : 'one'}
            options={[
              ['bySex', t('division.pools.bySex')],
              ['one', t('division.pools.one')],
            ]}
            onChange={(event) => setBySex(event.currentTarget.value === 'bySex')}
          />
        )}
      </div>
      <Outcome of={add.state} again={() => void go()} />
      <Buttons apart>
        <Button onClick={onDone}>{t('parts.cancel')}</Button>
        <Button kind="primary" disabled={!ready} busy={add.busy} onClick={() => void go()}>
          {t('division.add_n_days', { n: count })}
        </Button>
      </Buttons>
    </Sheet>
  )
}
