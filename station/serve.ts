import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openAskedRehearsal } from './asked-rehearsal.ts'
import { makeLog } from '../exchange/log.ts'
import { openBrowser } from '../exchange/open-browser.ts'
import type { NewAccount } from './practice-accounts.ts'
import { readServeArguments, type ServeArguments } from './serve-arguments.ts'
import { openStation, type Station } from './station.ts'
import { StationUnusable } from './unusable.ts'
import { isLoopback } from '../exchange/web-gate.ts'
import { startWeb, type WebFace } from './web.ts'

// what this program writes is for this account only
process.umask(0o077)

const root = path.resolve(import.meta.dirname, '..')
const firstPort = 8790
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const warn = (text: string): void => void process.stderr.write(`${text}\n`)

function programName(): string {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    name: string
    version: string
  }
  return `${name} ${version}`
}

async function listen(station: Station, asked: ServeArguments): Promise<WebFace> {
  const page = path.join(root, 'dist/renderer')
  const ports = asked.port === undefined ? Array.from({ length: 20 }, (_, step) => firstPort + step) : [asked.port]
  for (const port of ports) {
    try {
      return await startWeb({ station, port, host: asked.host, ...(existsSync(page) && { page }) })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EADDRINUSE' && asked.port === undefined) continue
      if (code === 'EADDRINUSE')
        throw new StationUnusable('port', `端口 ${String(port)} 已被占用，请用 --port 换一个。`, { cause: error })
      if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        throw new StationUnusable('port', `不能在 ${asked.host}:${String(port)} 上监听，请检查 --host 和 --port。`, {
          cause: error,
        })
      throw error
    }
  }
  throw new StationUnusable(
    'port',
    `从 ${String(firstPort)} 起的 ${String(ports.length)} 个端口都被占用，请用 --port 指定。`,
  )
}

function show(accounts: readonly NewAccount[]): void {
  if (accounts.length === 0) return
  say('演练账号（只显示这一次，仅供演练）：')
  for (const { operator, name, roles, pin } of accounts)
    say(`  ${operator.padEnd(14)} ${pin}  ${roles.join(',').padEnd(10)}  ${name}`)
}

async function main(): Promise<number | undefined> {
  const asked = readServeArguments(process.argv.slice(2), process.env, process.platform)
  if (typeof asked === 'string') {
    warn(asked)
    return 2
  }
  const station = await openStation({ folder: asked.data, program: programName(), log: makeLog('warn') })
  const quit = async (face: WebFace | null): Promise<void> => {
    await face?.stop()
    await station.close()
  }
  try {
    show(await openAskedRehearsal(station, asked))
    const face = await listen(station, asked)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => void quit(face).then(() => process.exit(0)))
    }
    if (!isLoopback(asked.host)) warn(`注意：正在 ${asked.host} 上监听，局域网内可达，且未加密。`)
    if (station.venue?.mode === 'live')
      warn(
        `注意：密钥存放在文件 ${path.join(station.folder, 'station.key.json')} 中（仅限本账户读取），请与数据库分开备份。`,
      )
    say(`Kaodian ready at ${face.url}`)
    if (asked.open) openBrowser(face.url)
    return undefined
  } catch (error) {
    await quit(null)
    throw error
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof StationUnusable)) throw error
  warn(error.message)
  process.exitCode = 1
}
