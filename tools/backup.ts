import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { databaseFile, keyFile, writeBackup } from '../db/backup.ts'
import { KeyFileUnusable, readKeyFile } from '../db/key-file.ts'
import { openDatabase } from '../db/open.ts'
import { DatabaseUnusable } from '../db/unusable.ts'
import { understood } from './understood.ts'

const USAGE = `用法：npm run backup -- --data 数据文件夹 --to 备份文件 [--passphrase-file 文件]
  备份文件仍是加密的；给出口令文件时，旁边另存一份用口令封好的密钥（.key.age），换机恢复要用。
退出码：0 已备份并核验，1 备份失败，2 打不开或参数有误。`

async function main(): Promise<number> {
  const { values } = understood(USAGE, () => parseArgs({ options: { data: { type: 'string' }, to: { type: 'string' }, 'passphrase-file': { type: 'string' } } }))
  if (values.data === undefined || values.to === undefined) {
    console.error(USAGE)
    return 2
  }
  if (existsSync(values.to)) {
    console.error(`✗ 文件已存在，不覆盖：${values.to}`)
    return 1
  }
  const keys = readKeyFile(keyFile(values.data))
  const passphraseFile = values['passphrase-file']
  const passphrase = passphraseFile === undefined ? {} : { passphrase: readFileSync(passphraseFile, 'utf8').trim() }
  const db = openDatabase({ file: databaseFile(values.data), key: keys.database, readonly: true })
  try {
    const manifest = await writeBackup(db, { to: values.to, keys, now: Date.now(), ...passphrase })
    console.log(`✓ 已备份并核验：${values.to}，${String(manifest.facts)} 条记录`)
    for (const head of manifest.heads) console.log(`  台站 ${head.station}  末条 ${String(head.seq)}  ${head.hash}`)
    console.log(passphraseFile === undefined ? '  密钥没有随备份保存；换机恢复需要原机的 station.key.json。' : `  密钥已用口令封存：${values.to}.key.age`)
    return 0
  } finally {
    db.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`✗ 备份失败：${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = error instanceof DatabaseUnusable || error instanceof KeyFileUnusable ? 2 : 1
}
