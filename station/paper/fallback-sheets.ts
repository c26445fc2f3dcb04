import type { SheetText } from '../../shared/paper/frame.ts'
import { codedRow, fallbackLists, fallbackRowHeight, rowsPerPage, type FallbackList } from './fallback-lists.ts'
import type { Person, SheetContext, SheetMaker } from './sheet-context.ts'

/** The current state with blanks for what comes next and a code in every row: what the exam goes on with after an outage. */
export const fallback: SheetMaker = {
  offers: (context) => fallbackLists(context).map((make) => make()).map((list) => ({ key: list.key, title: list.title.replaceAll('　', ' '), rows: list.people.length })),
  make: (context, key) => {
    const list = fallbackLists(context).map((make) => make()).find((each) => each.key === key)
    return list === undefined || list.people.length === 0 ? null : { ...textOf(context, list, list.people), scanned: true }
  },
}

/** The sheet of some of a list's people. */
export function textOf(context: SheetContext, list: FallbackList, people: readonly Person[]): Omit<SheetText, 'copy'> {
  return {
    title: list.title, about: list.about, format: list.landscape ? 'A4-landscape' : 'A4', signs: [],
    blocks: [{ kind: 'table', columns: list.columns, rowHeight: fallbackRowHeight, rows: people.map((each) => codedRow(context, list, each)) }],
  }
}

/** One page of a list: whose rows stand on it never depends on how far the others are. */
export interface FallbackPage {
  /** File name without its ending. */
  name: string
  /** First and last row as people say it. */
  range: string
  people: Person[]
}

/** A list in pages: by place in the roster, or by lot number, so that a lot drawn late pushes nobody to another page. */
export function pagesOf(list: FallbackList): FallbackPage[] {
  const size = list.landscape ? rowsPerPage.landscape : rowsPerPage.upright
  const pages = new Map<string, FallbackPage>()
  list.people.forEach((person, at) => {
    const lot = list.key === 'checkIn' ? null : person.standing.lot?.lot ?? null
    const part = lot === null ? String(Math.floor(at / size) + 1).padStart(3, '0') : `${lot.slice(0, 1)}${String(Math.floor((Number(lot.slice(1)) - 1) / size) + 1).padStart(3, '0')}`
    const label = lot ?? person.person.rosterNumber
    const page = pages.get(part)
    if (page === undefined) pages.set(part, { name: `${list.key.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${part}`, range: label, people: [person] })
    else {
      page.people.push(person)
      page.range = `${page.range.split('—')[0] ?? ''}—${label}`
    }
  })
  return [...pages.values()]
}
