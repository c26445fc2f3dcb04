import { HqUnusable } from './keys.ts'
import type { StoreOptions } from './store.ts'

const signIn = '请检查 DATABASE_URL 里的用户名和密码'

/** What a PostgreSQL answers to who may not come in, by SQLSTATE, as a sentence with the next step. */
const refusals: Record<string, (database: string, user: string) => string> = {
  '28P01': () => `PostgreSQL 不接受这个用户名或密码。${signIn}。`,
  '28000': () => `PostgreSQL 不让这个用户从这里登录。${signIn}，以及服务器上的 pg_hba.conf。`,
  '3D000': (database, user) => `PostgreSQL 里没有数据库“${database}”。先建库：createdb ${database} --owner ${user} --encoding UTF8`,
  '42501': (_, user) => `数据库用户“${user}”不能在这个库里建表。请把库的所有者改成它：ALTER DATABASE … OWNER TO ${user}`,
  '53300': () => 'PostgreSQL 的连接数用完了。请调大 max_connections，或停掉别的程序。',
  '57P03': () => 'PostgreSQL 正在启动或恢复，还不接受连接。过一会儿再启动总部。',
}

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ECONNRESET']
const noFolder = ['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC', 'SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_FULL']

/** Why the database or the data folder cannot be used, with what to do; the error itself when it is none of these. */
export function startTrouble(error: unknown, { folder, databaseUrl }: StoreOptions): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (databaseUrl !== undefined && databaseUrl !== '') {
    const { hostname, port, pathname, username } = new URL(databaseUrl)
    const server = `${hostname}:${port === '' ? '5432' : port}`
    if (unreachable.includes(code))
      return new HqUnusable(
        `连不上 PostgreSQL（${server}，${code}）。请检查 DATABASE_URL 的主机和端口，数据库是否在运行，中间有没有防火墙。`,
        { cause: error },
      )
    const refused = refusals[code]?.(decodeURIComponent(pathname.slice(1)), decodeURIComponent(username))
    return refused === undefined ? error : new HqUnusable(refused, { cause: error })
  }
  if (noFolder.includes(code))
    return new HqUnusable(`数据文件夹 ${folder} 用不了（${code}）。请检查 --data：要是一个能写的文件夹，磁盘没有满。`, { cause: error })
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new HqUnusable(`${folder} 里的 hq.db 不是总部的数据库，或已经损坏。请从备份中找回。`, { cause: error })
  return error
}
