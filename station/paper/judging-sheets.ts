import { pairsBlock, textBlock, type Cell, type Column } from '../../shared/paper/layout.ts'
import { bodyOf } from '../../shared/paper/frame.ts'
import { el } from '../../shared/paper/tree.ts'
import type { FitnessItem } from '../../shared/pack-schema.ts'
import { statusOf, stopped } from '../../shared/standing.ts'
import type { Outcome } from '../../shared/facts.ts'
import { heatView } from '../heat-view.ts'
import { attemptViews, countingAttempts } from '../judge-view.ts'
import { listWords } from '../list-words.ts'
import { bandLabel, itemOf, itemTitle, standardText } from '../../shared/why-sheet.ts'
import { byLot, minuteOf, one, perCandidate, type Person, type SheetContext, type SheetMaker } from './sheet-context.ts'

const verdicts: Readonly<Record<string, string>> = { passed: '合格', failed: '不合格', open: '' }

/** Those who hold a lot and have this item before or behind them. */
function atItem(context: SheetContext): readonly Person[] {
  return byLot(context).filter(({ standing }) => standing.fitness !== null && (stopped(standing) === null || standing.attempts.length > 0))
}

/** A judge's sheet of one item: lots, standard, a box per attempt, verdict, the candidate's signature; no name (规则 §7). */
export const judgeSheet: SheetMaker = {
  offers: (context) => context.session.stages.includes('fitness')
    ? (context.venue.pack.fitness?.items ?? []).map((item) => ({ key: item.id, title: `裁判记录表 ${item.title.zh}`, rows: atItem(context).length }))
    : [],
  make: (context, key) => {
    const item = itemOf(context.venue.pack, key)
    const people = item === null ? [] : atItem(context)
    if (item === null || people.length === 0) return null
    return {
      title: `裁判记录表　${item.title.zh}`, format: 'A4-landscape', signs: ['裁判', '记录员', '监督员'],
      about: `每人 ${String(item.attempts)} 次${item.heat ? '，分组进行' : ''} · 已录入的成绩印在格内，其余手写 · ${item.clause}`,
      blocks: [{ kind: 'table', columns: judgeColumns(item), rowHeight: 9, rows: people.map((each) => judgeRow(context, item, each)) }],
    }
  },
}

/** Boxes of the attempts at an item: hand room that shrinks with their number. */
export function attemptColumns(item: FitnessItem, room: number): Column[] {
  return Array.from({ length: item.attempts }, (_, at) => ({ title: `第 ${String(at + 1)} 次${unitOf(item)}`, width: room / item.attempts, kind: 'hand' as const }))
}

function unitOf(item: FitnessItem): string {
  if (item.mode === 'touch') return '（√ ×）'
  return item.unit === 's' ? '（秒）' : item.unit === 'cm' ? '（cm）' : '（次）'
}

function judgeColumns(item: FitnessItem): Column[] {
  return [
    { title: '抽签号', width: 18, kind: 'lot' }, { title: '性别', width: 10, kind: 'mid' }, { title: '年龄段', width: 32 }, { title: '标准', width: 30 }, ...attemptColumns(item, 90),
    { title: '结果', width: 20, kind: 'mid' }, { title: '考生签字', width: 40, kind: 'hand' }, { title: '备注', width: 33, kind: 'hand' },
  ]
}

function judgeRow(context: SheetContext, item: FitnessItem, { person, standing }: Person): Cell[] {
  const { pack } = context.venue
  const state = standing.fitness?.items[item.id]
  const done = countingAttempts(standing, item.id).map((row) => outcomeText(item, row.outcome))
  return [
    standing.lot?.lot ?? '', listWords.sex[person.sex] ?? '', bandLabel(pack, standing.fitness?.band ?? '').zh, standardText(item, state?.standard ?? null).zh,
    ...Array.from({ length: item.attempts }, (_, at) => done[at] ?? ''), verdicts[statusOf(standing, item.id)] ?? '', signedHow(standing.signed.get(item.id)?.kind), '',
  ]
}

