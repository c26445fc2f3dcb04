import path from 'node:path'
import { generateX25519Identity } from 'age-encryption'
import { NO_HASH, parseFact, signHash, stationId } from '../db/envelope.ts'
import { makeHqLink, setEnrolled } from '../db/hq-link.ts'
import { keep } from '../db/kept.ts'
import { heads, type Head } from '../db/ledger.ts'
import { openDatabase, type Db } from '../db/open.ts'
import { operators } from '../db/operators.ts'
import { receive } from '../db/receive.ts'
import { leavePending, ownStream } from '../db/restored.ts'
import { importRoster } from '../db/roster.ts'
import { registerStation } from '../db/stations.ts'
import { exchangeHeaders, pageLimits, type Pull, type Receipt } from '../exchange/messages.ts'
import { checkPage, readPage, type Page } from '../exchange/page.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { askHq, type Asker, type ExchangeAnswer, type Speaker } from './hq-exchange.ts'
import { hqAddress, openLine } from './hq-line.ts'
import { codeOf, enrolment } from './hq-link.ts'
import { endOf, takeReceipt, type RoundEnd } from './hq-round.ts'
import type { Inside } from './inside.ts'
import { makeKeys } from './keys.ts'
import { makePins, pinCost } from './pins.ts'
import { pinKey } from './recording.ts'
import { databaseFile } from './running-venue.ts'
import { packageToOpen, venueTitle } from './venue-package.ts'
import { textHash, writeVenueMeta } from './venue-meta.ts'
import { jsonOf } from '../exchange/framing.ts'

/** What somebody needs in hand to get a lost station back: the venue's package, a fresh card, and a PIN for the chief. */
export interface FromHq {
  /** The exam package's bytes. */
  bytes: Buffer
  /** Scanned or typed; it opens the package, too. */
  card: string
  /** The chief's new PIN: the old PINs were on the lost machine only. */
  pin: string
}

export interface Restored {
  facts: number
  /** The chief who signs in with the new PIN. */
  operator: string
  name: string
  hq: string
  address: string
}

/** ms between tries when the line breaks in the middle; the card is used up by then, so it is tried long. */
const pauses = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]

/** Thrown inside a preparation so that nothing of it is kept; the answer says why. */
class NotRestored extends Error {
  override name = 'NotRestored'
  readonly refused: Refused
  constructor(refused: Refused) {
    super(refused.refused.reason)
    this.refused = refused
  }
}

/**
 * Fills an empty data folder with the venue as HQ holds it: every stream pulled, checked as whoever receives facts checks
 * them, byte for byte as they were signed; roster and pack from the package. The station goes on under a fresh key, whose
 * first fact says so. All or nothing; refusals as values.
 */
export async function restoreFromHq(inside: Inside, given: FromHq): Promise<({ ok: true } & Restored) | Refused> {
  const card = given.card.trim()
  const sound = await packageToOpen({ bytes: given.bytes.toString('base64'), passphrase: card.startsWith('kaodian-enrol:') ? (card.split(':')[4] ?? '') : card })
  if ('ok' in sound) return sound
  const { content, issued } = sound
  const address = hqAddress(content.hq?.address ?? '')
  if (address === null) return refuse(content.hq === undefined ? 'no_hq' : 'no_address')
  const { exam, venue } = content
  const code = codeOf(card, { exam, venue })
  if (typeof code !== 'string') return code
  try {
    const restored = await inside.adopt(async (folder): Promise<Restored> => {
      const keys = await makeKeys(folder, inside.chance, inside.keeper)
      const db = openDatabase({ file: path.join(folder, databaseFile), key: keys.database })
      const line = openLine({ address, tlsPin: content.hq?.tlsPin })
      try {
        const packText = JSON.stringify(content.pack)
        writeVenueMeta(db, {
          exam, venue, name: venueTitle(content), stationName: issued.stations[0] ?? '1号台', mode: content.pack.rehearsal ? 'rehearsal' : 'live', rehearsal: '', packText, packHash: textHash(packText),
          clockOffset: 0, recipients: [...(content.recipients ?? [])], issuer: issued.issuer, hq: issued.hq, packageVersion: issued.version,
          packageHash: issued.hash, stations: [...issued.stations], operators: [...issued.operators], retained: [],
        })
        importRoster(db, content.roster, new Map([...content.photos].map(([hash, { bytes }]) => [hash, Buffer.from(bytes)])))
        const identity = await generateX25519Identity()
        makeHqLink(db, identity)
        const ledger: Speaker = { exam, venue, station: keys.station, vouch: (tag, digest) => signHash(Buffer.concat([tag, digest]), keys.signing) }
        const asker: Asker = { db, ledger, hqKey: Buffer.from(issued.issuer, 'hex'), line }
        const receipt = await known(asker, Buffer.from(JSON.stringify(await enrolment(ledger, keys.signing, identity, code))))
        const pages = await pullAll(asker, receipt.heads)
        fill(db, pages, receipt.heads)
        // now that the facts lie here, the receipt says of them that HQ holds them
        await known(asker, Buffer.from(JSON.stringify({ ...(await enrolment(ledger, keys.signing, identity, code)) })))
        setEnrolled(db, keys.station, Math.round(inside.clock.now()))
        return { ...(await seatChief(db, given.pin, keys.pepper, inside)), ...wordOf(db, address), hq: stationId(asker.hqKey), address }
      } finally {
        line.close()
        db.close()
      }
    })
    const { venue: opened } = inside
    if (opened === null) throw new Error('a restored venue did not open')
    const by = { operator: 'system', name: 'system', roles: [] }
    opened.record(by, 'venue.enrolled', { hq: restored.hq, address }, opened.newCommand())
    opened.record(by, 'operator.pin_set', { operator: restored.operator }, opened.newCommand())
    return { ok: true, ...restored }
  } catch (error) {
    if (error instanceof NotRestored) return error.refused
    throw error
  }
}

