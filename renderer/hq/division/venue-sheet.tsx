import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DivisionVenue } from '../../../shared/hq/api/division.ts'
import { roleNames } from '../../../shared/roles.ts'
import { Button } from '../../parts/button.tsx'
import { TextField, Tick, TickGroup } from '../../parts/field.tsx'
import { Buttons, Fields } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { Confirm } from '../confirm.tsx'
import { hq } from '../contract.ts'
import styles from './venue-sheet.module.css'

type Operator = DivisionVenue['operators'][number]

/** Name, stations and accounts of a venue: of one that exists, or of a new one. PINs are made at the venue. */
export function VenueSheet({
  recruitment,
  venue,
  taken,
  may = true,
  onDone,
}: {
  recruitment: string
  venue?: DivisionVenue
  /** Ids that are in use. */
  taken: readonly string[]
  may?: boolean
  /** The venue that was added; null: given up. */
  onDone: (venue: string | null) => void
}) {
  const { t } = useTranslation()
  const [name, setName] = useState(venue?.name ?? '')
  const [stations, setStations] = useState((venue?.stations ?? ['1号台']).join('、'))
  const [operators, setOperators] = useState<readonly Operator[]>(venue?.operators ?? [])
  const [removing, setRemoving] = useState(false)
  const add = useCommand(hq.division.addVenue)
  const change = useCommand(hq.division.changeVenue)
  const remove = useCommand(hq.division.removeVenue)
  const named = stations
    .split(/[、,，;；\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const fields = {
    recruitment,
    name: name.trim(),
    stations: named,
    operators: operators.map((each) => ({ ...each, name: each.name.trim() })),
  }
  const ready = fields.name !== '' && fields.operators.every((each) => each.name !== '' && each.roles.length > 0)
  const changed =
    venue === undefined ||
    JSON.stringify([venue.name, venue.stations, venue.operators]) !==
      JSON.stringify([fields.name, fields.stations, fields.operators])

  const save = async () => {
    if (venue !== undefined) {
      await change.send({ ...fields, venue: venue.venue })
      return
    }
    const id = freeId(taken)
    if ((await add.send({ ...fields, venue: id })) !== undefined) onDone(id)
  }
  const put = (at: number, part: Partial<Operator>) =>
    setOperators(operators.map((each, n) => (n === at ? { ...each, ...part } : each)))
  return (
    <Sheet title={t(venue === undefined ? 'division.new_venue' : 'division.venue_about')}>
      <fieldset className={styles['fields']} disabled={!may}>
        <Fields>
          <TextField
            label={t('division.venue_name')}
            value={name}
            maxLength={60}
            autoFocus={venue === undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            label={t('division.stations')}
            note={t('division.stations_note')}
            value={stations}
            maxLength={400}
            onChange={(event) => setStations(event.currentTarget.value)}
          />
        </Fields>
        <div className={styles['operators']}>
          <h3>{t('division.operators')}</h3>
          <small>{t('division.operators_note')}</small>
          {operators.map((operator, at) => (
            <div key={operator.operator} className={styles['operator']}>
              <TextField
                label={t('division.operator_name')}
                value={operator.name}
                maxLength={40}
                onChange={(event) => put(at, { name: event.currentTarget.value })}
              />
              <TickGroup label={t('division.operator_roles')}>
                {roleNames.map((role) => (
                  <Tick
                    key={role}
                    label={t(`division.role.${role}`)}
                    checked={operator.roles.includes(role)}
                    onChange={(event) =>
                      put(at, {
                        roles: event.currentTarget.checked
                          ? [...operator.roles, role]
                          : operator.roles.filter((each) => each !== role),
                      })
                    }
                  />
                ))}
              </TickGroup>
              {may && (
                <Button kind="quiet" onClick={() => setOperators(operators.filter((_, n) => n !== at))}>
                  {t('division.remove_operator')}
                </Button>
              )}
            </div>
          ))}
          {may && (
            <Button
              kind="quiet"
              onClick={() =>
                setOperators([...operators, { operator: freeOperator(operators), name: '', roles: ['checkin'] }])
              }
            >
              {t('division.add_operator')}
            </Button>
          )}
        </div>
      </fieldset>
      <Outcome of={add.state} again={() => void save()} />
      <Outcome of={change.state} again={() => void save()} />
      <Outcome of={remove.state} />
      {may && !removing && (
        <Buttons apart>
          {venue !== undefined && !venue.used && (
            <Button kind="quiet" onClick={() => setRemoving(true)}>
              {t('division.remove_venue')}
            </Button>
          )}
          {venue === undefined && <Button onClick={() => onDone(null)}>{t('parts.cancel')}</Button>}
          <Button
            kind={venue === undefined ? 'primary' : 'plain'}
            disabled={!ready || !changed}
            busy={add.busy || change.busy}
            onClick={() => void save()}
          >
            {t(venue === undefined ? 'division.add_this_venue' : 'division.save_venue')}
          </Button>
        </Buttons>
      )}
      {removing && venue !== undefined && (
        <Confirm
          title={t('division.remove_venue_title', { name: venue.name })}
          text={t('division.remove_venue_text', { sessions: venue.sessions, people: venue.people })}
          action={t('division.remove_venue')}
          reason
          busy={remove.busy}
          onCancel={() => setRemoving(false)}
          onConfirm={({ reason }) =>
            void remove.send({ recruitment, venue: venue.venue, reason }).then(() => setRemoving(false))
          }
        />
      )}
    </Sheet>
  )
}

function freeId(taken: readonly string[]): string {
  for (let n = 1; ; n += 1) if (!taken.includes(`v${String(n)}`)) return `v${String(n)}`
}

function freeOperator(operators: readonly Operator[]): string {
  for (let n = 1; ; n += 1)
    if (!operators.some(({ operator }) => operator === `op-${String(n)}`)) return `op-${String(n)}`
}
