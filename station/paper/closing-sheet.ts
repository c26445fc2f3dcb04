import { bodyOf } from '../../shared/paper/frame.ts'
import { pairsBlock, textBlock, type Block } from '../../shared/paper/layout.ts'
import { heads } from '../../db/ledger.ts'
import { sessionStates } from '../../db/sessions.ts'
import type { BalanceLine } from '../../shared/api/closing.ts'
import { isBalanced } from '../../shared/balance.ts'
import type { Unfinished } from '../../shared/whereabouts.ts'
import { balanceOf, problemOf } from '../closing-balance.ts'
import { conflictsOf } from '../conflicts.ts'
import { listWords } from '../list-words.ts'
import { everybody, moment, type SheetMaker } from './sheet-context.ts'

const { width } = bodyOf.A4

/** Closing protocol (规则 §11): counts by end, balance per desk, item and room, conflicts, unsigned, heads, signatures. */
export const closingProtocol: SheetMaker = {
  offers: (context) => [{ key: '', title: '收场记录', rows: context.board.standings(context.session.id).length }],
  make: (context) => {
    const { venue, session, board } = context
    const lines = balanceOf(venue, session)
    if (board.standings(session.id).length === 0) return null
    const state = sessionStates(venue.db).get(session.id)
    const conflicts = conflictsOf(venue, session.id)
    const open = everybody(context).flatMap(({ person, standing }) => {
      const problem = board.state(session.id) === 'closed' ? null : problemOf(venue, session, standing)
      return problem === null ? [] : [[person.rosterNumber, standing.lot?.lot ?? '', person.name, problems[problem]]]
    })
    const unsigned = everybody(context).filter(({ standing }) => standing.unsigned.length > 0)
    const blocks: Block[] = [
      pairsBlock([
        ['场次状态', state?.state === 'closed' ? `已关闭，${moment(venue, state.at)}，记录 ${state.fact}` : '未关闭：本记录是打印时的情况'], ['结账', isBalanced(lines) ? '平' : '不平'],
        ['矛盾', conflicts.length === 0 ? '无' : `${String(conflicts.length)} 处，见下`], ['未签字', unsigned.length === 0 ? '无' : `${String(unsigned.length)} 人，见下`], ['未了结', open.length === 0 ? '无' : `${String(open.length)} 人，见下`],
      ], width),
      {
        kind: 'table', caption: '平衡表', rowHeight: 7, rows: lines.map((line) => [kinds[line.of], line.title.zh, String(line.expected), String(line.accounted), String(line.open), line.balanced ? '平' : '不平', parts(line)]),
        columns: [{ title: '对象', width: 14 }, { title: '名称', width: 40 }, { title: '应有', width: 14, kind: 'num' }, { title: '有结论', width: 16, kind: 'num' }, { title: '未结', width: 14, kind: 'num' }, { title: '平', width: 12, kind: 'mid' }, { title: '明细', width: 76, kind: 'text', wraps: true }],
      },
    ]
    if (open.length > 0) blocks.push({ kind: 'table', caption: '未了结', rowHeight: 6, rows: open, columns: [{ title: '名册序号', width: 24 }, { title: '抽签号', width: 20 }, { title: '姓名', width: 60 }, { title: '原因', width: 82 }] })
    if (unsigned.length > 0) {
      blocks.push({
        kind: 'table', caption: '未签字', rowHeight: 6, columns: [{ title: '名册序号', width: 24 }, { title: '抽签号', width: 20 }, { title: '姓名', width: 60 }, { title: '项目', width: 82 }],
        rows: unsigned.map(({ person, standing }) => [person.rosterNumber, standing.lot?.lot ?? '', person.name, standing.unsigned.map((id) => venue.pack.fitness?.items.find((item) => item.id === id)?.title.zh ?? stages[id] ?? id).join('、')]),
      })
    }
    if (conflicts.length > 0) {
      blocks.push({
        kind: 'table', caption: '矛盾', rowHeight: 6, columns: [{ title: '名册序号', width: 22 }, { title: '抽签号', width: 18 }, { title: '矛盾', width: 30 }, { title: '记录', width: 116, wraps: true }],
        rows: conflicts.map((each) => [each.rosterNumber, each.lot, each.kind, each.facts.map((fact) => `${moment(venue, fact.at)} ${fact.by} ${fact.text}`).join('\n')]),
      })
    }
    blocks.push({
      kind: 'table', caption: '各台账本末条', rowHeight: 6, rows: heads(venue.db).map((head) => [head.station, String(head.seq), head.hash]), points: 8.5,
      columns: [{ title: '台站', width: 36 }, { title: '条数', width: 20, kind: 'num' }, { title: '末条哈希', width: 130 }],
    }, textBlock('我们核对了以上人数和账本末条，签字确认。', width, 10.5))
    return { title: '收场记录', format: 'A4', blocks, signs: ['考点负责人', '监督员', '报到负责人', '裁判长'] }
  },
}

const kinds: Readonly<Record<BalanceLine['of'], string>> = { session: '场次', desk: '报到台', item: '项目', room: '面试室' }
const stages: Readonly<Record<string, string>> = { interview: '面试', professional: '专业能力测试' }
const extra: Readonly<Record<string, string>> = {
  notReached: '未到该项', unsigned: '未签字', strays: '名单外有记录', doubled: '重复放行', scored: '有成绩', zero: '零分', noShow: '叫号未到', lapsed: '外出未返回', passed: '合格', failed: '不合格',
}
const problems: Readonly<Record<Unfinished | 'in_heat', string>> = {
  window_open: '报到还没有截止', doubt_open: '存疑未了结', no_lot: '没有抽签', needs_ruling: '心理测评待裁定', psych_waiting: '待心理测评', stage_not_open: '环节不能进行', unsigned: '成绩未签字', in_heat: '在未结束的组里', not_interviewed: '还没有面试', still_inside: '还在面试室里', score_open: '面试成绩没有录完或没有签全', slip_open: '成绩单没有签收',
}

function parts(line: BalanceLine): string {
  const words = listWords.where as Readonly<Record<string, string>>
  return Object.entries(line.parts).map(([key, count]) => `${(line.of === 'item' ? extra[key] : words[key]) ?? extra[key] ?? key} ${String(count)}`).join('，')
}
