import type { Examiner } from '../../shared/facts.ts'


/**
 * Reads one examiner a line: name, unit, then the posts and candidates (roster number or ticket) the person is related
 * to; parted by tabs or commas, relations also by blanks. Lines without a name are left out.
 */
export function readExaminers(text: string, posts: readonly string[]): Examiner[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', unit = '', ...rest] = line.split(/[\t,，]/).map((field) => field.trim())
    if (name === '') return []
    const relations = rest.join(' ').split(/[\s、;；]+/).filter((each) => each !== '')
    return [{ name: name.slice(0, 60), unit: unit.slice(0, 60), relations: [...new Set(relations)] }]
  }).map(({ name, unit, relations }, at) => ({
    examiner: `e${String(at + 1).padStart(2, '0')}`, name, unit,
    related: { posts: relations.filter((each) => posts.includes(each)), candidates: relations.filter((each) => !posts.includes(each)), note: '' },
  }))
}

/** The list as lines again; candidates by their roster numbers. */
export function examinerLines(examiners: readonly Examiner[], numbers: Readonly<Record<string, string>>): string {
  return examiners.map(({ name, unit, related }) => {
    const relations = [...related.posts, ...related.candidates.map((candidate) => numbers[candidate] ?? candidate)].join(' ')
    return [name, unit, relations].join('，').replace(/，+$/, '')
  }).join('\n')
}
