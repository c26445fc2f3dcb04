import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../shared/pack-schema.ts'
import { readResidentId } from '../../../shared/resident-id.ts'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { TextArea } from '../../parts/field.tsx'
import { Buttons, Fields, Form } from '../../parts/form.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { Sheet } from '../../parts/screen.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import { PersonFields, personFields, sentField, wrongField, type Typed } from './person-fields.tsx'

const nothing: Typed = {
  name: '',
  rosterNumber: '',
  ticket: '',
  residentId: '',
  birth: '',
  written: '',
  quality: '',
  sex: '',
  post: '',
}

/** Puts one forgotten candidate on the roster, with the reason; birth and sex come from the id number where nothing was typed. */
export function AddPerson({
  recruitment,
  posts,
  onClose,
}: {
  recruitment: string
  posts: readonly Post[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<Typed>({ ...nothing, post: posts.length === 1 ? (posts[0]?.code ?? '') : '' })
  const [reason, setReason] = useState('')
  const add = useCommand(hq.people.add)
  const type = (field: keyof Typed, text: string) => {
    const read = field === 'residentId' ? readResidentId(text.trim().toUpperCase()) : null
    const derived =
      read?.valid === true
        ? { birth: typed.birth === '' ? read.birth : typed.birth, sex: typed.sex === '' ? read.sex : typed.sex }
        : {}
    setTyped({ ...typed, ...derived, [field]: text })
  }
  const ready = personFields.every((field) => !wrongField(field, typed[field])) && reason.trim() !== ''
  const send = async () => {
    if (!ready) return
    const person = Object.fromEntries(
      personFields.map((field) => [field, sentField(field, typed[field])]),
    ) as Parameters<typeof hq.people.add>[0]['person']
    const done = await add.send({ recruitment, person, reason: reason.trim() })
    if (done !== undefined) go('people', { candidate: done.candidate })
  }
  return (
    <Sheet
      title={t('people.add_title')}
      aside={
        <Button kind="quiet" onClick={onClose}>
          {t('recruitments.close')}
        </Button>
      }
    >
      <p>{t('people.add_text')}</p>
      <Form onSend={() => void send()}>
        <Fields short>
          <PersonFields typed={typed} posts={posts} quiet onType={type} />
        </Fields>
        <TextArea
          label={t('parts.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Buttons>
          <Button onClick={onClose}>{t('parts.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={!ready} busy={add.busy}>
            {t('people.add_do')}
          </Button>
        </Buttons>
        <Outcome of={add.state} again={() => void send()} />
      </Form>
    </Sheet>
  )
}
