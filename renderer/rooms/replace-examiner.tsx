import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomsView } from '../../shared/api/rooms.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { station } from '../contract.ts'
import { inTongue } from '../i18n/start.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Choice } from '../parts/field.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { useCommand } from '../parts/use-command.ts'
import { VerdictMark } from '../parts/verdict.tsx'

/** A reserve takes one seat, by two people and with the reason; reserves with a relation in that room are not offered, but named. */
export function ReplaceExaminer({ session, view, examiner, onDone }: { session: string; view: RoomsView; examiner: string; onDone: () => void }) {
  const { t } = useTranslation()
  const replace = useCommand(station.rooms.replaceExaminer)
  const [chosen, setChosen] = useState('')
  const room = view.rooms.find((each) => each.examiners.some((seat) => seat.examiner === examiner))
  const seat = room?.examiners.find((each) => each.examiner === examiner)
  if (room === undefined || seat === undefined) return null
  // whoever gave up a seat may only come back to it: two replacements must not move anybody to a room of somebody's choice
  const able = view.reserves.filter((reserve) =>
    !reserve.barredFrom.includes(room.room) && (!reserve.replaced || seat.replaced.some((each) => each.examiner === reserve.examiner)))
  const barred = view.reserves.filter((reserve) => reserve.barredFrom.includes(room.room))
  // and is asked for by name, never proposed before the others
  const by = able.find((reserve) => reserve.examiner === chosen) ?? able.find((reserve) => !reserve.replaced) ?? able[0]
  if (by === undefined) return <VerdictMark kind="warn" word={t('rooms.replace_nobody')} />
  return (
    <Confirm
      title={t('rooms.replace_title', { room: inTongue(room.title), seat: seat.seat, name: seat.name })} text={t('rooms.replace_text')} action={t('rooms.replace_action', { name: by.name })} reason second={secondRoles.lots} busy={replace.busy} onCancel={onDone}
      onConfirm={({ reason, second }) =>
        void replace.send({ session, examiner, by: by.examiner, reason, ...(second === undefined ? {} : { second }) }).then((done) => done !== undefined && onDone())
      }
    >
      <Choice
        label={t('rooms.replace_by')} value={by.examiner} onChange={(event) => setChosen(event.currentTarget.value)}
        options={able.map((reserve) => [reserve.examiner, [reserve.name, reserve.unit, reserve.replaced ? t('rooms.gave_up') : ''].filter((part) => part !== '').join(' · ')] as const)}
      />
      {barred.length > 0 && <VerdictMark kind="warn" word={t('rooms.replace_barred', { names: barred.map(({ name }) => name).join('、') })} />}
      <Outcome of={replace.state} />
    </Confirm>
  )
}
