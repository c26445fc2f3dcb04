import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import type { PackError } from '../shared/pack-errors.ts'
import { parsePack, type RulePack } from '../shared/pack-schema.ts'
import { Candidate } from '../shared/roster.ts'
import { isRecipient } from './closing-age.ts'

// docs/formats/exam-package.md describes these bytes for others who write them.

const magic = Buffer.from('KDPK1')
const tag = Buffer.from('kaodian-package-v1\0')
const ageMark = Buffer.from('age-encryption.org/v1\n')
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
const Manifest = z.strictObject({
  v: z.literal(1),
  exam: z.string().min(1).max(100),
  venue: z.string().min(1).max(100),
  /** Raw Ed25519 public key of whoever signed, hex. */
  issuer: hash,
  /** HQ's age keys to which this venue seals its closing packages; packages written before there were any have none. */
  recipients: z.array(z.string().refine(isRecipient)).max(10).optional(),
  files: z
    .array(z.strictObject({ name: FileName, length: z.int().min(0), sha256: hash }))
    .min(2)
    .max(limits.files),
})
type Manifest = z.infer<typeof Manifest>

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
}

export type PackageReading =
  | { ok: true; package: ExamPackage; issuerKey: string; issuer: string; sealed: boolean }
  | { ok: false; reason: 'package_unreadable' | 'package_signature' | 'package_passphrase' }
  | { ok: false; reason: 'pack_invalid'; errors: PackError[] }

/**
 * Signs and packs; with a passphrase also seals it with age (scrypt, `workFactor` 2^n, 18 unless told otherwise).
 * `key` is an Ed25519 private key.
 */
export async function writePackage(
  content: ExamPackage,
  key: KeyObject,
  passphrase?: string,
  workFactor?: number,
): Promise<Uint8Array> {
  const files = [
    { name: 'pack.json', bytes: Buffer.from(JSON.stringify(content.pack)) },
    { name: 'roster.json', bytes: Buffer.from(JSON.stringify(content.roster)) },
    ...[...content.photos].map(([name, { mime, bytes }]) => ({
      name: `photos/${name}.${mime === 'image/png' ? 'png' : 'jpg'}`,
      bytes: Buffer.from(bytes),
    })),
  ]
  const manifest: Manifest = {
    v: 1,
    exam: content.exam,
    venue: content.venue,
    issuer: rawPublic(key).toString('hex'),
    ...(content.recipients === undefined || content.recipients.length === 0 ? {} : { recipients: [...content.recipients] }),
    files: files.map(({ name, bytes }) => ({ name, length: bytes.length, sha256: sha256(bytes).toString('hex') })),
  }
  const text = Buffer.from(JSON.stringify(Manifest.parse(manifest)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const signature = sign(null, Buffer.concat([tag, sha256(text)]), key)
  const plain = Buffer.concat([magic, length, text, signature, ...files.map(({ bytes }) => bytes)])
  if (passphrase === undefined) return plain
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  if (workFactor !== undefined) encrypter.setScryptWorkFactor(workFactor)
  return encrypter.encrypt(plain)
}

/**
 * Opens a package and checks every byte of it: mark, sizes, signature, names, hashes, nothing behind the last file, the
 * rule pack and each candidate. The signature proves that nothing was changed; who signed is for people to compare:
 * `issuer` against the card that came another way. Refused: 'package_unreadable' (not one, damaged, or not by the
 * rules), 'package_passphrase' (sealed, and no passphrase or a wrong one), 'package_signature', 'pack_invalid'.
 */
export async function readPackage(bytes: Uint8Array, options: { passphrase?: string } = {}): Promise<PackageReading> {
  if (bytes.byteLength > limits.package) return refused('package_unreadable')
  const sealed = ageMark.equals(bytes.subarray(0, ageMark.length))
  const plain = sealed ? await unseal(bytes, options.passphrase) : bytes
  if (plain === null) return refused('package_passphrase')
  return readPlain(Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength), sealed)
}

async function unseal(bytes: Uint8Array, passphrase: string | undefined): Promise<Uint8Array | null> {
  if (passphrase === undefined || passphrase === '') return null
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    return await decrypter.decrypt(bytes)
  } catch {
    // a wrong passphrase and a damaged file look alike from here; the sentence on screen names both
    return null
  }
}

