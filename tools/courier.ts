import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { newCommand } from '../exchange/chance.ts'
import { courierLimits } from '../exchange/courier.ts'
import { receiptFile } from '../exchange/signing.ts'
import { readAny, readCarried } from '../hq/receive/carried-file.ts'
import { HqUnusable } from '../hq/keys.ts'
import { openHq } from '../hq/open-hq.ts'
import { importFile } from '../hq/receive/receive-file.ts'
import { makeReceipt } from '../hq/exchange/receipts.ts'
import type { Inside } from '../hq/inside.ts'
import { isRefused, recruitmentRow } from '../hq/recruitments/recruitment-row.ts'
import { databaseFile, runVenue } from '../station/running-venue.ts'
import { takeFolder } from '../station/folder-lock.ts'
import { fileKeeper, readKeys } from '../station/keys.ts'
import { StationUnusable } from '../station/unusable.ts'
import { exportStick } from '../station/sync-stick.ts'
import { outFolder } from '../station/closing-package.ts'
import { systemChance } from '../exchange/chance.ts'
import { systemClock } from '../exchange/clock.ts'
import { makeLog } from '../exchange/log.ts'

const usage = `用法：npm run courier -- export --data 考点数据文件夹 [--out 文件.kdcourier] [--all]
      npm run courier -- import --hq 总部数据文件夹 文件.kdcourier|文件.kdclose …
  export  写出总部按最新回执还缺的记录（--all：全部），封存给总部；考点程序须先关闭。
  import  把文件收入总部，可以重复、可以不按顺序；每个文件旁边写出回执 .kdreceipt。
          总部用 PostgreSQL 时设 DATABASE_URL。总部程序开着也可以。
退出码：0 全部完成，1 有文件没有收下或有内容被隔离，2 参数有误或打不开。`

const say = (text: string): void => console.log(text)

async function exportTo(data: string, out: string | undefined, all: boolean): Promise<number> {
  if (!existsSync(path.join(data, databaseFile))) {
    console.error(`✗ ${data} 里没有考点数据库`)
    return 2
  }
  const letGo = takeFolder(data)
  if (letGo === null) {
    console.error('✗ 考点程序正开着：请在程序里写出，或先关闭它。')
    return 2
  }
  try {
    const keys = await readKeys(data, fileKeeper)
    const venue = await runVenue({ folder: data, keys, clock: systemClock, chance: systemChance, log: makeLog('warn'), keeper: fileKeeper, program: 'kaodian courier' })
    try {
      const written = await exportStick(venue, all)
      if (!written.ok) {
        console.error(`✗ 没有写出：${written.refused.reason}`)
        return 1
      }
      const from = path.join(outFolder(venue), written.file)
      const file = out ?? from
      if (file !== from) writeFileSync(file, readFileSync(from))
      say(`✓ 已写出 ${file}：${String(written.facts)} 条记录，${String(written.bytes)} 字节`)
      return 0
    } finally {
      venue.close()
    }
  } finally {
    letGo()
  }
}

async function importOne(inside: Inside, file: string): Promise<boolean> {
  const no = (why: string): boolean => {
    console.error(`✗ ${file}：${why}`)
    return false
  }
  // capped before a byte of it is held in memory
  if (statSync(file).size > 2 * courierLimits.file) return no('file_too_large')
  const bytes = readFileSync(file)
  const read = readAny(bytes)
  if ('ok' in read) return no(`${read.refused.reason} ${read.refused.detail?.['fault'] ?? ''}`)
  const row = await recruitmentRow(inside.store.db, read.manifest.exam)
  if (row === null || row.erased_at !== null) return no('file_foreign')
  const carried = await readCarried(inside, row, bytes)
  if (isRefused(carried)) return no(carried.refused.reason)
  const taken = await importFile(inside, row, { carried, file: bytes, name: path.basename(file) }, { by: 'system', cmd: newCommand(inside.clock.now(), inside.chance) })
  if ('ok' in taken) return no(taken.refused.reason)
  const { receipt, signed } = await makeReceipt(inside, row, carried.venue)
  const beside = `${file}.kdreceipt`
  writeFileSync(beside, receiptFile(signed))
  say(`✓ ${file}：${carried.venue}，新收 ${String(taken.accepted)} 条，原有 ${String(taken.repeated)} 条${taken.enrolled === null ? '' : `，登记：${taken.enrolled}`}`)
  for (const { station, seq, why } of taken.quarantined) say(`  ▲ 隔离：台 ${station || '?'} 第 ${String(seq)} 条起，${why}`)
  for (const { station, seq, hash } of receipt.heads) say(`  台 ${station}  总部已有到第 ${String(seq)} 条  ${hash}`)
  say(`  第 ${String(receipt.no)} 号回执：${beside}`)
  return taken.quarantined.length === 0
}

async function importAll(folder: string, files: readonly string[]): Promise<number> {
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined) {
    console.error(`✗ 没有文件 ${missing}`)
    return 2
  }
  const { inside, close } = await openHq({ folder, databaseUrl: process.env['DATABASE_URL'] })
  try {
    let whole = true
    for (const file of files) whole = (await importOne(inside, file)) && whole
    return whole ? 0 : 1
  } finally {
    await close()
  }
}

async function main(): Promise<number> {
  const [task, ...rest] = process.argv.slice(2)
  const { values, positionals } = parseArgs({
    args: rest, allowPositionals: true, options: { data: { type: 'string' }, out: { type: 'string' }, all: { type: 'boolean' }, hq: { type: 'string' } },
  })
  if (task === 'export' && values.data !== undefined && positionals.length === 0) return exportTo(path.resolve(values.data), values.out, values.all === true)
  if (task === 'import' && values.hq !== undefined && positionals.length > 0) return importAll(path.resolve(values.hq), positionals)
  console.error(usage)
  return 2
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof HqUnusable) && !(error instanceof StationUnusable) && !(error instanceof TypeError)) throw error
  console.error(`✗ ${error.message}`)
  process.exitCode = 2
}
