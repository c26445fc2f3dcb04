import type { Fact, FactType, Outcome } from '../../shared/facts.ts'
import { scoredStageTitles } from '../../shared/interview-why.ts'
import { listWords } from '../list-words.ts'
import type { OpenVenue } from '../open-venue.ts'
import { itemOf } from '../../shared/why-sheet.ts'
import { outcomeText } from './judging-sheets.ts'

/** What happened, by type of fact, as a sheet of evidence says it. */
const titles: Readonly<Record<FactType, string>> = {
  'venue.opened': '开设考点', 'venue.restored': '从备份恢复', 'venue.enrolled': '在总部登记', 'venue.erased': '按总部指令清除个人信息', 'venue.amended': '采用新版考试包', 'station.named': '台站命名', 'roster.imported': '导入名册', 'operator.added': '新增人员', 'operator.changed': '变更人员',
  'operator.pin_set': '设置 PIN', 'operator.signed_in': '登录', 'operator.signed_out': '退出', 'operator.refused': '登录被拒', 'session.opened': '开始场次', 'session.closed': '关闭场次',
  'checkin.admitted': '报到入场', 'checkin.refused': '未准入场', 'checkin.consented': '签署承诺书', 'checkin.doubted': '存疑', 'checkin.doubt_settled': '存疑了结', 'checkin.undone': '撤销报到',
  'lots.frozen': '锁定抽签池', 'lots.digits': '现场取数', 'lots.drawn': '抽签', 'lots.voided': '抽签号作废', 'lots.printed': '打印抽签条', 'lots.closed': '关闭抽签', 'lots.aborted': '抽签作废',
  'psych.recorded': '心理素质测评', 'psych.corrected': '心理素质测评更正', 'psych.ruled': '心理素质测评裁定', 'psych.noticed': '打印书面通知',
  'fitness.attempted': '体能测评', 'fitness.corrected': '体能成绩更正', 'fitness.signed': '成绩签字',
  'heat.made': '编组', 'heat.changed': '改组', 'heat.started': '起跑', 'heat.recalled': '召回', 'heat.tapped': '到线', 'heat.tap_changed': '到线更正', 'heat.finished': '本组结束',
  'shortlist.adopted': '确定入围名单', 'rooms.examiners': '登记考官', 'rooms.frozen': '锁定面试室抽签', 'rooms.digits': '面试室抽签取数', 'rooms.drawn': '面试室抽签', 'rooms.aborted': '面试室抽签作废', 'rooms.joined': '编入面试室', 'rooms.replaced': '替换考官',
  'waiting.called': '叫号', 'waiting.left': '外出', 'waiting.returned': '返回候考室', 'waiting.lapsed': '外出未返回', 'waiting.no_show': '叫号未到', 'waiting.belongings': '归还物品', 'waiting.undone': '撤销上一步',
  'interview.entered': '进入面试室', 'interview.started': '开始计时', 'interview.finished': '作答完毕', 'interview.left': '离开面试室', 'interview.marked': '录入评分表', 'interview.checked': '核对评分表',
  'interview.zeroed': '裁定', 'interview.ruling_lifted': '撤销裁定', 'interview.signed': '成绩签字', 'interview.slip': '成绩单签收',
  'conduct.violated': '违纪', 'conduct.revoked': '撤销处理', 'conduct.withdrawn': '书面放弃', 'conduct.barred': '取消资格',
  'paper.printed': '打印', 'paper.typed': '纸面记录补录', 'paper.folder': '设置纸面文件夹', 'closing.packaged': '生成结果包', 'conflict.resolved': '裁定矛盾', 'backup.written': '备份',
}

const acknowledged: Readonly<Record<string, string>> = { signed: '本人在屏签字', on_paper: '本人在纸面签字', refused: '拒签' }
const results = { passed: '合格', failed: '不合格', invalid: '无效' } as const

