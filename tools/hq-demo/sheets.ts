import type { Candidate } from '../../shared/roster.ts'

const table = (rows: readonly (readonly string[])[]): string => Buffer.from(`${rows.map((row) => row.join(',')).join('\r\n')}\r\n`).toString('base64')

/** One post of a made-up recruitment, as a personnel office lists it. */
export interface SheetPost { code: string; unit: string; title: string; headcount: number; category: '技术类' | '一般类' }

/** A .csv of posts in UTF-8, base64. */
export function postsCsv(posts: readonly SheetPost[]): string {
  return table([
    ['用人单位', '岗位代码', '岗位名称', '招聘人数', '性别', '出生年月', '类别', '考试方式'],
    ...posts.map(({ code, unit, title, headcount, category }) => [unit, code, title, `${String(headcount)}人`, '不限', '1977年5月至2005年5月', category, '笔试+心理素质测评+体能测评+面试']),
  ])
}

/** A .csv of candidates with their written scores, base64. */
export function peopleCsv(people: readonly Candidate[]): string {
  return table([
    ['序号', '准考证号', '身份证号', '姓名', '性别', '出生日期', '报考岗位代码', '笔试成绩', '公安素质测试成绩'],
    ...people.map((one) => [one.rosterNumber, one.ticket, one.residentId, one.name, one.sex === 'M' ? '男' : '女', one.birth, one.post, one.written ?? '', one.quality ?? '']),
  ])
}
