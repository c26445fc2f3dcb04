import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pageHeaders } from '../shared/csp.ts'
import { pageKinds } from '../shared/page-kinds.ts'
import { pageOrigin } from '../shared/shell.ts'

/** Address path → file, for every built file of a known kind. The map is the whole of what the page can ever load. */
export function pageFiles(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pageKinds[path.extname(entry.name)] !== undefined)
    .map((entry) => path.join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [`/${path.relative(folder, file).split(path.sep).join('/')}`, file]))
}

/**
 * Answers the page's requests from the map: GET only, our own origin only, the path as written (never decoded, never
 * joined to a folder), so no spelling of `..` leads anywhere. Everything else is 404.
 */
export function answerPage(files: ReadonlyMap<string, string>): (request: Request) => Promise<Response> {
  return async (request) => {
    const headers = { ...pageHeaders, 'cache-control': 'no-store' }
    const written = request.url.split(/[?#]/, 1)[0] ?? ''
    const file = written.startsWith(`${pageOrigin}/`) ? files.get(written.slice(pageOrigin.length)) : undefined
    if (request.method !== 'GET' || file === undefined) return new Response('not found', { status: 404, headers })
    const kind = pageKinds[path.extname(file)] ?? 'application/octet-stream'
    return new Response(new Uint8Array(await readFile(file)), { headers: { ...headers, 'content-type': kind } })
  }
}
