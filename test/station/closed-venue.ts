import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { writeVenueMeta } from '../../station/venue-meta.ts'
import { person, practiceVenue, session, type Practice } from './practice-venue.ts'

/** 1 passes, 2 fails the jump, 3 fails psych, 4 is late, 5 never comes, 6 withdraws; closed when `close` is asked for. */
export async function halfDay(practice: Practice, close = true): Promise<string[]> {
  const { must, as, read, sign, at } = practice
  await practice.open()
  for (const n of [1, 2, 3, 6]) await practice.admit(n)
  at('08:15:30')
  await must(as('checkin'), 'checkIn', 'refuse', { session, candidate: 'c004', reason: 'late' })
  const lots = await practice.drawFor([1, 2, 3])
  const [a = '', b = '', c = ''] = lots
  for (const lot of [a, b]) await must(as('psych'), 'psych', 'record', { session, lot, result: 'passed' })
  await must(as('psych'), 'psych', 'record', { session, lot: c, result: 'failed' })
  for (const [item, reading] of [['jump', '270'], ['shuttle', '12.50'], ['run', '250.00']] as const) {
    await read(a, item, reading)
    await sign(a, item)
  }
  await must(as('judge'), 'fitness', 'record', { session, lot: b, item: 'jump', outcome: { kind: 'gave_up' } })
  if (!close) return lots
  await sign(b, 'jump')
  await must(as('supervisor', 'checkin'), 'sessions', 'withdraw', { session, candidate: 'c006', reason: '本人书面放弃' })
  await must(as('chief', 'supervisor'), 'sessions', 'close', { session })
  return lots
}

/** A practice venue whose exam package named these HQ keys; none: it seals with a passphrase. */
export function venueFor(recipients: readonly string[], count = 6): Practice {
  const practice = practiceVenue(Array.from({ length: count }, (_, at) => person(at + 1)))
  const { exam, venue, name, packHash } = practice.venue
  writeVenueMeta(practice.db, {
    exam, venue, name, stationName: '1号台', mode: 'live', rehearsal: '', packText: '', packHash, clockOffset: 0, recipients: [...recipients],
    issuer: '', hq: null, packageVersion: 0, packageHash: '', stations: [], operators: [], retained: [],
  })
  return practice
}

/** A fresh HQ key: the identity HQ keeps and the recipient it gives to venues. */
export async function hqKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}
