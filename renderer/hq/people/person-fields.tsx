import { useTranslation } from 'react-i18next'
import type { Post } from '../../../shared/pack-schema.ts'
import { Choice, TextField } from '../../parts/field.tsx'

const texts = ['name', 'rosterNumber', 'ticket', 'residentId', 'birth', 'written', 'quality'] as const
export const personFields = [...texts, 'sex', 'post'] as const
/** What is typed of a candidate, by field. */
export type Typed = Record<(typeof personFields)[number], string>

/** Whether a field cannot be sent as it is typed; scores and the roster number may be empty. */
export function wrongField(field: string, typed: string): boolean {
  const text = typed.trim()
  if (field === 'birth') return !/^\d{4}-\d{2}-\d{2}$/.test(text)
  if (field === 'written' || field === 'quality') return !/^(\d{1,3}(\.\d{1,3})?)?$/.test(text)
  if (field === 'residentId') return text.length !== 18
  return field !== 'rosterNumber' && text === ''
}

/** A typed field as HQ takes it: no score is null, the last letter of an id number is large. */
export function sentField(field: string, typed: string): string | null {
  const text = typed.trim()
  if ((field === 'written' || field === 'quality') && text === '') return null
  return field === 'residentId' ? text.toUpperCase() : text
}

/** The fields of one candidate; `quiet`: nothing is called wrong before it is typed. */
export function PersonFields({
  typed,
  posts,
  quiet = false,
  onType,
}: {
  typed: Typed
  posts: readonly Post[]
  quiet?: boolean
  onType: (field: keyof Typed, text: string) => void
}) {
  const { t } = useTranslation()
  const wrong = (field: keyof Typed) =>
    quiet && typed[field] === '' ? {} : wrongField(field, typed[field]) ? { wrong: t('people.field_wrong') } : {}
  const choose = quiet ? [['', t('people.choose')] as const] : []
  return (
    <>
      {texts.map((field) => (
        <TextField
          key={field}
          label={t(`setup.field.${field}`)}
          value={typed[field]}
          {...wrong(field)}
          onChange={(event) => onType(field, event.currentTarget.value.normalize('NFKC'))}
        />
      ))}
      <Choice
        label={t('setup.field.sex')}
        value={typed.sex}
        options={[...choose, ['M', t('setup.post_sex.M')], ['F', t('setup.post_sex.F')]]}
        onChange={(event) => onType('sex', event.currentTarget.value)}
      />
      <Choice
        label={t('people.column.post')}
        value={typed.post}
        options={[...choose, ...posts.map(({ code, title }) => [code, `${code} ${title}`] as const)]}
        onChange={(event) => onType('post', event.currentTarget.value)}
      />
    </>
  )
}
