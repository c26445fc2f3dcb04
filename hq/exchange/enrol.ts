import { stationId } from '../../db/envelope.ts'
import { normalCode, proofFits } from '../../exchange/card.ts'
import { newCommand } from '../../exchange/chance.ts'
import type { Enrol, ExchangeRefusal } from '../../exchange/messages.ts'
import { takeWaiting } from '../receive/ingest.ts'
import type { Inside } from '../inside.ts'

/**
 * Makes a station known at its venue, once per card: the proof shows that it held the card's code, which burns. A station
 * that is known already stays so without a card. Refusals: 'foreign' (key and name of the station differ), 'card_wrong', 'card_used'.
 */
export async function enrol(inside: Inside, recruitment: { no: number; id: string }, asked: Enrol, how: { by: 'network' | 'file'; turn: number }): Promise<ExchangeRefusal | null> {
  const { exam, venue, station, publicKey, recipient, proof } = asked
  const raw = Buffer.from(publicKey, 'hex')
  if (exam !== recruitment.id || stationId(raw) !== station) return 'foreign'
  const refused = await inside.acting(async (trx, append): Promise<ExchangeRefusal | null> => {
    const { kind } = inside.store
    const reading = trx.selectFrom('venue').select(['code', 'card_used_at']).where('recruitment', '=', recruitment.no).where('id', '=', venue)
    const row = await (kind === 'postgres' ? reading.forUpdate() : reading).executeTakeFirst()
    if (row === undefined) return 'foreign'
    const before = await trx.selectFrom('stream').select('no').where('recruitment', '=', recruitment.no).where('venue', '=', venue).where('station', '=', station).executeTakeFirst()
    if (before !== undefined) return null
    if (normalCode(row.code) === null || !proofFits(proof, row.code, exam, venue, publicKey)) return 'card_wrong'
    if (row.card_used_at !== null) return 'card_used'
    const now = Math.round(inside.clock.now())
    await trx.updateTable('venue').set({ card_used_at: now, recipient }).where('recruitment', '=', recruitment.no).where('id', '=', venue).execute()
    await trx.insertInto('stream').values({
      recruitment: recruitment.no, venue, station, public_key: raw, enrolled_at: now, how: how.by, state: 'active', seq: 0, hash: Buffer.alloc(32), projected: 0,
      turn: how.turn, recipient,
    }).execute()
    await append({
      by: 'system', cmd: newCommand(now, inside.chance), type: 'venue.enrolled', recruitment: recruitment.no,
      body: { recruitment: recruitment.id, venue, station, publicKey, how: how.by },
    })
    await inside.touch(trx, recruitment.no, 'receive', 'watch', 'packages')
    return null
  })
  // facts of this station may have come in a file before it was known
  if (refused === null) await takeWaiting(inside, recruitment, venue, station)
  return refused
}
