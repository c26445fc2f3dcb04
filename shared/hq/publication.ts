import { z } from 'zod'
import { maskedName } from '../masked-name.ts'
import { canonical } from '../pack-hash.ts'
import type { Post } from '../pack-schema.ts'
import { maskedTicket } from '../paper/masked-ticket.ts'
import type { Quota } from '../quotas.ts'
import { hex, sha256 } from '../sha256.ts'
import { HqListKind } from './facts.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** How a list is shown ⚙: announcements name people by ticket number, masked names beside it; resident ids stand in none. */
export const PublicationStyle = z.strictObject({
  /** For public notice. False: for inside use, with whole names and the decisions beside ranks. */
  masked: z.boolean(),
  names: z.enum(['masked', 'none']).describe('on a masked list'),
  tickets: z.enum(['full', 'masked']).describe('on a masked list'),
  /** First and last day of the public notice (公示期), both included; null: none is said. */
  notice: z.strictObject({ from: day, to: day }).nullable(),
})
export type PublicationStyle = z.infer<typeof PublicationStyle>

/** One line of a publication before it is written out. */
export interface PublicationLine {
  rosterNumber: string
  ticket: string
  name: string
  sex: 'M' | 'F'
  written: string | null
  quality: string | null
  interview: string | null
  professional: string | null
  fitnessPoints: string | null
  total: string | null
  rank: number | null
  /** Shares its rank, and nobody decided. */
  tie: boolean
  /** Number of HQ's fact that placed it among its equals, or null. */
  decided: number | null
  /** When and where the interview is; empty where the list is no invitation. */
  when: string
}

/** One post of a publication. */
export interface PublicationPost { post: Post; quota: Quota | null; adopted: { fact: number; hash: string }; lines: readonly PublicationLine[] }

const Section = z.strictObject({
  post: z.string(), unit: z.string(), title: z.string(), category: z.enum(['technical', 'general', 'undivided']), headcount: z.number().int(),
  /** `1:ratio=exact→places`, because no announcement says how a fraction becomes people; empty without a ratio. */
  quota: z.string(),
  adopted: z.strictObject({ fact: z.number().int(), hash: z.string() }),
  rows: z.array(z.array(z.string())),
})

/** What is frozen: everything a reader sees, as text, and where it came from. No time of its own: the fact has it. */
export const PublicationContent = z.strictObject({
  format: z.literal('kaodian-publication/1'),
  recruitment: z.string(), title: z.string(), list: HqListKind, heading: z.string(), masked: z.boolean(),
  notice: z.strictObject({ from: day, to: day }).nullable(),
  /** Id of the publication it takes the place of, or null. */
  replaces: z.string().nullable(),
  pack: z.strictObject({ id: z.string(), version: z.number().int(), hash: z.string() }), rehearsal: z.boolean(),
  columns: z.array(z.string()), posts: z.array(Section),
})
export type PublicationContent = z.infer<typeof PublicationContent>

/** Headings as the announcements call their annexes. */
export const listHeadings: Readonly<Record<HqListKind, string>> = {
  qualification: '入围资格审核人员名单', interview: '入围面试人员名单', ranking: '总成绩及排名', medical: '入围体检人员名单',
}

/** `SHA-256("kaodian-publication-v1\0" ‖ JSON with sorted keys)` in hex: the publication's hash, printed at its foot. */
export function publicationHash(content: PublicationContent): string {
  return hex(sha256('kaodian-publication-v1\0', canonical(content)))
}

interface PublicationColumn { title: string; cell: (line: PublicationLine) => string; optional?: true }

function columnsOf(list: HqListKind, style: PublicationStyle): PublicationColumn[] {
  const ticket: PublicationColumn = { title: '准考证号', cell: (line) => (style.masked && style.tickets === 'masked' ? maskedTicket(line.ticket) : line.ticket) }
  const name: PublicationColumn[] = style.masked
    ? style.names === 'none' ? [] : [{ title: '姓名', cell: (line) => maskedName(line.name) }]
    : [{ title: '姓名', cell: (line) => line.name }]
  const inside: PublicationColumn[] = style.masked ? [] : [{ title: '名册序号', cell: (line) => line.rosterNumber }]
  const sex: PublicationColumn[] = style.masked ? [] : [{ title: '性别', cell: (line) => (line.sex === 'M' ? '男' : '女') }]
  const who = [...inside, ticket, ...name, ...sex]
  const written: PublicationColumn = { title: '笔试成绩', cell: (line) => line.written ?? '', optional: true }
  const quality: PublicationColumn = { title: '公安素质测试成绩', cell: (line) => line.quality ?? '', optional: true }
  const rank: PublicationColumn = { title: '排名', cell: (line) => (line.rank === null ? '' : String(line.rank)) }
  const total: PublicationColumn = { title: '总成绩', cell: (line) => line.total ?? '' }
  const remark: PublicationColumn = {
    title: '备注', optional: true,
    cell: (line) => [line.tie ? '并列' : '', line.decided !== null && !style.masked ? `并列，经裁定（总部记录 ${String(line.decided)} 号）` : ''].filter(Boolean).join('；'),
  }
  switch (list) {
    case 'qualification':
      return [...who, written, quality, rank, remark]
    case 'interview':
      return [...who, written, rank, { title: '面试时间及报到时间', cell: (line) => line.when, optional: true }, remark]
    case 'ranking':
      return [
        ...who, written, { title: '面试成绩', cell: (line) => line.interview ?? '', optional: true },
        { title: '专业能力测试成绩', cell: (line) => line.professional ?? '', optional: true },
        { title: '体能分', cell: (line) => line.fitnessPoints ?? '', optional: true }, total, rank, remark,
      ]
    case 'medical':
      return [...who, total, rank, remark]
    default:
      return list satisfies never
  }
}

/** Writes a list out as it will be frozen: text cells only, a column nobody has anything in is left out. */
export function publicationContent(
  about: Pick<PublicationContent, 'recruitment' | 'title' | 'list' | 'pack' | 'replaces' | 'rehearsal'>, style: PublicationStyle, posts: readonly PublicationPost[],
): PublicationContent {
  const columns = columnsOf(about.list, style)
    .filter(({ optional, cell }) => optional !== true || posts.some(({ lines }) => lines.some((line) => cell(line) !== '')))
  return {
    format: 'kaodian-publication/1', ...about, heading: listHeadings[about.list] + (style.masked && about.list === 'ranking' ? '公示' : ''), masked: style.masked, notice: style.notice,
    columns: columns.map(({ title }) => title),
    posts: posts.map(({ post, quota, adopted, lines }) => ({
      post: post.code, unit: post.unit, title: post.title, category: post.category, headcount: post.headcount,
      quota: quota === null ? '' : `1:${quota.ratio}=${quota.exact}→${String(quota.places)}`, adopted, rows: lines.map((line) => columns.map(({ cell }) => cell(line))),
    })),
  }
}

/** How many people a publication names. */
export function peopleIn(content: PublicationContent): number {
  return content.posts.reduce((sum, { rows }) => sum + rows.length, 0)
}
