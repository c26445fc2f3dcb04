import type { KeyObject } from 'node:crypto'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { rawPublicKey, stationId } from '../db/envelope.ts'
import { hqLink, makeHqLink, type HqLink, noteTry, setEnrolled, setHqAddress, tries } from '../db/hq-link.ts'
import { forget, keep, kept } from '../db/kept.ts'
import type { StationKeys } from '../db/key-file.ts'
import type { Ledger } from '../db/ledger.ts'
import type { Db } from '../db/open.ts'
import { enrolProof, normalCode, readCard } from '../exchange/card.ts'
import type { Clock } from '../exchange/clock.ts'
import { errorFields, type Log } from '../exchange/log.ts'
import { Enrol, type AskPackage, type Hello, type Receipt } from '../exchange/messages.ts'
import { readReceiptFile } from '../exchange/signing.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { SyncWhy } from '../shared/api/sync.ts'
import { askHq, type ExchangeAnswer, type Speaker } from './hq-exchange.ts'
import { hqAddress, openLine, usualPatience, type HqLine, type LinePatience } from './hq-line.ts'
import { receiptFor, runRound, takeReceipt, type Believer, type RoundEnd, type RoundParts } from './hq-round.ts'
import { storageTrouble } from './storage-trouble.ts'
import type { VenueMeta } from './venue-meta.ts'

/** How the way to HQ stands in this process. */
export interface HqStanding extends RoundEnd {
  asking: boolean
  /** When the next round begins by itself, ms of the venue's clock; null when none does. */
  nextAt: number | null
}

/** The station's end of the line to HQ: sends what HQ lacks whenever there is a line, and says how that stands. */
export interface HqDesk {
  /** Where HQ is, and whether the chief said so; null when nobody did. */
  place(): { address: string; byChief: boolean } | null
  standing(): HqStanding
  /** Makes the station known at HQ with a scanned card or a typed code. Refusals as `sync.enrol` names them. */
  enrol(card: string): Promise<{ ok: true; address: string } | Refused>
  /** A round at once; resolves when it is over. */
  tryNow(): Promise<void>
  setAddress(text: string): Promise<{ ok: true; address: string } | Refused>
  /** `enrolled`: by it HQ made this station known. */
  importReceipt(file: Buffer): Promise<{ ok: true; newest: boolean; enrolled: boolean } | Refused>
  /** What a card was typed for while there was no line; null when there is none. */
  pendingEnrol(): Enrol | null
  /** The exam package of this version, sealed to the venue; for whoever takes it. */
  fetchPackage(version: number): Promise<ExchangeAnswer>
  /** Facts were appended. */
  facts(): void
  close(): void
}

export interface HqDeskParts {
  db: Db
  ledger: Ledger
  keys: Pick<StationKeys, 'signing'>
  clock: Clock
  log: Log
  meta(): VenueMeta
  greeting(): Pick<Hello, 'said' | 'packageVersion' | 'erased'>
  /** Something changed that screens show. */
  touch(): void
  /** A receipt was verified and kept. */
  received(receipt: Receipt, counts: boolean): void
  /** A round is over; what HQ ordered is carried out here. */
  settled(end: RoundEnd): Promise<void>
  patience?: LinePatience
  pauses?: Partial<Pauses>
}

/** ms between rounds. */
export interface Pauses {
  /** After facts, so that one person's three facts travel together. */
  gather: number
  /** While all is well and nothing happens: HQ's board shows who is there. */
  idle: number
  first: number
  longest: number
}
const usualPauses: Pauses = { gather: 1000, idle: 60_000, first: 1000, longest: 60_000 }
const longestPackage = 260_000_000
/** Where an enrolment that HQ has not answered is kept. */
const PENDING = 'hq/enrol'