/** Title of a fact and its values; what a fact says in free text comes last. */
export function factWords(venue: OpenVenue, fact: Fact): { title: string; detail: string } {
  const { body } = fact
  const item = 'item' in body && typeof body.item === 'string' ? itemOf(venue.pack, body.item) : null
  const parts: string[] = []
  if (item !== null) parts.push(item.title.zh)
  if ('stage' in body) parts.push(scoredStageTitles[body.stage].zh)
  if ('lot' in body) parts.push(`抽签号 ${body.lot}`)
  parts.push(...own(venue, fact))
  if ('reason' in body && fact.type !== 'checkin.refused' && body.reason !== '') parts.push(`理由：${body.reason}`)
  if ('note' in body && body.note !== '') parts.push(`说明：${body.note}`)
  return { title: titles[fact.type], detail: parts.filter((part) => part !== '').join('，') }
}

function own(venue: OpenVenue, fact: Fact): string[] {
  switch (fact.type) {
    case 'checkin.admitted':
      return [`物品牌号 ${fact.body.tag === '' ? '无' : fact.body.tag}`, `承诺书${fact.body.consent ? '已签' : '未签'}`, ...(fact.body.warnings.length === 0 ? [] : [`经第二人确认的不符：${fact.body.warnings.join('、')}`])]
    case 'checkin.refused':
      return [listWords.why[fact.body.reason] ?? fact.body.reason]
    case 'checkin.doubt_settled':
      return [fact.body.outcome === 'admitted' ? '准予入场' : '不准入场']
    case 'lots.drawn':
      return [`第 ${String(fact.body.turn)} 个抽`]
    case 'lots.printed':
    case 'psych.noticed':
      return [`第 ${String(fact.body.copy)} 份`]
    case 'psych.recorded':
    case 'psych.corrected':
    case 'psych.ruled':
      return [results[fact.body.result]]
    case 'fitness.attempted':
      return [outcome(venue, fact.body.item, fact.body.outcome)]
    case 'fitness.corrected':
      return [fact.body.outcome === null ? '作废' : outcome(venue, fact.body.item, fact.body.outcome), fact.body.afterSignOff ? '签字之后' : '']
    case 'fitness.signed':
      return [results[fact.body.verdict], acknowledged[fact.body.acknowledgement.kind] ?? '', fact.body.acknowledgement.kind === 'refused' ? fact.body.acknowledgement.note : '']
    case 'waiting.called':
      return [`第 ${String(fact.body.call)} 次`]
    case 'waiting.left':
      return [`陪同 ${fact.body.escort}`]
    case 'interview.started':
      return [fact.body.seconds === 0 ? '不限时' : `限时 ${String(fact.body.seconds)} 秒`]
    case 'interview.finished':
      return [`用时 ${String(Math.round(fact.body.elapsed / 1000))} 秒`]
    case 'interview.marked':
      return [`第 ${String(fact.body.entry)} 遍`, fact.body.marks.map((row) => row.join('+')).join(' / ')]
    case 'interview.zeroed':
      return [fact.body.ruling === 'zero' ? '零分' : '取消资格']
    case 'interview.signed':
      return [`成绩 ${fact.body.score}`, { recorder: '记分员', verifier: '核分员', supervisor: '监督员' }[fact.body.role]]
    case 'interview.slip':
      return [`成绩 ${fact.body.score}`, acknowledged[fact.body.acknowledgement.kind] ?? '']
    case 'conduct.violated':
      return [venue.pack.conduct.find((rule) => rule.id === fact.body.kind)?.title.zh ?? fact.body.kind]
    case 'paper.typed':
      return [`表号 ${fact.body.sheet} 行 ${fact.body.row}`, fact.body.writtenAt]
    default:
      return []
  }
}

function outcome(venue: OpenVenue, id: string, read: Outcome): string {
  const item = itemOf(venue.pack, id)
  return item === null ? read.kind : outcomeText(item, read)
}
