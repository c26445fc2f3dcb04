import type { Cell, Column } from '../../shared/paper/layout.ts'
import { listNames } from '../../shared/list-names.ts'
import { listed } from '../lists.ts'
import { listWords } from '../list-words.ts'
import { deskState } from '../desk-card.ts'
import { everybody, minuteOf, type Person, type SheetContext, type SheetMaker } from './sheet-context.ts'

const columns: readonly Column[] = [
  { title: '行', width: 9, kind: 'num' }, { title: '名册序号', width: 15 }, { title: '准考证号', width: 27 }, { title: '姓名', width: 41 }, { title: '性别', width: 9, kind: 'mid' },
  { title: '岗位', width: 14 }, { title: '报到', width: 16, kind: 'mid' }, { title: '牌号', width: 13, kind: 'mid' }, { title: '本人签名', width: 34, kind: 'hand' },
]

/** Check-in list to be signed (规则 §4): everybody due, in the roster's order. */
export const attendance: SheetMaker = {
  offers: (context) => [{ key: '', title: '报到签到表', rows: context.board.standings(context.session.id).length }],
  make: (context) => {
    const people = everybody(context)
    if (people.length === 0) return null
    const present = people.filter(({ standing }) => standing.admitted !== null).length
    return {
      title: '报到签到表', format: 'A4', about: `应到 ${String(people.length)} 人，打印时已报到 ${String(present)} 人 · 报到时间 ${context.session.window.from}—${context.session.window.to}`,
      signs: ['报到员', '监督员'],
      blocks: [{ kind: 'table', columns, rowHeight: 9, rows: people.map((each, at): Cell[] => [...who(each, at), ...came(context, each), '']) }],
    }
  },
}

function who({ person }: Person, at: number): Cell[] {
  return [String(at + 1), person.rosterNumber, person.ticket, person.name, listWords.sex[person.sex] ?? person.sex, person.post]
}

function came({ venue }: SheetContext, { standing, place }: Person): Cell[] {
  const { admitted } = standing
  if (admitted !== null) return [minuteOf(venue, admitted.at), admitted.tag]
  return [deskState(place.where) === 'in' || place.where === 'due' ? '' : listWords.where[place.where], '']
}

/** Who did not come (规则 §4): stands by itself from the cut-off on. */
export const absent: SheetMaker = {
  offers: (context) => [{ key: '', title: '缺考名单', rows: missing(context).length }],
  make: (context) => {
    const people = missing(context)
    if (people.length === 0) return null
    return {
      title: '缺考名单', format: 'A4', about: `应到 ${String(context.board.standings(context.session.id).length)} 人，缺考、迟到和未准入场 ${String(people.length)} 人`, signs: ['报到员', '考点负责人', '监督员'],
      blocks: [{
        kind: 'table', rowHeight: 8,
        columns: [...columns.slice(0, 6), { title: '情况', width: 24 }, { title: '备注', width: 39, kind: 'hand' }],
        rows: people.map((each, at) => [...who(each, at), listWords.where[each.place.where], listWords.why[each.place.why] ?? '']),
      }],
    }
  },
}

function missing(context: SheetContext): readonly Person[] {
  return everybody(context).filter(({ place }) => place.where === 'absent' || place.where === 'late' || place.where === 'refused')
}

/** Any list of the session as the lists room shows it, printed from there: where everybody is, and room to sign. */
export const anyList: SheetMaker = {
  offers: () => [],
  make: (context, key) => {
    const name = listNames.find((each) => each === key)
    const found = name === undefined ? [] : listed(context.venue, context.session, name)
    if (name === undefined || found.length === 0) return null
    const rows = found.flatMap(({ standing, place }, at): Cell[][] => {
      const person = context.board.person(standing.candidate)
      if (person === null) return []
      const item = context.venue.pack.fitness?.items.find((each) => each.id === place.at)?.title.zh ?? place.at
      return [[...who({ person, standing, place }, at), standing.lot?.lot ?? '', listWords.where[place.where], [item, listWords.why[place.why] ?? place.why].filter((part) => part !== '').join(' '), '']]
    })
    return {
      title: listWords.lists[name], format: 'A4-landscape', about: `${String(rows.length)} 人`, signs: ['打印人', '监督员'],
      blocks: [{
        kind: 'table', rowHeight: 8, rows,
        columns: [...columns.slice(0, 6), { title: '抽签号', width: 18, kind: 'mid' }, { title: '现在', width: 36 }, { title: '项目、原因', width: 52 }, { title: '签名', width: 40, kind: 'hand' }],
      }],
    }
  },
}
