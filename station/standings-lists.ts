import type { RankRow, StandingsList } from '../shared/api/standings.ts'
import { maskedName } from '../shared/masked-name.ts'
import { maskedTicket } from '../shared/paper/masked-ticket.ts'
import type { FitnessItem } from '../shared/pack-fitness-schema.ts'
import { qualificationRows, type QualificationRow } from '../shared/post-standing.ts'
import { byNumber } from '../shared/text-order.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { attendedBy, type Attended, type Evidence } from '../shared/standings-evidence.ts'
import { standingsOf, type HeldPost } from './standings-held.ts'
import { panelTitle } from '../shared/standings-view.ts'
import { rowsOf } from './standings-view.ts'
import { standingsWords as words } from './standings-words.ts'

/** A person's line in a list, with everything its columns may ask for. */
export interface ListLine {
  held: HeldPost
  entry: Evidence
  row: RankRow
  qualification: QualificationRow | null
  attended: readonly Attended[]
}

/** One column; an `optional` one is left out where no line has anything to say in it. */
export interface ListColumn {
  title: string
  cell: (line: ListLine) => string
  optional?: true
}

/** The lines of a list of one post, in the order they are published in. */
export function listLines(venue: OpenVenue, list: StandingsList, held: HeldPost): ListLine[] {
  const board = boardOf(venue)
  const days = standingsOf(venue).days()
  const rows = rowsOf(held)
  const line = (row: RankRow, qualification: QualificationRow | null = null): ListLine[] => {
    const entry = held.entries.get(row.candidate)
    return entry === undefined ? [] : [{ held, entry, row, qualification, attended: attendedBy(board, venue.pack, entry.person, days) }]
  }
  switch (list) {
    case 'ranking':
      return rows.flatMap((row) => line(row))
    case 'public':
      return rows.filter(({ rank }) => rank !== null).flatMap((row) => line(row))
    case 'medical':
      return rows.filter(({ medical }) => medical).flatMap((row) => line(row))
    case 'qualification': {
      const byId = new Map(rows.map((row) => [row.candidate, row]))
      return qualificationRows(venue.pack, held.post, [...held.entries.values()], held.ranked.quotas.qualification?.places ?? null).flatMap((place) => {
        const row = byId.get(place.id)
        return row === undefined ? [] : line(row, place)
      })
    }
    case 'shortlist':
      return byWritten(rows.flatMap((row) => line(row)).filter(({ attended }) => attended.some(({ session }) => session.due.kind === 'shortlist')))
    case 'fitness':
      return byRoster(rows.flatMap((row) => line(row)).filter(({ attended }) => attended.some(({ standing }) => standing.fitness !== null)))
    case 'interview':
      return rows.flatMap((row) => line(row)).filter(({ attended }) => attended.some(({ standing }) => standing.scored.size > 0))
    default:
      return list satisfies never
  }
}

const byRoster = (lines: ListLine[]): ListLine[] => lines.sort((a, b) => byNumber(a.row.rosterNumber, b.row.rosterNumber))
const byWritten = (lines: ListLine[]): ListLine[] =>
  lines.sort((a, b) => Number(b.row.written ?? -1) - Number(a.row.written ?? -1) || byNumber(a.row.rosterNumber, b.row.rosterNumber))

const ticket: ListColumn = { title: '准考证号', cell: ({ row }) => row.ticket }
const rosterNumber: ListColumn = { title: '名册序号', cell: ({ row }) => row.rosterNumber }
const name: ListColumn = { title: '姓名', cell: ({ row }) => row.name }
const sex: ListColumn = { title: '性别', cell: ({ entry }) => words.sex[entry.sex] }
const lot: ListColumn = { title: '抽签号', cell: ({ row }) => row.lot }
const post: ListColumn[] = [
  { title: '岗位代码', cell: ({ held }) => held.post.code },
  { title: '岗位名称', cell: ({ held }) => `${held.post.unit} ${held.post.title}` },
  { title: '招聘人数', cell: ({ held }) => String(held.post.headcount) },
]
const written: ListColumn = { title: '笔试成绩', cell: ({ row }) => row.written ?? '' }
const quality: ListColumn = { title: '公安素质测试成绩', cell: ({ row }) => row.quality ?? '', optional: true }
const interview: ListColumn[] = [
  { title: '面试成绩', cell: ({ row }) => row.interview ?? '' },
  { title: '修正系数', cell: ({ held, row }) => (row.corrected === null ? '' : held.ranked.panels.find(({ panel }) => panel === row.panel)?.coefficient ?? ''), optional: true },
  { title: '修正后面试成绩', cell: ({ row }) => row.corrected ?? '', optional: true },
]
const professional: ListColumn = { title: '专业能力测试成绩', cell: ({ row }) => row.professional ?? '', optional: true }
const fitnessPoints: ListColumn = { title: '体能分', cell: ({ row }) => row.fitnessPoints ?? '', optional: true }
const total: ListColumn = { title: '总成绩', cell: ({ row }) => row.total ?? '' }
const rank: ListColumn = { title: '排名', cell: ({ row }) => (row.rank === null ? '' : String(row.rank)) }
const medical: ListColumn = { title: '入围体检', cell: ({ row }) => (row.rank === null ? '' : row.medical ? words.yes : words.no) }
const remark: ListColumn = {
  title: '备注',
  cell: ({ row }) => [row.missing === null ? '' : words.missing[row.missing], row.tie ? words.tied : '', row.gate === 'fail' ? words.gate.fail : ''].filter(Boolean).join('；'),
}

