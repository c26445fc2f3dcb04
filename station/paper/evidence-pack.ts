import { bodyOf } from '../../shared/paper/frame.ts'
import { pairsBlock, textBlock, type Block, type Cell, type FixedBlock } from '../../shared/paper/layout.ts'
import { el, withAttributes } from '../../shared/paper/tree.ts'
import { maskedTicket } from '../../shared/paper/masked-ticket.ts'
import type { Acknowledgement, Fact } from '../../shared/facts.ts'
import type { z } from 'zod'
import type { Step } from '../../shared/api/journey.ts'
import { journeyOf } from '../../db/journey.ts'
import type { Stored } from '../../db/ledger.ts'
import { stations } from '../../db/stations.ts'
import { masked } from '../../shared/masked-id.ts'
import { journeyUseCases } from '../journey.ts'
import { listWords } from '../list-words.ts'
import { passedElsewhere } from '../../shared/stage-progress.ts'
import { standardText, itemOf, type WhySheet } from '../../shared/why-sheet.ts'
import type { OpenVenue } from '../open-venue.ts'
import { factWords } from './fact-words.ts'
import { everybody, moment, one, perCandidate, type Person, type SheetContext, type SheetMaker } from './sheet-context.ts'

const { width } = bodyOf.A4

/**
 * A candidate's evidence pack: who, every step with who, when and where, reading → verdict with its clause, signatures
 * as drawn, every fact's bytes with its place in the chain, and how anybody checks it without this program.
 */
export const evidencePack: SheetMaker = {
  offers: (context) => [{ key: '', title: '考生证据册', rows: provable(context).length }],
  expand: perCandidate((context) => provable(context).map(({ person }) => person.id)),
  make: (context, key) => {
    const found = one(context, key)
    const stored = journeyOf(context.venue.db, key)
    if (found === null || stored.length === 0 || halfEntered(context, key)) return null
    const steps = stepsOf(context, key)
    const blocks: Block[] = [
      about(context, found, stored), heading('一、经过'), ...stored.flatMap((each, at) => step(context.venue, each, at + 1, steps.get(each.id))),
      heading('二、原始记录与链'), textBlock('下面是账本中逐条记录的原文（UTF-8）。每条的哈希由前一条的哈希和本条原文算出，签名是台站私钥对哈希的签名。记录中没有姓名和证件号，只有考生编号。', width, 9.5),
      ...stored.flatMap((each, at) => proof(each, at + 1)),
      heading('三、怎样核验'), ...howTo(context.venue, stored),
    ]
    return { title: '考生证据册', format: 'A4', signs: ['考点负责人', '监督员'], about: `${found.person.rosterNumber} ${found.person.name}`, blocks }
  },
}

/** Candidates of a session who have anything to prove. */
export function provable(context: SheetContext): readonly Person[] {
  return everybody(context).filter(({ person, standing }) => standing.last !== null && !halfEntered(context, person.id))
}

/**
 * Whether one reading of a panel's sheets waits for the other: a pack holds the raw facts, and whoever prints one could
 * be the second to read (规则 §8). Once the session is closed nobody reads any more.
 */
function halfEntered({ venue, board }: SheetContext, candidate: string): boolean {
  return (board.person(candidate)?.sessions ?? []).some((session) => board.state(session) === 'open' &&
    [...(board.standing(session, candidate)?.scored.values() ?? [])].some((scored) => scored.entries.length > 0 && !scored.complete && venue.pack[scored.stage]?.entry === 'twice'))
}

function stepsOf(context: SheetContext, candidate: string): Map<string, z.infer<typeof Step>> {
  const answer = journeyUseCases.find(context.venue, { operator: 'system', name: '', roles: ['chief'] }, { session: context.session.id, candidate })
  const steps = answer instanceof Promise || !answer.ok ? [] : answer.journey.steps
  return new Map(steps.map((each) => [each.fact, each]))
}

function heading(text: string): FixedBlock {
  // never the last line of a page
  return { kind: 'fixed', height: 24, takes: 9, node: el('h2', '', text) }
}

function about({ venue, board, session }: SheetContext, { person, standing, place }: Person, stored: readonly Stored[]): FixedBlock {
  const post = venue.pack.posts.find((each) => each.code === person.post)
  const lots = [...new Set(stored.flatMap(({ fact }) => (fact.type === 'lots.drawn' ? [fact.body.lot] : [])))]
  const away = passedElsewhere(venue.pack, person)
  return pairsBlock([
    ['姓名', person.name], ['名册序号', person.rosterNumber], ['准考证号', maskedTicket(person.ticket)], ['身份证号', masked(person.residentId)], ['考生编号', person.id],
    ['岗位', post === undefined ? person.post : `${person.post} ${post.unit} ${post.title}`], ['抽签号', lots.join('、')],
    ['本场次结果', [listWords.where[place.where], itemOf(venue.pack, place.at)?.title.zh ?? place.at, listWords.why[place.why] ?? place.why].filter((part) => part !== '').join('　')],
    ...(away.length === 0 ? [] : [['在别的考点通过', `${away.map((stage) => listWords.stages[stage] ?? stage).join('、')}（总部考试包写明）`] as [string, string]]),
    ['最后记录', standing.last === null ? '' : moment(venue, standing.last)], ['记录条数', `${String(stored.length)}（全部场次）`],
    ['规则包', `${venue.pack.title.zh}（${venue.pack.id} v${String(venue.pack.version)}）`], ['规则包摘要', venue.packHash], ['场次状态', board.state(session.id) === 'closed' ? '已关闭' : '未关闭'],
  ], width, 9.5)
}

