// the certificate library finds its parts by decorators, which need this
import 'reflect-metadata'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, X509CertificateGenerator,
} from '@peculiar/x509'
import type { Chance } from '../../exchange/chance.ts'
import type { Clock } from '../../exchange/clock.ts'
import { HqUnusable, writeOnce } from '../keys.ts'

/** HQ's own TLS key and certificate; `pin`: SHA-256 of the public key (SPKI), hex, as exam packages carry it. */
export interface OwnTls { key: string; cert: string; pin: string }

const day = 86_400_000
/** Days a certificate serves; every start makes another one for the same key. */
const serves = 3650

/**
 * TLS of a data folder, for small set-ups without a proxy: a P-256 key made at the first `--tls` start and kept, and a
 * certificate for it over `names` (host names and addresses). Stations trust the key's pin, not an authority.
 */
export async function ownTls(folder: string, names: readonly string[], clock: Clock, chance: Chance): Promise<OwnTls> {
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
    cert: await selfSigned(key, [...new Set(names)], clock.now() - day, clock.now() + serves * day, chance.bytes(16)),
    pin: createHash('sha256').update(spki).digest('hex'),
  }
}

async function selfSigned(key: KeyObject, names: readonly string[], from: number, until: number, serial: Buffer): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
  const privateKey = await webcrypto.subtle.importKey('pkcs8', key.export({ format: 'der', type: 'pkcs8' }), algorithm, false, ['sign'])
  const publicKey = await webcrypto.subtle.importKey('spki', createPublicKey(key).export({ format: 'der', type: 'spki' }), algorithm, true, ['verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Kaodian HQ', serialNumber: serial.toString('hex'), notBefore: new Date(from), notAfter: new Date(until), keys: { privateKey, publicKey },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) === 0 ? 'dns' as const : 'ip' as const, value: name }))),
    ],
  })
  return made.toString('pem')
}
