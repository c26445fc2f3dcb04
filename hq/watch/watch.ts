import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqUseCases } from '../use-cases.ts'
import { boardOf, filtered } from './watch-board.ts'
import { boardFilters } from '../../shared/hq/board-words.ts'
import { incidents, openConflicts } from './watch-incidents.ts'
import { journey } from './watch-journey.ts'
import { search } from './watch-search.ts'
import { venuePage } from './watch-venue.ts'

export const watchUseCases: HqUseCases<'watch'> = {
  board: async ({ inside }, { recruitment, filter, find, offset, limit }) => {
    const row = await foundRecruitment(inside.store.db, recruitment)
    if (isRefused(row)) return row
    const { lines, whole, asOf } = await boardOf(inside, row)
    const typed = find.trim().toLowerCase()
    const named = typed === '' ? lines : lines.filter(({ venue, name }) => venue.includes(typed) || name.toLowerCase().includes(typed))
    const chosen = filtered(named, filter)
    return {
      ok: true, asOf, whole, filters: Object.fromEntries(boardFilters.map((each) => [each, filtered(named, each).length])),
      venues: chosen.slice(offset, offset + limit), total: chosen.length,
    }
  },
  venue: (call, input) => venuePage(call, input),
  search: (call, input) => search(call, input),
  journey: (call, input) => journey(call, input),
  incidents: (call, input) => incidents(call, input),
  conflicts: (call, input) => openConflicts(call, input),
}
