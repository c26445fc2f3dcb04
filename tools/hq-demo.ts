import { spawn } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Secret, TOTP } from 'otpauth'
import { demoHq, type DemoHq } from './hq-demo/demo.ts'
import { understood } from './understood.ts'

// Fills an HQ with a practice recruitment in different states, then starts it. Everything in it is invented (演练).

const root = path.resolve(import.meta.dirname, '..')
const usage = `用法 usage: npm run hq:demo [-- --data 文件夹] [--port 端口] [--candidates 人数] [--seed 种子] [--fresh] [--only-fill] [--no-open]
  --data        演练数据文件夹（默认 data/hq-demo）
  --fresh       文件夹里已有内容时先清空；不加则拒绝
  --only-fill   只建数据，不启动
  --code 密钥   显示某个演练账号现在的动态码`
/** The list of accounts in the demo's folder, for whoever opens it again another day. */
const listFile = '演练账号.txt'
const say = (text: string): void => void process.stdout.write(`${text}\n`)

const { values: given } = understood(usage, () => parseArgs({
  options: {
    data: { type: 'string', default: path.join(root, 'data', 'hq-demo') }, port: { type: 'string', default: '8780' }, candidates: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' },
    fresh: { type: 'boolean', default: false }, 'only-fill': { type: 'boolean', default: false }, 'no-open': { type: 'boolean', default: false }, code: { type: 'string' },
  },
}))

/** What people need to go on by hand. The password and the secrets belong to invented data only. */
function goingOn({ accounts, venues, published, tied }: DemoHq, address: string): string {
  const venue = venues.map((each) => [
    `  ${each.venue.padEnd(8)} ${each.state}`,
    ...(each.accounts.length === 0 ? [] : [`           npm start -- --data ${each.folder}`, `           ${each.accounts.map(({ operator, pin }) => `${operator} ${pin}`).join('  ')}`]),
  ].join('\n'))
  return [
    '', '演练 REHEARSAL：以下账号、密码和密钥只用于演练数据，不得用于正式招聘。', '',
    `网址 ${address}`, '', '账号（密码都是同一个）：', `  密码 ${accounts[0]?.password ?? ''}`,
    ...accounts.map(({ account, name, totp }) => `  ${account.padEnd(10)} ${name}${totp === null ? '' : `\n             ${totp.uri}\n             现在的动态码：npm run hq:demo -- --code ${totp.secret}`}`),
    '', '考点（台上的 PIN 在后面）：', ...venue,
    '', `已公示的岗位：${published || '无'}；等待裁定同分的岗位：${tied || '无'}`, '',
  ].join('\n')
}

async function main(): Promise<number> {
  if (given.code !== undefined) {
    say(new TOTP({ secret: Secret.fromBase32(given.code), digits: 6, period: 30, algorithm: 'SHA1' }).generate())
    return 0
  }
  const [candidates, seed, port] = [Number(given.candidates), Number(given.seed), Number(given.port)]
  if (!Number.isInteger(candidates) || candidates < 160 || candidates > 20_000 || !Number.isInteger(seed) || !Number.isInteger(port)) {
    process.stderr.write(`${usage}\n`)
    return 2
  }
  const folder = path.resolve(given.data)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!given.fresh) {
      const list = path.join(folder, listFile)
      process.stderr.write([
        `${folder} 里已有内容。`,
        `  接着用原来那份：npm run hq -- --data ${folder}`,
        ...(existsSync(list) ? [`  它的账号和 PIN：${list}`] : []),
        '  清空后重建：npm run hq:demo -- --fresh；另建一份：--data 指定另一个文件夹。', '',
      ].join('\n'))
      return 1
    }
    rmSync(folder, { recursive: true, force: true })
  }
  const address = `http://127.0.0.1:${String(port)}`
  const began = performance.now()
  const demo = await demoHq({ folder, candidates, seed, address, say: (text) => say(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} 秒  ${text}`) })
  const list = goingOn(demo, address)
  writeFileSync(path.join(folder, listFile), list, { mode: 0o600 })
  say(list)
  say(`以上也写在 ${path.join(folder, listFile)}\n`)
  if (given['only-fill']) return 0
  return serve(folder, port)
}

/** HQ itself, as `npm run hq` starts it, on the demo's folder. */
function serve(folder: string, port: number): Promise<number> {
  const env = { ...process.env, DATABASE_URL: '' }
  const child = spawn(process.execPath, [path.join(root, 'hq/serve.ts'), '--data', folder, '--port', String(port), ...(given['no-open'] ? ['--no-open'] : [])], { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 0)))
}

process.exitCode = await main()