export function openHqDesk(parts: HqDeskParts): HqDesk {
  const { db, ledger, clock, log } = parts
  const pauses = { ...usualPauses, ...parts.pauses }
  let line: { key: string; open: HqLine } | null = null
  let standing: RoundEnd = { why: 'waiting', detail: '' }
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let nextAt: number | null = null
  let pause = 0
  let greetedAt: number | null = null
  let stopped = false

  const hqKey = (): Buffer => Buffer.from(parts.meta().issuer, 'hex')
  const place = (): { address: string; byChief: boolean } | null => {
    const said = hqLink(db)?.address ?? null
    const packed = hqAddress(parts.meta().hq?.address ?? '')
    return said !== null ? { address: said, byChief: true } : packed === null ? null : { address: packed, byChief: false }
  }
  /** Why there is nothing to be asked yet, or null. */
  const lacking = (enrolling: boolean): 'no_hq' | 'no_address' | 'not_enrolled' | null => {
    if (parts.meta().issuer === '') return 'no_hq'
    if (place() === null) return 'no_address'
    return enrolling || hqLink(db)?.station === ledger.station ? null : 'not_enrolled'
  }
  const round = (): RoundParts => {
    const { address } = place() ?? { address: '' }
    // the chief may have named another address: what the package pins belongs to the one it names
    const tlsPin = address === hqAddress(parts.meta().hq?.address ?? '') ? parts.meta().hq?.tlsPin : undefined
    const key = `${address} ${tlsPin ?? ''}`
    if (line?.key !== key) {
      line?.open.close()
      line = { key, open: openLine({ address, tlsPin }, parts.patience ?? usualPatience) }
    }
    return { ...believing(), line: line.open, greeting: parts.greeting, stopped: () => stopped }
  }
  const believing = (): Believer => ({
    db, ledger, hqKey: hqKey(), now: () => clock.now(),
    received: (receipt, counts) => {
      parts.received(receipt, counts)
      parts.touch()
    },
  })
  const link = async (): Promise<HqLink> => {
    if (hqLink(db) === null) makeHqLink(db, await generateX25519Identity())
    return hqLink(db)!
  }
  const enrolled = (): void => {
    setEnrolled(db, ledger.station, Math.round(clock.now()))
    forget(db, PENDING)
  }
  const plan = (ms: number | null): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    nextAt = ms === null || stopped ? null : clock.now() + ms
    if (ms === null || stopped) return
    timer = setTimeout(() => void run(), ms)
    timer.unref()
  }
  const stand = (end: RoundEnd): void => {
    standing = end
    parts.touch()
  }

  const oneRound = async (): Promise<void> => {
    const lacks = lacking(false)
    if (lacks !== null) {
      plan(null)
      stand({ why: lacks, detail: '' })
      return
    }
    parts.touch()
    const end = await guarded(async () => {
      const greet = greetedAt === null || pause > 0 || clock.mono() - greetedAt >= pauses.idle
      const ended = await runRound(round(), greet)
      if (greet && ended.why === 'all_at_hq') greetedAt = clock.mono()
      return ended
    })
    if (stopped) return
    pause = end.why === 'all_at_hq' ? 0 : Math.min(pauses.longest, Math.max(pauses.first, pause * 2))
    // the other end is greeted again before it is given anything more
    if (pause > 0) greetedAt = null
    plan(pause > 0 ? pause : pauses.idle)
    await guarded(async () => {
      noteTry(db, { at: Math.round(clock.now()), outcome: end.why, detail: end.detail })
      await parts.settled(end)
      return end
    })
    stand(end)
  }
  /** A failed write and a bug both end the round and never the station. */
  const guarded = async (work: () => Promise<RoundEnd>): Promise<RoundEnd> => {
    try {
      return await work()
    } catch (error) {
      if (stopped) return { why: 'failed', detail: '' }
      if (storageTrouble(error) !== null) return { why: 'disk', detail: '' }
      log.error({ error: errorFields(error) }, 'a round with HQ failed')
      return { why: 'failed', detail: '' }
    }
  }
  const run = (): Promise<void> => {
    running ??= oneRound().finally(() => {
      running = null
    })
    return running
  }

  const [before] = tries(db, 1)
  if (before !== undefined) standing = { why: SyncWhy.safeParse(before.outcome).data ?? 'waiting', detail: before.detail }
  const lacks = lacking(false)
  if (lacks !== null) standing = { why: lacks, detail: '' }
  else plan(0)

  return {
    place,
    standing: () => ({ ...(running !== null && standing.why === 'all_at_hq' ? { why: 'sending' as const, detail: '' } : standing), asking: running !== null, nextAt }),
    tryNow: async () => {
      await running
      pause = 0
      greetedAt = null
      await run()
    },
    enrol: async (card) => {
      const lacking_ = lacking(true)
      if (lacking_ !== null) return refuse(lacking_ === 'no_address' ? 'no_address' : 'no_hq')
      const code = codeOf(card, ledger)
      if (typeof code !== 'string') return code
      await running
      const { identity } = await link()
      const body = await enrolment(ledger, parts.keys.signing, identity, code)
      // where there is no line, a stick carries the same words
      keep(db, PENDING, JSON.stringify(body))
      const asker = round()
      let end = await receiptFor(asker, 'enrol', Buffer.from(JSON.stringify(body)), false)
      if (end?.why === 'refused' && end.detail === 'card_used') {
        // the first answer may have been lost on the way: then HQ knows this station already
        const known = await runRound(asker, true)
        if (known.why !== 'refused' && known.why !== 'not_hq') end = null
      }
      if (end !== null) return refuse(end.why === 'refused' ? 'hq_refused' : 'hq_unreachable', { why: end.why === 'refused' ? end.detail : end.why, detail: end.detail })
      enrolled()
      stand({ why: 'waiting', detail: '' })
      pause = 0
      plan(0)
      return { ok: true, address: place()?.address ?? '' }
    },
    setAddress: async (text) => {
      if (parts.meta().issuer === '') return refuse('no_hq')
      const address = text.trim() === '' ? null : hqAddress(text)
      if (address === null && text.trim() !== '') return refuse('address_wrong')
      await link()
      setHqAddress(db, address)
      pause = 0
      greetedAt = null
      plan(0)
      parts.touch()
      return { ok: true, address: place()?.address ?? '' }
    },
    importReceipt: async (file) => {
      if (parts.meta().issuer === '') return refuse('no_hq')
      const { exam, venue } = ledger
      const reading = readReceiptFile(file, { hqKey: hqKey(), hq: stationId(hqKey()), exam, venue })
      if (!reading.ok) return refuse(foreign.has(reading.fault) ? 'receipt_foreign' : 'receipt_unreadable', { fault: reading.fault })
      const taken = takeReceipt(believing(), reading.signed, 'stick')
      if (taken === null) return refuse('receipt_unreadable', { fault: 'malformed' })
      // HQ holds facts of this very key: it knows the station by what the stick brought
      const met = taken.counts && hqLink(db)?.station !== ledger.station && taken.receipt.heads.some((head) => head.station === ledger.station)
      if (met) {
        await link()
        enrolled()
        pause = 0
        plan(0)
      }
      void guarded(async () => {
        await parts.settled(standing)
        return standing
      })
      return { ok: true, newest: taken.counts, enrolled: met }
    },
    fetchPackage: async (version) => {
      await running
      const question: AskPackage = { v: 1, version }
      return askHq(round(), 'package', Buffer.from(JSON.stringify(question)), { most: longestPackage })
    },
    pendingEnrol: () => {
      const text = kept(db, PENDING)
      return text === undefined ? null : Enrol.parse(JSON.parse(text.toString('utf8')))
    },
    facts: () => {
      // a pause after a failure runs its course; what is new waits with the rest
      if (pause > 0 || lacking(false) !== null) return
      if (nextAt === null || nextAt - clock.now() > pauses.gather) plan(pauses.gather)
    },
    close: () => {
      stopped = true
      plan(null)
      line?.open.close()
    },
  }
}

/** What a station says to make itself known, with a card's code. */
export async function enrolment({ exam, venue, station }: Speaker, signing: KeyObject, identity: string, code: string): Promise<Enrol> {
  const publicKey = rawPublicKey(signing).toString('hex')
  return { v: 1, exam, venue, station, publicKey, recipient: await identityToRecipient(identity), proof: enrolProof(code, exam, venue, publicKey) }
}

const foreign: ReadonlySet<string> = new Set(['foreign_hq', 'bad_signature', 'foreign'])

/** The code of a scanned card or a typed one. */
export function codeOf(card: string, { exam, venue }: { exam: string; venue: string }): string | Refused {
  const scanned = readCard(card)
  if (scanned !== null) return scanned.exam === exam && scanned.venue === venue ? scanned.code : refuse('card_foreign', { venue: scanned.venue })
  return normalCode(card) ?? refuse('card_unreadable')
}
