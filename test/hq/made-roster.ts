import { checkDigitOf } from '../../shared/resident-id.ts'

/** One row of a made-up roster, as a sheet has it. */
export interface MadeRow {
  number: string
  ticket: string
  residentId: string
  name: string
  sex: '男' | '女'
  birth: string
  post: string
  written: string
  quality: string
}

const surnames = Array.from('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜')
const given = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国文华志红宇欣梓涵浩然子轩')

/** The n-th made-up candidate; the same n gives the same person. Id numbers are sound and belong to nobody's district. */
export function madeRow(n: number, post: string, over: Partial<MadeRow> = {}): MadeRow {
  const male = n % 3 !== 0
  const birth = `${String(1990 + (n % 14))}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`
  const serial = `${String(Math.floor(n / 2) % 100).padStart(2, '0')}${male ? '1' : '2'}`
  const digits = `99${String(1000 + Math.floor(n / 200)).padStart(4, '0')}${birth.replaceAll('-', '')}${serial}`.replace(/^99/, '42')
  const name = `${surnames[n % surnames.length] ?? ''}${given[(n * 7) % given.length] ?? ''}${given[(n * 13 + 5) % given.length] ?? ''}`
  const written = `${String(40 + ((n * 37) % 60))}.${String((n * 7) % 100).padStart(2, '0')}`
  return {
    number: String(n), ticket: String(20260000000 + n), residentId: digits + checkDigitOf(digits), name, sex: male ? '男' : '女', birth, post, written,
    quality: String(30 + (n % 60)), ...over,
  }
}

const header = ['序号', '准考证号', '身份证号', '姓名', '性别', '出生日期', '报考岗位代码', '笔试成绩', '公安素质测试成绩']

/** Rows as the lines of a sheet, the header first. */
export function sheetRows(rows: readonly MadeRow[]): string[][] {
  return [header, ...rows.map((row) => [row.number, row.ticket, row.residentId, row.name, row.sex, row.birth, row.post, row.written, row.quality])]
}

/** A .csv file of them in UTF-8, base64. */
export function csvOf(rows: readonly MadeRow[]): string {
  return Buffer.from(`${sheetRows(rows).map((row) => row.join(',')).join('\r\n')}\r\n`).toString('base64')
}
