import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorFields } from '../../exchange/log.ts'
import { exchangeHeaders, pageLimits, type ExchangeRefusal, type RefusedExchange } from '../../exchange/messages.ts'
import { vouchWith } from '../../exchange/framing.ts'
import { signAnswer } from '../../exchange/signing.ts'
import { answerEnrol, answerHello, answerPackage, answerPage, answerPull, type Answered } from './exchange-answers.ts'
import { askedBy, exchangePath, noQuestion, prove, Refusal, type Asked, type Came, type Proved } from './exchange-question.ts'
import type { Inside } from '../inside.ts'
import { makeLanes } from './lanes.ts'
import { countRefusal, refusedTooOften } from './refusal-rate.ts'
import type { WebPart } from '../web/web-part.ts'

/** Most bytes of each question's body; a page has room for its frame. */
const largest = { enrol: 4_000, hello: 100_000, page: pageLimits.bytes, pull: 1_000, package: 1_000 } as const
type Name = keyof typeof largest

const statuses: Partial<Record<ExchangeRefusal, number>> = {
  malformed: 400, too_large: 413, unknown_station: 401, bad_signature: 401, card_wrong: 403, card_used: 403, station_revoked: 403, foreign: 403,
  no_package: 404, erased: 410, busy: 429,
}
/** Refusals that count against the address they went to: those that a station of ours does not get again and again. */
const suspicious: ReadonlySet<ExchangeRefusal> = new Set<ExchangeRefusal>(['malformed', 'too_large', 'unknown_station', 'bad_signature', 'foreign', 'card_wrong', 'card_used'])

const proved: Record<Exclude<Name, 'enrol'>, (inside: Inside, who: Proved, body: Buffer) => Promise<Answered>> = {
  hello: answerHello, page: answerPage, pull: answerPull, package: answerPackage,
}

async function answer(inside: Inside, name: Name, came: Came): Promise<Answered> {
  const asked = askedBy(came.headers)
  if (asked === null) throw new Refusal({ refused: 'malformed' }, noQuestion)
  if (name === 'enrol') return answerEnrol(inside, came, asked)
  return provedAnswer(inside, name, came, asked)
}

async function provedAnswer(inside: Inside, name: Exclude<Name, 'enrol'>, came: Came, asked: Asked): Promise<Answered> {
  return proved[name](inside, await prove(inside, came, asked), came.body)
}

function send(inside: Inside, reply: FastifyReply, status: number, question: string, body: Buffer): FastifyReply {
  const signature = signAnswer({ hq: inside.keys.id, question, status, body }, vouchWith(inside.keys.signing))
  return reply.code(status).header(exchangeHeaders.answer, signature).type(status === 200 ? 'application/octet-stream' : 'application/json').send(body)
}

async function refuse(inside: Inside, reply: FastifyReply, from: string, { refused, question }: Pick<Refusal, 'refused' | 'question'>): Promise<FastifyReply> {
  if (suspicious.has(refused.refused)) {
    // only who is refused pays: a known station behind the same address goes on
    if (await refusedTooOften(inside, from)) return send(inside, reply, 429, noQuestion, Buffer.from('{"refused":"busy"}'))
    await countRefusal(inside, from)
  }
  inside.log.warn({ reason: refused.refused }, 'a question of a station was refused')
  return send(inside, reply, statuses[refused.refused] ?? 409, question, Buffer.from(JSON.stringify(refused satisfies RefusedExchange)))
}

/** Pages that are read into memory at once: 200 venues that come back together must not be 200 times 8 MB. */
const pagesAtOnce = 16

/** Pages of one station among them: the one it sends, and one that broke off and that nobody has noticed yet. */
const pagesOfOne = 2

/** Whether a station of this name is enrolled anywhere here: cheap, and all that can be said before the body has come. */
async function isKnown({ store }: Inside, { station }: Asked): Promise<boolean> {
  return (await store.db.selectFrom('stream').select('no').where('station', '=', station).limit(1).executeTakeFirst()) !== undefined
}

/** What stations ask (docs/formats/exchange.md): every answer, refusals too, is signed by HQ. */
export const exchangeRoutes: WebPart = {
  prefix: '/exchange/',
  register: (app: FastifyInstance, inside: Inside) => {
    const lanes = makeLanes(pagesAtOnce)
    const coming = new Map<string, number>()
    // a body that is too large is refused before it is read to its end
    app.setErrorHandler(async (error, request, reply) => {
      const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
      if (status === 413) return refuse(inside, reply, request.ip, { refused: { refused: 'too_large' }, question: noQuestion })
      if (typeof status === 'number' && status < 500) return refuse(inside, reply, request.ip, { refused: { refused: 'malformed' }, question: noQuestion })
      inside.log.error({ error: errorFields(error) }, 'a question of a station failed')
      return send(inside, reply, 500, noQuestion, Buffer.from('{"refused":"busy"}'))
    })
    for (const name of Object.keys(largest) as Name[]) {
      const path = exchangePath(name)
      // whoever waits has sent its headers only: the rest stays in the network until a lane is free
      const wait = name !== 'page' ? {} : {
        onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
          // nobody may fill the lanes with bodies that never end: only stations known here get one, and none gets many
          const asked = askedBy(request.headers)
          const no = asked === null ? 'malformed' : (await isKnown(inside, asked)) ? null : 'unknown_station'
          if (asked === null || no !== null) return refuse(inside, reply, request.ip, { refused: { refused: no ?? 'malformed' }, question: noQuestion })
          const held = coming.get(asked.station) ?? 0
          if (held >= pagesOfOne) return send(inside, reply, 429, noQuestion, Buffer.from('{"refused":"busy"}'))
          coming.set(asked.station, held + 1)
          const leave = await lanes.enter()
          const left = (): void => {
            leave()
            const now = (coming.get(asked.station) ?? 1) - 1
            if (now > 0) coming.set(asked.station, now)
            else coming.delete(asked.station)
          }
          if (reply.raw.destroyed || reply.raw.closed) left()
          else reply.raw.once('close', left)
          return undefined
        },
      }
      app.post(path, { bodyLimit: largest[name], ...wait }, async (request: FastifyRequest, reply: FastifyReply) => {
        if (name === 'enrol' && (await refusedTooOften(inside, request.ip))) return send(inside, reply, 429, noQuestion, Buffer.from('{"refused":"busy"}'))
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        try {
          const { question, body: bytes, headers = {} } = await answer(inside, name, { path, headers: request.headers, body, from: request.ip })
          return await send(inside, reply.headers(headers), 200, question, bytes)
        } catch (error) {
          if (error instanceof Refusal) return refuse(inside, reply, request.ip, error)
          throw error
        }
      })
    }
  },
}
