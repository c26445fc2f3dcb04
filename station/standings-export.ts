import type { StandingsList } from '../shared/api/standings.ts'
import type { PostCategory } from '../shared/pack-schema.ts'
import { venueTime } from '../shared/venue-time.ts'
import { exportSheets } from '../exchange/sheets/export-sheet.ts'
import type { OpenVenue } from './open-venue.ts'
import type { SheetToWrite } from '../exchange/sheets/sheet-workbook.ts'
import { standingsOf, type HeldPost } from './standings-held.ts'
import { listColumns, listLines } from './standings-lists.ts'
import { newest } from './standings-view.ts'
import { standingsWords as words } from './standings-words.ts'

/**
 * A list as a file in the layout of the announcements' annexes: a title, a line that says what it is worth, the columns,
 * and a running number; one sheet for each category of post, as technical and general posts have annexes of their own.
 */
export async function exportStandings(
  venue: OpenVenue, list: StandingsList, post: string | null, format: 'xlsx' | 'csv',
): Promise<{ name: string; bytes: Uint8Array }> {
  const standings = standingsOf(venue)
  const chosen = post === null ? standings.posts() : [standings.post(post)].flatMap((held) => held ?? [])
  const byCategory = new Map<PostCategory, HeldPost[]>()
  for (const held of chosen) {
    const posts = byCategory.get(held.post.category)
    if (posts === undefined) byCategory.set(held.post.category, [held])
    else posts.push(held)
  }
  const sheets = [...byCategory].map(([category, posts]) => sheetOf(venue, list, byCategory.size > 1 ? category : null, posts))
  const title = words.lists[list]
  const name = `${venueTime(venue.clock.now(), venue.pack.venue.utcOffset).date}-${post === null ? '' : `${post}-`}${title}.${format}`
  return { name: name.replace(/[\\/:*?"<>|]/g, ' '), bytes: await exportSheets(format, sheets.length === 0 ? [sheetOf(venue, list, null, [])] : sheets) }
}

function sheetOf(venue: OpenVenue, list: StandingsList, category: PostCategory | null, posts: readonly HeldPost[]): SheetToWrite {
  const { pack } = venue
  const lines = posts.flatMap((held) => listLines(venue, list, held))
  const columns = listColumns(venue, list)
    .map((column) => ({ column, cells: lines.map(column.cell) }))
    .filter(({ column, cells }) => column.optional !== true || cells.some((cell) => cell !== ''))
  const last = newest(posts)
  const asOf = last === null ? null : venueTime(last, pack.venue.utcOffset)
  const notes = [
    words.provisional, venue.mode === 'rehearsal' ? words.rehearsal : '', venue.name, asOf === null ? '' : `数据截至 ${asOf.date} ${asOf.time}`, ratioOf(list, posts),
    `规则包 ${pack.id} 第${String(pack.version)}版 ${venue.packHash.slice(0, 12)}`,
  ]
  const title = category === null ? words.lists[list] : `${words.lists[list]}（${words.category[category]}）`
  return {
    name: category === null ? words.lists[list] : words.category[category], head: 3,
    rows: [
      [`${pack.title.zh} ${title}`], [notes.filter(Boolean).join('　')], ['序号', ...columns.map(({ column }) => column.title)],
      ...lines.map((_line, at) => [String(at + 1), ...columns.map(({ cells }) => cells[at] ?? '')]),
    ],
  }
}

/** The ratio with its raw fraction, post by post: no announcement says how a fraction becomes a number of people. */
function ratioOf(list: StandingsList, posts: readonly HeldPost[]): string {
  if (list !== 'medical' && list !== 'qualification') return ''
  const said = posts.flatMap(({ post, ranked: { quotas } }) => {
    const places = quotas[list]
    return places === null ? [] : [`${post.code} 1:${places.ratio}=${places.exact}→${String(places.places)}`]
  })
  return said.length === 0 ? '' : `名额 ${said.slice(0, 20).join('，')}${said.length > 20 ? '…' : ''}`
}
