import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { rawPublicKey, stationId } from '../../db/envelope.ts'
import { makeHqLink } from '../../db/hq-link.ts'
import { openInMemory } from '../../db/open.ts'
import { vouchWith } from '../../exchange/framing.ts'
import { exchangeHeaders } from '../../exchange/messages.ts'
import { signAnswer } from '../../exchange/signing.ts'
import { askHq } from '../../station/hq-exchange.ts'
import type { HqLine } from '../../station/hq-line.ts'
import { testLedger, testStation } from '../db/arbitrary-facts.ts'

/** A line whose other end says again what HQ once signed, to whatever is asked. */
function replaying(status: number, body: object, question: string) {
  const { privateKey } = generateKeyPairSync('ed25519')
  const hqKey = rawPublicKey(privateKey)
  const bytes = Buffer.from(JSON.stringify(body))
  const answer = signAnswer({ hq: stationId(hqKey), question, status, body: bytes }, vouchWith(privateKey))
  let proved = 0
  const line: HqLine = {
    post: () => Promise.resolve({ ok: true, status, headers: { [exchangeHeaders.answer]: answer }, body: bytes }),
    prove: () => { proved += 1 },
    proved: () => proved > 0,
    close: () => undefined,
  }
  const db = openInMemory()
  const station = testStation()
  const ledger = testLedger(db, station)
  makeHqLink(db, 'none')
  return { asker: { db, ledger, hqKey, line }, proved: () => proved }
}

test('a refusal that HQ signed for no question is told to people, proves no connection and jumps over no turn', async () => {
  for (const refused of [{ refused: 'busy' }, { refused: 'stale_turn', turn: 999_999_999_999_999 }]) {
    const { asker, proved } = replaying(429, refused, '0'.repeat(64))
    expect(await askHq(asker, 'hello', Buffer.from('{}'), { most: 1000 })).toMatchObject({ kind: 'refused', reason: refused.refused })
    expect(proved()).toBe(0)
  }
})

test('an answer to another question is no answer', async () => {
  const { asker, proved } = replaying(200, { receipt: '', sig: '' }, 'a'.repeat(64))
  expect(await askHq(asker, 'hello', Buffer.from('{}'), { most: 1000 })).toMatchObject({ kind: 'fault', fault: 'not_hq' })
  expect(proved()).toBe(0)
})
