import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Post } from '../../../shared/pack-schema.ts'
import type { Candidate } from '../../../shared/roster.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, TextArea, TextField } from '../../parts/field.tsx'
import { Outcome } from '../../parts/refusal.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { hq } from '../contract.ts'
import styles from '../prepare/prepare.module.css'

type Person = Pick<Candidate, 'id' | 'rosterNumber' | 'ticket' | 'residentId' | 'name' | 'sex' | 'birth' | 'post' | 'written' | 'quality'>
const texts = ['name', 'rosterNumber', 'ticket', 'residentId', 'birth', 'written', 'quality'] as const

/** Puts right what the roster has wrong about one candidate; only what was changed is sent, with the reason. */
export function CorrectPerson({ recruitment, person, posts, onDone }: { recruitment: string; person: Person; posts: readonly Post[]; onDone: () => void }) {
  const { t } = useTranslation()
  const before = Object.fromEntries([...texts, 'sex', 'post'].map((field) => [field, person[field as keyof Person] ?? '']))
  const [typed, setTyped] = useState<Record<string, string>>(before)
  const [reason, setReason] = useState('')
  const correct = useCommand(hq.people.correct)
  const changed = Object.keys(typed).filter((field) => (typed[field] ?? '').trim() !== before[field])
  const wrong = (field: string) => {
    const text = (typed[field] ?? '').trim()
    if (field === 'birth') return !/^\d{4}-\d{2}-\d{2}$/.test(text)
    if (field === 'written' || field === 'quality') return !/^(\d{1,3}(\.\d{1,3})?)?$/.test(text)
    return field !== 'rosterNumber' && text === ''
  }
  const ready = changed.length > 0 && changed.every((field) => !wrong(field)) && reason.trim() !== ''
  const send = async () => {
    if (!ready) return
    const fields = Object.fromEntries(changed.map((field) => {
      const text = (typed[field] ?? '').trim()
      return [field, (field === 'written' || field === 'quality') && text === '' ? null : field === 'residentId' ? text.toUpperCase() : text]
    }))
    if ((await correct.send({ recruitment, candidate: person.id, fields, reason: reason.trim() })) !== undefined) onDone()
  }
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className={styles['fields']}>
        {texts.map((field) => (
          <TextField
            key={field} label={t(`setup.field.${field}`)} value={typed[field] ?? ''} {...(wrong(field) ? { wrong: t('people.field_wrong') } : {})}
            onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value.normalize('NFKC') })}
          />
        ))}
        <Choice label={t('setup.field.sex')} value={typed['sex']} options={[['M', t('setup.post_sex.M')], ['F', t('setup.post_sex.F')]]} onChange={(event) => setTyped({ ...typed, sex: event.currentTarget.value })} />
        <Choice label={t('people.column.post')} value={typed['post']} options={posts.map(({ code, title }) => [code, `${code} ${title}`] as const)} onChange={(event) => setTyped({ ...typed, post: event.currentTarget.value })} />
      </div>
      <TextArea label={t('parts.reason')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      <div className={styles['buttons']}>
        <Button onClick={onDone}>{t('parts.cancel')}</Button>
        <Button type="submit" kind="danger" disabled={!ready} busy={correct.busy}>{t('people.correct_n', { n: changed.length })}</Button>
      </div>
      <Outcome of={correct.state} again={() => void send()} />
    </form>
  )
}
