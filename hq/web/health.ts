import type { FastifyInstance } from 'fastify'
import { errorFields } from '../../exchange/log.ts'
import { isLoopback } from '../../exchange/web-gate.ts'
import type { Inside } from '../inside.ts'
import { makeMeasures } from './measures.ts'

/**
 * `GET /healthz`: 200 while the database answers and jobs run here, 503 otherwise. `GET /metrics`: Prometheus text, for
 * this machine and the addresses named; others get 404. Neither says anything of a person.
 */
export function serveHealth(app: FastifyInstance, inside: Inside, { jobsRun, metricsFrom = [] }: { jobsRun: () => boolean; metricsFrom?: readonly string[] | undefined }): void {
  const measures = makeMeasures(inside)
  app.addHook('onResponse', (request, reply, done) => {
    measures.answered(request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime)
    done()
  })
  app.get('/healthz', async (_request, reply) => {
    const database = await answers(inside)
    const jobs = jobsRun()
    return reply.code(database && jobs ? 200 : 503).send({ ok: database && jobs, database, jobs, program: inside.program })
  })
  app.get('/metrics', async (request, reply) => {
    if (!isLoopback(request.ip) && !metricsFrom.includes(request.ip)) return reply.code(404).send({ error: 'not_found' })
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await measures.text())
  })
}

async function answers(inside: Inside): Promise<boolean> {
  try {
    await inside.store.db.selectFrom('meta').select('key').limit(1).execute()
    return true
  } catch (error) {
    inside.log.error({ error: errorFields(error) }, 'the database does not answer')
    return false
  }
}
