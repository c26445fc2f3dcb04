import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { packNamed } from '../shared/pack-catalogue.ts'
import { parsePack, type RulePack } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { isRecipient } from '../exchange/closing-age.ts'
import { fingerprint, rawPublic, readPackage, writePackage, type ExamPackage } from '../exchange/package.ts'
import { systemChance } from '../exchange/chance.ts'
import { readRoster, withOpaqueIds } from '../exchange/sheets/sheet-roster.ts'
import { readSheet } from '../exchange/sheets/sheet.ts'

// Makes an exam package from a rule pack and a roster sheet; docs/formats/exam-package.md describes the file.

const usage = `用法 usage: npm run package -- --pack 规则包.json|名称 --roster 名册.csv|.xlsx --exam 考试名称 --venue 考点名称 --out 文件.kdpack
  [--map 字段=表头 …] [--photos 目录] [--passphrase-file 文件] [--key 私钥.pem]
  [--recipient age1… …]  总部的 age 公钥：考点的收场包只封存给它们 HQ keys the closing packages are sealed to`

const { values: given } = parseArgs({
  options: {
    pack: { type: 'string' },
    roster: { type: 'string' },
    exam: { type: 'string' },
    venue: { type: 'string' },
    out: { type: 'string' },
    map: { type: 'string', multiple: true },
    photos: { type: 'string' },
    'passphrase-file': { type: 'string' },
    key: { type: 'string' },
    recipient: { type: 'string', multiple: true },
  },
})

function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

function readPack(name: string): RulePack {
  const shipped = packNamed(name)
  if (shipped !== null) return shipped
  if (!existsSync(name)) fail(`没有这个规则包：${name} no such rule pack`)
  const parsed = parsePack(JSON.parse(readFileSync(name, 'utf8')))
  if (parsed.ok) return parsed.pack
  return fail(parsed.errors.map(({ path: field, message }) => `${field}: ${message.zh} ${message.en}`).join('\n'))
}

/** The words of the set-up screen for a problem of the sheet. */
function inWords(problem: string): string {
  const file = path.join(import.meta.dirname, '../renderer/i18n/zh/setup.json')
  const { sheet_problem: words } = JSON.parse(readFileSync(file, 'utf8')) as { sheet_problem: Record<string, string> }
  return words[problem] ?? problem
}

async function readPeople(file: string, pack: RulePack): Promise<Candidate[]> {
  const answer = await readSheet(readFileSync(file))
  if (!answer.ok) fail(`名册读不了（${answer.fault}） the roster cannot be read`)
  const chosen = (given.map ?? []).map((each) => each.split('='))
  const recognised = readRoster(answer.sheet, pack)
  const mapping = { ...recognised.mapping, ...Object.fromEntries(chosen) } as Record<string, string>
  const { problems, candidates } = chosen.length === 0 ? recognised : readRoster(answer.sheet, pack, mapping)
  if (problems.length > 0) {
    fail(
      [
        `名册有 ${problems.length} 处问题，没有生成文件 problems in the roster:`,
        ...problems
          .slice(0, 200)
          .map(({ row, column, problem, value }) => `  第 ${row} 行 ${column}: ${inWords(problem)}（${problem}）${value}`),
      ].join('\n'),
    )
  }
  return withOpaqueIds(candidates, systemChance)
}

/** Photos are named after the ticket number or the resident id: 0230600104.jpg. */
function addPhotos(folder: string, roster: Candidate[]): ExamPackage['photos'] {
  const photos = new Map<string, { mime: 'image/jpeg' | 'image/png'; bytes: Uint8Array }>()
  const files = new Map(readdirSync(folder).map((file) => [path.parse(file).name.toUpperCase(), file]))
  for (const candidate of roster) {
    const file = files.get(candidate.ticket.toUpperCase()) ?? files.get(candidate.residentId)
    if (file === undefined || !/\.(jpe?g|png)$/i.test(file)) continue
    const bytes = readFileSync(path.join(folder, file))
    candidate.photo = createHash('sha256').update(bytes).digest('hex')
    photos.set(candidate.photo, { mime: /\.png$/i.test(file) ? 'image/png' : 'image/jpeg', bytes })
  }
  return photos
}

function issuerKey(file: string | undefined): KeyObject {
  if (file !== undefined && existsSync(file)) return createPrivateKey(readFileSync(file))
  const { privateKey } = generateKeyPairSync('ed25519')
  if (file !== undefined)
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  return privateKey
}

const { pack: packName, roster: rosterFile, exam, venue, out } = given
if (
  packName === undefined ||
  rosterFile === undefined ||
  exam === undefined ||
  venue === undefined ||
  out === undefined
)
  fail(usage)
const recipients = [...new Set(given.recipient)]
const wrong = recipients.find((each) => !isRecipient(each))
if (wrong !== undefined || recipients.length > 10) fail(`不是 age 公钥（age1 加 58 个字符，最多 10 个）：${wrong ?? ''} not an age recipient`)
const pack = readPack(packName)
const roster = await readPeople(rosterFile, pack)
const photos = given.photos === undefined ? new Map() : addPhotos(given.photos, roster)
const key = issuerKey(given.key)
const passphrase =
  given['passphrase-file'] === undefined
    ? undefined
    : readFileSync(given['passphrase-file'], 'utf8').replace(/\r?\n$/, '')
const bytes = await writePackage({ exam, venue, pack, roster, photos, recipients }, key, passphrase === undefined ? undefined : { passphrase })
const check = await readPackage(bytes, passphrase === undefined ? {} : { passphrase })
if (!check.ok) fail(`写出的文件自检失败（${check.reason}） the file does not read back`)
writeFileSync(out, bytes, { flag: 'wx' })
process.stdout
  .write(`${out}: ${roster.length} 人 candidates, ${photos.size} 张照片 photos, ${bytes.length} 字节 bytes${passphrase === undefined ? '' : '，已加密 sealed'}
${recipients.length === 0 ? '没有总部公钥：考点收场时须用口令封存 no HQ key: the venue will seal its closing package with a passphrase' : `总部公钥 HQ keys: ${recipients.join(' ')}`}
签发方编号，请另行告知考点核对 issuer: ${fingerprint(rawPublic(key).toString('hex'))}\n`)
