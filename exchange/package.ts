import { createPublicKey, type KeyObject } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import type { PackError } from '../shared/pack-errors.ts'
import { parsePack, type RulePack } from '../shared/pack-schema.ts'
import { Candidate } from '../shared/roster.ts'
import { Role } from '../shared/facts.ts'
import { mostChanges, PackageChange, type PackageContent } from '../shared/package-changes.ts'
import { normalCode } from './card.ts'
import { isRecipient, isSealed } from './closing-age.ts'
import { digestOf, jsonOf, readFrame, vouchWith, writeFrame, type FrameKind } from './framing.ts'
import { HqContact } from './messages.ts'

// docs/formats/exam-package.md describes these bytes for others who write them.

/** scrypt's work for a card's code: it has 130 random bits, so nobody guesses it however little each try costs. */
export const cardWorkFactor = 10
const limits = {
  package: 250_000_000,
  manifest: 8_000_000,
  pack: 2_000_000,
  roster: 40_000_000,
  photo: 600_000,
  files: 50_002,
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** The closed list of names: nothing else can be in a package, so no name can lead anywhere. */
const FileName = z.union([
  z.literal('pack.json'),
  z.literal('roster.json'),
  z.string().regex(/^photos\/[0-9a-f]{64}\.(jpg|png)$/),
])
/** An account the venue begins with. Its first PIN is made at the venue: PINs and their verifiers never travel. */
export const PackageOperator = z.strictObject({
  operator: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: z.string().trim().min(1).max(40),
  roles: z.array(Role).min(1).max(9),
})
export type PackageOperator = z.infer<typeof PackageOperator>

const Manifest = z.strictObject({
  v: z.literal(1),
  exam: z.string().min(1).max(100),
  venue: z.string().min(1).max(100),
  /** Raw Ed25519 public key of whoever signed, hex. */
  issuer: hash,
  /** HQ's age keys to which this venue seals its closing packages; packages written before there were any have none. */
  recipients: z.array(z.string().refine(isRecipient)).max(10).optional(),
  // all of these only in packages that HQ's own program issued
  version: z.int().min(1).max(100_000).optional(),
  hq: HqContact.strict().optional(),
  /** Hash of the package this one takes the place of; absent in the first. */
  replaces: hash.optional(),
  changes: z.array(PackageChange).max(mostChanges).optional(),
  stations: z.array(z.string().trim().min(1).max(20)).max(50).optional(),
  operators: z.array(PackageOperator).max(500).optional(),
  files: z
    .array(z.strictObject({ name: FileName, length: z.int().min(0), sha256: hash }))
    .min(2)
    .max(limits.files),
})
type Manifest = z.infer<typeof Manifest>

const frame: FrameKind<Manifest, 'not_a_package'> = {
  magic: Buffer.from('KDPK1'), tag: Buffer.from('kaodian-package-v1\0'), limits: { file: limits.package, manifest: limits.manifest }, schema: Manifest,
  signer: ({ issuer }) => Buffer.from(issuer, 'hex'), notOne: 'not_a_package',
}

/** What a package carries to a venue. */
export interface ExamPackage {
  exam: string
  venue: string
  pack: RulePack
  roster: Candidate[]
  /** By SHA-256 (hex) of the bytes, as `Candidate.photo` names them. */
  photos: ReadonlyMap<string, { mime: 'image/jpeg' | 'image/png'; bytes: Uint8Array }>
  /** HQ's age keys (`age1…`) for the way back: closing packages are sealed to them. */
  recipients?: readonly string[]
  /** Set by HQ's program and counted per venue from 1; absent in a package made by hand. */
  version?: number
  /** Where the station sends and whose receipts it believes; HQ's key is the issuer's. */
  hq?: HqContact
  /** Hash (hex) of the package this one takes the place of. */
  replaces?: string
  /** What it does differently from that one. */
  changes?: readonly PackageChange[]
  /** Names of the stations, such as 1号台. */
  stations?: readonly string[]
  operators?: readonly PackageOperator[]
}

export type PackageReading =
  | {
      ok: true
      package: ExamPackage
      issuerKey: string
      issuer: string
      sealed: boolean
      /** SHA-256 of the manifest, hex: the same content has the same hash however it is sealed. */
      hash: string
    }
  | { ok: false; reason: 'package_unreadable' | 'package_signature' | 'package_passphrase' }
  | { ok: false; reason: 'pack_invalid'; errors: PackError[] }

/** How a package is closed: with a passphrase (scrypt, `workFactor` 2^n, 18 unless told otherwise) or to age recipients. */
export type PackageSeal = { passphrase: string; workFactor?: number } | { recipients: readonly string[] }

/** Signs and packs, and seals when told how. `key` is an Ed25519 private key. Throws for content outside the limits. */
export async function writePackage(content: ExamPackage, key: KeyObject, seal?: PackageSeal): Promise<Uint8Array> {
  const { bytes } = signPackage(content, key)
  return seal === undefined ? bytes : sealPackage(bytes, seal)
}

/** A package signed and packed but not sealed, and its hash as `PackageReading` has it. */
export function signPackage(content: ExamPackage, key: KeyObject): { bytes: Uint8Array; hash: string } {
  const files = [
    { name: 'pack.json', bytes: Buffer.from(JSON.stringify(content.pack)) },
    { name: 'roster.json', bytes: Buffer.from(JSON.stringify(content.roster)) },
    ...[...content.photos].map(([name, { mime, bytes }]) => ({
      name: `photos/${name}.${mime === 'image/png' ? 'png' : 'jpg'}`,
      bytes: Buffer.from(bytes),
    })),
  ]
  const { exam, venue, recipients, version, hq, replaces, changes, stations, operators } = content
  const manifest = {
    v: 1,
    exam,
    venue,
    issuer: rawPublic(key).toString('hex'),
    ...told({ recipients, version, hq, replaces, changes, stations, operators }),
    files: files.map(({ name, bytes }) => ({ name, length: bytes.length, sha256: digestOf(bytes).toString('hex') })),
  }
  const { head, digest } = writeFrame(frame, manifest, vouchWith(key))
  return { bytes: Buffer.concat([head, ...files.map(({ bytes }) => bytes)]), hash: digest.toString('hex') }
}

/** What is there: an empty list says no more than none, and a package says only what it sets. */
function told<T extends object>(fields: T): Partial<T> {
  const set = Object.entries(fields).filter(([, value]: [string, unknown]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(set) as Partial<T>
}

/** Seals a signed package; a card's code is brought to the one form it is sealed with. */
export async function sealPackage(bytes: Uint8Array, seal: PackageSeal): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  if ('recipients' in seal) {
    if (seal.recipients.length === 0) throw new Error('sealed to nobody')
    for (const recipient of seal.recipients) encrypter.addRecipient(recipient)
  } else {
    encrypter.setPassphrase(normalCode(seal.passphrase) ?? seal.passphrase)
    if (seal.workFactor !== undefined) encrypter.setScryptWorkFactor(seal.workFactor)
  }
  return encrypter.encrypt(bytes)
}

/** What may open a sealed package. */
export interface PackageKeys {
  passphrase?: string
  identity?: string
}

/**
 * Opens a package and checks every byte of it: mark, sizes, signature, names, hashes, nothing behind the last file, the
 * rule pack and each candidate. The signature proves that nothing was changed; who signed is for people to compare:
 * `issuer` against the card that came another way. Refused: 'package_unreadable' (not one, damaged, or not by the
 * rules), 'package_passphrase' (sealed, and no key to it or a wrong one), 'package_signature', 'pack_invalid'. A card's
 * code may be typed in any of its forms; `identity` is the age key of a venue that is enrolled.
 */
export async function readPackage(bytes: Uint8Array, options: PackageKeys = {}): Promise<PackageReading> {
  if (bytes.byteLength > limits.package) return refused('package_unreadable')
  const sealed = isSealed(bytes)
  const plain = sealed ? await unseal(bytes, options) : bytes
  if (plain === null) return refused('package_passphrase')
  return readPlain(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength), sealed)
}

async function unseal(bytes: Uint8Array, { passphrase = '', identity }: PackageKeys): Promise<Uint8Array | null> {
  if (passphrase === '' && identity === undefined) return null
  const decrypter = new Decrypter()
  try {
    if (identity !== undefined) decrypter.addIdentity(identity)
    if (passphrase !== '') decrypter.addPassphrase(normalCode(passphrase) ?? passphrase)
    return await decrypter.decrypt(bytes)
  } catch {
    // a wrong passphrase and a damaged file look alike from here; the sentence on screen names both
    return null
  }
}

function readPlain(bytes: Buffer, sealed: boolean): PackageReading {
  const read = readFrame(frame, bytes)
  if (!read.ok) return refused(read.fault === 'bad_signature' ? 'package_signature' : 'package_unreadable')
  const files = cut(read.manifest, read.rest)
  return files === null ? refused('package_unreadable') : content(read.manifest, files, { sealed, hash: read.digest.toString('hex') })
}

/** Files by name with their hashes checked; null when one is too large, cut, changed, named twice or followed by more. */
function cut(manifest: Manifest, bytes: Buffer): Map<string, Buffer> | null {
  const files = new Map<string, Buffer>()
  let at = 0
  for (const { name, length, sha256: expected } of manifest.files) {
    const most = name === 'pack.json' ? limits.pack : name === 'roster.json' ? limits.roster : limits.photo
    const file = bytes.subarray(at, at + length)
    if (length > most || file.length !== length || files.has(name) || digestOf(file).toString('hex') !== expected)
      return null
    files.set(name, file)
    at += length
  }
  return at === bytes.length ? files : null
}

function content(manifest: Manifest, files: ReadonlyMap<string, Buffer>, { sealed, hash: packageHash }: { sealed: boolean; hash: string }): PackageReading {
  const roster = z.array(Candidate).safeParse(jsonIn(files.get('roster.json')))
  const packJson = jsonIn(files.get('pack.json'))
  if (!roster.success || packJson === undefined || !distinct(roster.data)) return refused('package_unreadable')
  const pack = parsePack(packJson)
  if (!pack.ok) return { ok: false, reason: 'pack_invalid', errors: pack.errors }
  const photos = new Map<string, { mime: 'image/jpeg' | 'image/png'; bytes: Uint8Array }>()
  for (const [name, bytes] of files) {
    if (!name.startsWith('photos/')) continue
    const [file = '', extension] = name.slice('photos/'.length).split('.')
    if (digestOf(bytes).toString('hex') !== file) return refused('package_unreadable')
    photos.set(file, { mime: extension === 'png' ? 'image/png' : 'image/jpeg', bytes })
  }
  if (roster.data.some((each) => each.photo !== undefined && !photos.has(each.photo)))
    return refused('package_unreadable')
  const { exam, venue, issuer: issuerKey, recipients, version, hq, replaces, changes, stations, operators } = manifest
  return {
    ok: true,
    package: { exam, venue, pack: pack.pack, roster: roster.data, photos, ...(told({ recipients, version, hq, replaces, changes, stations, operators }) as Partial<ExamPackage>) },
    issuerKey,
    issuer: fingerprint(issuerKey),
    sealed,
    hash: packageHash,
  }
}

/** What of a package is compared with another version of it (shared/package-changes.ts). */
export function contentOf(content: ExamPackage): PackageContent {
  const { pack, roster, operators = [], stations = [], recipients = [], hq } = content
  return { pack, roster, operators, stations, recipients, address: hq?.address ?? '' }
}

/** Two people with one candidate id or ticket could never be told apart later. */
function distinct(roster: readonly Candidate[]): boolean {
  return (['id', 'ticket'] as const).every((key) => new Set(roster.map((each) => each[key])).size === roster.length)
}

/** What people compare: 20 base32 characters of the SHA-256 of the issuer's key, in groups of four. */
export function fingerprint(issuerKey: string): string {
  const bits = [...digestOf(Buffer.from(issuerKey, 'hex'))].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = Array.from({ length: 20 }, (_, index) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  )
  return (letters.join('').match(/.{4}/g) ?? []).join(' ')
}

/** The 32 raw bytes of the public half of an Ed25519 key. */
export function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(
    createPublicKey(key.export({ format: 'pem', type: 'pkcs8' })).export({ format: 'jwk' }).x ?? '',
    'base64url',
  )
}

function refused(reason: 'package_unreadable' | 'package_signature' | 'package_passphrase'): PackageReading {
  return { ok: false, reason }
}

function jsonIn(file: Buffer | undefined): unknown {
  return file === undefined ? undefined : jsonOf(file)
}