function step(venue: OpenVenue, { fact, id, hash }: Stored, n: number, known: z.infer<typeof Step> | undefined): Block[] {
  const words = factWords(venue, fact)
  const people = known === undefined ? fact.by : [known.by, known.second === '' ? '' : `${known.second}（第二人）`].filter((part) => part !== '').join('\n')
  const lines = [
    words.detail, why(venue, fact, known?.why ?? null),
    known?.replaces == null ? '' : `取代 ${known.replaces}`, known?.replacedBy == null ? '' : `已由 ${known.replacedBy} 取代，不再作数`,
  ].filter((line) => line !== '')
  const rows: Cell[][] = [[String(n), moment(venue, fact.at), words.title, lines.join('\n'), people, `${id}\n${hash.toString('hex').slice(0, 20)}`]]
  const table: Block = {
    kind: 'table', rows, rowHeight: 8, points: 8.5, headless: n > 1,
    columns: [{ title: '序', width: 9, kind: 'num' }, { title: '时间', width: 22 }, { title: '事项', width: 26 }, { title: '内容、读数与依据', width: 70, kind: 'text', wraps: true }, { title: '经手', width: 26 }, { title: '记录与哈希', width: 33 }],
  }
  const strokes = strokesOf(fact)
  return strokes === null ? [table] : [table, { kind: 'fixed', height: 24, node: drawn(strokes) }]
}

function why(venue: OpenVenue, fact: Fact, sheet: WhySheet | null): string {
  if (sheet === null) return ''
  if (sheet.panel !== undefined) return `平均 ${sheet.reading} → 成绩 ${sheet.rounded}；${sheet.clause}`
  const item = 'item' in fact.body && typeof fact.body.item === 'string' ? itemOf(venue.pack, fact.body.item) : null
  const verdict = { pass: '合格', fail: '不合格', not_counted: '不计' }[sheet.verdict] ?? sheet.verdict
  const standard = item === null ? sheet.standard : standardText(item, sheet.standard === '' ? null : sheet.standard).zh
  return `读数 ${sheet.reading} → 取值 ${sheet.rounded}；${sheet.band.zh}，标准 ${standard}；${verdict}；${sheet.clause}`
}

type Strokes = Extract<z.infer<typeof Acknowledgement>, { kind: 'signed' }>['strokes']

function strokesOf(fact: Fact): Strokes | null {
  if (fact.type !== 'fitness.signed' && fact.type !== 'interview.slip') return null
  return fact.body.acknowledgement.kind === 'signed' ? fact.body.acknowledgement.strokes : null
}

/** A signature as it was drawn, on the pad's grid of 1000 by 1000. */
function drawn(strokes: Strokes) {
  const d = strokes.map((line) => line.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('')).join('')
  return el('div', 'signed', el('span', '', '签名笔迹'), withAttributes(el('svg', 'stroke', withAttributes(el('path', ''), { d })), { viewBox: '0 0 1000 1000', preserveAspectRatio: 'none', role: 'img', 'aria-label': '签名笔迹' }))
}

/** Characters of a fact's text on one line at 6.2 points: 0.602 em each in the broadest of its fonts, 1.317 mm. */
const perLine = 140
const linesPerBlock = 12

function proof({ id, fact, bytes, hash, sig }: Stored, n: number): Block[] {
  const text = bytes.toString('utf8')
  const whole: string[] = [`${String(n)}  ${id}`, `prev ${fact.prev}`, `hash ${hash.toString('hex')}`, `sig  ${sig.toString('base64')}`, ...broken(text)]
  const blocks: Block[] = []
  for (let from = 0; from < whole.length; from += linesPerBlock) {
    const lines = whole.slice(from, from + linesPerBlock)
    blocks.push({ kind: 'fixed', height: lines.length * 2.95 + (from === 0 ? 2 : 0), node: el('p', from === 0 ? 'proof first' : 'proof', ...lines.flatMap((line, at) => (at === 0 ? [line] : [el('br', ''), line]))) })
  }
  return blocks
}

function broken(text: string): string[] {
  const letters = [...text]
  const lines: string[] = []
  let line = ''
  let room = perLine
  for (const letter of letters) {
    const takes = (letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1
    if (room < takes) {
      lines.push(line)
      line = ''
      room = perLine
    }
    line += letter
    room -= takes
  }
  return [...lines, line]
}

function howTo(venue: OpenVenue, stored: readonly Stored[]): Block[] {
  const used = new Set(stored.map(({ fact }) => fact.station))
  const keys = stations(venue.db).filter((station) => used.has(station.id))
  return [
    ...[
      '1. 任取一条记录，把“原始记录”中从 { 到 } 的文字连成一行（不加空格、不换行），得到原文字节（UTF-8）。',
      '2. 计算 SHA-256( "kaodian-fact-v1" 加一个零字节 ‖ prev 的 32 字节 ‖ 原文字节 )，应等于 hash；第一条记录的 prev 为 64 个 0。',
      '3. 用下列台站公钥（Ed25519，32 字节，十六进制）验证 sig（base64）是对 hash 的 32 字节的签名；公钥的 SHA-256 前 16 个十六进制字符就是台站编号。',
      '4. 本页脚的账本摘要是打印时账本最后一条记录的哈希；在完整账本中沿 prev 从该条往回走，必经过这里的每一条。考点持有账本，可用 npm run verify 或《账本格式》所述方法核对。',
      '5. 结论由原始读数和规则包重新计算：读数、取整方式、标准、条款都列在“经过”中，规则包摘要在首页。',
    ].map((text) => textBlock(text, width, 9.5)),
    ...keys.map((station) => textBlock(`台站 ${station.id}　公钥 ${station.publicKey.toString('hex')}`, width, 8.5)),
  ]
}