/** Enrols (or, known already, greets again by the same words) and answers with HQ's receipt, kept. */
async function known(asker: Asker, body: Buffer): Promise<Receipt> {
  const answer = await patiently(() => askHq(asker, 'enrol', body, { most: 400_000 }))
  const taken = takeReceipt({ ...asker, now: () => 0, received: () => undefined }, jsonOf(answer.body), 'line')
  if (taken === null) throw new NotRestored(refuse('hq_unreachable', { why: 'not_hq', detail: '' }))
  return taken.receipt
}

/** Tries again while it is only the line; throws `NotRestored` with the reason in the end. */
async function patiently(ask: () => Promise<ExchangeAnswer>): Promise<Extract<ExchangeAnswer, { kind: 'answer' }>> {
  for (let at = 0; ; at += 1) {
    const answer = await ask()
    if (answer.kind === 'answer') return answer
    const end = endOf(answer)
    const pause = end.why === 'no_line' || end.why === 'timeout' || end.why === 'gateway' ? pauses[at] : undefined
    if (pause === undefined) throw new NotRestored(refused(end))
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

const refused = ({ why, detail }: RoundEnd): Refused => (why === 'refused' ? refuse('hq_refused', { why: detail, detail }) : refuse('hq_unreachable', { why, detail }))

interface Pulled {
  key: Buffer
  pages: Page[]
}

/** Every stream to the head the receipt names, each page checked against its station's key and joined to the one before. */
async function pullAll(asker: Asker, wanted: readonly Head[]): Promise<Pulled[]> {
  const pulled: Pulled[] = []
  for (const { station, seq } of wanted) {
    const pages: Page[] = []
    let key = Buffer.alloc(0)
    for (let after = 0, prev = NO_HASH.toString('hex'); after < seq; ) {
      const question: Pull = { v: 1, station, after, most: pageLimits.facts }
      const answer = await patiently(() => askHq(asker, 'pull', Buffer.from(JSON.stringify(question)), { most: pageLimits.bytes }))
      const page = readPage(answer.body)
      key = Buffer.from(String(answer.headers[exchangeHeaders.streamKey] ?? ''), 'hex')
      const { exam, venue } = asker.ledger
      const fits = page.ok && page.header.station === station && page.header.exam === exam && page.header.venue === venue && page.header.first === after + 1 && page.header.prev === prev
      if (!fits || key.length !== 32 || !checkPage(page, key).ok) throw new NotRestored(refuse('hq_unreachable', { why: 'not_hq', detail: 'page' }))
      pages.push(page)
      after = page.header.last
      prev = page.header.hash
    }
    pulled.push({ key, pages })
  }
  // numbers of streams in this file follow the order in which they began: the one that was restored from comes first
  return pulled.sort((a, b) => beganAt(a) - beganAt(b))
}

function beganAt({ pages }: Pulled): number {
  const first = pages[0]?.facts[0]
  const read = first === undefined ? 'malformed' : parseFact(first.bytes)
  return read === 'malformed' ? 0 : 'known' in read ? read.known.at : read.strange.at
}

/** Takes the pages as any received facts are taken; what then lies here has to be what the receipt says. */
function fill(db: Db, pulled: readonly Pulled[], wanted: readonly Head[]): void {
  for (const { key, pages } of pulled) {
    registerStation(db, key)
    for (const { facts } of pages) {
      const taken = receive(db, facts)
      if (!taken.ok) throw new NotRestored(refuse('hq_unreachable', { why: 'not_hq', detail: taken.refused }))
    }
  }
  const held = new Map(heads(db).map(({ station, hash }) => [station, hash]))
  // HQ may have taken more since; less, or other, it may not
  if (wanted.some(({ station, seq, hash }) => held.get(station) !== hash && !longer(db, station, seq))) {
    throw new NotRestored(refuse('hq_unreachable', { why: 'not_hq', detail: 'heads' }))
  }
}

function longer(db: Db, station: string, seq: number): boolean {
  return heads(db).some((head) => head.station === station && head.seq > seq)
}

/** Leaves word that this ledger came back from HQ; the fresh stream begins with it. */
function wordOf(db: Db, address: string): { facts: number } {
  const ends = heads(db)
  const facts = ends.reduce((sum, { seq }) => sum + seq, 0)
  leavePending(db, { body: { file: address, facts, station: ownStream(db), heads: ends, replaced: null }, retired: [], by: 'system' })
  return { facts }
}

/** Gives the first active chief of the ledger a new PIN. */
async function seatChief(db: Db, pin: string, pepper: Buffer, { clock, chance }: Inside): Promise<{ operator: string; name: string }> {
  const chief = operators(db).find(({ active, roles }) => active && roles.includes('chief'))
  if (chief === undefined) throw new NotRestored(refuse('operator_unknown'))
  const pins = makePins({ book: { read: () => undefined, write: () => undefined }, pepper, clock, chance, mayClose: () => true })
  keep(db, pinKey(chief.operator), await pins.make(pin, pinCost.live))
  return { operator: chief.operator, name: chief.name }
}

