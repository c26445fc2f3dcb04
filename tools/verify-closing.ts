import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { databaseFile, keyFile } from '../db/backup.ts'
import { readKeyFile } from '../db/key-file.ts'
import { factById } from '../db/ledger.ts'
import { openDatabase, type Db } from '../db/open.ts'
import { factNamer } from '../db/stations.ts'
import { verifyLedger } from '../db/verify.ts'
import { unseal } from '../exchange/closing-age.ts'
import { isClosingPackage, readClosing, type ClosingFault, type ClosingManifest } from '../exchange/closing-format.ts'
import { checkLedgerPart, type LedgerFault } from '../exchange/closing-ledger.ts'
import { findingLine } from './ledger-words.ts'

type DataFault = 'other_venue' | 'head_unknown' | 'head_differs' | 'closing_unknown' | 'not_recorded' | 'data_unsound'
type KeyFault = 'key_does_not_open'

const words: Record<ClosingFault | LedgerFault | DataFault | KeyFault, string> = {
  too_large: '文件超过上限',
  not_a_package: '不是收场包',
  manifest_unreadable: '清单读不出（被改动或截断）',
  manifest_wrong: '清单的字段不合格式',
  foreign_key: '公钥与台站编号不符（被换钥）',
  bad_signature: '签名不对（内容被改动或改签）',
  cut_off: '文件不完整（末尾被截去）',
  trailing_bytes: '末尾有多余的字节',
  part_changed: '封存的内容与清单的散列不符（被改动）',
  not_sealed: '内容没有封存',
  recipients_differ: '封存的对象与清单所列不符',
  counts_differ: '各种结论的人数前后不符',
  heads_differ: '末条记录与条数前后不符',
  ledger_unreadable: '封存的账本不合格式',
  streams_differ: '封存的账本与清单所列的末条不符',
  bytes_changed: '记录内容与其散列不符（被改动）',
  wrong_place: '记录所写的位置与所在位置不符（被移动或调换）',
  missing: '缺少记录（被删除）',
  closing_missing: '里面没有清单所说的关闭记录',
  closing_differs: '关闭记录与清单不符',
  other_venue: '数据文件夹是另一场考试或另一个考点的',
  head_unknown: '数据文件夹的账本里没有收场包的末条记录（账本被截去，或不是同一本）',
  head_differs: '数据文件夹的账本在同一编号处是另一条记录（被重写）',
  closing_unknown: '数据文件夹的账本里没有收场包所说的关闭记录',
  not_recorded: '数据文件夹的账本里没有写下过这个收场包',
  data_unsound: '数据文件夹的账本有问题',
  key_does_not_open: '这个密钥打不开收场包（不是封存对象的密钥，或内容已损坏）',
}

/** Whether a file begins as a closing package does; the rest is not read. */
export function looksLikeClosing(file: string): boolean {
  const fd = openSync(file, 'r')
  try {
    const start = Buffer.alloc(5)
    return readSync(fd, start, 0, 5, 0) === 5 && isClosingPackage(start)
  } finally {
    closeSync(fd)
  }
}

export interface ClosingCheck {
  /** The venue's data folder, to hold the package against its ledger. */
  data?: string | undefined
  /** Text of an age identity file of HQ, to open the facts; people.age is never opened. */
  identity?: string | undefined
  passphrase?: string | undefined
}

