// From starting the program to a screen that can be used, with a venue of 5,000 candidates and 60,000 facts in its folder.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launchChromium } from '../../test/chromium.ts'
import { serveRehearsal } from '../served-station.ts'

const CANDIDATES = 5000
const ROUNDS = 5
const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-start-'))
const asked = { rehearsal: 'shenzhen-2023', candidates: CANDIDATES, seed: 3, folder }

const first = await serveRehearsal(asked)
const token = await first.signIn('chief-1')
const session = ((await first.call('sessions.list', {}, token)) as { id: string }[])[0]?.id ?? ''
await first.call('sessions.open', { cmd: crypto.randomUUID(), session }, token)
await first.stop()

const browser = await launchChromium()
const times: number[] = []
let memory = 0
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now()
    const station = await serveRehearsal(asked, first.pins)
    const page = await (await browser.newContext()).newPage()
    await page.goto(station.url, { waitUntil: 'commit' })
    await page.getByRole('button', { name: '演练主考甲' }).waitFor()
    times.push(performance.now() - began)
    const status = (await station.call('system.status', {}, await station.signIn('chief-1'))) as { memoryMb: number }
    memory = Math.max(memory, status.memoryMb)
    await page.close()
    await station.stop()
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
times.sort((a, b) => a - b)
const middle = (times[Math.floor(times.length / 2)] ?? 0) / 1000
console.log(`${middle <= 3 ? '✓' : '✕'} start to usable screen: ${middle.toFixed(2)} s (${((times[0] ?? 0) / 1000).toFixed(2)}–${((times.at(-1) ?? 0) / 1000).toFixed(2)}, ${String(ROUNDS)} starts, ${String(CANDIDATES)} candidates; target ≤ 3 s)`)
console.log(`${memory <= 300 ? '✓' : '✕'} station's memory: ${memory.toFixed(0)} MB (target ≤ 300 MB)`)
