import { mkdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { restoreBackup, type RestoreAnswer } from '../db/backup.ts'
import { takeFolder } from '../station/folder-lock.ts'
import { restoreFromHq } from '../station/hq-restore.ts'
import { pinWeakness } from '../station/pin-strength.ts'
import { openStation } from '../station/station.ts'
import { findingLine } from './ledger-words.ts'
import { understood } from './understood.ts'

const USAGE = `用法：npm run restore -- --from 备份文件 --data 数据文件夹 [--passphrase-file 文件] [--over-newer]
  先核验备份，再放入；原有数据移到一旁，不删除。文件夹里有备份没有的记录时拒绝，除非 --over-newer。
      npm run restore -- --from-hq --package 考试包 --card-file 登记卡号码文件 --pin-file 主考新PIN文件 --data 空的数据文件夹
  从总部取回：总部有回执的记录原样取回，逐条核验；之后用新密钥继续。
退出码：0 已恢复，1 拒绝，2 参数有误。`

const refusals: Record<Extract<RestoreAnswer, { ok: false }>['refused'], string> = {
  backup_missing: '没有这个备份文件',
  key_missing: '没有密钥：请给出口令文件（--passphrase-file），或把 station.key.json 放在备份文件旁边',
  manifest_differs: '备份文件与其清单的校验值不符（被改动或没有写完）',
  not_verified: '备份核验不通过，没有恢复',
  folder_is_newer: '数据文件夹里有备份没有的记录，没有恢复（确要恢复请加 --over-newer，原数据会留在一旁）',
}

async function main(): Promise<number> {
  const { values } = understood(USAGE, () => parseArgs({
    options: {
      from: { type: 'string' }, data: { type: 'string' }, 'passphrase-file': { type: 'string' }, 'over-newer': { type: 'boolean' },
      'from-hq': { type: 'boolean' }, package: { type: 'string' }, 'card-file': { type: 'string' }, 'pin-file': { type: 'string' },
    },
  }))
  if (values['from-hq'] === true) {
    const { package: packed, 'card-file': card, 'pin-file': pin, data } = values
    if (packed === undefined || card === undefined || pin === undefined || data === undefined) {
      console.error(USAGE)
      return 2
    }
    return fromHq(data, readFileSync(packed), readFileSync(card, 'utf8').trim(), readFileSync(pin, 'utf8').trim())
  }
  if (values.from === undefined || values.data === undefined) {
    console.error(USAGE)
    return 2
  }
  mkdirSync(values.data, { recursive: true, mode: 0o700 })
  const letGo = takeFolder(values.data)
  if (letGo === null) {
    console.error('✗ 程序正在使用这个数据文件夹，请先退出程序')
    return 1
  }
  try {
    const passphraseFile = values['passphrase-file']
    const answer = await restoreBackup({
      from: values.from, folder: values.data, now: Date.now(), overNewer: values['over-newer'] === true,
      ...(passphraseFile === undefined ? {} : { passphrase: readFileSync(passphraseFile, 'utf8').trim() }),
    })
    if (!answer.ok) {
      console.error(`✗ ${refusals[answer.refused]} [${answer.refused}]`)
      for (const finding of answer.report?.findings ?? []) console.error(`  ${findingLine(finding)}`)
      for (const head of answer.newer ?? []) console.error(`  现有：台 ${head.station} 已到第 ${String(head.seq)} 条`)
      return 1
    }
    console.log(`✓ 已恢复：${String(answer.report.facts)} 条记录，核验通过`)
    if (answer.manifest === undefined) console.log('  注意：备份没有清单，末尾是否完整无从核对。')
    console.log('  下次打开时换新的签名密钥，这次恢复记为新流的第一条（venue.restored）。')
    if (answer.keptAside !== null) console.log(`  原有数据保存在：${answer.keptAside}`)
    return 0
  } finally {
    letGo()
  }
}

async function fromHq(folder: string, bytes: Buffer, card: string, pin: string): Promise<number> {
  const station = await openStation({ folder, program: 'kaodian restore' })
  try {
    if (station.venue !== null) {
      console.error('✗ 这个数据文件夹里已经有考点，没有取回')
      return 1
    }
    const weak = pinWeakness(pin)
    if (weak !== null) {
      console.error(`✗ PIN 太弱 [${weak}]`)
      return 1
    }
    const answer = await restoreFromHq(station.inside, { bytes, card, pin })
    if (!answer.ok) {
      console.error(`✗ 没有取回 [${answer.refused.reason}] ${Object.values(answer.refused.detail ?? {}).join(' ')}`)
      return 1
    }
    console.log(`✓ 已从 ${answer.address} 取回 ${String(answer.facts)} 条记录，核验通过`)
    console.log(`  ${answer.name}（${answer.operator}）用新 PIN 登录；换了新的签名密钥，这次恢复记为新流的第一条（venue.restored）。`)
    return 0
  } finally {
    await station.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(`✗ 恢复失败：${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
