import { createHash } from 'node:crypto'
import { exportSheets } from '../../exchange/sheets/export-sheet.ts'
import type { SheetToWrite } from '../../exchange/sheets/sheet-workbook.ts'
import { canonical } from '../../shared/pack-hash.ts'
import type { PostCategory } from '../../shared/pack-schema.ts'
import type { PublicationContent } from '../../shared/hq/publication.ts'

const categories: Readonly<Record<PostCategory, string>> = { technical: '技术文职类职位', general: '一般文职类职位', undivided: '全部岗位' }

/** What of a publication stands in its files besides its content; `at` is the moment of the fact, ms. */
export interface FileStamp { id: string; hash: string; at: number; day: string }

/**
 * A publication as a file. The same publication is the same bytes every time, so that a file somebody holds can be
 * verified by its own hash; `json` is the canonical content that the publication's hash is over.
 */
export async function publicationFile(content: PublicationContent, stamp: FileStamp, format: 'xlsx' | 'csv' | 'json'): Promise<Buffer> {
  if (format === 'json') return Buffer.from(canonical(content))
  return Buffer.from(await exportSheets(format, sheetsOf(content, stamp), stamp.at))
}

/** One sheet for each category of post, as technical and general posts have annexes of their own. */
function sheetsOf(content: PublicationContent, { id, hash, day }: FileStamp): SheetToWrite[] {
  const byCategory = Map.groupBy(content.posts, ({ category }) => category)
  const note = [
    content.masked ? '' : '内部使用，不得公开', content.rehearsal ? '演练，非真实考试' : '', content.notice === null ? '' : `公示期 ${content.notice.from} 至 ${content.notice.to}`,
    `发布 ${day}`, `编号 ${id}`, content.replaces === null ? '' : `替代 ${content.replaces}`, `摘要 ${hash}`,
    content.posts.flatMap(({ post, quota }) => (quota === '' ? [] : [`${post} ${quota}`])).slice(0, 20).join('，'),
  ].filter(Boolean).join('　')
  return [...byCategory].map(([category, posts]) => ({
    name: categories[category], head: 3,
    rows: [
      [`${content.title} ${content.heading}${byCategory.size > 1 ? `（${categories[category]}）` : ''}`], [note],
      ['序号', '岗位代码', '岗位名称', '招聘人数', ...content.columns],
      ...posts.flatMap((each) => each.rows.map((row) => [each.post, `${each.unit} ${each.title}`, String(each.headcount), ...row])).map((row, at) => [String(at + 1), ...row]),
    ],
  }))
}

/** SHA-256 of a file, hex. */
export const fileHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