function readPlain(bytes: Buffer, sealed: boolean): PackageReading {
  const head = magic.length + 4
  if (bytes.length < head || !magic.equals(bytes.subarray(0, magic.length))) return refused('package_unreadable')
  const length = bytes.readUInt32BE(magic.length)
  if (length > limits.manifest || bytes.length < head + length + 64) return refused('package_unreadable')
  const text = bytes.subarray(head, head + length)
  const manifest = Manifest.safeParse(parseJson(text))
  if (!manifest.success) return refused('package_unreadable')
  const signature = bytes.subarray(head + length, head + length + 64)
  if (!signedBy(manifest.data.issuer, text, signature)) return refused('package_signature')
  const files = cut(manifest.data, bytes.subarray(head + length + 64))
  return files === null ? refused('package_unreadable') : content(manifest.data, files, sealed)
}

function signedBy(issuer: string, manifest: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(issuer, 'hex').toString('base64url') },
      format: 'jwk',
    })
    return verify(null, Buffer.concat([tag, sha256(manifest)]), key, signature)
  } catch {
    // 32 bytes that are no point of the curve
    return false
  }
}

/** Files by name with their hashes checked; null when one is too large, cut, changed, named twice or followed by more. */
function cut(manifest: Manifest, bytes: Buffer): Map<string, Buffer> | null {
  const files = new Map<string, Buffer>()
  let at = 0
  for (const { name, length, sha256: expected } of manifest.files) {
    const most = name === 'pack.json' ? limits.pack : name === 'roster.json' ? limits.roster : limits.photo
    const file = bytes.subarray(at, at + length)
    if (length > most || file.length !== length || files.has(name) || sha256(file).toString('hex') !== expected)
      return null
    files.set(name, file)
    at += length
  }
  return at === bytes.length ? files : null
}

function content(manifest: Manifest, files: ReadonlyMap<string, Buffer>, sealed: boolean): PackageReading {
  const roster = z.array(Candidate).safeParse(parseJson(files.get('roster.json')))
  const packJson = parseJson(files.get('pack.json'))
  if (!roster.success || packJson === undefined || !distinct(roster.data)) return refused('package_unreadable')
  const pack = parsePack(packJson)
  if (!pack.ok) return { ok: false, reason: 'pack_invalid', errors: pack.errors }
  const photos = new Map<string, { mime: 'image/jpeg' | 'image/png'; bytes: Uint8Array }>()
  for (const [name, bytes] of files) {
    if (!name.startsWith('photos/')) continue
    const [file = '', extension] = name.slice('photos/'.length).split('.')
    if (sha256(bytes).toString('hex') !== file) return refused('package_unreadable')
    photos.set(file, { mime: extension === 'png' ? 'image/png' : 'image/jpeg', bytes })
  }
  if (roster.data.some((each) => each.photo !== undefined && !photos.has(each.photo)))
    return refused('package_unreadable')
  const { exam, venue, issuer: issuerKey, recipients } = manifest
  return {
    ok: true,
    package: { exam, venue, pack: pack.pack, roster: roster.data, photos, ...(recipients === undefined ? {} : { recipients }) },
    issuerKey,
    issuer: fingerprint(issuerKey),
    sealed,
  }
}

/** Two people with one candidate id or ticket could never be told apart later. */
function distinct(roster: readonly Candidate[]): boolean {
  return (['id', 'ticket'] as const).every((key) => new Set(roster.map((each) => each[key])).size === roster.length)
}

/** What people compare: 20 base32 characters of the SHA-256 of the issuer's key, in groups of four. */
export function fingerprint(issuerKey: string): string {
  const bits = [...sha256(Buffer.from(issuerKey, 'hex'))].map((byte) => byte.toString(2).padStart(8, '0')).join('')
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

function parseJson(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
