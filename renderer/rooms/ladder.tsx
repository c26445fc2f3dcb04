import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoomDraw } from '../../shared/api/rooms.ts'
import { secondRoles } from '../../shared/second-roles.ts'
import { dayAndMinute } from '../clock.ts'
import { answeredNo } from '../answers.ts'
import { station } from '../contract.ts'
import { go } from '../frame/route.ts'
import { may } from '../frame/rooms.ts'
import { useWho } from '../frame/who.ts'
import { DigitsForm } from '../lots/digits-form.tsx'
import { Hash } from '../lots/hash.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Buttons } from '../parts/form.tsx'
import { Outcome, Refusal } from '../parts/refusal.tsx'
import { saveFile } from '../parts/save-file.ts'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import styles from './rooms.module.css'

/** A frozen draw: commitment large, the witnesses' digits, then everything revealed at once; afterwards the evidence. */
export function Ladder({ draw }: { draw: RoomDraw }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const [aborting, setAborting] = useState(false)
  const mayAbort = draw.state !== 'drawn' && may(roles, 'rooms.abort')
  const toWall = <Button onClick={() => go('rooms', { step: draw.kind, wall: 'yes' })}>{t('lots.to_wall')}</Button>
  const committed = t('lots.committed', { at: draw.frozenAt === null ? '' : dayAndMinute(draw.frozenAt), by: draw.frozenBy ?? '' })
  return (
    <Sheet title={draw.state === 'drawn' ? t('rooms.drawn_title') : committed} aside={toWall}>
      <Hash label={t('lots.commitment')} text={draw.commitment ?? ''} large={draw.state !== 'drawn'} />
      <Hash label={t(`rooms.pool_hash.${draw.kind}`, { n: draw.assigned.length })} text={draw.poolHash ?? ''} />
      {draw.secret !== null && <Hash label={t('lots.secret')} text={draw.secret} />}
      {draw.digits !== null && <p>{t('rooms.digits_given', { digits: draw.digits, witnesses: draw.witnesses.join('、') })}</p>}
      {draw.state !== 'drawn' && <p className={styles['units']}>{draw.assigned.map(({ unit, title }) => <span key={unit}>{title}</span>)}</p>}
      <Rung draw={draw} abort={mayAbort && !aborting ? <Button kind="danger" onClick={() => setAborting(true)}>{t('lots.abort')}</Button> : null} />
      {aborting && <Abort draw={draw.draw ?? ''} onCancel={() => setAborting(false)} />}
    </Sheet>
  )
}

function Rung({ draw, abort }: { draw: RoomDraw; abort: ReactNode }) {
  switch (draw.state) {
    case 'not_frozen':
      return null
    case 'frozen':
      return <Digits draw={draw.draw ?? ''} abort={abort} />
    case 'digits':
      return <Reveal draw={draw.draw ?? ''} abort={abort} />
    case 'drawn':
      return <Evidence draw={draw.draw ?? ''} />
    default:
      return draw.state satisfies never
  }
}

function Digits({ draw, abort }: { draw: string; abort: ReactNode }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const take = useCommand(station.rooms.digits)
  if (!may(roles, 'rooms.digits')) return abort
  return (
    <>
      <p>{t('lots.digits_text')}</p>
      <DigitsForm
        kept={['rooms', draw]}
        state={take.state}
        onTake={async (given) => (await take.send({ draw, ...given })) !== undefined}
        buttons={(ready) => (
          <>
            {abort}
            <Button kind="primary" type="submit" disabled={!ready} busy={take.busy}>
              {t('rooms.take_digits')}
            </Button>
          </>
        )}
      />
    </>
  )
}

function Reveal({ draw, abort }: { draw: string; abort: ReactNode }) {
  const { t } = useTranslation()
  const roles = useWho((who) => who.me?.roles ?? [])
  const reveal = useCommand(station.rooms.draw)
  return (
    <>
      <p>{t('rooms.reveal_text')}</p>
      <Outcome of={reveal.state} again={() => void reveal.send({ draw })} />
      <Buttons>
        {abort}
        {may(roles, 'rooms.draw') && <Button kind="primary" autoFocus hint="Enter" busy={reveal.busy} onClick={() => void reveal.send({ draw })}>{t('rooms.reveal')}</Button>}
      </Buttons>
    </>
  )
}

/** Given up openly, by two people, before anybody knows a room. */
function Abort({ draw, onCancel }: { draw: string; onCancel: () => void }) {
  const { t } = useTranslation()
  const abort = useCommand(station.rooms.abort)
  return (
    <Confirm
      title={t('lots.abort')} text={t('rooms.abort_text')} action={t('lots.abort')} busy={abort.busy} reason second={secondRoles.lots}
      onCancel={onCancel}
      onConfirm={({ reason, second }) => void abort.send({ draw, reason, ...(second === undefined ? {} : { second }) })}
    >
      <Outcome of={abort.state} />
    </Confirm>
  )
}

function Evidence({ draw }: { draw: string }) {
  const { t } = useTranslation()
  const [refused, setRefused] = useState<{ reason: string; detail?: Record<string, string> | undefined } | null>(null)
  const save = async () => {
    try {
      const answer = await station.rooms.evidence({ draw })
      setRefused(answer.ok ? null : answer.refused)
      if (answer.ok) await saveFile(answer.name, new TextEncoder().encode(answer.json), 'application/json')
    } catch (error) {
      setRefused({ reason: 'no_answer', detail: { code: answeredNo(error) ?? 'no_answer' } })
    }
  }
  return (
    <>
      <p>{t('rooms.drawn_text')}</p>
      {refused !== null && <Refusal reason={refused.reason} detail={refused.detail} />}
      <Buttons>
        <Button onClick={() => void save()}>{t('lots.save_evidence')}</Button>
      </Buttons>
    </>
  )
}
