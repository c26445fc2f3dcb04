import { bodyOf } from '../../shared/paper/frame.ts'
import { maskedTicket } from '../../shared/paper/masked-ticket.ts'
import { textBlock, type Column } from '../../shared/paper/layout.ts'
import { listColumns, listLines, type ListColumn } from '../standings-lists.ts'
import { standingsOf, type HeldPost } from '../standings-held.ts'
import { standingsWords } from '../standings-words.ts'
import { moment, type SheetContext, type SheetMaker } from './sheet-context.ts'

// mm by title; what is not named is as wide as a score
const widths: Readonly<Record<string, number>> = { 准考证号: 30, 姓名: 40, 性别: 10, 名册序号: 18, 抽签号: 16, 岗位代码: 18, 岗位名称: 44, 排名: 12, 备注: 44, 入围体检: 22, 招聘人数: 14 }

const of = { internal: 'ranking', public: 'public' } as const

/** Ranking lists of one post: for the notice board with masked names and tickets, or whole for the office (规则 §9). Provisional at the venue. */
export const ranking: SheetMaker = {
  offers: (context) => standingsOf(context.venue).posts().filter((held) => held.entries.size > 0).flatMap((held) => (['public', 'internal'] as const).map((kind) => ({
    key: `${kind}:${held.post.code}`, title: `${standingsWords.lists[of[kind]]} ${held.post.code} ${held.post.title}${kind === 'internal' ? '（内部）' : ''}`, rows: listLines(context.venue, of[kind], held).length,
  }))),
  make: (context, key) => {
    const kind = key.startsWith('public:') ? 'public' : 'internal'
    const held = standingsOf(context.venue).post(key.slice(key.indexOf(':') + 1))
    return held === null ? null : sheet(context, kind, held)
  },
}

function sheet(context: SheetContext, kind: 'public' | 'internal', held: HeldPost) {
  const { venue } = context
  const lines = listLines(venue, of[kind], held)
  if (lines.length === 0) return null
  // post and headcount stand above the table
  const wanted = listColumns(venue, of[kind]).filter(({ title }) => !['岗位代码', '岗位名称', '招聘人数'].includes(title))
  const columns = wanted.filter((column) => column.optional !== true || lines.some((line) => column.cell(line) !== ''))
  const cell = (column: ListColumn, line: (typeof lines)[number]) => (kind === 'public' && column.title === '准考证号' ? maskedTicket(line.row.ticket) : column.cell(line))
  const format = kind === 'public' && columns.length <= 9 ? 'A4' as const : 'A4-landscape' as const
  const asOf = held.asOf === null ? '' : `，数据截至 ${moment(venue, held.asOf)}`
  return {
    title: standingsWords.lists[of[kind]], format, signs: kind === 'public' ? [] : ['计分员', '核分员', '考点负责人', '监督员'],
    about: `${held.post.code} ${held.post.unit} ${held.post.title} · 招聘 ${String(held.post.headcount)} 人 · ${String(lines.length)} 人 · ${standingsWords.provisional}${asOf}`,
    blocks: [
      {
        kind: 'table' as const, rowHeight: 7.5, className: 'rank', rows: lines.map((line, at) => [String(at + 1), ...columns.map((column) => cell(column, line))]),
        columns: [{ title: '行', width: 10, kind: 'num' }, ...columns.map((column): Column => ({
          title: column.title, width: widths[column.title] ?? 20, kind: ['姓名', '准考证号', '备注', '名册序号'].includes(column.title) ? 'text' : 'mid',
        }))] as Column[],
      },
      ...(kind === 'public' ? [textBlock('姓名、准考证号已作隐去处理。对结果有异议的，请在公示期内向考点提出。', bodyOf[format].width, 9.5)] : []),
    ],
  }
}
