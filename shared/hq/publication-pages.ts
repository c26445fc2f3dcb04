import { fit, fitted } from '../paper/fit.ts'
import { bodyOf } from '../paper/frame.ts'
import { paginate, textBlock, type Block, type Column } from '../paper/layout.ts'
import { qrNode } from '../paper/qr.ts'
import { el, type PaperNode } from '../paper/tree.ts'
import type { PublicationContent } from './publication.ts'

const { width, height } = bodyOf.A4
/** Rows of the foot: the hash stands on a line of its own. */
const footTakes = 6

/** What of a publication is not in its content. */
export interface PageStamp { id: string; hash: string; /** `2026-11-22 10:00`, or empty for a preview. */ at: string; replacedBy: string | null }

/** What the QR code of a publication's foot says; typed in or scanned, HQ's verification finds the publication by it. */
function publicationCode(hash: string): string {
  return `KDP1:${hash}`.toUpperCase()
}

/** The pages of a publication, A4: head, one table for each post, and a foot with page numbers, the whole hash and its code. */
export function publicationPages(content: PublicationContent, stamp: PageStamp): PaperNode[] {
  const inner = paginate(blocksOf(content), width, height - footTakes)
  const code = qrNode(publicationCode(stamp.hash), 'qr-head', 'L')
  return inner.map((nodes, at) => el('section', 'sheet a4',
    stamp.at === '' ? el('b', 'drill', '预览') : content.rehearsal ? el('b', 'drill', '演练') : null,
    el('header', 'top',
      el('h1', '', fitted(content.heading, fit(content.heading, width - 2, 16))),
      el('p', 'where', fitted(content.title, fit(content.title, width - 2, 10))),
      el('p', 'about', aboutOf(content, stamp))),
    el('div', 'body', ...nodes),
    el('footer', 'foot',
      el('div', 'made',
        el('p', '', stamp.at === '' ? '预览，尚未发布' : `发布 ${stamp.at}`, el('span', 'id', `编号 ${stamp.id === '' ? '—' : stamp.id}`), stamp.replacedBy === null ? null : el('b', 'again', `已被 ${stamp.replacedBy} 替代`)),
        el('p', 'mono', `${stamp.hash.slice(0, 32)} ${stamp.hash.slice(32)}`)),
      el('span', 'page-no', `第 ${String(at + 1)} 页，共 ${String(inner.length)} 页`),
      code)))
}

function aboutOf(content: PublicationContent, stamp: PageStamp): string {
  return [
    content.masked ? '' : '内部使用，不得公开', content.rehearsal ? '演练，非真实考试' : '',
    content.notice === null ? '' : `公示期 ${content.notice.from} 至 ${content.notice.to}`, content.replaces === null ? '' : `替代 ${content.replaces}`,
    `规则包 ${content.pack.id} 第${String(content.pack.version)}版`, stamp.replacedBy === null ? '' : '此名单已被替代',
  ].filter(Boolean).join('　')
}

function blocksOf({ posts, columns, list }: PublicationContent): Block[] {
  const set = [{ title: '序号', width: 12, kind: 'mid' } satisfies Column, ...columns.map(columnOf)]
  if (posts.every(({ rows }) => rows.length === 0)) return [textBlock('没有人在此名单上。', width)]
  return posts.filter(({ rows }) => rows.length > 0).flatMap((post): Block[] => [
    { kind: 'fixed', height: 22, takes: 9, node: el('h2', '', fitted(captionOf(post, list), fit(captionOf(post, list), width - 2, 12, 1))) },
    { kind: 'table', columns: set, rowHeight: 7, rows: post.rows.map((row, at) => [String(at + 1), ...row]) },
  ])
}

function captionOf({ post, unit, title, headcount, quota, rows }: PublicationContent['posts'][number], list: PublicationContent['list']): string {
  const places = quota === '' ? '' : `，名额 ${quota}`
  return `${post}　${unit} ${title}　招聘 ${String(headcount)} 人${places}${list === 'ranking' ? '' : `，共 ${String(rows.length)} 人`}`
}

const widths: Readonly<Record<string, number>> = {
  准考证号: 34, 姓名: 24, 名册序号: 18, 性别: 11, 笔试成绩: 18, 公安素质测试成绩: 20, 面试成绩: 18, 专业能力测试成绩: 20, 体能分: 16, 总成绩: 20, 排名: 13, 备注: 26, 面试时间及报到时间: 50,
}
const figures = new Set(['笔试成绩', '公安素质测试成绩', '面试成绩', '专业能力测试成绩', '体能分', '总成绩', '排名'])

function columnOf(title: string): Column {
  return { title, width: widths[title] ?? 20, kind: figures.has(title) ? 'num' : 'text', ...(title === '备注' || title === '面试时间及报到时间' ? { wraps: true } : {}) }
}
