import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import path from 'node:path'
import { openBrowser } from '../exchange/open-browser.ts'
import { isLoopback } from '../exchange/web-gate.ts'
import { HqUnusable } from './keys.ts'
import { openHq } from './open-hq.ts'
import { refillFrom } from './refilling.ts'
import { startHq, type RunningHq } from './running-hq.ts'
import { readHqArguments, type HqArguments } from './serve-arguments.ts'
import { setUpCode } from './accounts/set-up-code.ts'

// what this program writes is for this account only
process.umask(0o077)

const root = path.resolve(import.meta.dirname, '..')
const firstPort = 8780
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const warn = (text: string): void => void process.stderr.write(`${text}\n`)

function programName(): string {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { name: string; version: string }
  return `${name} ${version}`
}

async function start(asked: HqArguments): Promise<RunningHq> {
  const page = path.join(root, 'dist/hq')
  const ports = asked.port === undefined ? Array.from({ length: 20 }, (_, step) => firstPort + step) : [asked.port]
  for (const port of ports) {
    try {
      return await startHq({
        folder: asked.data, databaseUrl: asked.databaseUrl, program: programName(), port, host: asked.host, publicUrl: asked.publicUrl, metricsFrom: asked.metricsFrom,
        tls: asked.tls ? tlsNames(asked) : undefined,
        page: existsSync(page) ? page : undefined,
      })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EADDRINUSE' && asked.port === undefined) continue
      if (code === 'EADDRINUSE') throw new HqUnusable(`端口 ${String(port)} 已被占用，请用 --port 换一个。`, { cause: error })
      if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        throw new HqUnusable(`不能在 ${asked.host}:${String(port)} 上监听，请检查 --host 和 --port。`, { cause: error })
      throw error
    }
  }
  throw new HqUnusable(`从 ${String(firstPort)} 起的 ${String(ports.length)} 个端口都被占用，请用 --port 指定。`)
}

/** What the own certificate is made for: every name and address under which somebody may come. */
function tlsNames({ host, publicUrl }: HqArguments): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  return ['localhost', '127.0.0.1', '::1', hostname(), ...addresses, ...(isIP(host) === 0 ? [host] : []), ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])]
}

async function refillOnly({ data, databaseUrl }: HqArguments, id: string | null): Promise<number> {
  const { inside, close } = await openHq({ folder: data, databaseUrl, program: programName() })
  try {
    return await refillFrom(inside, id, say)
  } finally {
    await close()
  }
}

async function main(): Promise<number | undefined> {
  const asked = readHqArguments(process.argv.slice(2), process.env, process.platform)
  if (typeof asked === 'string') {
    warn(asked)
    return 2
  }
  if (asked.refill !== undefined) return refillOnly(asked, asked.refill)
  const hq = await start(asked)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void hq.stop().then(() => process.exit(0)))
  if (!isLoopback(asked.host) && asked.publicUrl === undefined && !asked.tls) warn(`注意：正在 ${asked.host} 上监听，局域网内可达，且未加密。见 docs/hq.md。`)
  const code = await setUpCode(hq.inside)
  if (code !== null) say(`首次使用：请在页面上建立第一个系统管理员账号，启用码 set-up code：${code}`)
  say(`Kaodian HQ ready at ${hq.web.url}`)
  if (asked.open) openBrowser(asked.publicUrl ?? hq.web.url)
  return undefined
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof HqUnusable)) throw error
  warn(error.message)
  process.exitCode = 1
}
