import { bodyOf } from '../../shared/paper/frame.ts'
import { pairsBlock, textBlock, type Block } from '../../shared/paper/layout.ts'
import { qrNode } from '../../shared/paper/qr.ts'
import { el } from '../../shared/paper/tree.ts'
import { roomDrawNamed, roomsOf } from '../room-records.ts'
import { moment, type SheetContext, type SheetMaker } from './sheet-context.ts'

const titles = { groups: '面试室抽签记录', examiners: '考官抽签记录' } as const

/** Protocol of a draw of rooms or of examiners' seats: commitment, digits, secret, and who got which place (规则 §5, §8). */
export const roomDrawProtocol: SheetMaker = {
  offers: (context) => roomsOf(context.venue, context.session.id).draws.map((draw) => ({
    key: draw.draw, title: `${titles[draw.frozen.body.kind]}${draw.aborted === null ? '' : '（作废）'}`, rows: draw.drawn?.body.assigned.length ?? 0,
  })),
  make: (context, key) => {
    const { venue, board } = context
    const record = roomDrawNamed(venue, key)
    if (record === null || record.frozen.body.session !== context.session.id) return null
    const { frozen, digits, drawn, aborted } = record
    const { width } = bodyOf.A4
    const pairs: [string, string][] = [
      ['抽签编号', record.draw], ['名单摘要', frozen.body.poolHash], ['承诺', frozen.body.commitment], ['公布承诺', `${moment(venue, frozen.at)} · ${board.nameOf(frozen.by)}`],
      ['现场数字', digits?.body.digits ?? '（尚未取数）'], ['见证人', digits?.body.witnesses.join('、') ?? ''], ['密钥', drawn?.body.secret ?? '（抽签后公布）'],
      ['回避', frozen.body.excluded.length === 0 ? '无' : `${String(frozen.body.excluded.length)} 对不得相遇`],
      ...(aborted === null ? [] : [['作废', `${moment(venue, aborted.at)} · ${board.nameOf(aborted.by)} · ${aborted.body.reason}`] as [string, string]]),
    ]
    const blocks: Block[] = [
      pairsBlock(pairs, width),
      textBlock('承诺在取数之前公布；结果由密钥、现场数字和名单唯一确定，第一个满足全部回避关系的排列即为结果。', width, 9.5),
      { kind: 'fixed', height: 38, node: el('div', 'big', el('p', 'say', '右侧二维码：抽签编号和承诺。'), qrNode(`${record.draw} ${frozen.body.commitment}`.toUpperCase(), 'qr-draw')) },
    ]
    if (drawn !== null) {
      const counted = new Map<string, number>()
      for (const { room } of drawn.body.members) counted.set(room, (counted.get(room) ?? 0) + 1)
      const groups = frozen.body.kind === 'groups'
      // by room and seat, as it is read out; those in reserve last
      const assigned = [...drawn.body.assigned].sort((a, b) => ((a.place ?? '\uffff') < (b.place ?? '\uffff') ? -1 : 1))
      blocks.push({
        kind: 'table', caption: '结果', rowHeight: 8,
        rows: assigned.map(({ unit, place }) => {
          const [room, seat] = placeWords(context, place)
          return [room, ...(groups ? [] : [seat]), unitTitle(context, frozen.body.kind, unit), ...(groups ? [String(counted.get(place ?? '') ?? 0)] : [])]
        }),
        columns: [
          { title: '面试室', width: 44 }, ...(groups ? [] : [{ title: '席位', width: 18, kind: 'mid' as const }]), { title: groups ? '岗位组' : '考官', width: 96 },
          ...(groups ? [{ title: '考生', width: 18, kind: 'mid' as const }] : []),
        ],
      })
    }
    const replaced = roomsOf(venue, frozen.body.session).replaced.filter(({ body }) => body.draw === record.draw)
    if (replaced.length > 0) {
      blocks.push({
        kind: 'table', caption: '抽定后的替换', rowHeight: 9,
        columns: [{ title: '面试室', width: 30 }, { title: '席位', width: 14, kind: 'mid' }, { title: '原考官', width: 30 }, { title: '顶替', width: 30 }, { title: '原因', width: 42, wraps: true }, { title: '登记', width: 30, wraps: true }],
        rows: replaced.map(({ at, by, second, body }) => [
          ...placeWords(context, body.place), examinerName(context, body.examiner), examinerName(context, body.by), body.reason,
          [moment(venue, at), board.nameOf(by), second === undefined ? '' : board.nameOf(second)].filter((part) => part !== '').join(' '),
        ]),
      })
    }
    return { title: titles[frozen.body.kind], format: 'A4', blocks, signs: ['抽签员', '见证人', '见证人', '监督员'] }
  },
}

function unitTitle(context: SheetContext, kind: 'groups' | 'examiners', unit: string): string {
  const records = roomsOf(context.venue, context.session.id)
  if (kind === 'groups') return records.draws.flatMap((draw) => draw.frozen.body.units).find((each) => each.unit === unit)?.posts.join('、') ?? unit
  const examiner = records.examiners?.body.examiners.find((each) => each.examiner === unit)
  return examiner === undefined ? unit : [examiner.name, examiner.unit].filter((part) => part !== '').join('　')
}

function examinerName(context: SheetContext, examiner: string): string {
  return roomsOf(context.venue, context.session.id).examiners?.body.examiners.find((each) => each.examiner === examiner)?.name ?? examiner
}

function placeWords({ session }: SheetContext, place: string | null): [string, string] {
  if (place === null) return ['（候补）', '']
  const [room = '', seat = ''] = place.split('/')
  return [session.rooms.find((each) => each.id === room)?.title.zh ?? room, seat]
}
