import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../shared/pack-schema.ts'
import type { Candidate } from '../../../shared/roster.ts'
import { Button } from '../../parts/button.tsx'
import { TextArea } from '../../parts/field.tsx'
import { Buttons, Fields, Form } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { PersonFields, personFields, sentField, wrongField, type Typed } from './person-fields.tsx'

type Person = Pick<
  Candidate,
  'id' | 'rosterNumber' | 'ticket' | 'residentId' | 'name' | 'sex' | 'birth' | 'post' | 'written' | 'quality'
>

/** Puts right what the roster has wrong about one candidate; only what was changed is sent, with the reason. */
export function CorrectPerson({
  recruitment,
  person,
  posts,
  onDone,
}: {
  recruitment: string
  person: Person
  posts: readonly Post[]
  onDone: () => void
}) {
  const { t } = useTranslation()
  const before = Object.fromEntries(personFields.map((field) => [field, person[field] ?? ''])) as Typed
  const [typed, setTyped] = useState(before)
  const [reason, setReason] = useState('')
  const correct = useCommand(hq.people.correct)
  const changed = personFields.filter((field) => typed[field].trim() !== before[field])
  const ready = changed.length > 0 && changed.every((field) => !wrongField(field, typed[field])) && reason.trim() !== ''
  const send = async () => {
    if (!ready) return
    const fields = Object.fromEntries(changed.map((field) => [field, sentField(field, typed[field])]))
    if ((await correct.send({ recruitment, candidate: person.id, fields, reason: reason.trim() })) !== undefined)
      onDone()
  }
  return (
    <Form onSend={() => void send()}>
      <Fields short>
        <PersonFields typed={typed} posts={posts} onType={(field, text) => setTyped({ ...typed, [field]: text })} />
      </Fields>
      <TextArea
        label={t('parts.reason')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Buttons>
        <Button onClick={onDone}>{t('parts.cancel')}</Button>
        <Button type="submit" kind="danger" disabled={!ready} busy={correct.busy}>
          {t('people.correct_n', { n: changed.length })}
        </Button>
      </Buttons>
      <Outcome of={correct.state} again={() => void send()} />
    </Form>
  )
}
