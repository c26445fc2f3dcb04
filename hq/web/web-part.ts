import type { FastifyInstance } from 'fastify'
import type { Inside } from '../inside.ts'

/**
 * Routes of HQ that are no method of the contract, such as those of stations. `app` is a scope of its own: bodies arrive
 * as Buffers of whatever type (`request.body as Buffer`), their largest size is said per route (`bodyLimit`). Only the
 * `Host` was checked; whoever calls proves himself in the route.
 */
export interface WebPart {
  /** Beginning of every address of this part, e.g. `/exchange/`. */
  readonly prefix: string
  register(app: FastifyInstance, inside: Inside): void
}