export function signedHow(kind: string | undefined): string {
  return kind === undefined ? '' : kind === 'signed' ? '已在屏签字' : kind === 'refused' ? '拒签' : '已在纸面签字'
}

/** What was read, in words and units. */
export function outcomeText(item: FitnessItem, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'reading':
      return `${outcome.reading} ${item.unit === 's' ? '秒' : item.unit === 'cm' ? 'cm' : '次'}`
    case 'touch':
      return outcome.touch ? '摸到' : '未摸到'
    case 'foul':
      return `犯规：${item.fouls.find((foul) => foul.id === outcome.foul)?.title.zh ?? outcome.foul}`
    case 'false_start':
      return '抢跑'
    case 'did_not_finish':
      return '未完成'
    case 'gave_up':
      return '放弃'
    case 'official_fault':
      return '器材或裁判原因，不计'
    default:
      return outcome satisfies never
  }
}

/** One heat: bibs, lots, times as tapped or blank (规则 §7). */
export const heatSheet: SheetMaker = {
  offers: (context) => context.board.heats(context.session.id).map((heat) => {
    const view = heatView(context.venue, heat)
    return { key: heat.heat, title: `分组成绩单 ${view.title.zh} 第 ${String(view.number)} 组`, rows: heat.entries.length }
  }),
  make: (context, key) => {
    const heat = context.board.heat(key)
    if (heat?.session !== context.session.id || heat.entries.length === 0) return null
    const view = heatView(context.venue, heat)
    const item = itemOf(context.venue.pack, heat.item)
    return {
      title: `分组成绩单　${view.title.zh}　第 ${String(view.number)} 组`, format: 'A4', signs: ['发令裁判', '计时裁判', '检录员', '监督员'],
      about: `${String(view.runners.length)} 人 · ${view.startedAt === null ? '起跑时间 ＿＿＿＿＿＿' : `起跑 ${minuteOf(context.venue, view.startedAt)}，第 ${String(view.run)} 次起跑`} · ${item?.clause ?? ''}`,
      blocks: [
        {
          kind: 'table', rowHeight: 12,
          columns: [{ title: '号码', width: 14, kind: 'lot' }, { title: '抽签号', width: 22, kind: 'lot' }, { title: '性别', width: 10, kind: 'mid' }, { title: '标准', width: 28 }, { title: '名次', width: 12, kind: 'mid' }, { title: '成绩', width: 26, kind: 'mid' }, { title: '结果', width: 18, kind: 'mid' }, { title: '考生签字', width: 40, kind: 'hand' }],
          rows: view.runners.map((runner) => [
            runner.bib, runner.lot, listWords.sex[runner.sex] ?? '', runner.standard.zh, runner.place === null ? '' : String(runner.place),
            runner.elapsed === null ? '' : lap(runner.elapsed), runner.verdict === 'pass' ? '合格' : runner.verdict === 'fail' ? '不合格' : '', runner.signed ? '已在屏签字' : '',
          ]),
        },
        ...(view.recalls.length === 0 ? [] : [textBlock(`召回：${view.recalls.map((each) => `第 ${String(each.run)} 次起跑（${each.reason === 'false_start' ? `抢跑 ${each.falseStarters.join('、')}` : '器材或裁判原因'}）`).join('；')}`, bodyOf.A4.width)]),
      ],
    }
  },
}

/** 4′25.30″ from hundredths of a second. */
function lap(hundredths: number): string {
  const seconds = Math.floor(hundredths / 100)
  const rest = String(hundredths % 100).padStart(2, '0')
  return seconds < 60 ? `${String(seconds)}.${rest} 秒` : `${String(Math.floor(seconds / 60))}′${String(seconds % 60).padStart(2, '0')}.${rest}″`
}

