import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { simulate, type Summary } from '../../tools/simulate/day.ts'

const deep = process.env['KAODIAN_DEEP'] === '1'
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function play(rehearsal: string, candidates: number, seed: number): Promise<Summary> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-story-'))
  folders.push(folder)
  return simulate({ rehearsal, candidates, seed, folder })
}

/** Everybody due has an end, the ledger verifies, and projections made anew are those in use. */
function expectSound(summary: Summary): void {
  expect(summary).toMatchObject({ balanced: true, verified: true, refillEqualsLive: true })
  for (const { due, ends } of summary.sessions) {
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(due)
    expect(
      Object.keys(ends).every((end) =>
        ['absent', 'late', 'refused', 'barred', 'withdrawn', 'psych_failed', 'fitness_failed', 'passed'].includes(end),
      ),
    ).toBe(true)
  }
}

describe('the half days of Shenzhen 2023, played by operators through the contract', () => {
  const seeds = deep ? Array.from({ length: 20 }, (_, index) => index + 1) : [1, 2]
  it.each(seeds)('with %i as seed: every session balances, the ledger verifies, a refill is the same', async (seed) => {
    const summary = await play('shenzhen-2023', deep ? 500 : 150, seed)
    expectSound(summary)
    expect(summary.sessions).toHaveLength(4)
  })

  it('meet every kind of trouble at least once', async () => {
    const { events } = await play('shenzhen-2023', 300, 7)
    const expected = [
      '缺考',
      '迟到',
      '不在名册',
      '拒绝入场：早到',
      '拒绝入场：走错场次',
      '拒绝入场：证件不齐',
      '拒绝入场：重复报到',
      '核对警告后入场',
      '存疑后入场',
      '存疑后拒绝',
      '撤回报到',
      '补签承诺书',
      '作废抽签号',
      '补打抽签条',
      '心理测评：手工录入',
      '心理测评：文件导入',
      '心理测评裁定',
      '心理测评更正',
      '心理测评书面告知',
      '犯规',
      '抢跑',
      '放弃项目',
      '异常读数确认',
      '器材或裁判原因重测',
      '撤回读数',
      '签字前更正',
      '签字后更正',
      '签字：拒签见证',
      '签字：纸上',
      '跑步组次',
      '召回：抢跑',
      '召回：裁判原因',
      '事后对号',
      '多按的计时',
      '跑步换道',
      '弃考',
      '当场取消资格',
      '未到项目场地',
      '拒绝：次序不对',
      '拒绝：前项不合格',
    ]
    expect(expected.filter((event) => (events[event] ?? 0) === 0)).toEqual([])
  })

  it('come to the same summary for the same seed, byte for byte, although every lot differs', async () => {
    const [first, again, other] = [
      await play('shenzhen-2023', 40, 3),
      await play('shenzhen-2023', 40, 3),
      await play('shenzhen-2023', 40, 4),
    ]
    expect(JSON.stringify(again)).toBe(JSON.stringify(first))
    expect(JSON.stringify(other.events)).not.toBe(JSON.stringify(first.events))
  })
})

it('every lot of a simulated day can be recomputed by anybody from the evidence files', async () => {
  await play('shenzhen-2023', 80, 5)
  const evidence = path.join(folders[0] ?? '', 'evidence')
  const files = readdirSync(evidence)
  expect(files.length).toBeGreaterThanOrEqual(7)
  let forgeries = 0
  for (const file of files) {
    const checked = spawnSync(process.execPath, ['tools/verify-draw.mjs', path.join(evidence, file)], {
      encoding: 'utf8',
    })
    expect(checked.stdout).toMatch(/^OK/)
    const text = readFileSync(path.join(evidence, file), 'utf8')
    const lot = /"lot": ?"([A-Z])(\d{3})"/.exec(text)
    if (lot === null) continue
    const other = String((Number(lot[2]) % 998) + 1).padStart(3, '0')
    forgeries += 1
    const forged = path.join(evidence, `forged-${file}`)
    writeFileSync(forged, text.replace(lot[0], lot[0].replace(lot[2] ?? '', other)))
    expect(spawnSync(process.execPath, ['tools/verify-draw.mjs', forged]).status).not.toBe(0)
  }
  expect(forgeries).toBeGreaterThanOrEqual(5)
})

it('a folder that holds a venue already is not played over', async () => {
  const { rehearsal, candidates, seed } = await play('shenzhen-2023', 20, 1)
  await expect(simulate({ rehearsal, candidates, seed, folder: folders[0] ?? '' })).rejects.toThrow('holds a venue')
})

describe('the half days of Wuhan 2025', () => {
  it('balance without a psych stage, posts without fitness staying at home', async () => {
    const summary = await play('wuhan-2025', deep ? 2000 : 200, 7)
    expectSound(summary)
    expect(summary.events['心理测评：手工录入']).toBeUndefined()
  })
})
