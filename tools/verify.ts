import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseFile, keyFile, readManifest } from '../db/backup.ts'
import { KeyFileUnusable, openSealedKeys, readKeyFile, type StationKeys } from '../db/key-file.ts'
import type { Head } from '../db/ledger.ts'
import { openDatabase } from '../db/open.ts'
import { pendingRestore } from '../db/restored.ts'
import { hasShape } from '../db/shape.ts'
import { DatabaseUnusable } from '../db/unusable.ts'
import { verifyLedger } from '../db/verify.ts'
import { reportLines } from './ledger-words.ts'
import { looksLikeClosing, verifyClosing } from './verify-closing.ts'
import { understood } from './understood.ts'

const USAGE = `用法：npm run verify -- 数据文件夹|备份文件 [--quick] [--key 密钥文件] [--passphrase-file 文件] [--heads 文件]
      npm run verify -- 收场包.kdclose [--data 数据文件夹] [--key 总部密钥文件 | --passphrase-file 文件]
  收场包：不用任何密钥就核对签名、散列、封存对象和人数；--data 再与考点的账本核对；
  --key 打开账本部分（不打开个人信息部分），逐条核对。
  默认检查每条记录的哈希与签名、汇总表；--quick 只查哈希链和每台站末条签名。
  --heads：JSON 数组 [{"station","seq","hash"}]，来自打印件或回执，用来发现末尾被截去。
退出码：0 完好，1 有问题，2 打不开。`

/** Every manifest found beside the ledger is a witness of how far it once reached. */
function anchorsFor(target: string): Head[] {
  const folders = statSync(target).isDirectory() ? [join(target, 'backups')] : []
  const beside = statSync(target).isDirectory() ? [] : (readManifest(target)?.heads ?? [])
  return [
    ...beside,
    ...folders.filter((folder) => existsSync(folder)).flatMap((folder) =>
      readdirSync(folder).filter((name) => !name.endsWith('.json') && !name.endsWith('.age')).flatMap((name) => readManifest(join(folder, name))?.heads ?? [])),
  ]
}

async function keysFor(target: string, keyPath: string | undefined, passphrase: string | undefined): Promise<StationKeys> {
  if (keyPath !== undefined) return readKeyFile(keyPath)
  if (statSync(target).isDirectory()) return readKeyFile(keyFile(target))
  const sealed = `${target}.key.age`
  if (passphrase !== undefined && existsSync(sealed)) return openSealedKeys(readFileSync(sealed), passphrase)
  const found = [keyFile(dirname(target)), keyFile(dirname(dirname(target)))].find((path) => existsSync(path))
  return readKeyFile(found ?? keyFile(dirname(target)))
}

/** By its name as well, so that a package whose first bytes were changed is not taken for a ledger. */
function isClosingFile(target: string): boolean {
  return statSync(target).isFile() && (target.endsWith('.kdclose') || looksLikeClosing(target))
}

async function main(): Promise<number> {
  const { values, positionals } = understood(USAGE, () => parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' }, data: { type: 'string' }, full: { type: 'boolean' }, key: { type: 'string' }, 'passphrase-file': { type: 'string' }, heads: { type: 'string' },
    },
  }))
  const [target] = positionals
  if (target === undefined || positionals.length > 1) {
    console.error(USAGE)
    return 2
  }
  if (!existsSync(target)) {
    console.error(`✗ 没有这个文件或文件夹：${target}`)
    return 2
  }
  const passphraseFile = values['passphrase-file']
  if (isClosingFile(target)) {
    const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8').replace(/\r?\n$/, ''))
    return verifyClosing(target, { data: values.data, identity: read(values.key), passphrase: read(passphraseFile) })
  }
  const keys = await keysFor(target, values.key, passphraseFile === undefined ? undefined : readFileSync(passphraseFile, 'utf8').trim())
  const anchors = anchorsFor(target)
  if (values.heads !== undefined) anchors.push(...(JSON.parse(readFileSync(values.heads, 'utf8')) as Head[]))
  const file = statSync(target).isDirectory() ? databaseFile(target) : target
  // Whoever tampers takes the triggers away first: such a file is examined all the same.
  const db = openDatabase({ file, key: keys.database, readonly: true, shape: 'any' })
  try {
    const waiting = hasShape(db) ? pendingRestore(db) : null
    const against = { anchors, ...(waiting !== null && { pending: waiting.body }) }
    const report = await verifyLedger(db, values.quick === true ? { signatures: 'last', projections: false, ...against } : { signatures: 'all', ...against })
    // The key file pins who this station is: a ledger wholly rewritten under another key has no stream of this name.
    const own = keys.station
    // A folder restored and not opened since: the stream of its key begins at the next opening.
    if (waiting === null && report.facts > 0 && !report.heads.some((head) => head.station === own) && !report.findings.some((finding) => finding.station === own)) {
      report.ok = false
      report.findings.push({ station: own, seq: 0, fault: 'foreign_key' })
    }
    if (!hasShape(db)) {
      report.ok = false
      report.findings.push({ station: '', seq: 0, fault: 'strange_shape' })
    }
    for (const line of reportLines(report)) console.log(line)
    if (waiting !== null) console.log(`  已从 ${waiting.body.file} 恢复，尚未打开：下次打开时换新的签名密钥，并记下这次恢复。`)
    if (report.ok && anchors.length === 0) {
      console.log('  注意：没有外部凭据（备份清单、打印的末条哈希）。末尾若被整段截去，仅凭账本自身无法发现。')
    }
    return report.ok ? 0 : 1
  } finally {
    db.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof DatabaseUnusable || error instanceof KeyFileUnusable)) throw error
  console.error(`✗ 打不开 [${error.why}]：${error.message}`)
  process.exitCode = 2
}
