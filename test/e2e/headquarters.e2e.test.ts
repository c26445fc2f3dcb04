import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportSheet } from '../../exchange/sheets/export-sheet.ts'
import { readWorkbook } from '../../exchange/sheets/sheet-workbook.ts'
import { ok } from '../../tools/simulate/crew.ts'
import { launchChromium } from '../chromium.ts'
import { decideWorld, postOf, twoVenuePack, wallClock } from '../hq/decide-world.ts'
import { madeRow, sheetRows } from '../hq/made-roster.ts'
import { recruitmentPack } from '../hq/prepared-recruitment.ts'
import { storePlace } from '../hq/stores.ts'
import { eventually } from './hands.ts'
import { hqOffice, officer, openedVenue, password, type HqOffice, type OpenedVenue } from './hq-office.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const pictures = process.env['KAODIAN_PICTURES']
async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  for (const [width, height] of [[1280, 800], [1920, 1080], [820, 1180]] as const) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${pictures}/headquarters-${name}-${String(width)}.png` })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

const codes = ['001', '002', '003']
const postsCsv = Buffer.from(`﻿岗位代码,用人单位,岗位名称,招聘人数,性别,出生起,出生止,考试方式,岗位类别\r\n${codes.map((code, at) => `${code},第${code}支队,文职岗${code},${String(2 + at)},不限,1985-01,2007-10,笔试+心理素质测评+体能测评+面试,一般类`).join('\r\n')}\r\n`)
const roster = Array.from({ length: 36 }, (_, at) => madeRow(at + 1, codes[at % 3]!, { written: `${String(60 + (at % 30))}.5` }))
const rosterBook = async (rows = roster) => Buffer.from(await exportSheet('xlsx', '名册', sheetRows(rows)))

/** The first account, from the code the program printed to the device that shows its codes; then one more, by hand. */
async function firstAccounts(office: HqOffice) {
  const page = await office.seat()
  await page.goto(office.url)
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)
  await fill('启用码', await office.setUpCode())
  await fill('账号', 'zhang.wei')
  await fill('姓名', '张伟')
  await fill('新密码', password)
  await fill('再输入一次', password)
  await page.keyboard.press('Enter')
  const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '')
  await fill('验证器显示的动态码', office.showing(secret)())
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').getByText('账号', { exact: true }).click()
  await page.getByRole('button', { name: '新建账号' }).click()
  await fill('姓名', '李编排')
  await fill('账号', 'li.plan')
  await page.getByLabel(/编排员/).check()
  await fill('新密码', 'first words of Li')
  await fill('再输入一次', 'first words of Li')
  await page.keyboard.press('Enter')
  await page.getByText('li.plan', { exact: true }).waitFor()
  return office.client((await page.evaluate(() => sessionStorage.getItem('kaodian.hq.token'))) ?? '')
}

/** Downloads a venue's package and reads the code off its card. */
async function packageAndCard(page: Page, venue: string) {
  await page.getByRole('row', { name: new RegExp(venue) }).getByRole('button', { name: '查看' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载考试包' }).click()])
  const bytes = readFileSync(await download.path())
  await page.getByRole('button', { name: '打印登记卡' }).click()
  // the card of the venue before may still stand there for a moment
  const card = page.locator('article').filter({ hasText: venue }).first()
  await card.waitFor()
  const code = (await card.locator('strong').filter({ has: page.locator('i') }).first().locator('i').allInnerTexts()).join('-')
  await picture(page, `card-${venue}`)
  await page.getByRole('button', { name: '收起' }).first().click()
  return { bytes, code }
}

/** Opens the half day and lets so many in; answers their tickets. */
async function admitSome(office: HqOffice, { chief, desk }: OpenedVenue, count: number): Promise<string[]> {
  const [half] = await chief.sessions.list()
  const session = half?.id ?? ''
  ok(await chief.sessions.open({ cmd: office.cmd(), session }), 'opening')
  const { rows } = await chief.sessions.rows({ session, list: 'all', offset: 0, limit: 50 })
  const tickets: string[] = []
  for (const { candidate } of rows.slice(0, count)) {
    ok(await desk.checkIn.admit({ cmd: office.cmd(), session, candidate, documents: { idCard: true, ticket: true }, tag: `A${String(tickets.length + 1)}`, consent: true }), 'checking in')
    tickets.push(ok(await desk.checkIn.card({ session, candidate }), 'the card').card.ticket)
  }
  return tickets
}

/** Everything of the venue is at HQ by receipt. */
const sent = ({ chief }: OpenedVenue) => eventually(async () => ok(await chief.sync.tryNow(), 'sending').state.unsent).toBe(0)

test('from an empty HQ to two venues at work: accounts, posts, roster, division, packages, the line and a stick', async () => {
  const office = await hqOffice(browser, '2026-11-27T23:40:00Z')
  const admin = await firstAccounts(office)
  const { page } = await office.takeSeat('li.plan', 'first words of Li')
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  // a recruitment with a rule pack of one's own
  await page.goto(`${office.url}/#/recruitments`)
  await page.getByLabel('招聘名称').fill('某市公安局 2026 年招聘')
  await page.getByLabel('编号').fill('city-2026')
  await page.getByLabel('规则包').selectOption('file')
  const pack = { ...recruitmentPack('shenzhen-2023'), posts: [] }
  await page.setInputFiles('input[type=file]', { name: 'pack.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(pack)) })
  await button('新建招聘').click()
  await page.getByLabel('考点连接总部的网址').fill(office.url)
  await button('保存名称与期限').click()
  await button('保存名称与期限').waitFor({ state: 'detached' })

  await page.goto(`${office.url}/#/posts?view=import`)
  await page.setInputFiles('input[type=file]', { name: 'posts.csv', mimeType: 'text/csv', buffer: postsCsv })
  await button('导入 3 个岗位').click()
  await button('加一个岗位').waitFor()
  await page.getByText('3 个岗位，招 9 人').waitFor()

  // one bad row: the refusal names row and column, and nothing is kept
  await page.goto(`${office.url}/#/people?view=import`)
  const bad = roster.map((row, at) => (at === 16 ? { ...row, written: '九十' } : row))
  await page.setInputFiles('input[type=file]', { name: 'roster.xlsx', mimeType: 'application/octet-stream', buffer: await rosterBook(bad) })
  const problem = page.getByRole('row').filter({ hasText: '九十' })
  await problem.waitFor()
  expect(await problem.innerText()).toMatch(/^18\s+笔试成绩\s+九十/)
  expect(await button(/^导入 \d+ 人$/).isEnabled()).toBe(false)
  await picture(page, 'bad-row')
  expect(await office.hq.inside.store.db.selectFrom('person').select('id').execute()).toEqual([])
  await page.setInputFiles('input[type=file]', { name: 'roster.xlsx', mimeType: 'application/octet-stream', buffer: await rosterBook() })
  await button('导入 36 人').click()
  await button('再导入名册').waitFor()
  await page.getByText('36 名考生').waitFor()

  await page.goto(`${office.url}/#/division`)
  for (const name of ['城东考点', '城西考点']) {
    await button('添加考点').click()
    await page.getByLabel('考点名称').fill(name)
    await button('添加这个考点').click()
    await page.getByRole('heading', { name: `${name}的场次` }).waitFor()
  }
  await button('添加场次').click()
  await button('全部考点').click()
  await page.getByLabel('日期').fill('2026-11-28')
  await page.getByLabel('下午').uncheck()
  await page.getByLabel('每场容量（人）').fill('24')
  await button('添加 2 个场次').click()
  await page.getByRole('tab', { name: '编排表' }).click()
  await button('提出编排方案').click()
  await button('采用方案（36 人）').click()
  await page.getByText('已编排 36 人次').waitFor()

  await page.goto(`${office.url}/#/packages`)
  await button('签发 2 个考点的考试包').click()
  await page.getByText('已签发 2 个考点的考试包', { exact: false }).waitFor()
  const east = await packageAndCard(page, '城东考点')
  const west = await packageAndCard(page, '城西考点')

  // the duty officer's board moves by itself while the venues work
  const { page: duty } = await officer(office, admin, 'wang.duty', '王值守', 'duty')
  await duty.goto(`${office.url}/#/watch`)
  const tile = (venue: string) => duty.getByRole('button', { name: new RegExp(venue) })
  await tile('城东考点').getByText('从未联系').waitFor()
  await duty.evaluate(() => Object.assign(window, { sameWindow: true }))
  const first = await openedVenue(office, east.bytes, east.code)
  ok(await first.chief.sync.enrol({ cmd: office.cmd(), card: east.code }), 'enrolling')
  office.clock.pass(25 * 60_000) // half past eight
  const came = await admitSome(office, first, 5)
  await sent(first)
  await tile('城东考点').getByTitle(/进行中 5/).first().waitFor()
  await picture(duty, 'board')
  await tile('城东考点').click()
  await duty.getByRole('table').first().getByText('已开始').waitFor()
  await picture(duty, 'venue')

  // the other venue has no line: its file comes on a stick, twice
  const second = await openedVenue(office, west.bytes, west.code)
  expect(await second.chief.sync.enrol({ cmd: office.cmd(), card: east.code })).toMatchObject({ ok: false })
  await second.chief.sync.setAddress({ address: 'http://127.0.0.1:9' })
  expect(await second.chief.sync.enrol({ cmd: office.cmd(), card: west.code })).toMatchObject({ refused: { reason: 'hq_unreachable' } })
  await admitSome(office, second, 3)
  const { file } = ok(await second.chief.sync.exportStick({}), 'the stick')
  const carried = ok(await second.chief.sync.download({ file }), 'the file')
  await duty.getByRole('navigation').getByText('接收', { exact: true }).click()
  const drop = () => duty.setInputFiles('input[type=file]', { name: file, mimeType: 'application/octet-stream', buffer: Buffer.from(carried.bytes, 'base64') })
  await drop()
  await duty.getByRole('button', { name: /^收下 \d+ 条新记录$/ }).click()
  await duty.getByText('这台已登记到本考点，登记卡已用掉。').waitFor()
  await picture(duty, 'stick')
  const [receipt] = await Promise.all([duty.waitForEvent('download'), duty.getByRole('button', { name: '保存回执文件' }).click()])
  expect(ok(await second.chief.sync.importReceipt({ bytes: readFileSync(await receipt.path()).toString('base64') }), 'the receipt')).toMatchObject({ newest: true })
  await drop()
  await duty.getByRole('button', { name: '再收一次' }).click()
  await duty.getByText(/新收 0 条/).waitFor()
  await duty.getByRole('navigation').getByText('进展', { exact: true }).click()
  await tile('城西考点').getByTitle(/进行中 3/).first().waitFor()
  expect(await duty.evaluate(() => 'sameWindow' in window)).toBe(true)

  // one candidate, and why
  const person = roster.find(({ ticket }) => ticket === came[0])!
  await duty.getByRole('combobox', { name: '查找考生' }).fill(person.ticket)
  await duty.keyboard.press('Enter')
  await duty.getByText(person.name).first().waitFor()
  await picture(duty, 'journey')

  // the audit calls half days and venues as people do
  const { page: audit } = await officer(office, admin, 'zheng.audit', '郑审计', 'auditor')
  await audit.goto(`${office.url}/#/audit`)
  const added = audit.getByRole('row').filter({ hasText: '添加场次' }).first()
  await added.waitFor()
  expect(await added.innerText()).toMatch(/场次 2026-11-28 上午 城东考点，.*场次 2026-11-28 上午 城西考点，/)
  await picture(audit, 'audit-half-days')
  expect(office.complaints).toEqual([])
}, 240_000)

