import { pairsBlock, textBlock, type Block, type FixedBlock } from '../../shared/paper/layout.ts'
import { fit, fitted } from '../../shared/paper/fit.ts'
import { bodyOf } from '../../shared/paper/frame.ts'
import { qrNode } from '../../shared/paper/qr.ts'
import { el } from '../../shared/paper/tree.ts'
import { stripCode } from '../../shared/strip-code.ts'
import type { DrawRecord } from '../../db/lots.ts'
import { drawNamed, drawsIn } from '../draws.ts'
import { byLot, moment, one, perCandidate, type SheetContext, type SheetDraft, type SheetMaker } from './sheet-context.ts'

/** Chest, thigh and ticket: the lot as large as the paper, a code, and no name (规则 §5); A4 to be cut, or 80 mm strips. */
export function strips(format: 'A4' | 'strip-80'): SheetMaker {
  return {
    offers: (context) => [{ key: '', title: '抽签条', rows: byLot(context).length }],
    expand: perCandidate((context) => byLot(context).map(({ person }) => person.id)),
    make: (context, key, copy) => {
      const lot = one(context, key)?.standing.lot?.lot
      if (lot === undefined) return null
      const places = context.venue.pack.lots.strips.map((strip) => strip.title.zh)
      return { title: `抽签条 ${lot}`, format, signs: [], blocks: places.map((place) => strip(context, lot, place, format, copy)) }
    },
  }
}

function strip(context: SheetContext, lot: string, place: string, format: 'A4' | 'strip-80', copy: number): FixedBlock {
  const { venue, session } = context
  const code = qrNode(stripCode(venue.exam, session.id, lot), 'qr-strip', 'Q')
  if (format === 'strip-80') {
    const where = `${venue.name} ${session.date}`
    return {
      kind: 'fixed', height: bodyOf['strip-80'].height,
      node: el('div', 'roll', el('div', 'side', el('b', 'place', place), fitted(where, fit(where, 44, 8.5, 2))), el('div', 'lot-no', lot), code),
    }
  }
  const about = [venue.name, session.title.zh, `${session.date} ${session.half === 'am' ? '上午' : '下午'}`]
  return {
    kind: 'fixed', height: 78,
    node: el('div', 'cut', el('div', 'side', el('b', 'place', place), ...about.map((line) => el('p', '', fitted(line, fit(line, 35, 10.5, 4)))),
      copy > 1 ? el('p', '', el('b', 'again', `重印 ${String(copy)}`)) : null, venue.mode === 'rehearsal' ? el('p', '', el('b', 'again', '演练')) : null), el('div', 'lot-no', lot), code),
  }
}

/** A draw's protocol: commitment before, digits once taken, secret when closed, every lot, and the code that ties them (规则 §5). */
export const drawProtocol: SheetMaker = {
  offers: (context) => drawsIn(context.venue, context.session.id).map((record) => ({ key: record.draw, title: `抽签记录 ${poolTitle(context, record)}`, rows: record.drawn.length })),
  make: (context, key) => {
    const record = drawNamed(context.venue, key)
    return record === null || record.frozen.body.session !== context.session.id ? null : protocol(context, record)
  },
}

function poolTitle({ venue, session }: SheetContext, { frozen }: DrawRecord): string {
  const pool = venue.pack.pools.find((each) => each.id === frozen.body.pool)
  const room = session.rooms.find((each) => frozen.body.pool === `${session.id}.${each.id}`)
  return `${pool?.title.zh ?? room?.title.zh ?? frozen.body.pool}（${frozen.body.letters.join(' ')}）`
}

function protocol(context: SheetContext, record: DrawRecord): SheetDraft {
  const { venue, board } = context
  const { frozen, digits, closed, aborted } = record
  const { width } = bodyOf.A4
  const pairs: [string, string][] = [
    ['抽签池', `${poolTitle(context, record)}，${String(frozen.body.candidates.length)} 人，抽签台 ${String(frozen.body.desks)} 个`], ['抽签编号', record.draw],
    ['名单摘要', frozen.body.poolHash], ['承诺', frozen.body.commitment], ['公布承诺', `${moment(venue, frozen.at)} · ${board.nameOf(frozen.by)}`],
    ['现场数字', digits === null ? '（尚未取数）' : digits.body.digits], ['见证人', digits === null ? '' : digits.body.witnesses.join('、')],
    ['密钥', closed === null ? '（关闭抽签后公布）' : closed.body.secret],
    ...(closed === null ? [] : [['关闭抽签', `${moment(venue, closed.at)} · ${board.nameOf(closed.by)}`] as [string, string]]),
    ...(aborted === null ? [] : [['作废', `${moment(venue, aborted.at)} · ${board.nameOf(aborted.by)} · ${aborted.body.reason}`] as [string, string]]),
  ]
  const lots = [...record.drawn].sort((a, b) => a.turn - b.turn)
  const blocks: Block[] = [
    pairsBlock(pairs, width),
    textBlock('承诺在取数之前公布；种子 = SHA-256(密钥 ‖ 现场数字 ‖ 名单摘要)，每个抽签号由种子唯一确定。任何人可用证据文件重新计算（npm run verify 或《抽签证据》说明）。', width, 9.5),
    { kind: 'fixed', height: 38, node: el('div', 'big', el('p', 'say', '右侧二维码：抽签编号和承诺。与公布承诺时的纸面相比，应当一字不差。'), qrNode(`${record.draw} ${frozen.body.commitment}`.toUpperCase(), 'qr-draw')) },
  ]
  if (lots.length > 0) {
    const perRow = 3
    const rows = Array.from({ length: Math.ceil(lots.length / perRow) }, (_, at) =>
      Array.from({ length: perRow }, (_empty, column) => lots[at + column * Math.ceil(lots.length / perRow)]).flatMap((place) =>
        place === undefined ? ['', '', ''] : [String(place.turn), `${place.lot}${place.voided === null ? '' : ' 作废'}`, board.person(place.candidate)?.rosterNumber ?? '']))
    blocks.push({
      kind: 'table', caption: '抽签结果', rowHeight: 6, rows,
      columns: Array.from({ length: perRow }).flatMap(() => [{ title: '次序', width: 12, kind: 'num' as const }, { title: '抽签号', width: 22, kind: 'mid' as const }, { title: '名册序号', width: 28, kind: 'mid' as const }]),
    })
  }
  return { title: '抽签记录', format: 'A4', blocks, signs: ['抽签员', '见证人', '见证人', '监督员'] }
}
