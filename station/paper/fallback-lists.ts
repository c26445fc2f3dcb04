import type { Cell, Column } from '../../shared/paper/layout.ts'
import { qrNode } from '../../shared/paper/qr.ts'
import { placeOfLot, rowCode, type RowKind } from '../../shared/paper/row-code.ts'
import type { FitnessItem } from '../../shared/pack-schema.ts'
import { statusOf, type Standing } from '../../shared/standing.ts'
import type { OpenVenue } from '../open-venue.ts'
import { countingAttempts } from '../judge-view.ts'
import { listWords } from '../list-words.ts'
import { standardText } from '../../shared/why-sheet.ts'
import { attemptColumns, outcomeText, signedHow } from './judging-sheets.ts'
import { byLot, everybody, minuteOf, type Person, type SheetContext } from './sheet-context.ts'

/** One list of the fallback: who stands on it, in an order that keeps everybody on their page. */
export interface FallbackList {
  key: string
  title: string
  about: string
  landscape: boolean
  columns: readonly Column[]
  people: readonly Person[]
  /** Cells of a row without its code; only these decide whether a page has changed. */
  row(person: Person): Cell[]
  kind: RowKind
  item: number
}

/** Rows of a page: the same for everybody, so that nobody moves to another page when another comes. */
export const rowsPerPage = { upright: 18, landscape: 11 } as const
export const fallbackRowHeight = 11.5

const code: Column = { title: '行码', width: 13, kind: 'mid' }

/** Every list that the session's paper has to carry on with (issue: paper as fallback), each made when it is asked for. */
export function fallbackLists(context: SheetContext): (() => FallbackList)[] {
  const { session, venue } = context
  const items = session.stages.includes('fitness') ? venue.pack.fitness?.items ?? [] : []
  return [
    () => checkInList(context),
    ...(session.stages.includes('psych') ? [() => psychList(context)] : []),
    ...items.map((item, at) => () => itemList(context, item, at)),
    ...session.rooms.map((room) => () => roomList(context, room.id, room.title.zh)),
  ]
}

function checkInList(context: SheetContext): FallbackList {
  return {
    key: 'checkIn', title: '应急表　报到', kind: 'checkIn', item: 0, landscape: true, people: everybody(context),
    about: '停电或断网后接着用：在空格里手写，恢复后扫描行码补录。已印的是打印时的记录。',
    columns: [code, { title: '名册序号', width: 19 }, { title: '准考证号', width: 29 }, { title: '姓名', width: 46 }, { title: '性别', width: 10, kind: 'mid' }, { title: '岗位', width: 16 }, { title: '现在', width: 34 },
      { title: '报到时间', width: 22, kind: 'hand' }, { title: '物品牌号', width: 20, kind: 'hand' }, { title: '同意书 √', width: 16, kind: 'hand' }, { title: '签名', width: 38, kind: 'hand' }],
    row: ({ person, standing, place }) => [
      person.rosterNumber, person.ticket, person.name, listWords.sex[person.sex] ?? '', person.post,
      standing.admitted === null ? (place.where === 'due' ? '' : listWords.where[place.where]) : `已报到 ${minuteOf(context.venue, standing.admitted.at)}${standing.lot === null ? '' : ` 签 ${standing.lot.lot}`}`,
      '', standing.admitted?.tag ?? '', standing.admitted?.consent === true ? '√' : '', '',
    ],
  }
}

function psychList(context: SheetContext): FallbackList {
  return {
    key: 'psych', title: '应急表　心理素质测评', kind: 'psych', item: 0, landscape: false, people: byLot(context).filter(({ standing }) => standing.stages.includes('psych')),
    about: '在空格里打 √，恢复后扫描行码补录。',
    columns: [code, { title: '抽签号', width: 22, kind: 'lot' }, { title: '性别', width: 12, kind: 'mid' }, { title: '已录结果', width: 28, kind: 'mid' }, { title: '合格', width: 18, kind: 'hand' }, { title: '不合格', width: 18, kind: 'hand' }, { title: '无效', width: 18, kind: 'hand' }, { title: '时间', width: 24, kind: 'hand' }, { title: '工作人员', width: 33, kind: 'hand' }],
    row: ({ person, standing }) => [standing.lot?.lot ?? '', listWords.sex[person.sex] ?? '', standing.psych === null ? '' : psychWords[standing.psych.result], '', '', '', '', ''],
  }
}

