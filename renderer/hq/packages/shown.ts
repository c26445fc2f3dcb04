import type { TFunction } from 'i18next'
import type { HqClient } from '../../../shared/hq/api.ts'
import type { PackagePreview as Preview } from '../../../shared/hq/api/packages.ts'
import { inTongue } from '../../i18n/start.ts'

type Granted<R> = Exclude<R, { ok: false }>
export type Overview = Granted<Awaited<ReturnType<HqClient['packages']['overview']>>>
export type PackageRow = Overview['rows'][number]
type Change = Preview['changes'][number]

/** One change as a sentence: half days by their titles, people by their names, fields by their words. */
export function changeWords(t: TFunction, { kind, values, name }: Change, sessions: Preview['sessions']): string {
  const titled = (id: string) => {
    const found = sessions.find(({ session }) => session === id)
    return found === undefined ? id : inTongue(found.title)
  }
  const slot = (text = '') => {
    const [date = '', half = ''] = text.split(' ')
    return half === 'am' || half === 'pm' ? `${date} ${t(`division.half.${half}`)}` : text
  }
  const list = (text = '') =>
    text
      .split(' ')
      .filter((each) => each !== '')
      .map(titled)
      .join('、') || t('packages.nowhere')
  const named = (text = '') =>
    text
      .split(' ')
      .filter((each) => each !== '')
      .map((field) => t(`packages.field.${field}`, { defaultValue: field }))
      .join('、')
  const moved = kind === 'session.moved'
  return t(`packages.change.${kind}`, {
    ...values,
    fields: named(values['fields']),
    stages: named(values['stages']),
    name: name === '' ? (values['candidate'] ?? values['operator'] ?? '') : name,
    session: kind === 'session.removed' ? (values['title'] ?? values['session']) : titled(values['session'] ?? ''),
    section: t(`packages.field.${values['section'] ?? ''}`, { defaultValue: values['section'] ?? '' }),
    from: moved ? slot(values['from']) : kind === 'candidate.moved' ? list(values['from']) : values['from'],
    to: moved ? slot(values['to']) : kind === 'candidate.moved' ? list(values['to']) : values['to'],
  })
}
