import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/facts.ts'
import { station } from '../contract.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Buttons, Form, Note } from '../parts/form.tsx'
import { Pin } from '../parts/pin.tsx'
import { Outcome } from '../parts/refusal.tsx'
import { Sheet } from '../parts/screen.tsx'
import { useCommand } from '../parts/use-command.ts'
import { useDraft } from '../parts/use-draft.ts'
import { Roles } from './roles.tsx'

/** A new account: a name, roles, and a PIN typed twice by the person it belongs to. */
export function AddOperator({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const [name, setName, clearName] = useDraft('operators.add.name')
  const [roles, setRoles] = useState<Role[]>([])
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const command = useCommand(station.operators.add)
  const differs = again !== '' && pin !== again
  const ready = name.trim() !== '' && roles.length > 0 && pin.length >= 6 && pin === again
  const send = () => {
    if (!ready) return
    void command.send({ name: name.trim(), roles, pin }).then((done) => {
      if (done === undefined) return
      clearName()
      onDone()
    })
  }
  return (
    <Sheet title={t('operators.add')}>
      <Form onSend={send}>
        <TextField
          label={t('operators.name')}
          value={name}
          maxLength={60}
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Roles value={roles} onChange={setRoles} />
        <Note>{t('operators.pin_note')}</Note>
        <Pin label={t('operators.pin')} value={pin} onChange={setPin} />
        <Pin
          label={t('operators.pin_again')}
          value={again}
          onChange={setAgain}
          onEnter={send}
          wrong={differs ? t('operators.pin_differs') : undefined}
        />
        <Outcome of={command.state} again={send} />
        <Buttons>
          <Button onClick={onDone}>{t('parts.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={!ready} busy={command.busy} hint="Enter">
            {t('operators.save_new')}
          </Button>
        </Buttons>
      </Form>
    </Sheet>
  )
}
