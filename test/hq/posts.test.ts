import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import type { HqClient } from '../../shared/hq/api.ts'
import { runHq, type TestHq } from './running-hq.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const wuhan = readFileSync(path.join(import.meta.dirname, '../cases/data/posts-wuhan.csv'))
const base64 = (text: string) => Buffer.from(text).toString('base64')
const headers = '岗位代码,用人单位,岗位名称,招聘人数,性别,出生起,出生止,考试方式'

onBothStores('posts', (kind) => {
  let place: StorePlace
  let hq: TestHq
  let planner: HqClient
  beforeAll(async () => {
    place = await storePlace(kind)
    hq = await runHq(place)
    planner = await hq.client('planner')
  })
  afterAll(async () => {
    await hq.stop()
    await place.remove()
  })
  const fresh = async (pack: string): Promise<string> => {
    const recruitment = `r-${hq.cmd()}`
    await planner.recruitments.make({ cmd: hq.cmd(), recruitment, title: 'x', pack })
    return recruitment
  }

  test('the published list of Wuhan comes in as the shipped pack has it: 13 posts, 198 people, stages in order', async () => {
    const recruitment = await fresh('national-2024')
    const sheet = { name: '岗位表.csv', bytes: wuhan.toString('base64') }
    const seen = await planner.posts.preview({ recruitment, ...sheet })
    expect(seen).toMatchObject({ ok: true, count: 13, headcount: 198, problems: [], errors: [], gone: [], changed: [] })
    if (!seen.ok) return
    expect(seen.added).toEqual(['001', '002', '003', '004', '005', '006', '007', '008', '009', '010', '011', '012', '013'])
    expect(seen.posts[0]).toMatchObject({ code: '001', sex: 'any', birth: { from: '1989-10', to: '2007-10' }, stages: ['interview', 'professional'] })
    expect(seen.posts[0]?.requirements).toBe('18-35周岁；本科及以上；学位：学士及以上；专业：本科：设计学类、新闻传播学类、戏剧与影视学类；研究生及以上：戏剧与影视；行政班（含轮值夜班）')
    expect(seen.posts[0]?.notes[0]?.zh).toBe('具有博士研究生学历学位的应聘人员免笔试')
    expect(seen.posts[9]).toMatchObject({ code: '010', headcount: 128, sex: 'M', birth: { from: '1979-10', to: '2005-10' }, stages: ['fitness', 'interview'] })
    expect(await planner.posts.import({ cmd: hq.cmd(), recruitment, ...sheet, base: 1 })).toMatchObject({ ok: true, version: 2 })
    const list = await planner.posts.list({ recruitment })
    expect(list.ok && list.posts.length).toBe(13)
    // the same sheet again changes nothing
    expect(await planner.posts.import({ cmd: hq.cmd(), recruitment, ...sheet, base: 2 })).toMatchObject({ refused: { reason: 'already_so' } })
    const facts = await hq.inside.store.db.selectFrom('hq_fact').select('type').where('type', '=', 'posts.imported').execute()
    expect(facts.length).toBe(1)
  })

  test('into the shipped Wuhan pack it changes nothing: categories, panels and remarks in both languages stay', async () => {
    const recruitment = await fresh('wuhan-aux-2025')
    const seen = await planner.posts.preview({ recruitment, name: 'x.csv', bytes: wuhan.toString('base64') })
    // notes of the pack that the sheet says too stay as they are; 002 and 003 have one more there than in the sheet
    expect(seen).toMatchObject({ ok: true, added: [], changed: [], gone: [] })
  })

  test('the same list as .xlsx, with numbers as headcount and a title above, says the same', async () => {
    const recruitment = await fresh('national-2024')
    const rows = wuhan.toString('utf8').trim().split(/\r?\n/).map((line) => line.split(','))
    const bytes = Buffer.from(await exportSheet('xlsx', '岗位表', [['2025 年公开招聘岗位表'], ...rows])).toString('base64')
    const seen = await planner.posts.preview({ recruitment, name: 'x.xlsx', bytes })
    expect(seen).toMatchObject({ ok: true, count: 13, headcount: 198, problems: [] })
  })

  test('headers in other words, windows in one cell, GB18030: worked by hand', async () => {
    const recruitment = await fresh('zhoukou-aux-2023')
    // 职位代码,招录单位,职位名称,招考人数,性别要求,出生年月,考核方式,岗位类别 / 007,特警支队,特勤↵队员,12人,限男性,1989年10月至2007年10月期间出生,笔试＋体能测试＋面试,一般岗
    const gb = [
      '1rDOu7T6wuss1dDCvLWlzrss1rDOu8P7s8Ys1dC/vMjLyv0s0NSx8NKqx/Mss/bJ+sTq1MIsv7y6y7e9yr0suNrOu8DgsfANCjAwNyzM2L6v1qe20ywizNjH2gq209SxIiwxMsjLLM/e',
      'xNDQ1CwxOTg5xOoxMNTC1sEyMDA3xOoxMNTCxtq85LP2yfosscrK1KOrzOXE3LLiytSjq8PmytQs0ruw47jaDQo=',
    ].join('')
    const seen = await planner.posts.preview({ recruitment, name: 'x.csv', bytes: gb })
    expect(seen.ok && seen.problems).toEqual([])
    expect(seen.ok && seen.posts).toMatchObject([{ code: '007', unit: '特警支队', title: '特勤队员', headcount: 12, sex: 'M', birth: { from: '1989-10', to: '2007-10' }, stages: ['fitness', 'interview'], category: 'general' }])
  })

  test('every wrong cell is named by its row and column, and nothing comes in', async () => {
    const recruitment = await fresh('national-2024')
    const lines = [
      headers,
      '001,甲,一岗,3,男,1989-10,2007-10,笔试+面试',
      '001,乙,二岗,0,男士,1989-13,2007-10,笔试+舞蹈',
      '003,,三岗,2,女,2007-10,1989-10,笔试',
      '004,丁,四岗,1,不限,1989-10,,面试+面试',
      '005,戊,五岗,1,不限,,,心理素质测评+面试',
    ]
    const seen = await planner.posts.preview({ recruitment, name: 'x.csv', bytes: base64(lines.join('\n')) })
    expect(seen.ok && seen.problems.map(({ row, column, problem }) => `${String(row)} ${column} ${problem}`)).toEqual([
      '3 岗位代码 duplicate', '3 招聘人数 headcount_malformed', '3 性别 sex_malformed', '3 出生起 month_malformed', '3 考试方式 stage_unknown',
      '4 用人单位 missing', '4 出生止 window_reversed', '4 考试方式 stages_none', '5 出生止 window_open', '5 考试方式 stage_twice', '6 考试方式 stage_without_rules',
    ])
    expect(await planner.posts.import({ cmd: hq.cmd(), recruitment, name: 'x.csv', bytes: base64(lines.join('\n')), base: 1 })).toMatchObject({ refused: { reason: 'sheet_rows' } })
    expect(await planner.posts.import({ cmd: hq.cmd(), recruitment, name: 'x.csv', bytes: base64('不是表格'), base: 1 })).toMatchObject({ ok: false })
    const list = await planner.posts.list({ recruitment })
    expect(list).toMatchObject({ ok: true, posts: [], version: 1 })
  })

  test('where quotas go by category a post of an interview needs one; one choice fills all that the sheet leaves open', async () => {
    const recruitment = await fresh('shenzhen-aux-2023')
    const bytes = base64(`${headers}\n001,甲,一岗,3,男,1989-10,2007-10,笔试+面试`)
    const open = await planner.posts.preview({ recruitment, name: 'x.csv', bytes })
    expect(open.ok && open.problems).toEqual([{ row: 2, column: 'category', problem: 'category_missing', value: '001' }])
    expect(await planner.posts.preview({ recruitment, name: 'x.csv', bytes, category: 'general' })).toMatchObject({ ok: true, problems: [], posts: [{ category: 'general' }] })
  })

  test('by hand: changed, renamed, refused where another has the code or candidates have the post', async () => {
    const recruitment = await fresh('national-2024')
    await planner.posts.import({ cmd: hq.cmd(), recruitment, name: 'x.csv', bytes: wuhan.toString('base64'), base: 1 })
    const list = await planner.posts.list({ recruitment })
    const first = list.ok ? list.posts[0]?.post : undefined
    if (first === undefined) throw new Error('no post')
    expect(await planner.posts.put({ cmd: hq.cmd(), recruitment, post: { ...first, headcount: 2 }, was: '001', base: 2 })).toMatchObject({ ok: true, version: 3 })
    expect(await planner.posts.put({ cmd: hq.cmd(), recruitment, post: { ...first, code: '002' }, was: '001', base: 3 })).toMatchObject({ refused: { reason: 'post_exists' } })
    const { no } = await hq.inside.store.db.selectFrom('recruitment').select('no').where('id', '=', recruitment).executeTakeFirstOrThrow()
    await hq.inside.store.db.insertInto('person').values({ recruitment: no, id: 'p', roster_number: '1', ticket: '1', resident_id: '1', name: 'x', sex: 'M', birth: '2000-01-01', post: '001', written: null, quality: null, barred: null, withdrawn: null, photo: null }).execute()
    expect(await planner.posts.remove({ cmd: hq.cmd(), recruitment, code: '001', base: 3 })).toMatchObject({ refused: { reason: 'post_in_use', detail: { post: '001' } } })
    expect(await planner.posts.put({ cmd: hq.cmd(), recruitment, post: { ...first, code: '101' }, was: '001', base: 3 })).toMatchObject({ refused: { reason: 'post_in_use' } })
    expect(await planner.posts.remove({ cmd: hq.cmd(), recruitment, code: '002', base: 3 })).toMatchObject({ ok: true, version: 4 })
    expect(await planner.posts.put({ cmd: hq.cmd(), recruitment, post: { ...first, code: '099', stages: ['psych'] }, was: null, base: 4 })).toMatchObject({ refused: { reason: 'pack_invalid', detail: { path: 'posts[12].stages[0]' } } })
  })
})
