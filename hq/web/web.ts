import { ORPCError } from '@orpc/server'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { RPCHandler } from '@orpc/server/fastify'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { openApiDocument } from '../../exchange/openapi.ts'
import { answerErrors, boundAt, closeWeb, dataHeaders, readJsonOnly, servePage } from '../../exchange/web-answers.ts'
import { allowedHosts, checkRequest } from '../../exchange/web-gate.ts'
import { hqContract, type HqMethodName } from '../../shared/hq/api.ts'
import { hqPermissions } from '../../shared/hq/permissions.ts'
import { admit } from './gate.ts'
import { serveHealth } from './health.ts'
import type { Inside } from '../inside.ts'
import type { OwnTls } from './own-certificate.ts'
import { hqMethodNames, makeHqRouter, type HqContext } from './router.ts'
import { fileLimits, usualLimit } from './web-limits.ts'
import { webParts } from './web-parts.ts'

export interface HqWebOptions {
  inside: Inside
  /** 0 takes any free port. */
  port: number
  /** Address to bind; this machine only unless said otherwise. */
  host?: string
  /** Address browsers and stations use when something stands in front, e.g. `https://hq.example.gov.cn`. */
  publicUrl?: string | undefined
  /** Whether jobs run in this process; for the health check. */
  jobsRun: () => boolean
  /** Addresses besides this machine that may read /metrics. */
  metricsFrom?: readonly string[] | undefined
  /** Serves HTTPS with this key and certificate. */
  tls?: OwnTls | undefined
  /** Folder of the built page. */
  page?: string | undefined
}

/** HQ over HTTP; `url` has no slash at its end. `stop` lets running calls end, then closes; it does not close the database. */
export interface HqWeb {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** Serves the contract (`/rpc/noun/method` for our screens, `/api/noun/method` plain JSON for others), the parts for machines, and the page. */
export async function startHqWeb(options: HqWebOptions): Promise<HqWeb> {
  const { inside, port, host = '127.0.0.1' } = options
  const app = fastify({
    logger: false, bodyLimit: usualLimit, requestTimeout: 120_000, keepAliveTimeout: 10_000, forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 }, return503OnClosing: true,
    // only a proxy on this machine may say where a request really came from
    trustProxy: options.publicUrl === undefined ? false : 'loopback',
    https: options.tls === undefined ? null : { key: options.tls.key, cert: options.tls.cert, minVersion: 'TLSv1.3' },
  })
  const front = options.publicUrl === undefined ? undefined : new URL(options.publicUrl)
  const secure = options.tls !== undefined
  const scheme = secure || front?.protocol === 'https:' ? 'https' : 'http'
  let hosts: ReadonlySet<string> = new Set()
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(dataHeaders)
    // only behind a proper certificate: with a self-made one a browser could never be let in again
    if (front?.protocol === 'https:') reply.header('strict-transport-security', 'max-age=31536000')
    const machine = webParts.some(({ prefix }) => request.url.startsWith(prefix))
    const refused = checkRequest({ method: request.method, headers: request.headers }, hosts, { scheme, body: machine ? 'any' : 'json' })
    if (refused === null) return undefined
    inside.log.warn({ reason: refused.reason, status: refused.status }, 'a request was turned away')
    return reply.code(refused.status).send({ error: refused.reason })
  })
  answerErrors(app, inside.log)
  const stopping = new AbortController()
  readJsonOnly(app)
  serveContract(app, inside, stopping.signal)
  serveParts(app, inside)
  serveHealth(app, inside, options)
  servePage(app, options.page)

  await app.listen({ host, port })
  const { port: bound, url } = boundAt(app, secure ? 'https' : 'http', host, port)
  hosts = new Set([...allowedHosts(host, bound, secure ? 443 : 80), ...(front === undefined ? [] : [front.host])])
  return {
    url,
    port: bound,
    stop: async () => {
      stopping.abort()
      await closeWeb(app)
    },
  }
}

function serveContract(app: FastifyInstance, inside: Inside, stopping: AbortSignal): void {
  const plugins = [new RequestHeadersPlugin<HqContext>()]
  const router = makeHqRouter(inside)
  const faces = { '/rpc': new RPCHandler<HqContext>(router, { plugins }), '/api': new OpenAPIHandler<HqContext>(router, { plugins }) } as const
  for (const [prefix, handler] of Object.entries(faces)) {
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { matched } = await handler.handle(request, reply, { prefix: prefix as keyof typeof faces, context: { from: request.ip, stopping } })
      return matched ? reply : reply.code(404).send({ error: 'not_found' })
    }
    for (const method of hqMethodNames()) {
      const limit = fileLimits[method]
      const first = limit === undefined || hqPermissions[method] === 'anyone' ? {} : { onRequest: gateBeforeBody(inside, method, prefix === '/rpc') }
      app.post(`${prefix}/${method.replace('.', '/')}`, { bodyLimit: limit ?? usualLimit, ...first }, answer)
    }
  }
  let document: Promise<unknown> | undefined
  app.get('/api/openapi.json', () => (document ??= openApiDocument(hqContract, '考点总部 Kaodian HQ', inside.program)))
}

/** Where files travel, a stranger is turned away before the first byte of the file is taken into memory; same answer as the gate's own. */
function gateBeforeBody(inside: Inside, method: HqMethodName, wrapped: boolean) {
  return async ({ headers, ip }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    try {
      await admit(inside, method, new Headers({ authorization: headers.authorization ?? '', 'kaodian-quiet': '1' }), ip)
      return undefined
    } catch (error) {
      if (!(error instanceof ORPCError)) throw error
      const told: unknown = error.toJSON()
      return reply.code(error.status).send(wrapped ? { json: told } : told)
    }
  }
}

function serveParts(app: FastifyInstance, inside: Inside): void {
  for (const part of webParts) {
    app.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, taken) => taken(null, body))
      part.register(scope, inside)
      done()
    })
  }
}
