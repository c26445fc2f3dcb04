/** Fields of a sheet of posts, as docs/formats/hq-sheets.md has them. */
export const postFields = [
  'code', 'unit', 'title', 'headcount', 'sex', 'age', 'birth', 'birthFrom', 'birthTo', 'education', 'degree', 'major', 'stages', 'category', 'work', 'other', 'notes',
] as const
export type PostField = (typeof postFields)[number]
