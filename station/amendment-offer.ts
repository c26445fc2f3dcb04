import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { hqLink } from '../db/hq-link.ts'
import { forget, keep, kept } from '../db/kept.ts'
import { knownFacts } from '../db/known-facts.ts'
import { allCandidates } from '../db/roster.ts'
import { contentOf } from '../exchange/package.ts'
import { refuse, type Refused } from '../shared/api/answer.ts'
import { heldFacts, type HeldFacts } from '../shared/held-facts.ts'
import { packHoles } from '../shared/pack-holes.ts'
import { amendment, type Amendment, type PackageVersion } from '../shared/package-amendment.ts'
import type { Candidate } from '../shared/roster.ts'
import type { RunningVenue } from './running-venue.ts'
import { readGiven, type SoundPackage } from './venue-package.ts'

/** A newer package as it was read, before it is held against the facts. */
export interface Offer {
  reading: SoundPackage
  version: PackageVersion
}

/** Where the sealed package lies that the line brought, and under which key its name is kept. */
const offeredFile = 'offered.kdpack'
const offeredKey = 'package-offered'
const Offered = z.strictObject({ version: z.int(), hash: z.string(), at: z.number() })

/** The people of the package in force: the roster without rows that stay only for their facts. */
export function presentRoster(venue: RunningVenue): Candidate[] {
  const retained = new Set(venue.meta.retained)
  return allCandidates(venue.db).filter(({ id }) => !retained.has(id))
}

/** The package the venue works by, as far as another is compared with it. */
function presentVersion(venue: RunningVenue): PackageVersion {
  const { exam, issuer, packageVersion, packageHash, operators, stations, recipients, hq } = venue.meta
  return {
    exam, venue: venue.venue, issuer, version: packageVersion, hash: packageHash, replaces: null,
    content: { pack: venue.pack, roster: presentRoster(venue), operators, stations, recipients, address: hq?.address ?? '' },
  }
}

/**
 * Reads a newer package from a file, or the one the line brought, opened with a passphrase, the card's code or the
 * venue's own key. Refused when it is no sound package, or the venue was not opened from one.
 */
export async function readOffer(venue: RunningVenue, given: { bytes?: string | undefined; passphrase?: string | undefined }): Promise<Offer | Refused> {
  if (venue.erased()) return refuse('venue_erased')
  if (venue.meta.issuer === '') return refuse('amendment_no_package')
  const file = path.join(venue.folder, offeredFile)
  if (given.bytes === undefined && !existsSync(file)) return refuse('amendment_none')
  const bytes = given.bytes ?? readFileSync(file).toString('base64')
  const identity = hqLink(venue.db)?.identity
  const reading = await readGiven({ bytes, passphrase: given.passphrase, ...(identity === undefined ? {} : { identity }) })
  return 'refused' in reading ? reading : offerOf(venue, reading)
}

function offerOf(venue: RunningVenue, reading: SoundPackage): Offer | Refused {
  const { exam, pack, roster, version, replaces, changes = [] } = reading.package
  if (version === undefined) return refuse('amendment_unversioned')
  if (pack.rehearsal !== (venue.mode === 'rehearsal')) return refuse('pack_invalid', { path: 'rehearsal', message: '演练用的规则包不能用于正式考试' })
  const [hole] = packHoles(pack, roster)
  if (hole !== undefined) return refuse('pack_has_holes', { holes: `${hole.path}（${hole.detail}）`, count: '1' })
  const withdrawn = new Set(changes.flatMap(({ kind, values }) => (kind === 'candidate.withdrawn' ? values['candidate'] ?? [] : [])))
  return {
    reading,
    version: {
      exam, venue: reading.package.venue, issuer: reading.issuerKey, version, hash: reading.hash, replaces: replaces ?? null,
      content: contentOf(reading.package), withdrawn,
    },
  }
}

/** The decision as things stand now; nothing may be recorded between this and the commit that acts on it. */
export function decided(venue: RunningVenue, offer: Offer): { decision: Amendment; held: HeldFacts; present: PackageVersion } {
  const present = presentVersion(venue)
  const held = heldFacts(knownFacts(venue.db))
  return { decision: amendment(present, offer.version, held), held, present }
}

/**
 * What the line brought: kept as it came, sealed to this venue, until the chief takes it or a newer one comes. Answers the
 * version, or why it is of no use here (then nothing is kept).
 */
export async function offeredPackage(venue: RunningVenue, bytes: Uint8Array): Promise<{ ok: true; version: number } | Refused> {
  const offer = await readOffer(venue, { bytes: Buffer.from(bytes).toString('base64') })
  if ('ok' in offer) return offer
  const { version, hash, issuer, exam, venue: ours } = offer.version
  if (issuer !== venue.meta.issuer || exam !== venue.exam || ours !== venue.venue) return refuse('package_signature')
  if (version <= venue.meta.packageVersion) return { ok: true, version }
  const file = path.join(venue.folder, offeredFile)
  writeFileSync(`${file}.part`, bytes, { mode: 0o600 })
  renameSync(`${file}.part`, file)
  keep(venue.db, offeredKey, JSON.stringify({ version, hash, at: Math.round(venue.clock.now()) }))
  venue.hub.noun('venue')
  return { ok: true, version }
}

/** The package that waits to be taken; null when there is none newer than ours. */
export function offerWaiting(venue: RunningVenue): z.infer<typeof Offered> | null {
  const text = kept(venue.db, offeredKey)?.toString('utf8')
  if (text === undefined || !existsSync(path.join(venue.folder, offeredFile))) return null
  const offered = Offered.parse(JSON.parse(text))
  return offered.version > venue.meta.packageVersion ? offered : null
}

/** Lets go of what the line brought, after it was taken or made old by another. */
export function forgetOffer(venue: RunningVenue): void {
  if (offerWaiting(venue) !== null) return
  forget(venue.db, offeredKey)
  rmSync(path.join(venue.folder, offeredFile), { force: true })
}