/** What the candidate takes home from fitness: every attempt, rounding, standard, verdict, with the lot for a name (规则 §7). */
export const fitnessSlip: SheetMaker = {
  offers: (context) => (context.session.stages.includes('fitness') ? [{ key: '', title: '体能测评成绩单', rows: decided(context).length }] : []),
  expand: perCandidate((context) => decided(context).map(({ person }) => person.id)),
  make: (context, key) => {
    const found = one(context, key)
    const lot = found?.standing.lot?.lot
    if (found === null || lot === undefined || found.standing.fitness === null || found.standing.attempts.length === 0) return null
    const { person, standing } = found
    const { pack } = context.venue
    const { width } = bodyOf.half
    const rows = Object.keys(standing.fitness?.items ?? {}).flatMap((id): Cell[][] => {
      const item = itemOf(pack, id)
      if (item === null) return []
      const attempts = attemptViews(context.venue, standing, id)
      const text = attempts.map((each) => `${outcomeText(item, each.outcome)}${each.rounded !== '' && each.outcome.kind === 'reading' && each.rounded !== each.outcome.reading ? `→${each.rounded}` : ''}`).join('；')
      return [[itemTitle(item, person.sex).zh, standardText(item, standing.fitness?.items[id]?.standard ?? null).zh, text, verdicts[statusOf(standing, id)] === '' ? '未完成' : verdicts[statusOf(standing, id)] ?? '', signedHow(standing.signed.get(id)?.kind)]]
    })
    const verdict = standing.fitness?.verdict ?? 'open'
    return {
      title: '体能测评成绩单', format: 'half', signs: ['裁判', '考生'],
      about: `${listWords.sex[person.sex] ?? ''} · ${bandLabel(pack, standing.fitness?.band ?? '').zh} · ${pack.fitness?.clause ?? ''}`,
      blocks: [
        { kind: 'fixed', height: 20, node: el('div', 'big', el('div', 'lot-no', lot), el('div', 'verdict', verdict === 'open' ? '未完成' : verdicts[verdict] ?? '')) },
        {
          kind: 'table', rowHeight: 8, rows,
          columns: [{ title: '项目', width: 36 }, { title: '标准', width: 30 }, { title: '读数→取值', width: 66 }, { title: '结果', width: 20, kind: 'mid' }, { title: '签字', width: 34, kind: 'mid' }],
        },
        ...(standing.fitness?.points === null || standing.fitness?.points === undefined ? [] : [pairsBlock([['得分', standing.fitness.points]], width)]),
      ],
    }
  },
}

function decided(context: SheetContext): readonly Person[] {
  return byLot(context).filter(({ standing }) => standing.fitness !== null && standing.attempts.length > 0)
}

/** The written notice of a failed psych result (规则 §6). */
export const psychNotice: SheetMaker = {
  offers: (context) => (context.session.stages.includes('psych') ? [{ key: '', title: '心理素质测评结果通知书', rows: notified(context).length }] : []),
  expand: perCandidate((context) => notified(context).map(({ person }) => person.id)),
  make: (context, key) => {
    const found = one(context, key)
    const lot = found?.standing.lot?.lot
    const psych = found?.standing.psych
    if (found === null || lot === undefined || psych === null || psych === undefined || found.standing.needsRuling) return null
    const result = psych.result === 'passed' ? '合格' : '不合格'
    return {
      title: '心理素质测评结果通知书', format: 'half', signs: ['测评工作人员', '考生'], about: context.venue.pack.psych?.clause ?? '',
      blocks: [
        { kind: 'fixed', height: 22, node: el('div', 'big', el('div', 'lot-no', lot), el('div', 'verdict', result)) },
        textBlock(psych.result === 'passed'
          ? '持有上述抽签号的考生：你的心理素质测评结果如上，可以参加后续环节。'
          : '持有上述抽签号的考生：你的心理素质测评结果如上。按公告规定，不参加体能测评。特此书面通知。', bodyOf.half.width, 11.5),
      ],
    }
  },
}

function notified(context: SheetContext): readonly Person[] {
  return byLot(context).filter(({ standing }) => standing.psychState === 'failed' && !standing.needsRuling)
}
