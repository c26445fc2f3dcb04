import { exportSheets } from '../../exchange/sheets/export-sheet.ts'
import type { SheetToWrite } from '../../exchange/sheets/sheet-workbook.ts'
import { hqRefuse } from '../../shared/hq/answer.ts'
import { listHeadings } from '../../shared/hq/publication.ts'
import { missingWords } from '../../shared/standings-words.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { blockersOf, listNow } from './list-state.ts'
import { openState } from './openness.ts'
import { accountNames, peopleById, readPost, readPosts, wholePack, type HqPost } from './post-reading.ts'
import { namedRow, orderedRows } from './post-view.ts'
import { foundRecruitment, isRefused } from '../recruitments/recruitment-row.ts'
import type { HqCall, HqInput, HqOutput } from '../use-cases.ts'

const columns = [
  '序号', '名册序号', '准考证号', '姓名', '性别', '岗位代码', '岗位名称', '招聘人数', '笔试成绩', '公安素质测试成绩', '面试成绩', '修正后面试成绩', '专业能力测试成绩', '体能分', '长跑成绩（秒）', '总成绩', '排名', '在此名单', '备注',
]

/** A list for inside use as it stands now: everybody of the posts, decisions beside ranks, and what makes it provisional above. */
export async function exportList({ inside: { store: { db }, clock } }: HqCall, input: HqInput<'decide', 'exportList'>): Promise<HqOutput<'decide', 'exportList'>> {
  const row = await foundRecruitment(db, input.recruitment)
  if (isRefused(row)) return row
  const pack = await wholePack(db, row)
  const one = input.post === null ? null : await readPost(db, row, pack, input.post)
  if (input.post !== null && one === null) return hqRefuse('post_unknown', { post: input.post })
  const posts = one === null ? await readPosts(db, row, pack) : [one]
  const [open, accounts, people] = await Promise.all([
    openState(db, row.no, pack), accountNames(db), peopleById(db, row.no, posts.flatMap(({ entries }) => entries.map(({ id }) => id))),
  ])
  const now = posts.map((held) => ({ held, now: listNow(pack, held, input.list, null) }))
  const blocked = now.filter(({ held, now: each }) => blockersOf(pack, held, open, each).length > 0)
  const heading = listHeadings[input.list]
  const made = venueTime(clock.now(), pack.venue.utcOffset)
  const notes = ['内部使用，不得公开', blocked.length === 0 ? '' : `暂定：${blocked.slice(0, 10).map(({ held }) => held.post.code).join('、')}${blocked.length > 10 ? '等' : ''}还有未了结的事项`, `导出 ${made.date} ${made.time}`, `规则包 ${pack.id} 第${String(pack.version)}版`]
  const lines = now.flatMap(({ held, now: { proposal } }) => linesOf(held, new Set(proposal.listed), people, (id) => accounts.get(id) ?? id))
  const sheet: SheetToWrite = {
    name: heading, head: 3, rows: [[`${row.title} ${heading}（内部）`], [notes.filter(Boolean).join('　')], columns, ...lines.map((cells, at) => [String(at + 1), ...cells])],
  }
  const name = `${made.date}-${input.post === null ? '' : `${input.post}-`}${heading}（内部）.${input.format}`.replace(/[\\/:*?"<>|]/g, ' ')
  return { ok: true, name, bytes: Buffer.from(await exportSheets(input.format, [sheet])).toString('base64') }
}

function linesOf(held: HqPost, listed: ReadonlySet<string>, people: Awaited<ReturnType<typeof peopleById>>, nameOf: (id: string) => string): string[][] {
  const { post } = held
  const decisions = new Map(held.decisions.map((each) => [each.seq, each]))
  return orderedRows(held).map((each) => {
    const line = namedRow(held, each, people.get(each.entry.id))
    const decision = line.decided === null ? undefined : decisions.get(line.decided)
    const remark = [
      line.missing === null ? '' : missingWords[line.missing], line.tie ? '并列，由总部决定' : '', line.gate === 'fail' ? '不达标' : '',
      decision === undefined ? '' : `并列经裁定（总部记录 ${String(decision.seq)} 号，${nameOf(decision.by)}、${nameOf(decision.second)}：${decision.reason}）`,
      held.conflicts.has(line.candidate) ? '记录有矛盾' : '',
    ].filter(Boolean).join('；')
    return [
      line.rosterNumber, line.ticket, line.name, line.sex === 'M' ? '男' : '女', post.code, `${post.unit} ${post.title}`, String(post.headcount), line.written ?? '', line.quality ?? '',
      line.interview ?? '', line.corrected ?? '', line.professional ?? '', line.fitnessPoints ?? '', line.run ?? '', line.total ?? '', line.rank === null ? '' : String(line.rank),
      listed.has(line.candidate) ? '是' : '', remark,
    ]
  })
}
