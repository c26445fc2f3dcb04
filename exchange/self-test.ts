import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  scryptSync,
  sign,
  verify,
} from 'node:crypto'

/** The algorithms the program stands on; Electron's crypto library is not Node's, and lacks some that Node has. */
export type SelfTestName = 'sha-256' | 'hmac-sha-256' | 'hkdf-sha-256' | 'scrypt' | 'ed25519' | 'aes-256-gcm'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

// Published vectors: FIPS 180-4, RFC 4231 case 2, RFC 5869 case 1, RFC 7914 §12, RFC 8032 §7.1 test 2, GCM test case 14.
const checks: Record<SelfTestName, () => boolean> = {
  'sha-256': () =>
    createHash('sha256').update('abc').digest('hex') ===
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'hmac-sha-256': () =>
    createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex') ===
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  'hkdf-sha-256': () =>
    Buffer.from(
      hkdfSync('sha256', hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42),
    ).toString('hex') === '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  scrypt: () =>
    scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16, maxmem: 64 * 1024 * 1024 }).toString('hex') ===
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  ed25519: () => {
    const seed = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
    const key = createPrivateKey({
      key: Buffer.concat([hex('302e020100300506032b657004220420'), seed]),
      format: 'der',
      type: 'pkcs8',
    })
    const open = createPublicKey(key)
    const raw = open.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
    const signature = sign(null, hex('72'), key)
    return (
      raw === '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c' &&
      signature.toString('hex') ===
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00' &&
      verify(null, hex('72'), open, signature) &&
      !verify(null, hex('73'), open, signature)
    )
  },
  'aes-256-gcm': () => {
    const key = Buffer.alloc(32)
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12))
    const sealed = Buffer.concat([cipher.update(Buffer.alloc(16)), cipher.final()])
    const tag = cipher.getAuthTag()
    if (
      sealed.toString('hex') !== 'cea7403d4d606b6e074ec5d3baf39d18' ||
      tag.toString('hex') !== 'd0d1c8a799996bf0265b98b5d48ab919'
    )
      return false
    tag[0]! ^= 1
    const open = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAuthTag(tag)
    open.update(sealed)
    try {
      open.final()
      return false // a changed tag must not open
    } catch {
      return true
    }
  },
}

/** Names the algorithms that give a wrong answer or none under this runtime; an empty list means the program may start. */
export function selfTest(): readonly SelfTestName[] {
  return (Object.keys(checks) as SelfTestName[]).filter((name) => {
    try {
      return !checks[name]()
    } catch {
      return true // a missing algorithm throws: as bad as a wrong one
    }
  })
}
