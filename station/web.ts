import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fastify'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { contract, type MethodName } from '../shared/api.ts'
import { permissions } from '../shared/permissions.ts'
import { admit } from './gate.ts'
import { openApiDocument } from '../exchange/openapi.ts'
import { answerErrors, boundAt, closeWeb, dataHeaders, readJsonOnly, servePage } from '../exchange/web-answers.ts'
import { methodNames, type CallContext } from './router.ts'
import type { Station } from './station.ts'
import { allowedHosts, checkRequest } from '../exchange/web-gate.ts'

export interface WebOptions {
  station: Station
  /** 0 takes any free port. */
  port: number
  /** Address to bind; this machine only unless said otherwise. */
  host?: string
  /** Folder of the built page. */
  page?: string
  /** The gate before every handler; tests put an open one in its place to see what it holds back. */
  check?: typeof checkRequest
}

/** The station over HTTP; `url` has no slash at its end. `stop` lets running calls end, then closes; it does not close the station. */
export interface WebFace {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

const megabyte = 1024 * 1024
const usualLimit = megabyte
/** Bytes a request may have where files travel in base64; everything else is small. */
const fileLimits: Partial<Record<MethodName, number>> = {
  'venue.previewPackage': 40 * megabyte,
  'venue.openPackage': 40 * megabyte,
  'venue.restoreFromHq': 40 * megabyte,
  'venue.previewAmendment': 40 * megabyte,
  'venue.takeAmendment': 40 * megabyte,
  'venue.previewSheet': 44 * megabyte,
  'venue.openSheet': 44 * megabyte,
  'venue.checkPack': 4 * megabyte,
  'psych.previewFile': 40 * megabyte,
  'psych.importFile': 40 * megabyte,
  'checkIn.doubt': 40 * megabyte,
}

/** Serves the contract (`/rpc/noun/method` for our screens, `/api/noun/method` plain JSON for others) and the page. */
export async function startWeb(options: WebOptions): Promise<WebFace> {
  const { station, port, host = '127.0.0.1', check = checkRequest } = options
  const { log } = station.inside
  const app = fastify({
    logger: false,
    bodyLimit: usualLimit,
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 },
    return503OnClosing: true,
  })
  let hosts: ReadonlySet<string> = new Set()
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(dataHeaders)
    const refused = check({ method: request.method, headers: request.headers }, hosts)
    if (refused === null) return undefined
    log.warn({ reason: refused.reason, status: refused.status }, 'a request was turned away')
    return reply.code(refused.status).send({ error: refused.reason })
  })
  answerErrors(app, log)
  readJsonOnly(app)
  serveContract(app, station)
  servePage(app, options.page)
  app.get('/health', () => ({ ok: true, program: station.inside.program, venue: station.venue !== null }))

  await app.listen({ host, port })
  const { port: bound, url } = boundAt(app, 'http', host, port)
  hosts = allowedHosts(host, bound)
  return {
    url,
    port: bound,
    stop: async () => {
      station.inside.venue?.hub.close()
      await closeWeb(app)
    },
  }
}

function serveContract(app: FastifyInstance, station: Station): void {
  const plugins = [new RequestHeadersPlugin<CallContext>()]
  const faces = {
    '/rpc': new RPCHandler<CallContext>(station.router, { plugins }),
    '/api': new OpenAPIHandler<CallContext>(station.router, { plugins }),
  } as const
  for (const [prefix, handler] of Object.entries(faces)) {
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { matched } = await handler.handle(request, reply, { prefix: prefix as keyof typeof faces, context: {} })
      return matched ? reply : reply.code(404).send({ error: 'not_found' })
    }
    for (const method of methodNames()) {
      const limit = fileLimits[method]
      const first = limit === undefined || permissions[method] === 'anyone' ? {} : { onRequest: gateBeforeBody(station, method, prefix === '/rpc') }
      app.post(`${prefix}/${method.replace('.', '/')}`, { bodyLimit: limit ?? usualLimit, ...first }, answer)
    }
  }
  let document: Promise<unknown> | undefined
  app.get('/api/openapi.json', () => (document ??= openApiDocument(contract, '考点 Kaodian station', station.inside.program)))
}

/** Where files travel, a stranger is turned away before the first byte of the file is taken into memory; same answer as the gate's own. */
function gateBeforeBody(station: Station, method: MethodName, wrapped: boolean) {
  return async ({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    try {
      admit(station.inside, method, new Headers({ authorization: headers.authorization ?? '', 'kaodian-quiet': '1' }))
      return undefined
    } catch (error) {
      if (!(error instanceof ORPCError)) throw error
      const told: unknown = error.toJSON()
      return reply.code(error.status).send(wrapped ? { json: told } : told)
    }
  }
}
