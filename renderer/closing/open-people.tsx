import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Unbalanced } from '../../shared/api/sessions.ts'
import { roomsFor } from '../frame/rooms.ts'
import { go } from '../frame/route.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import table from '../parts/table.module.css'
import styles from './closing.module.css'

export type OpenPerson = z.infer<typeof Unbalanced>

/** Rows shown at first, so that the steps below stay in sight; asked for, as many as a page carries well. */
const FIRST = 8
const MOST = 200

/** The room in which each problem is solved. */
const solvedIn: Readonly<Record<string, string>> = {
  window_open: 'check-in', doubt_open: 'check-in', no_lot: 'lots', needs_ruling: 'psych', psych_waiting: 'psych', unsigned: 'fitness',
  in_heat: 'heats', not_interviewed: 'waiting', still_inside: 'interview', score_open: 'interview', slip_open: 'interview',
}

/** Problems that only a signature ends: they stand in a step of their own. */
export const signatureProblems: readonly string[] = ['unsigned', 'score_open', 'slip_open']

/** People without an end, what each still needs, and the way to where that is done. */
export function OpenPeople({ people, label }: { people: readonly OpenPerson[]; label: string }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [all, setAll] = useState(false)
  const shown = people.slice(0, all ? MOST : FIRST)
  const mine = roomsFor(roles).map((room) => room.noun)
  if (people.length === 0) return null
  return (
    <>
      <table className={`${table['table'] ?? ''} ${styles['table'] ?? ''}`} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('closing.who')}</th>
            <th scope="col">{t('closing.where')}</th>
            <th scope="col">{t('closing.problem')}</th>
            <th scope="col"><span className="seen-by-readers-only">{t('closing.solve')}</span></th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const room = solvedIn[row.problem]
            return (
              <tr key={row.candidate}>
                <th scope="row">{row.lot === '' ? t('closing.roster', { number: row.rosterNumber }) : t('closing.lot', { number: row.lot })}</th>
                <td>{t(`chief.where.${row.where}`)}</td>
                <td>{t(`closing.problems.${row.problem}`, { defaultValue: row.problem })}</td>
                <td>
                  {room !== undefined && mine.includes(room) && (
                    <Button kind="quiet" onClick={() => go(room)}>
                      {t('closing.to_room', { room: t(`frame.rooms.${room}`) })}
                    </Button>
                  )}
                  <Button kind="quiet" onClick={() => go('journey', { candidate: row.candidate })}>
                    {t('chief.open_journey')}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {!all && people.length > FIRST && (
        <p>
          <Button kind="quiet" onClick={() => setAll(true)}>{t('closing.show_all', { count: people.length })}</Button>
        </p>
      )}
      {all && people.length > MOST && <p>{t('closing.more', { count: people.length - MOST })}</p>}
    </>
  )
}
