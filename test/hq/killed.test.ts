import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { seededChance } from '../../exchange/chance.ts'
import { silentLog } from '../../exchange/log.ts'
import { openHq } from '../../hq/open-hq.ts'
import { Receipt } from '../../exchange/messages.ts'
import { seededRandom } from '../../shared/random.ts'
import { heldFacts, insertRecruitment, insertStream, plain, testStation } from './exchange-world.ts'
import { onBothStores, storePlace, type StorePlace } from './stores.ts'

const seed = Number(process.env['KAODIAN_SEED'] ?? 20_261_122)
// 20 in all
const kills = process.env['KAODIAN_DEEP'] === '1' ? { sqlite: 100, postgres: 100 } : { sqlite: 12, postgres: 8 }
const child = path.join(import.meta.dirname, 'ingest-child.ts')

/** Runs the child and kills it (−9) so many ms after its first receipt, or lets it end; answers the last head it acknowledged. */
function run(place: StorePlace, no: number, file: string, killAfter: number | null): Promise<{ acknowledged: number; ended: boolean }> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, place.folder, place.databaseUrl ?? '', String(no), file], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    running.stdout.on('data', (chunk: Buffer) => {
      const before = text
      text += chunk.toString('utf8')
      if (killAfter !== null && !/^\d+$/m.test(before) && /^\d+$/m.test(text)) setTimeout(() => running.kill('SIGKILL'), killAfter)
    })
    running.on('error', reject)
    running.on('exit', () => {
      // the last line may have been cut by the kill: only whole lines were acknowledged
      const lines = text.split('\n').slice(0, -1).filter((line) => /^\d+$/.test(line))
      resolve({ acknowledged: Number(lines.at(-1) ?? 0), ended: text.includes('end\n') })
    })
  })
}

onBothStores('HQ killed (−9) during ingest', (kind) => {
  test('has lost nothing that it acknowledged, and goes on', async () => {
    const place = await storePlace(kind)
    const random = seededRandom(seed)
    const station = testStation('r', 'v', seededChance(String(seed)))
    station.grow(240)
    const setUp = await openHq({ folder: place.folder, databaseUrl: place.databaseUrl, log: silentLog })
    const { no } = await insertRecruitment(setUp.inside, 'r', ['v'])
    const stream = await insertStream(setUp.inside, no, station)
    await setUp.close()
    const file = path.join(place.folder, 'pages.txt')
    const pages: Buffer[] = []
    for (let at = 1; at <= 240; at += 2) pages.push(station.page(at, at + 1))
    writeFileSync(file, pages.map((page) => page.toString('base64')).join('\n'))
    let acknowledged = 0
    let amid = 0
    for (let kill = 0; kill < kills[kind]; kill += 1) {
      const end = await run(place, no, file, random.below(90))
      acknowledged = Math.max(acknowledged, end.acknowledged)
      if (!end.ended) amid += 1
      const again = await openHq({ folder: place.folder, databaseUrl: place.databaseUrl, log: silentLog })
      const held = await heldFacts(again.inside, stream)
      expect(held.length, `seed ${String(seed)}, kill ${String(kill)}`).toBeGreaterThanOrEqual(acknowledged)
      expect(plain(held)).toEqual(plain(station.facts.slice(0, held.length)))
      // whatever a receipt says was there before it
      const receipts = await again.inside.store.db.selectFrom('receipt').select('bytes').orderBy('no').execute()
      for (const { bytes } of receipts.slice(-3)) expect(Receipt.parse(JSON.parse(bytes.toString('utf8'))).heads[0]?.seq ?? 0).toBeLessThanOrEqual(held.length)
      await again.close()
    }
    expect(amid).toBeGreaterThan(kills[kind] / 2)
    expect(await run(place, no, file, null)).toEqual({ acknowledged: 240, ended: true })
    const last = await openHq({ folder: place.folder, databaseUrl: place.databaseUrl, log: silentLog })
    expect(plain(await heldFacts(last.inside, stream))).toEqual(plain(station.facts))
    await last.close()
    await place.remove()
    process.stdout.write(`${kind}: killed ${String(kills[kind])} times from seed ${String(seed)}, ${String(amid)} amid ingest, acknowledged up to ${String(acknowledged)}\n`)
  }, 240_000)
})