/** Checks a closing package and prints what was found; 0 when it is sound, 1 when it is not. */
export async function verifyClosing(file: string, check: ClosingCheck): Promise<0 | 1> {
  const wrong = (fault: keyof typeof words, where = ''): 1 => {
    console.log(`✗ ${where}${words[fault]} [${fault}]`)
    return 1
  }
  // capped before a byte of it is held in memory
  if (statSync(file).size > 600_000_000) return wrong('too_large')
  const bytes = readFileSync(file)
  const read = readClosing(bytes)
  if (!read.ok) return wrong(read.fault)
  const { manifest, ledger } = read
  if (check.data !== undefined) {
    const fault = await againstData(check.data, manifest, createHash('sha256').update(bytes).digest('hex'))
    if (fault !== null) return wrong(fault)
  }
  const key = keyGiven(check)
  if (key !== null) {
    const plain = await unseal(ledger, key)
    if (plain === null) return wrong('key_does_not_open')
    const opened = checkLedgerPart(plain, manifest)
    if (!opened.ok) return wrong(opened.fault, opened.station === '' ? '' : `台站 ${opened.station} 第 ${String(opened.seq)} 条：`)
  }
  for (const line of soundLines(manifest, check, key !== null)) console.log(line)
  return 0
}

function keyGiven({ identity, passphrase }: ClosingCheck): Parameters<typeof unseal>[1] | null {
  if (identity !== undefined) return { identity: identity.split('\n').map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#')) ?? '' }
  return passphrase === undefined ? null : { passphrase }
}

function soundLines(manifest: ClosingManifest, check: ClosingCheck, opened: boolean): string[] {
  const ends = Object.entries(manifest.counts).map(([end, n]) => `${end} ${String(n)}`).join('，')
  return [
    `✓ 收场包完好：${manifest.venueName}，场次 ${manifest.session}，${String(manifest.facts)} 条记录`,
    `  签名台站 ${manifest.station}，公钥 ${manifest.publicKey}`,
    ...manifest.heads.map(({ station, seq, hash }) => `  台站 ${station}  末条 ${String(seq)}  ${hash}`),
    `  各种结论：${ends}`,
    manifest.sealing === 'recipients' ? `  封存给 ${String(manifest.recipients.length)} 个总部公钥：${manifest.recipients.join(' ')}` : '  用口令封存',
    check.data === undefined ? '  未与考点的账本核对（--data 数据文件夹）：签名是否出自该考点，请核对台站编号。' : '  ✓ 与考点的账本一致，且账本里记有这个收场包',
    opened ? '  ✓ 已打开账本部分：逐条散列、逐条签名、关闭记录均相符；个人信息部分没有打开' : '  没有打开任何内容（--key 总部密钥文件 可逐条核对账本部分）',
  ]
}

/** What of the venue's ledger does not agree with the package; null when all does. The ledger itself is checked first. */
async function againstData(folder: string, manifest: ClosingManifest, fileHash: string): Promise<DataFault | null> {
  const keys = readKeyFile(keyFile(folder))
  const db = openDatabase({ file: databaseFile(folder), key: keys.database, readonly: true, shape: 'any' })
  try {
    const report = await verifyLedger(db, { signatures: 'last', projections: false })
    if (!report.ok) {
      for (const finding of report.findings) console.log(findingLine(finding))
      return 'data_unsound'
    }
    return differs(db, manifest, fileHash)
  } finally {
    db.close()
  }
}

function differs(db: Db, manifest: ClosingManifest, fileHash: string): DataFault | null {
  for (const { station, seq, hash } of manifest.heads) {
    const held = factById(db, `${station}/${String(seq)}`)
    if (held === undefined) return 'head_unknown'
    if (held.hash.toString('hex') !== hash) return 'head_differs'
    if (held.fact.exam !== manifest.exam || held.fact.venue !== manifest.venue) return 'other_venue'
  }
  const closed = factById(db, manifest.closed.fact)
  if (closed?.fact.type !== 'session.closed' || closed.hash.toString('hex') !== manifest.closed.hash || closed.fact.body.session !== manifest.session) return 'closing_unknown'
  const name = factNamer(db)
  const recorded = db.all<{ fact: number }>("SELECT fact FROM venue_fact WHERE type = 'closing.packaged'").some(({ fact }) => {
    const stored = factById(db, name(fact))?.fact
    return stored?.type === 'closing.packaged' && stored.body.hash === fileHash
  })
  return recorded ? null : 'not_recorded'
}
