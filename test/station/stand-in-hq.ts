import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { rawPublicKey, stationId } from '../../db/envelope.ts'
import { newCode, proofFits } from '../../exchange/card.ts'
import { systemChance } from '../../exchange/chance.ts'
import { jsonOf, vouchWith } from '../../exchange/framing.ts'
import { AskPackage, Enrol, exchangeHeaders, Hello, Pull, type ExchangeRefusal, type Receipt, type RefusedExchange, type SignedReceipt } from '../../exchange/messages.ts'
import { sealPackage } from '../../exchange/package.ts'
import { checkPage, packPage, readPage, type SignedBytes } from '../../exchange/page.ts'
import { checkQuestion, signAnswer, signReceipt } from '../../exchange/signing.ts'

interface Stream {
  key: Buffer
  facts: SignedBytes[]
  hashes: Buffer[]
  turn: number
}

/** A receiver of the documented exchange in one file, in memory: the other half a station is tested against without HQ's program. */
export class StandInHq {
  readonly signing: KeyObject = generateKeyPairSync('ed25519').privateKey
  readonly key = rawPublicKey(this.signing)
  readonly id = stationId(this.key)
  readonly streams = new Map<string, Stream>()
  code = newCode(systemChance)
  used = false
  orders: Receipt['orders'] = []
  package: Receipt['package'] = null
  /** The signed package it hands out, sealed to the recipient that enrolled; null: none. */
  packageBytes: Uint8Array | null = null
  private recipient = ''
  /** Facts each question brought, in order, by name. */
  readonly asked: string[] = []
  readonly hellos: Hello[] = []
  /** Asked before each answer; what it returns is refused. */
  refuses: (name: string) => ExchangeRefusal | null = () => null
  private no = 0
  private server: Server | null = null
  private readonly names: { exam: string; venue: string }

  constructor(names: { exam: string; venue: string }) {
    this.names = names
  }

  /** `ends` hears how to stop it; the end of the test stops it when nobody is named. */
  async start(port = 0, ends: (stop: () => Promise<void>) => void = onTestFinished): Promise<string> {
    const server = createServer((request, response) => {
      void this.answer(request).then(({ status, body, question, headers }) => {
        const signature = signAnswer({ hq: this.id, question, status, body }, vouchWith(this.signing))
        response.writeHead(status, { [exchangeHeaders.answer]: signature, ...headers }).end(body)
      })
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    this.server = server
    ends(() => this.stop())
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = null
    if (server === null) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  /** How far a stream is held. */
  held(station: string): number {
    return this.streams.get(station)?.facts.length ?? 0
  }

  receipt(): SignedReceipt {
    this.no += 1
    const heads = [...this.streams].filter(([, { facts }]) => facts.length > 0)
      .map(([station, { facts, hashes }]) => ({ station, seq: facts.length, hash: hashes.at(-1)?.toString('hex') ?? '' }))
    return signReceipt(
      { v: 1, hq: this.id, ...this.names, no: this.no, at: 1_700_000_000_000 + this.no, heads, package: this.package, orders: this.orders, quarantined: [] },
      vouchWith(this.signing),
    )
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: Buffer; question: string; headers?: Record<string, string> }> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const path = request.url ?? ''
    const name = path.slice(path.lastIndexOf('/') + 1)
    const header = (key: string): string => String(request.headers[key] ?? '')
    const station = header(exchangeHeaders.station)
    const question = {
      path, hq: this.id, exam: decodeURIComponent(header(exchangeHeaders.exam)), venue: decodeURIComponent(header(exchangeHeaders.venue)), station,
      turn: Number(header(exchangeHeaders.turn)), body,
    }
    this.asked.push(name)
    const enrol = name === 'enrol' ? Enrol.parse(jsonOf(body)) : null
    const stream = this.streams.get(station)
    const key = enrol === null ? stream?.key : Buffer.from(enrol.publicKey, 'hex')
    const checked = checkQuestion(question, header(exchangeHeaders.signature), key ?? Buffer.alloc(32))
    const no = (refused: ExchangeRefusal, more: Partial<RefusedExchange> = {}) => ({ status: 409, body: Buffer.from(JSON.stringify({ refused, ...more })), question: checked.question })
    if (key === undefined) return no('unknown_station')
    if (!checked.ok) return no('bad_signature')
    if (stream !== undefined && question.turn <= stream.turn) return no('stale_turn', { turn: stream.turn })
    if (stream !== undefined) stream.turn = question.turn
    const refused = this.refuses(name)
    if (refused !== null) return no(refused)
    const good = (bytes: Buffer, headers: Record<string, string> = {}) => ({ status: 200, body: bytes, question: checked.question, headers })
    const receipted = () => good(Buffer.from(JSON.stringify(this.receipt())))
    switch (name) {
      case 'enrol': {
        if (stream !== undefined) return receipted()
        if (enrol === null || !proofFits(enrol.proof, this.code, enrol.exam, enrol.venue, enrol.publicKey)) return no('card_wrong')
        if (this.used) return no('card_used')
        this.used = true
        this.recipient = enrol.recipient
        this.streams.set(station, { key, facts: [], hashes: [], turn: question.turn })
        return receipted()
      }
      case 'hello':
        this.hellos.push(Hello.parse(jsonOf(body)))
        return receipted()
      case 'page': {
        const page = readPage(body)
        if (!page.ok) return no('malformed')
        const of = this.streams.get(page.header.station)
        if (of === undefined) return no('unknown_station', { station: page.header.station })
        const check = checkPage(page, of.key)
        if (!check.ok) return no(check.fault, { station: page.header.station, seq: check.seq })
        if (page.header.first > of.facts.length + 1) return no('hole', { station: page.header.station, seq: of.facts.length })
        for (const [at, hash] of check.hashes.entries()) {
          const seq = page.header.first + at
          const held = of.hashes[seq - 1]
          if (held !== undefined && !held.equals(hash)) return no('fork', { station: page.header.station, seq })
          if (held !== undefined) continue
          of.facts.push(page.facts[at]!)
          of.hashes.push(hash)
        }
        return receipted()
      }
      case 'pull': {
        const asked = Pull.parse(jsonOf(body))
        const of = this.streams.get(asked.station)
        if (of === undefined || asked.after >= of.facts.length) return no('hole')
        const facts = of.facts.slice(asked.after, asked.after + asked.most)
        const last = asked.after + facts.length
        const packed = packPage(
          {
            v: 1, ...this.names, station: asked.station, first: asked.after + 1, last,
            prev: of.hashes[asked.after - 1]?.toString('hex') ?? '0'.repeat(64), hash: of.hashes[last - 1]!.toString('hex'),
          },
          facts,
        )
        return good(packed, { 'kaodian-stream-key': of.key.toString('hex') })
      }
      case 'package':
        AskPackage.parse(jsonOf(body))
        return this.packageBytes === null ? no('no_package') : good(Buffer.from(await sealPackage(this.packageBytes, { recipients: [this.recipient] })))
      default:
        return no('malformed')
    }
  }
}

/** SHA-256 (hex), for comparing what lies on two sides. */
export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
