import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cmd } from '../../api/answer.ts'
import { hqAnswer, hqRecorded, HqSecond, ofRecruitment } from '../answer.ts'
import { deciding, looking, type RightsOf } from '../rights.ts'

const count = z.number().int()
/** The recruitment's title as typed, so that nobody erases another one by habit. */
const typed = { title: z.string().max(300), ...cmd, second: HqSecond.optional() }

/** How far one station of a venue is: what HQ still lacks of it, and when it said it had erased. */
const StationErasing = z.strictObject({ station: z.string(), held: count, announced: count, erasedAt: z.number().nullable() })
export const VenueErasing = z.strictObject({
  venue: z.string(), name: z.string(), heardAt: z.number().nullable(), quarantined: count, stations: z.array(StationErasing),
  /** `none`: nothing was issued and no station enrolled; `unheard`: a package was issued and no station enrolled, so that nobody can say whether somebody opened it. */
  state: z.enum(['none', 'unheard', 'behind', 'ready', 'ordered', 'erased']),
})
export type VenueErasing = z.infer<typeof VenueErasing>

export const erase = {
  state: oc.input(z.strictObject(ofRecruitment)).output(hqAnswer({
    title: z.string(), retainUntil: z.string().nullable(), over: z.boolean(), today: z.string(), people: count, photos: count, venues: z.array(VenueErasing),
    order: z.strictObject({ id: z.string(), at: z.number(), by: z.string(), second: z.string(), reason: z.string(), doneAt: z.number().nullable() }).nullable(), erasedAt: z.number().nullable(),
  })),
  /** Signs the order that receipts carry to the stations; refused before the date and while facts are missing. */
  order: oc.input(z.strictObject({ ...ofRecruitment, reason: z.string().trim().max(500), ...typed })).output(hqAnswer({ ...hqRecorded, order: z.string() })),
  /** HQ erases its own, in one transaction, after every station has confirmed. */
  finish: oc.input(z.strictObject({ ...ofRecruitment, order: z.string().min(1).max(64), ...typed })).output(hqAnswer({ ...hqRecorded, people: count })),
}

export const eraseRights: RightsOf<typeof erase> = { state: looking, order: deciding, finish: deciding }
