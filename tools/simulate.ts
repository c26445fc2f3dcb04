import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rehearsalNames } from '../shared/pack-catalogue.ts'
import { defaultRehearsalCount } from '../shared/rehearsal-roster.ts'
import { practiceAccounts } from '../station/practice-accounts.ts'
import { simulate, type Summary } from './simulate/day.ts'
import { understood } from './understood.ts'

// Plays a rehearsal's half days and exits 0 only when every session balances, the ledger verifies and a refill of the
// projections equals the live ones.

const usage = `用法 usage: npm run simulate -- --rehearsal ${rehearsalNames.join('|')} [--days fitness|all] [--candidates N] [--seed S] [--data 目录] [--json]`

const { values: given } = understood(usage, () => parseArgs({
  options: {
    rehearsal: { type: 'string' },
    days: { type: 'string', default: 'fitness' },
    candidates: { type: 'string', default: String(defaultRehearsalCount) },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
}))
const candidates = Number(given.candidates)
const seed = Number(given.seed)
if (
  !rehearsalNames.some((name) => name === given.rehearsal) ||
  (given.days !== 'fitness' && given.days !== 'all') ||
  !Number.isInteger(candidates) ||
  !Number.isInteger(seed)
) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}

const ends: Record<string, string> = {
  absent: '缺考',
  late: '迟到',
  refused: '拒绝入场',
  barred: '取消资格',
  withdrawn: '弃考',
  psych_failed: '心理测评不合格',
  fitness_failed: '体能测评不合格',
  interview_failed: '面试不达标',
  interview_zero: '面试零分',
  interview_absent: '叫号未到',
  lapsed: '外出未返回',
  passed: '合格',
}

function printed(summary: Summary): string {
  const lines = [`演练 ${summary.rehearsal}，${summary.candidates} 人，种子 ${summary.seed}`, '']
  for (const session of summary.sessions) {
    lines.push(`${session.title}（应到 ${session.due} 人）`)
    for (const [end, count] of Object.entries(session.ends)) lines.push(`  ${ends[end] ?? end}\t${count}`)
  }
  for (const [session, { facts }] of Object.entries(summary.packages)) lines.push(`收场包 ${session}\t${facts} 条记录`)
  lines.push('', '经过')
  for (const [event, count] of Object.entries(summary.events)) lines.push(`  ${event}\t${count}`)
  const mark = (good: boolean) => (good ? '✓' : '✕')
  lines.push(
    '',
    `记录 ${summary.facts} 条`,
    `${mark(summary.balanced)} 人数平衡  ${mark(summary.verified)} 账本校验  ${mark(summary.refillEqualsLive)} 重算与现状一致`,
  )
  return lines.join('\n')
}

/** How to go on by hand in a folder that stays: the command, and who signs in with which PIN. Made-up people only. */
function goingOn(kept: string): string {
  return [
    '', `考点留在 ${kept}，接着做：npm start -- --data ${kept}`, '演练账号：',
    ...practiceAccounts(given.rehearsal ?? '', seed).map(({ operator, name, roles, pin }) => `  ${operator.padEnd(14)} ${pin}  ${roles.join(',').padEnd(10)}  ${name}`), '',
  ].join('\n')
}

const folder = given.data ?? mkdtempSync(path.join(os.tmpdir(), 'kaodian-simulation-'))
try {
  const say = given.json ? undefined : (text: string) => process.stderr.write(`${text}\n`)
  const summary = await simulate({
    rehearsal: given.rehearsal ?? '',
    candidates,
    seed,
    days: given.days === 'all' ? 'all' : 'fitness',
    folder,
    ...(say === undefined ? {} : { say }),
  })
  process.stdout.write(`${given.json ? JSON.stringify(summary) : printed(summary)}\n`)
  if (given.data !== undefined && !given.json) process.stdout.write(goingOn(given.data))
  process.exitCode = summary.balanced && summary.verified && summary.refillEqualsLive ? 0 : 1
} catch (error) {
  process.stderr.write(
    `模拟中止 the simulation stopped: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exitCode = 1
} finally {
  if (given.data === undefined) rmSync(folder, { recursive: true, force: true })
}
