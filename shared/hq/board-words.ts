/** Why a venue stands high on HQ's board, worst first; words in the screens' watch.json. Plain lists, so that no schema travels into the page. */
export const troubleKeys = [
  'quarantine', 'conflicts', 'station_trouble', 'silent', 'counts_differ', 'strays', 'behind', 'package_old', 'not_projected', 'not_heard',
] as const
export type Trouble = (typeof troubleKeys)[number]

export const boardFilters = ['all', 'trouble', 'open', 'behind', 'done', 'not_started'] as const
export type BoardFilter = (typeof boardFilters)[number]
