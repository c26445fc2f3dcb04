import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import type { Chance } from '../exchange/chance.ts'
import type { Clock } from '../exchange/clock.ts'
import { HqUnusable, writeOnce } from './keys.ts'

/** HQ's own TLS key and certificate; `pin`: SHA-256 of the public key (SPKI), hex, as exam packages carry it. */
export interface OwnTls { key: string; cert: string; pin: string }

const day = 86_400_000
/** Days a certificate serves; every start makes another one for the same key. */
const serves = 3650

/**
 * TLS of a data folder, for small set-ups without a proxy: a P-256 key made at the first `--tls` start and kept, and a
 * certificate for it over `names` (host names and addresses). Stations trust the key's pin, not an authority.
 */
export function ownTls(folder: string, names: readonly string[], clock: Clock, chance: Chance): OwnTls {
  const keyFile = path.join(folder, 'keys', 'tls.key.pem')
  mkdirSync(path.dirname(keyFile), { recursive: true, mode: 0o700 })
  if (!existsSync(keyFile)) writeOnce(keyFile, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  let key: KeyObject
  try {
    key = createPrivateKey(readFileSync(keyFile))
  } catch (error) {
    throw new HqUnusable(`TLS 密钥文件 ${keyFile} 已损坏，请从备份中找回；删除后会重做，但已发考试包里的公钥指纹就对不上了。`, { cause: error })
  }
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    key: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    // made anew at every start: it is not what anybody trusts, its key is
    cert: selfSigned(key, spki, [...new Set(names)], clock.now() - day, clock.now() + serves * day, chance.bytes(16)),
    pin: createHash('sha256').update(spki).digest('hex'),
  }
}

// DER (ITU-T X.690), as far as one certificate (RFC 5280) needs it
const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const length = content.length < 128 ? Buffer.from([content.length]) : content.length < 256 ? Buffer.from([0x81, content.length]) : Buffer.from([0x82, content.length >> 8, content.length & 255])
  return Buffer.concat([Buffer.from([tag]), length, content])
}
const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const ecdsaWithSha256 = sequence(hex('06082a8648ce3d040302'))
const commonName = hex('0603550403')
const generalized = (ms: number): Buffer => tlv(0x18, Buffer.from(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')))
const octets = (address: string): Buffer | null => (isIP(address) === 4 ? Buffer.from(address.split('.').map(Number)) : address === '::1' ? Buffer.concat([Buffer.alloc(15), Buffer.from([1])]) : null)

function selfSigned(key: KeyObject, spki: Buffer, names: readonly string[], from: number, until: number, serial: Buffer): string {
  const name = sequence(tlv(0x31, sequence(commonName, tlv(0x0c, Buffer.from('Kaodian HQ')))))
  const alternatives = names.flatMap((each) => {
    const address = octets(each)
    if (address !== null) return [tlv(0x87, address)]
    return isIP(each) === 0 ? [tlv(0x82, Buffer.from(each))] : []
  })
  const extension = (id: string, critical: boolean, content: Buffer): Buffer => sequence(hex(id), ...(critical ? [hex('0101ff')] : []), tlv(0x04, content))
  const extensions = [
    extension('0603551d13', true, sequence()),
    extension('0603551d0f', true, hex('03020780')),
    extension('0603551d25', false, sequence(hex('06082b06010505070301'))),
    extension('0603551d11', false, sequence(...alternatives)),
  ]
  const positive = Buffer.concat([Buffer.from([serial[0]! & 0x3f | 0x40]), serial.subarray(1)])
  const body = sequence(tlv(0xa0, hex('020102')), tlv(0x02, positive), ecdsaWithSha256, name, sequence(generalized(from), generalized(until)), name, spki, tlv(0xa3, sequence(...extensions)))
  const whole = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.from([0]), sign('sha256', body, key)))
  const made = new X509Certificate(whole)
  if (!made.verify(createPublicKey(key))) throw new Error('the certificate just made does not verify')
  return made.toString()
}
