// A list of 20,000 candidates against an empty room of the same program, in one browser, turn by turn; and what the
// station and the first script weigh.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { launchChromium } from '../../test/chromium.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { serveEmpty } from '../served-station.ts'

const CANDIDATES = 20_000
const ROUNDS = 8
const root = path.resolve(import.meta.dirname, '../..')

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

function print(name: string, value: string, range: string, target: string, met: boolean): void {
  console.log(`${met ? '✓' : '✕'} ${name}: ${value} (${range}; target ${target})`)
}

/** A venue whose one session 20,000 people are due in: a rehearsal's roster, opened as a sheet is. */
async function opened() {
  const station = await serveEmpty()
  const pack = packNamed('shenzhen-2023')
  if (pack === null) throw new Error('no such pack')
  const [first] = pack.sessions
  if (first === undefined) throw new Error('no session')
  const text = JSON.stringify({ ...pack, rehearsal: false, banners: [], sessions: [first], pools: pack.pools.filter((pool) => pool.session === first.id) })
  const people = rehearsalRoster({ pack, rehearsal: 'shenzhen-2023', count: CANDIDATES, seed: 7 })
  const rows = people.map((each) => [each.rosterNumber, each.ticket, each.residentId, each.name, each.post, first.id].join(','))
  const csv = Buffer.from(['序号,准考证号,身份证号,姓名,岗位代码,场次', ...rows].join('\n')).toString('base64')
  const pin = '493817'
  const answer = (await station.call('venue.openSheet', {
    cmd: crypto.randomUUID(), name: 'roster.csv', bytes: csv, pack: text, venue: '考点', exam: '招聘', chief: { name: '主考', pin },
  })) as { ok: boolean; operator?: string }
  if (answer.operator === undefined) throw new Error(JSON.stringify(answer))
  const signed = (await station.call('operators.signIn', { operator: answer.operator, pin })) as { token: string }
  return { station, token: signed.token }
}

const { station, token } = await opened()
const browser = await launchChromium()
try {
  const sessions = (await station.call('sessions.list', {}, token)) as { id: string }[]
  const session = sessions[0]?.id ?? ''
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addInitScript(([text, id]) => {
    sessionStorage.setItem('kaodian.token', text ?? '')
    sessionStorage.setItem('kaodian.session', id ?? '')
  }, [token, session])
  const page = await context.newPage()

  const load = async (hash: string, ready: string): Promise<number> => {
    await page.goto('about:blank')
    await page.goto(`${station.url.replace(/\/$/, '')}/${hash}`, { waitUntil: 'commit' })
    await page.waitForSelector(ready)
    return page.evaluate(() => performance.now())
  }
  const empty = () => load('#/journey', 'main section h1')
  const full = () => load('#/lists?list=all', '[role=grid] [role=row][aria-rowindex="3"] [role=gridcell]')
  await empty()
  await full()

  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = round % 2 === 0 ? [await empty(), await full()] : [await full(), await empty()].reverse()
    ratios.push((b ?? 0) / (a ?? 1))
  }
  print('list of 20,000 ready / empty room ready', `${median(ratios).toFixed(2)}×`, `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}, ${String(ROUNDS)} rounds`, '≤ 1.3×', median(ratios) <= 1.3)

  await full()
  const total = await page.getAttribute('[role=grid]', 'aria-rowcount')
  const frames = await page.evaluate(async () => {
    const box = document.querySelector('[role=grid]')
    if (box === null) throw new Error('no grid')
    const times: number[] = []
    let rows = 0
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    let last = await frame()
    for (let turn = 0; turn < 120; turn += 1) {
      box.scrollTop = ((turn * 7919) % 120) / 120 * (box.scrollHeight - box.clientHeight)
      const now = await frame()
      times.push(now - last)
      last = now
      rows = Math.max(rows, box.querySelectorAll('[role=row]').length)
    }
    return { times, rows }
  })
  const p95 = quantile(frames.times, 0.95)
  print('rows in the page while jumping through the list', String(frames.rows), `of ${total ?? '?'} rows`, '≤ 60', frames.rows <= 60)
  print('frame while jumping, p95', `${p95.toFixed(1)} ms`, `median ${median(frames.times).toFixed(1)} ms, 120 jumps`, '≤ 33 ms', p95 <= 33)

  // one changed row: a refusal is recorded for the first row; the frame in which its words change is the one after the answer
  await full()
  const first = ((await station.call('sessions.rows', { session, list: 'all', limit: 1 }, token)) as { rows: { candidate: string }[] }).rows[0]
  await station.call('sessions.open', { cmd: crypto.randomUUID(), session }, token)
  await page.waitForTimeout(300)
  const painted = page.evaluate(() => new Promise<{ frames: number; cells: number }>((resolve, reject) => {
    const box = document.querySelector('[role=grid]')
    const row = box?.querySelector('[role=row][aria-rowindex="2"]')
    if (!box || !row) {
      reject(new Error('no row'))
      return
    }
    const before = row.textContent
    let cells = 0
    const watch = new MutationObserver((changes) => {
      cells += changes.length
      if (row.textContent === before) return
      const at = performance.now()
      requestAnimationFrame(() => requestAnimationFrame((next) => {
        watch.disconnect()
        resolve({ frames: Math.max(1, Math.round((next - at) / 16.7) - 1), cells })
      }))
    })
    watch.observe(box, { subtree: true, childList: true, characterData: true, attributes: true })
  }))
  // the session's day is long over, so that this is the reason that holds
  const refused = (await station.call('checkIn.refuse', { cmd: crypto.randomUUID(), session, candidate: first?.candidate ?? '', reason: 'late', note: '' }, token)) as { ok: boolean }
  if (!refused.ok) throw new Error(`the row was not changed: ${JSON.stringify(refused)}`)
  const repaint = await painted
  print('one changed row', `${String(repaint.frames)} frame(s)`, `${String(repaint.cells)} changes in the page`, '1 frame', repaint.frames <= 1)
} finally {
  await browser.close()
  await station.stop()
}

const assets = path.join(root, 'dist/renderer/assets')
const page = readFileSync(path.join(root, 'dist/renderer/index.html'), 'utf8')
const scripts = readdirSync(assets).filter((file) => file.endsWith('.js') && page.includes(file))
const weight = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(assets, file))).length, 0) / 1024
print('first script, gzipped', `${weight.toFixed(0)} KB`, `${String(scripts.length)} files`, '≤ 300 KB', weight <= 300)
