import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

export interface HqArguments {
  data: string
  /** The port asked for; absent: 8780 or the next free one. */
  port?: number
  host: string
  publicUrl?: string
  /** Serves HTTPS with an own, self-made certificate. */
  tls: boolean
  databaseUrl?: string
  /** Addresses that may read /metrics besides this machine. */
  metricsFrom: string[]
  open: boolean
  /** Instead of serving: make projections anew, of the recruitment of this id or of all (null). */
  refill?: string | null
}

const usage = `用法：npm run hq [-- --port 端口] [--data 文件夹] [--host 地址] [--public-url 网址] [--no-open]
      npm run hq -- --refill [招聘编号] [--data 文件夹]
  --data        数据文件夹：密钥（keys）和 SQLite 数据库（默认在用户数据文件夹下）
  --port        端口（默认 8780，被占用时用下一个空闲端口）
  --host        监听地址（默认 127.0.0.1，只限本机）
  --public-url  前面有反向代理时，浏览器和考点使用的网址，例如 https://hq.example.gov.cn
  --tls         用自制证书提供 HTTPS，没有反向代理的小型部署用；考点按考试包里的公钥指纹认它
  --metrics-from 允许读取 /metrics 的其他地址，可写多次（默认只限本机）
  --no-open     不打开浏览器
  --refill      不启动服务：把汇总（进展、成绩、名次）扔掉，由收到的记录重新算出；不写编号就做全部招聘，记录不动
环境变量 DATABASE_URL=postgres://… 使用 PostgreSQL；不设则用数据文件夹里的 SQLite。`

/** Where a platform keeps HQ's data, when nobody says otherwise. */
function hqDefaultFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir()
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Kaodian', 'hq')
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Kaodian', 'hq')
  return path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'kaodian', 'hq')
}

/** Reads the command line; answers text to print instead when it is not understood. */
export function readHqArguments(argv: readonly string[], env: NodeJS.ProcessEnv, platform: NodeJS.Platform): HqArguments | string {
  let read
  try {
    read = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: {
        port: { type: 'string' }, data: { type: 'string' }, host: { type: 'string' }, 'public-url': { type: 'string' }, tls: { type: 'boolean' }, 'no-open': { type: 'boolean' }, 'metrics-from': { type: 'string', multiple: true }, refill: { type: 'boolean' }, help: { type: 'boolean' },
      },
    })
  } catch (error) {
    return `看不懂的参数：${error instanceof Error ? error.message : ''}\n${usage}`
  }
  const { values, positionals: [id, ...more] } = read
  if (values.help === true) return usage
  const stray = values.refill === true ? more[0] : id
  if (stray !== undefined) return `看不懂的参数：${stray}\n${usage}`
  const { port, data, 'public-url': publicUrl } = values
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)) return `--port 应为 0 到 65535 之间的整数，收到的是“${port}”。`
  if (publicUrl !== undefined && !isOrigin(publicUrl)) return `--public-url 应是一个网址，后面不带路径，例如 https://hq.example.gov.cn，收到的是“${publicUrl}”。`
  const databaseUrl = env['DATABASE_URL'] ?? ''
  if (databaseUrl !== '' && !/^postgres(ql)?:\/\//.test(databaseUrl)) return 'DATABASE_URL 应以 postgres:// 开头。'
  return {
    data: data === undefined ? hqDefaultFolder(env, platform) : path.resolve(data),
    ...(port !== undefined && { port: Number(port) }),
    host: values.host ?? '127.0.0.1',
    ...(publicUrl !== undefined && { publicUrl }),
    ...(databaseUrl !== '' && { databaseUrl }),
    metricsFrom: values['metrics-from'] ?? [],
    tls: values.tls === true,
    open: values['no-open'] !== true,
    ...(values.refill === true && { refill: id ?? null }),
  }
}

function isOrigin(text: string): boolean {
  try {
    const { protocol, origin } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && text === origin
  } catch {
    return false
  }
}
