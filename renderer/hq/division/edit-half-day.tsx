import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DivisionSession } from '../../../shared/hq/api/division.ts'
import { heldStages, isScored, lettersFor } from '../../../shared/session-making.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextArea, TextField, Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import styles from './half-day-form.module.css'
import { dateOf, isDay, minuteOf } from './shown.ts'

/** One half day as it is changed: moved for weather, a window, a capacity, its lots. */
export function EditHalfDay({
  recruitment,
  session,
  held,
  reasoned,
  onDone,
}: {
  recruitment: string
  session: DivisionSession
  /** Stages the pack has rules for. */
  held: readonly string[]
  reasoned: boolean
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(session)
  const [capacity, setCapacity] = useState(String(session.capacity))
  const [reason, setReason] = useState('')
  const [removing, setRemoving] = useState(false)
  const save = useCommand(hq.division.changeSession)
  const remove = useCommand(hq.division.removeSession)
  const put = (part: Partial<DivisionSession>) => setDraft({ ...draft, ...part })
  const places = Number(capacity)
  const ready =
    isDay(draft.date) &&
    Number.isInteger(places) &&
    places > 0 &&
    draft.stages.length > 0 &&
    (!reasoned || reason.trim() !== '')
  const go = async () => {
    const { session: id, name, date, half, from, to, stages, pools, letters, shortlist } = draft
    const done = await save.send({
      recruitment,
      session: id,
      name,
      date,
      half,
      from,
      to,
      stages,
      pools,
      letters,
      shortlist,
      capacity: places,
      reason: reason.trim(),
    })
    if (done !== undefined) onDone()
  }
  const rooms = draft.stages.some(isScored)
  return (
    <div className={styles['edit']}>
      <div className={styles['when']}>
        <TextField
          label={t('division.date')}
          inputMode="numeric"
          maxLength={10}
          value={draft.date}
          wrong={isDay(draft.date) ? undefined : t('division.date_wrong')}
          onChange={(event) => put({ date: dateOf(event.currentTarget.value) })}
        />
        <Choice
          label={t('division.half_day')}
          value={draft.half}
          options={[
            ['am', t('division.half.am')],
            ['pm', t('division.half.pm')],
          ]}
          onChange={(event) => put({ half: event.currentTarget.value === 'pm' ? 'pm' : 'am' })}
        />
        <TextField
          label={t('division.from')}
          inputMode="numeric"
          maxLength={5}
          value={draft.from}
          onChange={(event) => put({ from: minuteOf(event.currentTarget.value) })}
        />
        <TextField
          label={t('division.to')}
          inputMode="numeric"
          maxLength={5}
          value={draft.to}
          onChange={(event) => put({ to: minuteOf(event.currentTarget.value) })}
        />
        <TextField
          label={t('division.capacity')}
          inputMode="numeric"
          maxLength={6}
          value={capacity}
          wrong={Number.isInteger(places) && places > 0 ? undefined : t('division.capacity_wrong')}
          onChange={(event) => setCapacity(event.currentTarget.value)}
        />
        <TextField
          label={t('division.session_name')}
          maxLength={60}
          value={draft.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
      </div>
      <div className={styles['how']}>
        <TickGroup label={t('division.stages')}>
          {heldStages
            .filter((stage) => held.includes(stage))
            .map((stage) => (
              <Tick
                key={stage}
                label={t(`division.stage.${stage}`)}
                checked={draft.stages.includes(stage)}
                onChange={(event) => {
                  const others = heldStages.filter((each) =>
                    each === stage ? event.currentTarget.checked : draft.stages.includes(each),
                  )
                  // interviews are held in rooms of their own, with nothing else beside them
                  const stages = event.currentTarget.checked
                    ? others.filter((each) => isScored(each) === isScored(stage))
                    : others
                  const pools = stages.some(isScored) ? 'rooms' : draft.pools === 'rooms' ? 'bySex' : draft.pools
                  put({
                    stages,
                    pools,
                    letters: pools === draft.pools ? draft.letters : lettersFor(pools, 0),
                    shortlist: stages.some(isScored) && draft.shortlist,
                  })
                }}
              />
            ))}
        </TickGroup>
        {rooms ? (
          <>
            <Choice
              label={t('division.room_count')}
              value={String(draft.letters.length)}
              options={Array.from(
                { length: 12 },
                (_, at) => [String(at + 1), t('division.rooms', { n: at + 1 })] as const,
              )}
              onChange={(event) => put({ letters: lettersFor('rooms', 0, Number(event.currentTarget.value)) })}
            />
            <Choice
              label={t('division.who_comes')}
              value={draft.shortlist ? 'list' : 'roster'}
              options={[
                ['roster', t('division.comes.roster')],
                ['list', t('division.comes.list')],
              ]}
              onChange={(event) => put({ shortlist: event.currentTarget.value === 'list' })}
            />
          </>
        ) : draft.pools === 'own' ? null : (
          <>
            <Choice
              label={t('division.lots')}
              value={draft.pools}
              options={[
                ['bySex', t('division.pools.bySex')],
                ['one', t('division.pools.one')],
              ]}
              onChange={(event) =>
                put({
                  pools: event.currentTarget.value === 'one' ? 'one' : 'bySex',
                  letters: lettersFor(event.currentTarget.value === 'one' ? 'one' : 'bySex', 0),
                })
              }
            />
            {draft.letters.map((letters, at) => (
              <TextField
                key={at}
                label={t(
                  draft.pools === 'one' ? 'division.letters' : at === 0 ? 'division.letters_m' : 'division.letters_f',
                )}
                maxLength={24}
                value={letters}
                onChange={(event) =>
                  put({
                    letters: draft.letters.map((each, n) =>
                      n === at ? event.currentTarget.value.normalize('NFKC').toUpperCase().trim() : each,
                    ),
                  })
                }
              />
            ))}
          </>
        )}
      </div>
      {reasoned && (
        <TextArea
          label={t('division.reason')}
          note={t('division.reason_note')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Outcome of={save.state} again={() => void go()} />
      <Outcome of={remove.state} />
      {!removing && (
        <Buttons apart>
          <Button kind="quiet" onClick={() => setRemoving(true)}>
            {t('division.remove_day')}
          </Button>
          <Button onClick={onDone}>{t('parts.cancel')}</Button>
          <Button kind="primary" disabled={!ready} busy={save.busy} onClick={() => void go()}>
            {t('division.save_day')}
          </Button>
        </Buttons>
      )}
      {removing && (
        <Confirm
          title={t('division.remove_day_title')}
          text={t('division.remove_day_text', { people: session.count })}
          action={t('division.remove_day')}
          reason={reasoned}
          busy={remove.busy}
          onCancel={() => setRemoving(false)}
          onConfirm={({ reason: why }) => void remove.send({ recruitment, session: session.session, reason: why })}
        />
      )}
    </div>
  )
}
