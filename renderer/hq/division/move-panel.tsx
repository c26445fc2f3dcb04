import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MoveWho } from '../../../shared/hq/api/division.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextArea, TextField, Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons, Fields } from '../../parts/form.tsx'
import { Outcome, Refusal } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useAsk } from '../../parts/use-ask.ts'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import styles from './move-panel.module.css'
import { shortDay, stageWords, type Overview, type Table } from './shown.ts'
import { useVenueFinder } from './venue-finder.tsx'

/** A cell of the table: a post in a half day, or those of it who have none. */
export interface Cell {
  post: string
  session: string | null
}

const ways = ['post', 'range', 'people'] as const
const shownPeople = 200

/** Choose who of a cell and where to: the whole post, a range of tickets, or single people. */
export function MovePanel({
  recruitment,
  overview,
  table,
  cell,
  reasoned,
  onDone,
}: {
  recruitment: string
  overview: Overview
  table: Pick<Table, 'rows'>
  cell: Cell
  reasoned: boolean
  onDone: () => void
}) {
  const { t } = useTranslation()
  const [way, setWay] = useState<(typeof ways)[number]>('post')
  const [range, setRange] = useState({ from: '', to: '' })
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [find, setFind] = useState('')
  const [to, setTo] = useState('')
  const [overfull, setOverfull] = useState(false)
  const [reason, setReason] = useState('')
  const move = useCommand(hq.division.move)
  const from = overview.sessions.find(({ session }) => session === cell.session)
  const row = table.rows.find(({ post }) => post === cell.post)
  const asked = useAsk(
    from?.shortlist === true ? null : `${cell.post} ${cell.session ?? ''} ${find}`,
    (signal) =>
      hq.division.people(
        { recruitment, session: cell.session, post: cell.post, find, offset: 0, limit: shownPeople },
        { signal },
      ),
    ['division', 'people'],
  )
  const people = asked.value?.ok === true ? asked.value.people : []
  const total = asked.value?.ok === true ? asked.value.total : 0
  // only half days that hold a stage of where they are now, or one that those without a half day wait for
  const waiting = (row?.waiting ?? []).filter(({ why }) => why === 'not_placed')
  const wanted = from === undefined ? waiting.flatMap(({ stages }) => stages) : from.stages
  const targets = overview.sessions.filter(
    (session) =>
      session.session !== cell.session &&
      session.shortlist === (from?.shortlist ?? session.shortlist) &&
      ((from === undefined && session.shortlist) || session.stages.some((stage) => wanted.includes(stage))),
  )
  const nameOf = (id: string) => overview.venues.find((each) => each.venue === id)?.name ?? id
  const { found, field, find: wantedVenue } = useVenueFinder(overview.venues)
  const offered =
    wantedVenue.trim() === ''
      ? targets
      : targets.filter(({ venue, session }) => session === to || found.some((each) => each.venue === venue))
  const target = targets.find(({ session }) => session === to)
  /** How many of the post wait for what the chosen half day holds; before one is chosen, for anything. */
  const waiters =
    target === undefined
      ? total
      : Math.max(
          0,
          ...waiting
            .filter(({ stages }) => stages.some((each) => target.stages.includes(each)))
            .map(({ count }) => count),
        )
  const sums = (id: string) => table.rows.reduce((sum, each) => sum + (each.cells[id] ?? 0), 0)
  const who: MoveWho | null =
    way === 'post'
      ? { kind: 'post', post: cell.post }
      : way === 'range'
        ? range.from === '' || range.to === ''
          ? null
          : { kind: 'range', post: cell.post, ...range }
        : ticked.length === 0
          ? null
          : { kind: 'people', candidates: [...ticked] }
  const words =
    way === 'post'
      ? t('division.move_post', { n: from === undefined ? waiters : (row?.cells[cell.session ?? ''] ?? 0) })
      : way === 'people'
        ? t('division.move_people', { n: ticked.length })
        : t('division.move_range')
  const ready = who !== null && to !== '' && (!reasoned || reason.trim() !== '')
  const go = async () => {
    if (who === null) return
    const done = await move.send({
      recruitment,
      from: cell.session,
      to: to === 'none' ? null : to,
      who,
      overfull,
      reason: reason.trim(),
    })
    if (done !== undefined) onDone()
  }
  const full = move.state.kind === 'refused' && move.state.refused.reason === 'session_full'
  return (
    <Sheet
      title={t('division.move_title', {
        post: cell.post,
        day: from === undefined ? t('division.without_day') : shortDay(t, from),
      })}
      aside={
        <Button kind="quiet" onClick={onDone}>
          {t('division.close')}
        </Button>
      }
    >
      <div className={styles['panel']}>
        {from?.shortlist !== true && (
          <TickGroup label={t('division.who')} role="radiogroup">
            {ways.map((each) => (
              <Tick
                key={each}
                type="radio"
                name="way"
                label={t(`division.way.${each}`)}
                checked={way === each}
                onChange={() => setWay(each)}
              />
            ))}
          </TickGroup>
        )}
        {way === 'range' && (
          <Fields>
            <TextField
              label={t('division.ticket_from')}
              maxLength={32}
              value={range.from}
              onChange={(event) => setRange({ ...range, from: event.currentTarget.value.trim() })}
            />
            <TextField
              label={t('division.ticket_to')}
              maxLength={32}
              value={range.to}
              onChange={(event) => setRange({ ...range, to: event.currentTarget.value.trim() })}
            />
          </Fields>
        )}
        {way !== 'post' && (
          <>
            <TextField
              label={t('division.find')}
              value={find}
              maxLength={60}
              onChange={(event) => setFind(event.currentTarget.value)}
            />
            <ul className={styles['people']}>
              {people.map((person) => (
                <li key={person.candidate}>
                  {way === 'people' ? (
                    <Tick
                      label={`${person.ticket} ${person.name}`}
                      checked={ticked.includes(person.candidate)}
                      onChange={(event) =>
                        setTicked(
                          event.currentTarget.checked
                            ? [...ticked, person.candidate]
                            : ticked.filter((each) => each !== person.candidate),
                        )
                      }
                    />
                  ) : (
                    <button
                      type="button"
                      onClick={() =>
                        setRange(
                          range.from === '' || range.to !== ''
                            ? { from: person.ticket, to: '' }
                            : { ...range, to: person.ticket },
                        )
                      }
                    >
                      {person.ticket} {person.name}
                    </button>
                  )}
                </li>
              ))}
              {total > people.length && <li>{t('division.more_people', { n: total - people.length })}</li>}
            </ul>
          </>
        )}
        {field}
        <Choice
          label={t('division.move_to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          options={[
            ['', t('division.choose_day')],
            ...offered.map((session) => {
              const filled = `${String(sums(session.session))}/${String(session.capacity)}`
              const words = [nameOf(session.venue), shortDay(t, session), stageWords(t, session.stages), filled]
              return [session.session, words.join(' · ')] as const
            }),
            ...(from === undefined ? [] : [['none', t('division.no_day')] as const]),
          ]}
        />
        {reasoned && (
          <TextArea
            label={t('division.reason')}
            note={t('division.reason_note')}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        {asked.value?.ok === false && (
          <Refusal reason={asked.value.refused.reason} detail={asked.value.refused.detail} />
        )}
        <Outcome of={move.state} again={() => void go()} />
        {(full || overfull) && (
          <Tick
            label={t('division.overfull_anyway')}
            checked={overfull}
            onChange={(event) => setOverfull(event.currentTarget.checked)}
          />
        )}
        <Buttons apart>
          <Button kind="primary" disabled={!ready} busy={move.busy} onClick={() => void go()}>
            {words}
          </Button>
        </Buttons>
      </div>
    </Sheet>
  )
}
