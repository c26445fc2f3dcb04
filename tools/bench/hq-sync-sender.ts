// Who sends, in a process of its own: a station that was offline, a plain sender of lines, or PouchDB.
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { stationId } from '../../db/envelope.ts'
import { jsonOf, vouchWith } from '../../exchange/framing.ts'
import { exchangeHeaders } from '../../exchange/messages.ts'
import { checkAnswer, readReceipt, signQuestion } from '../../exchange/signing.ts'
import { openLine } from '../../station/hq-line.ts'
import { answerParent } from './asked-process.ts'
import { EXAM, factsOf, readVenues, type MadeVenue } from './hq-made.ts'
import type { Ready } from './hq-sync-receiver.ts'
import type { Pouch, PouchDb } from './peers.ts'

const { values } = parseArgs({ options: { mode: { type: 'string' }, made: { type: 'string' }, folder: { type: 'string' }, peers: { type: 'string' } } })
const { mode = '', made = '', folder = '', peers = '' } = values
const venues = readVenues(made)
/** Lines of one request. */
const OF_REQUEST = 1000
const path_ = '/exchange/v1/page'

let to: Ready = { address: '', hqKey: '' }
let line: ReturnType<typeof openLine> | null = null
/** What is sent next, ready in memory. */
let ready: () => Promise<void> = () => Promise.resolve()

async function post(target: string, headers: Record<string, string>, body: Buffer): Promise<{ status: number; headers: Readonly<Record<string, string | string[] | undefined>>; body: Buffer }> {
  line ??= openLine({ address: to.address })
  const came = await line.post({ path: target, headers, body, most: 400_000, proved: false })
  if (!came.ok) throw new Error(`${came.fault} ${came.detail}`)
  return came
}

/** Page after page, each signed with a turn of its own; HQ's answer and receipt are checked as a station checks them. */
function pagesOf({ venue, publicKey, privateKey, pages }: MadeVenue): () => Promise<void> {
  const bodies = pages.map((page) => readFileSync(page))
  const station = stationId(Buffer.from(publicKey, 'hex'))
  const vouch = vouchWith(createPrivateKey({ key: Buffer.from(privateKey, 'hex'), format: 'der', type: 'pkcs8' }))
  const hqKey = Buffer.from(to.hqKey, 'hex')
  const hq = stationId(hqKey)
  return async () => {
    let held = 0
    for (const [at, body] of bodies.entries()) {
      const { headers, question } = signQuestion({ path: path_, hq, exam: EXAM, venue, station, turn: at + 1, body }, vouch)
      const came = await post(path_, headers, body)
      if (came.status !== 200 || !checkAnswer({ hq, question, status: came.status, body: came.body }, String(came.headers[exchangeHeaders.answer]), hqKey)) throw new Error(came.body.toString())
      const receipt = readReceipt(jsonOf(came.body), { hqKey, hq, exam: EXAM, venue })
      if (!receipt.ok) throw new Error(receipt.fault)
      held = receipt.receipt.heads[0]?.seq ?? 0
    }
    if (held === 0) throw new Error('no receipt')
  }
}

function factsIn({ pages }: MadeVenue): Buffer[] {
  return pages.flatMap((page) => factsOf(page).facts.map(({ bytes }) => bytes))
}

function linesOf(of: MadeVenue): () => Promise<void> {
  const facts = factsIn(of)
  const bodies: Buffer[] = []
  for (let at = 0; at < facts.length; at += OF_REQUEST) bodies.push(Buffer.concat(facts.slice(at, at + OF_REQUEST).flatMap((bytes) => [bytes, Buffer.from('\n')])))
  return async () => {
    for (const body of bodies) {
      const { status } = await post(`/lines/${of.venue}`, { 'content-type': 'application/x-ndjson' }, body)
      if (status !== 200) throw new Error(String(status))
    }
  }
}

/** The same facts as documents of a database of the sender's, then replicated in batches of 1,000. */
async function documentsOf(of: MadeVenue): Promise<() => Promise<void>> {
  const Db = (createRequire(path.join(peers, 'package.json'))('pouchdb') as Pouch).defaults({ prefix: `${folder}/` })
  const db: PouchDb = new Db(of.venue)
  const docs = factsIn(of).map((bytes, at) => ({ _id: String(at + 1).padStart(8, '0'), ...(JSON.parse(bytes.toString()) as object) }))
  for (let at = 0; at < docs.length; at += OF_REQUEST) await db.bulkDocs(docs.slice(at, at + OF_REQUEST))
  return async () => {
    const { ok, docs_written } = await db.replicate.to(`${to.address}/${of.venue}`, { batch_size: OF_REQUEST })
    if (!ok || docs_written !== docs.length) throw new Error(`${String(docs_written)} of ${String(docs.length)}`)
  }
}

answerParent({
  to: (where: Ready) => void (to = where),
  prepare: async (at: number) => {
    const of = venues[at]
    if (of === undefined) throw new Error('there is no such venue')
    ready = mode === 'pages' ? pagesOf(of) : mode === 'lines' ? linesOf(of) : await documentsOf(of)
  },
  send: () => ready(),
})
