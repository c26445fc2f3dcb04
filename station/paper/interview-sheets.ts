import { bodyOf } from '../../shared/paper/frame.ts'
import { pairsBlock, textBlock, type Block, type Cell, type Column } from '../../shared/paper/layout.ts'
import { el, type PaperNode } from '../../shared/paper/tree.ts'
import type { Acknowledgement, ScoredStage } from '../../shared/facts.ts'
import type { z } from 'zod'
import { columnMaxima, counts } from '../../shared/interview-score.ts'
import { scoredStageTitles } from '../../shared/interview-why.ts'
import type { ScoredStanding } from '../../shared/interview.ts'
import type { ScoringRules } from '../../shared/pack-interview-schema.ts'
import { seatOf } from '../../shared/rooms.ts'
import { seatsIn } from '../examiner-seats.ts'
import { membersOf } from '../interview-view.ts'
import { roomsOf } from '../room-records.ts'
import { waitersIn } from '../waiting-room.ts'
import type { Standing } from '../../shared/standing.ts'
import { minuteOf, one, perCandidate, type SheetContext, type SheetMaker } from './sheet-context.ts'

const stages: readonly ScoredStage[] = ['interview', 'professional']

/** Scored stages of the half day with their rules. */
function scored({ venue, session }: SheetContext): { stage: ScoredStage; rules: ScoringRules }[] {
  return stages.flatMap((stage) => {
    const rules = venue.pack[stage]
    return rules === null || !session.stages.includes(stage) ? [] : [{ stage, rules }]
  })
}

/** Register of the waiting room: lots, calls, leaves with escort and minutes, belongings; numbers only (规则 §8). */
export const waitingRegister: SheetMaker = {
  offers: (context) => (context.session.rooms.length === 0 ? [] : [{ key: '', title: '候考登记表', rows: waitersIn(context.venue, context.session).length }]),
  make: (context) => {
    const { venue, session } = context
    const waiters = waitersIn(venue, session)
    if (waiters.length === 0) return null
    const rooms = new Map(session.rooms.map((room) => [room.id, room.title.zh]))
    const time = (at: number | null | undefined) => (at === null || at === undefined ? '' : minuteOf(venue, at))
    return {
      title: '候考登记表', format: 'A4-landscape', signs: ['候考管理员', '监督员'], about: `${String(waiters.length)} 人 · 外出须有人陪同并登记往返时间`,
      blocks: [{
        kind: 'table', rowHeight: 9,
        columns: [{ title: '抽签号', width: 18, kind: 'lot' }, { title: '面试室', width: 26 }, { title: '现在', width: 26 }, { title: '叫号', width: 20, kind: 'mid' }, { title: '进面试室', width: 16, kind: 'mid' },
          { title: '外出—返回（陪同）', width: 76, wraps: true }, { title: '物品牌号', width: 18, kind: 'mid' }, { title: '物品归还', width: 20, kind: 'mid' }, { title: '考生签字', width: 34, kind: 'hand' }],
        rows: waiters.map((waiter): Cell[] => {
          const standing = context.board.standing(session.id, waiter.candidate)
          const entered = [...(standing?.scored.values() ?? [])].map((each) => each.entered?.at).find((at) => at !== undefined)
          const { standing: here } = waiter
          return [
            waiter.lot, rooms.get(waiter.room) ?? '', waitingWords[waiter.state], here.calledAt === null ? '' : `${time(here.calledAt)}（${String(here.calls)}）`, time(entered),
            here.leaves.map((leave) => `${time(leave.at)}—${leave.end === null ? (waiter.state === 'lapsed' ? '未返回' : '') : time(leave.end)}（${leave.escort}）`).join('；'),
            here.tag, here.belongings === 'returned' ? '已交还' : '', '',
          ]
        }),
      }],
    }
  },
}

const waitingWords = {
  waiting: '候考', out: '外出', called: '已叫号', inside: '在面试室', scoring: '等成绩', left: '已离开', no_show: '叫号未到', lapsed: '外出未返回', stopped: '已终止',
} as const

