import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, expect, test } from 'vitest'
import { selfTest } from '../../exchange/self-test.ts'

// C1: the program starts only where its algorithms give the published answers.

const real = { ...crypto }
afterEach(() => {
  Object.assign(crypto, { createHmac: real.createHmac, scryptSync: real.scryptSync, verify: real.verify })
  syncBuiltinESMExports()
})

test('C1: every algorithm gives its published answer here', () => {
  expect(selfTest()).toEqual([])
})

test('C1: an algorithm that is missing is named', () => {
  Object.assign(crypto, {
    scryptSync: () => {
      throw new Error('ERR_OSSL_EVP_UNSUPPORTED')
    },
  })
  syncBuiltinESMExports()
  expect(selfTest()).toEqual(['scrypt'])
})

test('C1: one that answers wrongly is named, and so is a verifier that says yes to everything', () => {
  Object.assign(crypto, { createHmac: () => real.createHmac('sha256', 'other'), verify: () => true })
  syncBuiltinESMExports()
  expect(selfTest()).toEqual(['hmac-sha-256', 'ed25519'])
})
