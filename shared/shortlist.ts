import { compareDecimals, decimal } from './decimal.ts'
import { byText } from './text-order.ts'

/** One person who passed the stages before; `written` is decimal text, absent when it is not known. */
export interface ShortlistCandidate {
  id: string
  written?: string | undefined
}

/** One line of the order a shortlist is cut from; equals share a rank, and the next rank is left out (1, 2, 2, 4). */
export interface ShortlistRow {
  id: string
  written: string
  rank: number
  invited: boolean
}

/** Who goes on by written score. */
export interface Shortlist {
  /** Everybody with a written score, best first; equals by id. */
  rows: readonly ShortlistRow[]
  /** Who goes on, in the order of the rows; more than the places when `tied` is not empty. */
  invited: readonly string[]
  /** Everybody equal to the last place when they are too many for the places: all in, HQ decides (规则 §8). */
  tied: readonly string[]
  /** No written score is known: never guessed, and not placed unless there is no limit. */
  missing: readonly string[]
}

/**
 * Cuts those who passed the stages before it by written score (规则 §8). A tie at the last place is never cut: all of it
 * is in and named. `places` null is no limit: everybody goes, those without a written score (免笔试) after the others.
 */
export function shortlist(candidates: readonly ShortlistCandidate[], places: number | null): Shortlist {
  const known = candidates.flatMap(({ id, written }) =>
    written === undefined ? [] : [{ id, written: decimal(written), text: written }],
  )
  known.sort((a, b) => compareDecimals(b.written, a.written) || byText(a.id, b.id))
  const missing = candidates.flatMap(({ id, written }) => (written === undefined ? [id] : [])).sort(byText)
  const last = places === null ? known.at(-1) : known[Math.min(places, known.length) - 1]
  let rank = 1
  const rows = known.map(({ id, written, text }, at): ShortlistRow => {
    const before = known[at - 1]
    if (before === undefined || compareDecimals(before.written, written) !== 0) rank = at + 1
    return { id, written: text, rank, invited: last !== undefined && compareDecimals(written, last.written) >= 0 }
  })
  const invited = rows.filter((row) => row.invited)
  const lastRank = invited.at(-1)?.rank
  return {
    rows,
    invited: [...invited.map(({ id }) => id), ...(places === null ? missing : [])],
    tied:
      places !== null && invited.length > places
        ? invited.filter(({ rank: each }) => each === lastRank).map(({ id }) => id)
        : [],
    missing,
  }
}

/** The qualification list (规则 §9): those at or above the written pass line, cut by the same rule; the others are named. */
export function qualificationList(
  candidates: readonly ShortlistCandidate[],
  passLine: string | null,
  places: number | null,
): Shortlist & { below: readonly string[] } {
  const isBelow = ({ written }: ShortlistCandidate) =>
    passLine !== null && written !== undefined && compareDecimals(decimal(written), decimal(passLine)) < 0
  return {
    ...shortlist(
      candidates.filter((each) => !isBelow(each)),
      places,
    ),
    below: candidates
      .filter(isBelow)
      .map(({ id }) => id)
      .sort(byText),
  }
}