/** An examiner's blank sheet, one for each lot of a room: elements with their maxima, the total, a signature; no name (规则 §8). */
export const examinerSheet: SheetMaker = {
  offers: (context) => scored(context).flatMap(({ stage }) => context.session.rooms.map((room) => ({
    key: `${stage}.${room.id}`, title: `考官评分表 ${room.title.zh} ${scoredStageTitles[stage].zh}`, rows: withLot(context, room.id).length,
  }))),
  expand: (context, key) => (key.split('.').length > 2 ? [key] : withLot(context, key.split('.')[1] ?? '').map((standing) => `${key}.${standing.lot?.lot ?? ''}`)),
  make: (context, key) => {
    const [stage = '', roomId = '', lot = ''] = key.split('.')
    const room = context.session.rooms.find((each) => each.id === roomId)
    const found = scored(context).find((each) => each.stage === stage)
    if (room === undefined || found === undefined || lot === '') return null
    const { rules } = found
    const maxima = columnMaxima(rules)
    const rows = rules.elements.length === 0
      ? [['总分', rules.fullMark, '']]
      : [...rules.elements.map((element, at) => [element.title.zh, maxima[at] ?? element.max, '']), ['合计', rules.fullMark, '']]
    return {
      title: `考官评分表　${scoredStageTitles[found.stage].zh}`, format: 'half', signs: ['考官签名', '考官席位'], about: `${room.title.zh} · ${rules.clause}`,
      blocks: [
        { kind: 'fixed', height: 20, node: el('div', 'big', el('div', 'lot-no', lot), el('span', '', `打分保留 ${String(rules.markDecimals)} 位小数`)) },
        { kind: 'table', rowHeight: rows.length > 6 ? 7 : 9, rows, columns: [{ title: '评分要素', width: 90 }, { title: '满分', width: 24, kind: 'mid' }, { title: '打分', width: 44, kind: 'hand' }] },
      ],
    }
  },
}

function withLot(context: SheetContext, room: string): Standing[] {
  return membersOf(context.venue, context.session, room).filter((standing) => standing.lot !== null)
}

/** Lots × examiners of a room: the agreed marks with what was dropped struck out, scores, room for three signatures (规则 §8). */
export const roomSummary: SheetMaker = {
  offers: (context) => scored(context).flatMap(({ stage }) => context.session.rooms.map((room) => ({
    key: `${stage}.${room.id}`, title: `面试室成绩汇总表 ${room.title.zh} ${scoredStageTitles[stage].zh}`, rows: withLot(context, room.id).length,
  }))),
  make: (context, key) => {
    const [stage = '', roomId = ''] = key.split('.')
    const room = context.session.rooms.find((each) => each.id === roomId)
    const found = scored(context).find((each) => each.stage === stage)
    const people = withLot(context, roomId)
    if (room === undefined || found === undefined || people.length === 0) return null
    const { rules } = found
    const each = rules.elements.length > 0 ? '各格为各要素打分，' : ''
    const dropped = rules.drop === 'none' ? '' : `划去的是去掉的最高分和最低分${rules.drop === 'perElement' ? '（按要素）' : ''}，`
    return {
      title: `面试室成绩汇总表　${room.title.zh}　${scoredStageTitles[found.stage].zh}`, format: 'A4-landscape', signs: ['记分员', '核分员', '监督员'],
      about: `${String(people.length)} 人 · ${each}${dropped}${rules.clause}`,
      blocks: [...panelLine(context, roomId), {
        kind: 'table', rowHeight: 9, columns: [
          { title: '抽签号', width: 18, kind: 'lot' }, ...Array.from({ length: rules.panel }, (_, at): Column => ({ title: `考官 ${String(at + 1)}`, width: 150 / rules.panel, kind: 'mid' })),
          { title: '成绩', width: 22, kind: 'mid' }, { title: '签名', width: 44 }, { title: '备注', width: 39, wraps: true },
        ],
        rows: people.map((standing) => summaryRow(context, rules, found.stage, standing)),
      }],
    }
  },
}

/** Who sits at which seat now, the replaced ones after them; nothing before the seats are drawn. */
function panelLine({ venue, session }: SheetContext, room: string): Block[] {
  const seats = (seatsIn(venue, session)?.seats ?? []).map((each) => ({ ...each, ...seatOf(each.place) })).filter((each) => each.room === room)
  if (seats.length === 0) return []
  const listed = roomsOf(venue, session.id).examiners?.body.examiners ?? []
  const nameOf = (examiner: string): string => listed.find((each) => each.examiner === examiner)?.name ?? examiner
  const words = seats.sort((a, b) => a.seat - b.seat).map(({ seat, examiner, replaced }) =>
    `${String(seat)} ${nameOf(examiner)}${replaced.length === 0 ? '' : `（替 ${replaced.map((each) => nameOf(each.examiner)).join('、')}）`}`)
  return [textBlock(`考官席位：${words.join('　')}`, bodyOf['A4-landscape'].width, 9.5)]
}

