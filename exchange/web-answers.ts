import type { FastifyInstance } from 'fastify'
import { pageHeaders } from '../shared/csp.ts'
import { errorFields, type Log } from './log.ts'
import { pageFiles } from './page-files.ts'

// What every web face of the program answers alike, a station's and HQ's.

/** Answers that are data: nothing may be kept, framed or run. */
export const dataHeaders = { ...pageHeaders, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cache-control': 'no-store' }

/** ms after which a stop no longer waits for callers who do not hang up. */
const patience = 2000

/** Errors and unknown addresses say a word and nothing of what happened; what is the program's own fault goes into the log. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error)
    if (status >= 500) log.error({ error: errorFields(error) }, 'a request failed')
    return reply.code(status).send({ error: status === 413 ? 'too_large' : status >= 500 ? 'internal' : 'bad_request' })
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not_found' }))
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500
}

/** JSON is the only body; an empty one is an empty object, so that a method without input needs no braces. */
export function readJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, {})
    else void parse(request, body.toString(), done)
  })
}

/** The built page, each file at its address; without one a sentence says how to build it. */
export function servePage(app: FastifyInstance, folder: string | undefined): void {
  const files = folder === undefined ? [] : [...pageFiles(folder)]
  for (const [address, file] of files) {
    app.get(address, async (_request, reply) => {
      reply.headers(pageHeaders).header('cache-control', file.lasting ? 'public, max-age=31536000, immutable' : 'no-store').type(file.kind)
      return reply.send(await file.read())
    })
  }
  if (files.length > 0) return
  app.get('/', (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send('界面尚未构建，请先运行 npm run build。 The page was not built.\n'))
}

/** The port that was bound, and the address to call it by from this machine, without a slash at its end. */
export function boundAt(app: FastifyInstance, scheme: 'http' | 'https', host: string, asked: number): { port: number; url: string } {
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : asked
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return { port, url: `${scheme}://${shown.includes(':') ? `[${shown}]` : shown}:${String(port)}` }
}

/** Lets running calls end, then closes; whoever does not hang up is cut off. */
export async function closeWeb(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(timer)
}
