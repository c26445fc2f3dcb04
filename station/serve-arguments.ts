import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

export interface ServeArguments {
  data: string
  /** The port asked for; absent: 8790 or the next free one. */
  port?: number
  host: string
  rehearsal?: string
  candidates: number
  seed: number
  open: boolean
}

const usage = `用法：npm start -- --web [--port 端口] [--data 文件夹] [--rehearsal 演练名] [--candidates 人数] [--seed 种子] [--no-open] [--host 地址]
  --rehearsal   打开内置演练：shenzhen-2023 或 wuhan-2025
  --candidates  演练人数，20–20000（默认 240）
  --seed        演练名册的种子（默认 1）
  --data        数据文件夹（默认在用户数据文件夹下，演练与正式考试分开）
  --port        端口（默认 8790，被占用时用下一个空闲端口）
  --host        监听地址（默认 127.0.0.1，只限本机）
  --no-open     不打开浏览器`

/** Where a platform keeps a program's data, when nobody says otherwise. */
export function defaultFolder(
  rehearsal: string | undefined,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string {
  const home = homedir()
  const base =
    platform === 'win32'
      ? path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Kaodian')
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support', 'Kaodian')
        : path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'kaodian')
  // live and rehearsal never share a folder, hence never a key
  return path.join(base, rehearsal === undefined ? 'venue' : `rehearsal-${rehearsal.replaceAll(/[^\w-]/g, '_')}`)
}

/** Reads the command line; answers text to print instead when it is not understood. */
export function readServeArguments(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): ServeArguments | string {
  let values
  try {
    values = parseArgs({
      args: [...argv],
      strict: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        host: { type: 'string' },
        rehearsal: { type: 'string' },
        candidates: { type: 'string' },
        seed: { type: 'string' },
        'no-open': { type: 'boolean' },
        web: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    return `看不懂的参数：${error instanceof Error ? error.message : ''}\n${usage}`
  }
  if (values.help === true) return usage
  const whole = (name: 'port' | 'candidates' | 'seed', least: number, most: number): number | undefined | string => {
    const text = values[name]
    if (text === undefined) return undefined
    if (!/^\d{1,10}$/.test(text) || Number(text) < least || Number(text) > most)
      return `--${name} 应为 ${String(least)} 到 ${String(most)} 之间的整数，收到的是“${text}”。`
    return Number(text)
  }
  const port = whole('port', 0, 65_535)
  const candidates = whole('candidates', 20, 20_000)
  const seed = whole('seed', 0, 2 ** 31)
  const { data, rehearsal } = values
  for (const read of [port, candidates, seed]) if (typeof read === 'string') return read
  if (rehearsal === undefined && (candidates !== undefined || seed !== undefined))
    return '--candidates 和 --seed 只能和 --rehearsal 一起用。'
  return {
    data: data === undefined ? defaultFolder(rehearsal, env, platform) : path.resolve(data),
    ...(typeof port === 'number' && { port }),
    host: values.host ?? '127.0.0.1',
    ...(rehearsal !== undefined && { rehearsal }),
    candidates: typeof candidates === 'number' ? candidates : 240,
    seed: typeof seed === 'number' ? seed : 1,
    open: values['no-open'] !== true,
  }
}
