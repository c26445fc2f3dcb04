import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { readRoster } from '../../exchange/sheets/sheet-roster.ts'
import { readSheet } from '../../exchange/sheets/sheet.ts'

const pack = packNamed('shenzhen-2023')!
const people = rehearsalRoster({ pack, rehearsal: 'shenzhen-2023', seed: 5, count: 60 }).filter(
  (person) => person.residentId.includes(person.birth.replaceAll('-', '')) && person.barred === undefined,
)
const one = people[0]!
const two = people[1]!
const header = ['准考证号', '身份证号', '姓名', '性别', '出生日期', '岗位代码', '场次', '笔试成绩']
const rowOf = (person: typeof one) => [
  person.ticket,
  person.residentId,
  person.name,
  person.sex === 'M' ? '男' : '女',
  person.birth,
  person.post,
  '',
  person.written ?? '',
]

async function reading(rows: (string | number | Date | null)[][], mapping?: Record<string, string>) {
  const answer = await readSheet(await writeXlsx({ sheets: [{ name: '名单', rows }] }))
  if (!answer.ok) throw new Error(answer.fault)
  return readRoster(answer.sheet, pack, mapping)
}
const problems = async (...rows: (string | number | Date | null)[][]) =>
  (await reading([header, ...rows])).problems.map(({ row, column, problem }) => [row, column, problem])
const changed = (person: typeof one, column: string, value: string | number | Date | null) =>
  rowOf(person).map((cell, index) => (header[index] === column ? value : cell))