function summaryRow({ board }: SheetContext, rules: ScoringRules, stage: ScoredStage, standing: Standing): Cell[] {
  const state = standing.scored.get(stage)
  const [first] = state?.panel == null ? [] : state.entries
  const marks = Array.from({ length: rules.panel }, (_, examiner): Cell => (state === undefined || first === undefined ? '' : markCell(state, first.marks[examiner] ?? [], examiner)))
  const score = state?.score ?? ''
  const signers = (state?.signatures ?? []).map((signature) => board.nameOf(signature.operator)).join('、')
  return [standing.lot?.lot ?? '', ...marks, score, signers, remark(standing, state)]
}

/** Marks of an element sheet stand three to a line. */
const marksInLine = 3

function markCell({ panel }: ScoredStanding, row: readonly string[], examiner: number): Cell {
  const struck = (column: number) => panel !== null && !counts(panel.dropped, examiner, column)
  const parts = row.flatMap((mark, column): (PaperNode | string)[] => [
    ...(column === 0 ? [] : [column % marksInLine === 0 ? el('br', '') : ' ']), struck(column) ? el('s', '', mark) : mark,
  ])
  return { node: el('span', row.length > 1 ? 't1' : '', ...parts), height: Math.ceil(row.length / marksInLine) * 3.8 }
}

function remark(standing: Standing, state: ScoredStanding | undefined): string {
  if (standing.withdrawn !== null) return '放弃'
  if (standing.barred !== null) return '取消资格'
  if (standing.waiting?.state === 'no_show') return '叫号未到'
  if (standing.waiting?.state === 'lapsed') return '外出未返回'
  if (state?.ruling != null) return `${state.ruling.ruling === 'zero' ? '零分' : '取消资格'}：${state.ruling.reason}`
  if (state?.mismatches.length !== undefined && state.mismatches.length > 0) return '两次录入不一致'
  return state?.passed === false ? '不达标' : ''
}

/** The candidate's score slip, handed over once three people have signed; the stub is signed for (规则 §8). */
export const scoreSlip: SheetMaker = {
  offers: (context) => (scored(context).length === 0 ? [] : [{ key: '', title: '成绩单', rows: signedFor(context).length }]),
  expand: perCandidate((context) => signedFor(context).map((standing) => standing.candidate)),
  make: (context, key) => {
    const found = one(context, key)
    const lot = found?.standing.lot?.lot
    if (found === null || lot === undefined) return null
    const { standing } = found
    const blocks: Block[] = []
    for (const { stage, rules } of scored(context)) {
      const state = standing.scored.get(stage)
      if (state === undefined || state.score === null || state.signatures.length < 3) continue
      const verdict = state.passMark === null ? '' : state.passed === true ? `达标（${state.passMark} 分）` : `不达标（${state.passMark} 分）`
      blocks.push(
        { kind: 'fixed', height: 22, node: el('div', 'big', el('div', 'lot-no', lot), el('div', 'verdict', `${scoredStageTitles[stage].zh} ${state.score}`)) },
        pairsBlock([
          ...(verdict === '' ? [] : [['结果', verdict] as const]), ['签名', state.signatures.map((each) => `${signerWords[each.role]} ${context.board.nameOf(each.operator)}`).join('　')],
          ...(state.ruling === null ? [] : [['裁定', `${state.ruling.ruling === 'zero' ? '零分' : '取消资格'}：${state.ruling.reason}`] as const]), ['依据', rules.clause],
          ['签收', state.slip === null ? '' : `${minuteOf(context.venue, state.slip.at)} ${acknowledged[state.slip.note] ?? ''}`],
        ], bodyOf.half.width, 9.5),
      )
    }
    return blocks.length === 0 ? null : { title: '成绩单', format: 'half', signs: ['宣布人', '考生签收'], blocks }
  },
}

const signerWords = { recorder: '记分员', verifier: '核分员', supervisor: '监督员' } as const
const acknowledged: Readonly<Record<string, string>> = { signed: '已在屏签收', on_paper: '已在纸面签收', refused: '拒签' } satisfies Record<z.infer<typeof Acknowledgement>['kind'], string>

function signedFor(context: SheetContext): Standing[] {
  return context.board.standings(context.session.id)
    .filter((standing) => standing.lot !== null && [...standing.scored.values()].some((state) => state.score !== null && state.signatures.length === 3))
    .sort((a, b) => ((a.lot?.lot ?? '') < (b.lot?.lot ?? '') ? -1 : 1))
}