/** Six people of one post at two venues; 王一 and 李二 are equal in everything at the cut of the medical list (2 × 1.3, made 3). */
async function ranked(): Promise<string> {
  const place = await storePlace('sqlite')
  const world = await decideWorld(place, wallClock('2023-06-20T02:00:00Z'))
  const no = await world.recruitment('city-2026', twoVenuePack([postOf('T1', 'technical', 2)]))
  const scores = [['赵甲', '90'], ['钱乙', '88'], ['王一', '80'], ['李二', '80'], ['孙丙', '70'], ['周丁', '61']] as const
  await world.put(no, scores.map(([name, interview], at) => ({
    id: `c${String(at)}`, post: 'T1', name, written: '80', interview, quality: '60', run: '220', ticket: `00202306000${String(at)}`, residentId: '11010519491231002X', venue: at % 2 === 0 ? 'a' : 'b',
  })))
  await world.close(no, 'f-a', 'f-b', 'i-a', 'i-b')
  await world.hq.inside.store.db.deleteFrom('account').execute()
  await world.stop()
  return place.folder
}

test('a tie decided by two, the list adopted and published, masked and with its hash; an auditor sees it and changes nothing', async () => {
  const office = await hqOffice(browser, '2023-06-20T02:00:00Z', await ranked())
  const admin = await office.keeper()
  const decider = await officer(office, admin, 'zhou.decide', '周裁定', 'decider')
  const { page } = decider
  const second = await officer(office, admin, 'wu.decide', '吴复核', 'decider', decider)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const withSecond = async () => {
    await page.getByLabel('第二人', { exact: true }).selectOption(second.account)
    await page.getByLabel('第二人的密码').fill(password)
    await page.getByLabel('第二人的动态码').fill(second.code())
  }
  await page.goto(`${office.url}/#/decide`)
  await page.getByText(/第 3 名并列，各项全部相同/).waitFor()
  await picture(page, 'tie')
  await page.getByRole('row', { name: /赵甲/ }).click()
  await page.getByText('85.000').last().waitFor()
  await picture(page, 'why')
  await page.keyboard.press('Escape')
  await button('裁定名次').click()
  const order = page.getByRole('group', { name: '2 人并列，裁定名次' })
  expect(await order.getByRole('listitem').allInnerTexts()).toEqual([expect.stringContaining('王一'), expect.stringContaining('李二')])
  await button(/^把 .*李二.* 上移$/).click()
  await page.getByLabel('理由').fill('加试一场，李二胜')
  expect(await button('两人裁定名次').isEnabled()).toBe(false)
  await withSecond()
  await picture(page, 'deciding')
  await button('两人裁定名次').click()
  await page.getByRole('row', { name: /李二/ }).getByText('经裁定（周裁定、吴复核）').waitFor()
  expect(await page.getByRole('row', { name: /李二/ }).innerText()).toMatch(/^3\s/)
  await page.getByText(/并列，各项全部相同/).waitFor({ state: 'detached' })

  await page.getByRole('tab', { name: '体检名单' }).click()
  await button('两人确定 3 人的名单').click()
  await withSecond()
  await button('两人确定 3 人的名单').last().click()
  await page.getByText(/现行名单 3 人，周裁定、吴复核/).waitFor()
  await picture(page, 'adopted')

  await page.getByRole('navigation').getByText('公示', { exact: true }).click()
  await page.getByLabel('名单', { exact: true }).selectOption('medical')
  await page.getByLabel(/^T1/).check()
  const paper = page.getByTestId('publication-preview')
  await paper.getByText('002023060003').waitFor()
  expect(await paper.innerText()).toMatch(/李＊/)
  expect(await paper.innerText()).not.toMatch(/李二|赵甲|11010519491231002X/)
  await picture(page, 'draft')
  await button('发布体检名单').click()
  await withSecond()
  await button('发布体检名单').last().click()
  const published = page.getByRole('listitem').filter({ hasText: 'P20230620-001' })
  const hash = await published.locator('code').innerText()
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  await picture(page, 'published')
  const [download] = await Promise.all([page.waitForEvent('download'), published.getByRole('button', { name: '.xlsx' }).click()])
  const bytes = readFileSync(await download.path())
  const book = await readWorkbook(bytes, 100)
  const cells = book.rows.map((row) => row.cells.map(({ text }) => text))
  expect(cells[1]?.[0]).toContain(hash)
  expect(cells.slice(3).map((row) => row.find((text) => text.startsWith('00')))).toEqual(['002023060000', '002023060001', '002023060003'])
  await page.getByRole('tab', { name: '核验' }).click()
  await page.setInputFiles('input[type=file]', { name: 'list.xlsx', mimeType: 'application/octet-stream', buffer: bytes })
  await page.getByText('与发布的.xlsx 文件一致，现行有效').waitFor()

  // who audits opens every room and finds nothing that changes: no primary action, no second person
  const { page: audit } = await officer(office, admin, 'zheng.audit', '郑审计', 'auditor')
  await audit.goto(office.url)
  const rooms = audit.getByRole('navigation').first().getByRole('link')
  await rooms.first().waitFor()
  const names = await rooms.allInnerTexts()
  expect(names.length).toBeGreaterThan(8)
  for (const name of names) {
    await rooms.getByText(name, { exact: true }).click()
    await audit.getByRole('main').getByRole('heading').first().waitFor()
    const verbs = await audit.getByRole('main').getByRole('button').allInnerTexts()
    expect(verbs.filter((verb) => /^(新建|导入|添加|保存|裁定|两人|发布|签发|收下|提出|采用|登记|取消资格|下令|清除)/.test(verb)), name).toEqual([])
  }
  await audit.getByRole('navigation').getByText('审计', { exact: true }).click()
  await audit.getByRole('row').filter({ hasText: '裁定并列' }).first().waitFor()
  await picture(audit, 'audit')
  expect(office.complaints).toEqual([])
}, 240_000)