describe('a roster from a sheet', () => {
  it.each(['xlsx', 'csv'] as const)('takes a sound .%s whole: everyone as they were', async (format) => {
    const bytes = await exportSheet(format, '名单', [
      ['序号', ...header, '公安素质测试成绩'],
      ...people.map((person) => [person.rosterNumber, ...rowOf(person), person.quality ?? '']),
    ])
    const answer = await readSheet(bytes)
    if (!answer.ok) throw new Error(answer.fault)
    const { candidates, problems: found, count, sample } = readRoster(answer.sheet, pack)
    expect(found).toEqual([])
    expect(count).toBe(people.length)
    expect(candidates.map((each) => ({ ...each, id: '' }))).toEqual(people.map((each) => ({ ...each, id: '' })))
    expect(sample[0]?.['ticket']).toBe(one.ticket)
  })

  it('refuses an id or ticket that is a number, by row and column, because its digits are lost', async () => {
    expect(await problems(changed(one, '身份证号', 110101199001011237), rowOf(two))).toContainEqual([
      2,
      '身份证号',
      'number_cell',
    ])
    expect(await problems(rowOf(one), changed(two, '准考证号', 230600104))).toEqual([[3, '准考证号', 'number_cell']])
    expect(await problems(changed(one, '身份证号', '1.10101E+17'))).toEqual([[2, '身份证号', 'digits_lost']])
  })

  it('imports nothing when one row has a problem', async () => {
    const { candidates, count } = await reading([header, rowOf(one), changed(two, '姓名', '')])
    expect(candidates).toEqual([])
    expect(count).toBe(2)
  })

  it('names a malformed resident id with its reason', async () => {
    expect(await problems(changed(one, '身份证号', one.residentId.slice(0, 15)))).toContainEqual([
      2,
      '身份证号',
      'resident_id_length',
    ])
    expect(await problems(changed(one, '身份证号', `1X${one.residentId.slice(2)}`))).toContainEqual([
      2,
      '身份证号',
      'resident_id_characters',
    ])
    expect(await problems(changed(one, '身份证号', '160101199013010011'))).toContainEqual([
      2,
      '身份证号',
      'resident_id_birth',
    ])
    const last = one.residentId.endsWith('0') ? '1' : '0'
    expect(await problems(changed(one, '身份证号', one.residentId.slice(0, 17) + last))).toContainEqual([
      2,
      '身份证号',
      'resident_id_check_digit',
    ])
  })

  it('names duplicates with the other row', async () => {
    const { problems: found } = await reading([header, rowOf(one), changed(two, '准考证号', one.ticket)])
    expect(found).toEqual([{ row: 3, column: '准考证号', problem: 'duplicate', value: `${one.ticket} = 2` }])
  })

  it('names what is missing, an unknown post, an unknown session, a malformed sex, birth or score', async () => {
    expect(await problems(changed(one, '姓名', null))).toEqual([[2, '姓名', 'missing']])
    expect(await problems(changed(one, '岗位代码', 'Z999'))).toEqual([[2, '岗位代码', 'unknown_post']])
    expect(await problems(changed(one, '场次', '6月11日上午'))).toEqual([[2, '场次', 'unknown_session']])
    expect(await problems(changed(one, '性别', '不详'))).toEqual([[2, '性别', 'sex_malformed']])
    expect(await problems(changed(one, '出生日期', '1990-02-30'))).toEqual([[2, '出生日期', 'birth_malformed']])
    expect(await problems(changed(one, '笔试成绩', '缺考'))).toEqual([[2, '笔试成绩', 'score_malformed']])
    expect(await problems(changed(one, '姓名', '张\u202e伟'))).toEqual([[2, '姓名', 'characters']])
  })

  it('names a sex or a birth that differs from the resident id', async () => {
    expect(await problems(changed(one, '性别', one.sex === 'M' ? '女' : '男'))).toEqual([
      [2, '性别', 'sex_differs_from_id'],
    ])
    expect(await problems(changed(one, '出生日期', '1991-01-01'))).toEqual([[2, '出生日期', 'birth_differs_from_id']])
  })

  it('reads dates in the usual forms, date cells, and a month where the id knows the day', async () => {
    const [year, month, day] = one.birth.split('-') as [string, string, string]
    for (const birth of [
      `${year}/${Number(month)}/${Number(day)}`,
      `${year}.${Number(month)}.${Number(day)}`,
      `${year}${month}${day}`,
      `${year}年${Number(month)}月${Number(day)}日`,
      `${year}-${month}`,
      new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))),
    ]) {
      const { candidates } = await reading([header, changed(one, '出生日期', birth)])
      expect(candidates[0]?.birth, String(birth)).toBe(one.birth)
    }
  })

  it('takes sex and birth from the id when those columns are left out, and sessions by date and half day', async () => {
    const left = {
      ticket: '准考证号',
      residentId: '身份证号',
      name: '姓名',
      post: '岗位代码',
      session: '场次',
      sex: '',
    }
    const rows = [changed(one, '性别', '?'), changed(two, '场次', '6月9日上午、6月10日下午')]
    const { candidates, mapping } = await reading([header, ...rows], left)
    expect(mapping.sex).toBeUndefined()
    expect(candidates.map((each) => each.sex)).toEqual([one.sex, two.sex])
    expect(candidates[1]?.sessions).toEqual(['0609-am', '0610-pm'])
  })

  it('asks for the columns a roster cannot be without, and for none that is not there', async () => {
    const { problems: found } = await reading([
      ['姓名', '电话'],
      ['张伟', '1'],
    ])
    expect(found.filter(({ row }) => row === 1).map(({ column, problem }) => [column, problem])).toEqual([
      ['ticket', 'column_missing'],
      ['residentId', 'column_missing'],
      ['post', 'column_missing'],
    ])
    expect((await reading([header, rowOf(one)], { ticket: '没有这一列' })).problems[0]).toMatchObject({
      problem: 'no_such_column',
      column: '没有这一列',
    })
  })

  it('accepts a lower-case x as the check digit', async () => {
    const person = rehearsalRoster({ pack, rehearsal: 'x', seed: 9, count: 240 }).find(
      (each) => each.residentId.endsWith('X') && each.residentId.includes(each.birth.replaceAll('-', '')),
    )!
    const { candidates } = await reading([header, changed(person, '身份证号', person.residentId.toLowerCase())])
    expect(candidates[0]?.residentId).toBe(person.residentId)
  })
})
