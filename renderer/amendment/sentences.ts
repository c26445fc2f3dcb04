import type { TFunction } from 'i18next'
import type { ShownChange, ShownContradiction } from '../../shared/api/amendment.ts'

type Words = Readonly<Record<string, string>>

/** One change of a newer package as a sentence. */
export function changeSentence(t: TFunction, { kind, words }: ShownChange): string {
  return t(`amendment.change.${kind}`, filled(t, words))
}

/** What the newer package does that something recorded stands against. */
export function contradictionSentence(t: TFunction, { kind, words }: ShownContradiction): string {
  // what happens to a person is said as it is: gone, moved, barred
  const about = kind === 'candidate_begun' ? `${kind}.${words['fields'] ?? ''}` : kind
  return t(`amendment.kind.${about}`, filled(t, words))
}

/** Ids become names, field names become words, halves of a day are said; what a sentence does not use it leaves. */
function filled(t: TFunction, words: Words): Record<string, string> {
  const { fields = '', from = '', to = '', section = '', rosterNumber = '', name = '', post = '', postTitle = '' } = words
  const who = `${rosterNumber} ${name}`.trim()
  const halfDay = (text: string): string => text.replace(/ (am|pm)$/, (_, half: string) => ` ${t(`amendment.${half}`)}`)
  const listed = (text: string, word: (each: string) => string): string =>
    text.split(' ').filter((each) => each !== '').map(word).join(t('amendment.between'))
  return {
    ...words, who, stages: listed(words['stages'] ?? '', (stage) => t(`journey.stages.${stage}`, { defaultValue: stage })),
    // a person, a post or both: what the sentence is of
    of: who !== '' ? ` ${who} ` : post === '' ? '' : ` ${post} ${postTitle} `,
    fields: listed(fields, (field) => t(`amendment.field.${field}`, { defaultValue: field })),
    section: section === '' ? '' : t(`amendment.section.${section}`, { defaultValue: section }),
    from: halfDay(from), to: halfDay(to),
    fromTitle: words['fromTitle'] === '' ? t('amendment.session_none') : words['fromTitle'] ?? '',
    toTitle: words['toTitle'] === '' ? t('amendment.session_none') : words['toTitle'] ?? '',
  }
}