const psychWords = { passed: '合格', failed: '不合格', invalid: '无效' } as const

function itemList(context: SheetContext, item: FitnessItem, at: number): FallbackList {
  return {
    key: `item.${item.id}`, title: `应急表　${item.title.zh}`, kind: 'attempt', item: at, landscape: true,
    people: byLot(context).filter(({ standing }) => standing.stages.includes('fitness')),
    about: `每人 ${String(item.attempts)} 次；已录入的印在格内，其余手写，恢复后扫描行码补录。`,
    columns: [code, { title: '抽签号', width: 20, kind: 'lot' }, { title: '性别', width: 10, kind: 'mid' }, { title: '标准', width: 32 }, ...attemptColumns(item, 96), { title: '结果', width: 20, kind: 'mid' }, { title: '时间', width: 22, kind: 'hand' }, { title: '考生签字', width: 40, kind: 'hand' }, { title: '裁判', width: 20, kind: 'hand' }],
    row: ({ person, standing }) => {
      const done = countingAttempts(standing, item.id).map((row) => outcomeText(item, row.outcome))
      const status = statusOf(standing, item.id)
      return [
        standing.lot?.lot ?? '', listWords.sex[person.sex] ?? '', standardText(item, standing.fitness?.items[item.id]?.standard ?? null).zh,
        ...Array.from({ length: item.attempts }, (_, n) => done[n] ?? ''), status === 'passed' ? '合格' : status === 'failed' ? '不合格' : '', '', signedHow(standing.signed.get(item.id)?.kind), '',
      ]
    },
  }
}

function roomList(context: SheetContext, room: string, title: string): FallbackList {
  const panel = context.venue.pack.interview?.panel ?? context.venue.pack.professional?.panel ?? 7
  return {
    key: `interview.${room}`, title: `应急表　${title}`, kind: 'interview', item: context.session.rooms.findIndex((each) => each.id === room), landscape: true,
    people: byLot(context).filter(({ standing }) => standing.room === room),
    about: '手写各考官打分；恢复后按考官原始评分表由两人录入，行码用来找到考生。',
    columns: [code, { title: '抽签号', width: 20, kind: 'lot' }, { title: '现在', width: 30 }, { title: '入场', width: 18, kind: 'hand' }, { title: '离场', width: 18, kind: 'hand' },
      ...Array.from({ length: panel }, (_, at): Column => ({ title: `考官 ${String(at + 1)}`, width: 112 / panel, kind: 'hand' })), { title: '得分', width: 22, kind: 'hand' }, { title: '考生签收', width: 40, kind: 'hand' }],
    row: ({ standing, place }) => [
      standing.lot?.lot ?? '', listWords.where[place.where], '', '', ...Array.from({ length: panel }, () => ''), interviewScore(standing), '',
    ],
  }
}

function interviewScore(standing: Standing): string {
  return [...standing.scored.values()].map((scored) => (scored.signatures.length === 3 ? scored.score ?? '' : '')).filter((score) => score !== '').join(' / ')
}

const numbers = new WeakMap<OpenVenue['ledger'], ReadonlyMap<string, number>>()

/** A candidate's place in the roster, which never changes: what the row codes of a check-in list name a person by. */
export function rosterIndex(venue: OpenVenue, people: readonly { id: string }[]): ReadonlyMap<string, number> {
  let found = numbers.get(venue.ledger)
  if (found === undefined) {
    found = new Map(people.map(({ id }, at) => [id, at]))
    numbers.set(venue.ledger, found)
  }
  return found
}

/** A row with its code in front. */
export function codedRow(context: SheetContext, list: FallbackList, person: Person): Cell[] {
  const { venue, session, sheet, board } = context
  const lot = person.standing.lot?.lot
  const candidate = list.kind === 'checkIn' || lot === undefined ? rosterIndex(venue, board.people()).get(person.person.id) ?? 0 : placeOfLot(lot)
  const text = rowCode(venue.exam, sheet, { session: venue.pack.sessions.indexOf(session), kind: list.kind, item: list.item, candidate }, person.person.id)
  return [{ node: qrNode(text, 'qr-row', 'Q'), height: 9.5 }, ...list.row(person)]
}
