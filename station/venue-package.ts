import { refuse, type Refused } from '../shared/api/answer.ts'
import { packHoles } from '../shared/pack-holes.ts'
import { holeErrors } from '../shared/pack-reading.ts'
import { fingerprint, readPackage, type ExamPackage, type PackageReading } from '../exchange/package.ts'
import type { Issued } from './prepare-venue.ts'
import type { Output } from './use-cases.ts'

export type SoundPackage = Extract<PackageReading, { ok: true }>

interface Given {
  bytes: string
  passphrase?: string | undefined
  /** The venue's own age key, once it is enrolled. */
  identity?: string
}

function read({ bytes, passphrase, identity }: Given) {
  const keys = { ...(passphrase === undefined || passphrase === '' ? {} : { passphrase }), ...(identity === undefined ? {} : { identity }) }
  return readPackage(Buffer.from(bytes, 'base64'), keys)
}

/** A package as it was read, or why it is none. */
export async function readGiven(given: Given): Promise<SoundPackage | { refused: Refused['refused']; ok: false }> {
  const reading = await read(given)
  return reading.ok ? reading : refusal(reading)
}

function refusal(reading: Exclude<Awaited<ReturnType<typeof read>>, { ok: true }>): Refused {
  if (reading.reason !== 'pack_invalid') return refuse(reading.reason)
  const [first] = reading.errors
  return refuse('pack_invalid', { path: first?.path ?? '', message: first?.message.zh ?? '' })
}

/** What an exam package holds, before anything is stored. */
export async function previewPackage(given: Given): Promise<Output<'venue', 'previewPackage'>> {
  const reading = await read(given)
  if (!reading.ok) return refusal(reading)
  const { exam, pack, roster, version = 0, stations = [], operators = [], hq } = reading.package
  return {
    ok: true,
    issuer: reading.issuer,
    exam,
    venue: venueTitle(reading.package),
    version,
    hq: hq?.address ?? '',
    stations: [...stations],
    operators: operators.map(({ name, roles }) => ({ name, roles: [...roles] })),
    pack: pack.title,
    candidates: roster.length,
    sealed: reading.sealed,
    holes: holeErrors(pack, roster),
    sessions: pack.sessions.map(({ id, title, date }) => ({ id, title, date })),
  }
}

/**
 * A package that a venue may be opened from: sound, no hole for its roster. An HQ's practice
 * copy opens a rehearsal, marked as one; without an HQ it opens nothing.
 */
export async function packageToOpen(given: Given): Promise<{ content: ExamPackage; issuer: string; issued: Issued } | Refused> {
  const reading = await read(given)
  if (!reading.ok) return refusal(reading)
  const { pack, roster } = reading.package
  if (pack.rehearsal && reading.package.hq === undefined) return refuse('pack_invalid', { path: 'rehearsal', message: '演练用的规则包不能用于正式考试' })
  const [hole] = packHoles(pack, roster)
  if (hole !== undefined) return refuse('pack_has_holes', { path: hole.path, detail: hole.detail })
  return { content: reading.package, issuer: fingerprint(reading.issuerKey), issued: issuedBy(reading) }
}

/** What a venue remembers of the package it works by. Only a package of HQ's program names the venue as facts have to. */
export function issuedBy({ package: content, issuerKey, hash }: SoundPackage): Issued {
  const { venue, hq, version, stations = [], operators = [] } = content
  return { ...(hq === undefined ? {} : { venue }), issuer: issuerKey, hq: hq ?? null, version: version ?? 0, hash, stations, operators }
}

/** The venue's name for people: with an HQ the manifest's is an id. */
export function venueTitle({ venue, hq, pack }: ExamPackage): string {
  return hq === undefined ? venue : pack.venue.name.zh
}
