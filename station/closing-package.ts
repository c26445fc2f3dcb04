import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { factById, heads, type Head } from '../db/ledger.ts'
import { allCandidates } from '../db/roster.ts'
import { sessionStates } from '../db/sessions.ts'
import { stations } from '../db/stations.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import type { PackageFile } from '../shared/api/closing.ts'
import { factId, type Fact, type FactBody } from '../shared/facts.ts'
import type { Session } from '../shared/pack-schema.ts'
import { seal, type SealedPart, type SealedTo } from '../exchange/closing-age.ts'
import { closingHead, type ClosingManifest } from '../exchange/closing-format.ts'
import { ledgerPart } from './closing-ledger.ts'
import type { OpenVenue } from './open-venue.ts'
import { writeOut } from './out-file.ts'
import { heldBy } from './repeat.ts'
import { sessionOf } from './session-day.ts'
import type { Caller, Input, Output } from './use-cases.ts'
import { readVenueMeta } from './venue-meta.ts'

/** Shorter passphrases are guessed by whoever finds the stick. */
export const shortestPassphrase = 12

/** Where the packages lie in the data folder. */
export function outFolder(venue: OpenVenue): string {
  return path.join(venue.folder, 'out')
}

/** HQ's keys of this venue; empty where the exam package named none. */
export function recipientsOf(venue: OpenVenue): readonly string[] {
  return readVenueMeta(venue.db)?.recipients ?? []
}

// two packages at once would only slow each other and the desks
const turns = new WeakMap<OpenVenue['ledger'], Promise<unknown>>()
function inTurn<T>(venue: OpenVenue, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(venue.ledger) ?? Promise.resolve()).then(work, work)
  turns.set(venue.ledger, turn.catch(() => undefined))
  return turn
}

/**
 * Writes the closing package of a closed session into out/ and records it (规则 §11). The file is whole, on the disk and
 * read back before it has its name; the fact comes after it, so that no fact names a file that never was.
 */
export function writeClosingPackage(venue: OpenVenue, caller: Caller, input: Input<'closing', 'package'>): Promise<Output<'closing', 'package'>> {
  return inTurn(venue, async (): Promise<Output<'closing', 'package'>> => {
    const held = heldBy(venue, input.cmd, ['closing.packaged'], (body) => body.session === input.session)
    if (held !== null) return held.ok ? { ok: true, fact: held.fact, repeated: true, package: packageFile(venue, held.all[0]?.at ?? 0, held.body) } : held
    const closed = closedSession(venue, input.session)
    if (!closed.ok) return closed
    const to = sealedTo(venue, input.passphrase)
    if ('ok' in to) return to
    const body = await written(venue, closed, to)
    if ('ok' in body) return body
    const recorded = venue.record(caller, 'closing.packaged', body, input.cmd)
    if (!recorded.ok) {
      await rm(path.join(outFolder(venue), body.file), { force: true })
      return recorded
    }
    return { ...recorded, package: packageFile(venue, venue.clock.now(), body) }
  })
}

interface Closed {
  ok: true
  session: Session
  fact: Extract<Fact, { type: 'session.closed' }>
  hash: string
}

function closedSession(venue: OpenVenue, id: string): Closed | Refused {
  const session = sessionOf(venue, id)
  if (session === null) return refuse('session_unknown', { session: id })
  const state = sessionStates(venue.db).get(id)
  const stored = state?.state === 'closed' ? factById(venue.db, state.fact) : undefined
  if (stored?.fact.type !== 'session.closed') return refuse('session_not_closed', { session: session.title.zh })
  return { ok: true, session, fact: stored.fact, hash: stored.hash.toString('hex') }
}

/** HQ's keys where there are any: then no passphrase can take their place. */
function sealedTo(venue: OpenVenue, passphrase: string): SealedTo | Refused {
  const recipients = recipientsOf(venue)
  if (recipients.length > 0) return { sealing: 'recipients', recipients }
  return [...passphrase].length < shortestPassphrase ? refuse('passphrase_needed', { least: String(shortestPassphrase) }) : { sealing: 'passphrase', passphrase }
}

async function written(venue: OpenVenue, closed: Closed, to: SealedTo): Promise<FactBody<'closing.packaged'> | Refused> {
  // What is recorded while the parts are sealed belongs to the next package.
  const ends = heads(venue.db)
  const own = stations(venue.db).find((each) => each.id === venue.ledger.station)
  if (own === undefined) throw new Error('a station without a stream closed a session')
  const ledger = await seal(ledgerPart(venue.db, venue, ends), to)
  const people = await seal(peoplePart(venue), to)
  const manifest: ClosingManifest = {
    v: 1, suite: 'ed25519-sha256-age1', exam: venue.exam, venue: venue.venue, venueName: venue.name, session: closed.session.id,
    station: venue.ledger.station, publicKey: own.publicKey.toString('hex'),
    closed: { fact: factId(closed.fact), hash: closed.hash },
    heads: ends, facts: factsIn(ends), counts: closed.fact.body.counts, sealing: to.sealing,
    recipients: to.sealing === 'recipients' ? [...to.recipients] : [], created: Math.round(venue.clock.now()),
    parts: [partOf('ledger.age', ledger), partOf('people.age', people)],
  }
  const head = closingHead(manifest, venue.ledger.vouch)
  const file = fileName(closed.session.id, manifest)
  const hash = await writeOut(outFolder(venue), file, [head, ...ledger.chunks, ...people.chunks])
  if (typeof hash !== 'string') return hash
  return { session: closed.session.id, file, hash, facts: manifest.facts, recipients: manifest.recipients }
}

function partOf<N extends string>(name: N, { length, sha256 }: SealedPart): { name: N; length: number; sha256: string } {
  return { name, length, sha256 }
}

function factsIn(ends: readonly Head[]): number {
  return ends.reduce((sum, head) => sum + head.seq, 0)
}

/** The roster, without photos: who the candidate ids of the facts are. HQ issued it, and holds the photos. */
async function* peoplePart(venue: OpenVenue): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield Buffer.from(JSON.stringify({ v: 1, exam: venue.exam, venue: venue.venue, candidates: allCandidates(venue.db) }))
}

function fileName(session: string, { closed, parts }: ClosingManifest): string {
  const plain = session.replaceAll(/[^A-Za-z0-9-]/g, '_')
  return `closing-${plain}-${closed.hash.slice(0, 8)}-${parts[0].sha256.slice(0, 8)}.kdclose`
}

/** A package as its fact has it, with the size of the file there is. */
export function packageFile(venue: OpenVenue, at: number, { file, hash, facts, recipients }: FactBody<'closing.packaged'>): PackageFile {
  const stat = statSync(path.join(outFolder(venue), file), { throwIfNoEntry: false })
  return { file, at, bytes: stat?.size ?? 0, hash, facts, recipients, sealing: recipients.length > 0 ? 'recipients' : 'passphrase' }
}