/** The columns of a list as the announcements' annexes have them; the running number comes before. */
export function listColumns(venue: OpenVenue, list: StandingsList): ListColumn[] {
  const { pack } = venue
  switch (list) {
    case 'ranking': {
      const run: ListColumn = { title: '长跑成绩（秒）', cell: ({ row }) => row.run ?? '', optional: true }
      return [rosterNumber, ticket, name, sex, ...post, written, quality, ...interview, professional, fitnessPoints, run, total, rank, medical, remark]
    }
    case 'public':
      return [{ title: '准考证号', cell: ({ row }) => maskedTicket(row.ticket) }, { title: '姓名', cell: ({ row }) => maskedName(row.name) }, ...post, written, ...interview, professional, fitnessPoints, total, rank, medical]
    case 'medical':
      return [rosterNumber, ticket, name, sex, ...post, { title: '入围名额', cell: ({ held }) => String(held.ranked.quotas.medical?.places ?? '') }, total, rank, remark]
    case 'qualification':
      return [
        ticket, name, ...post, written, quality, { title: '笔试是否合格', cell: ({ qualification }) => (qualification?.passed === true ? words.yes : words.no) },
        { title: '排名', cell: ({ qualification }) => (qualification?.rank == null ? '' : String(qualification.rank)) },
        { title: '是否入围资格审核', cell: ({ qualification }) => (qualification?.listed === true ? words.yes : words.no) },
        { title: '备注', cell: ({ row, qualification }) => (row.written === null ? words.missing.written : qualification?.tied === true ? words.tied : '') },
      ]
    case 'shortlist':
      return [
        rosterNumber, ticket, name, ...post, written, quality,
        { title: '面试时间', cell: ({ attended }) => attended.filter(({ session }) => session.due.kind === 'shortlist').map(({ session }) => `${session.date} ${session.title.zh}`).join('；') },
        { title: '报到时间', cell: ({ attended }) => attended.filter(({ session }) => session.due.kind === 'shortlist').map(({ session }) => `${session.window.from}—${session.window.to}`).join('；') },
      ]
    case 'fitness':
      return [
        rosterNumber, ticket, name, sex, ...post.slice(0, 2), lot, ...(pack.fitness?.items ?? []).map((item): ListColumn => ({ title: item.title.zh, cell: (line) => readings(line, item) })),
        fitnessPoints, { title: '结果', cell: ({ attended }) => words.verdict[attended.find(({ standing }) => standing.fitness !== null)?.standing.fitness?.verdict ?? 'open'] },
        { title: '备注', cell: ({ row }) => (row.missing === null || row.missing === 'fitness_failed' ? '' : words.missing[row.missing]) },
      ]
    case 'interview':
      return [
        rosterNumber, ticket, name, ...post.slice(0, 2), lot, { title: '面试室', cell: ({ row }) => (row.panel === '' ? '' : panelTitle(pack, row.panel).zh) },
        ...interview, professional, { title: '是否达标', cell: ({ row }) => words.gate[row.gate], optional: true }, remark,
      ]
    default:
      return list satisfies never
  }
}

/** Every counted reading of an item as it was read; a touch, a foul or another outcome in a word of the pack. */
function readings({ attended }: ListLine, item: FitnessItem): string {
  for (const { standing } of attended) {
    const state = standing.fitness?.items[item.id]
    if (state === undefined) continue
    const read = state.attempts.filter(({ counted }) => counted).flatMap(({ index }) => {
      const outcome = standing.folded[index]?.outcome
      return outcome === undefined ? [] : [outcome.kind === 'reading' ? outcome.reading : outcome.kind === 'touch' ? (outcome.touch ? '触线' : '未触线') : '无成绩']
    })
    return [read.join('、'), words.verdict[state.status]].filter(Boolean).join(' ')
  }
  return ''
}
