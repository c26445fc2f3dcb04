import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operator } from '../../shared/api/operators.ts'
import type { Role } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { useWho } from '../frame/who.ts'
import { Button } from '../parts/button.tsx'
import { TextField, Tick } from '../parts/field.tsx'
import { Buttons, Form, Note } from '../parts/form.tsx'
import { Pin } from '../parts/pin.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { Roles } from './roles.tsx'

/** An account's name, roles and whether it is active; and a new PIN, with the old one when it is one's own. */
export function ChangeOperator({ person, mayChange, onDone }: { person: Operator & { armed: boolean }; mayChange: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const me = useWho((who) => who.me?.operator)
  const [name, setName] = useState(person.name)
  const [roles, setRoles] = useState<Role[]>([...person.roles])
  const [active, setActive] = useState(person.active)
  const change = useCommand(station.operators.change)
  const changed = name.trim() !== person.name || active !== person.active || [...roles].sort().join() !== [...person.roles].sort().join()
  // who has no PIN yet was chosen in order to get one
  const newPin = <NewPin person={person} own={person.operator === me} onDone={onDone} />
  return (
    <>
      {!person.armed && mayChange && newPin}
      <Sheet title={person.name}>
        <Form onSend={() => {void change.send({ operator: person.operator, name: name.trim(), roles, active }).then((done) => done !== undefined && onDone())}}>
          <TextField label={t('operators.name')} value={name} maxLength={60} disabled={!mayChange} onChange={(event) => setName(event.currentTarget.value)} />
          <Roles value={roles} onChange={setRoles} disabled={!mayChange} />
          <Tick label={t('operators.active')} checked={active} disabled={!mayChange} onChange={(event) => setActive(event.currentTarget.checked)} />
          <Outcome of={change.state} />
          {mayChange && (
            <Buttons>
              <Button onClick={onDone}>{t('parts.cancel')}</Button>
              <Button kind="primary" type="submit" disabled={!changed || name.trim() === '' || roles.length === 0} busy={change.busy}>
                {t('operators.save')}
              </Button>
            </Buttons>
          )}
        </Form>
      </Sheet>
      {person.armed && (mayChange || person.operator === me) && newPin}
    </>
  )
}

function NewPin({ person, own, onDone }: { person: Operator & { armed: boolean }; own: boolean; onDone: () => void }) {
  const { t } = useTranslation()
  const [old, setOld] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const command = useCommand(station.operators.setPin)
  const ready = pin.length >= 6 && pin === again && (!own || old.length >= 4)
  const send = () => {
    if (!ready) return
    void command.send({ operator: person.operator, pin, ...(own ? { oldPin: old } : {}) }).then((done) => done !== undefined && onDone())
  }
  return (
    <Sheet title={person.armed ? t('operators.new_pin') : t('operators.first_pin', { name: person.name })}>
      <Form onSend={send}>
        <Note>{t('operators.pin_note')}</Note>
        {own && <Pin label={t('operators.old_pin')} value={old} onChange={setOld} />}
        <Pin label={t('operators.pin')} value={pin} onChange={setPin} />
        <Pin label={t('operators.pin_again')} value={again} onChange={setAgain} onEnter={send} wrong={again !== '' && pin !== again ? t('operators.pin_differs') : undefined} />
        <Outcome of={command.state} />
        <Buttons>
          <Button type="submit" disabled={!ready} busy={command.busy}>
            {t(person.armed ? 'operators.set_pin' : 'operators.set_first_pin')}
          </Button>
        </Buttons>
      </Form>
    </Sheet>
  )
}
