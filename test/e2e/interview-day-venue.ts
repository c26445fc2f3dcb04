import type { Page } from 'playwright-core'
import type { Candidate } from '../../shared/roster.ts'
import { makeBeside } from './interview-beside.ts'
import { openMadeOnScreen, type MadeOnScreen } from './made-on-screen.ts'
import { interviewDay, madePack, madePerson, madePost } from './made-venue.ts'

// The people and the half days of the interview day on screen: nine for a technical post with six places, seven for a
// general one with six. Two are equal at the cut of the first.

/** By written score; the first seven are listed, the sixth and seventh as equals. */
export const technical = ['90', '88', '86', '84', '82', '80', '80', '78', '95'].map((written, n) => madePerson(n, { post: 'J001', written, sessions: ['fit'] }))
/** The first six of these are listed. */
const general = ['75', '74', '73', '72', '71', '70', '69'].map((written, n) => madePerson(9 + n, { post: 'Y001', written, sessions: ['fit'] }))
export const people: readonly Candidate[] = [...technical, ...general]
/** Fails fitness; stays below the cut; comes too late; does not come. */
export const [unfit, belowCut, late, absent] = [technical[8]!, technical[7]!, technical[4]!, technical[6]!] as const
/** Who comes in time, by post. */
export const comeJ = [0, 1, 2, 3, 5].map((n) => technical[n]!)
export const comeY = general.slice(0, 6)

/** Psych and fitness before the interview, as in Shenzhen. */
export const pack = madePack('shenzhen-2023', (given) => {
  given.posts = [
    madePost('J001', { stages: ['psych', 'fitness', 'interview'], headcount: 2 }),
    madePost('Y001', { stages: ['psych', 'fitness', 'interview'], headcount: 2, category: 'general' }),
  ]
  const fitness = given.sessions[0]!
  given.pools = given.pools.filter((pool) => pool.session === fitness.id).map((pool) => ({ ...pool, session: 'fit' }))
  given.sessions = [
    { ...fitness, id: 'fit', due: { kind: 'posts', posts: ['J001', 'Y001'] } },
    interviewDay('day', { date: '2023-06-17', posts: ['J001', 'Y001'], letters: ['A', 'B'] }),
  ]
})
const fitnessHalf = pack.sessions[0]!
/** The interview half day. */
export const half = pack.sessions[1]!

/** Who comes to which end, in the order of lots, for that is how people are called. */
export type Cast = Record<'differs' | 'returns' | 'zero' | 'withdraws' | 'noShow' | 'refuses' | 'lapses' | 'below' | 'plain' | 'plainer' | 'plainest', Candidate>

/** Gives everybody who has a lot a part. */
export function castByLots(lot: (person: Candidate) => string): Cast {
  const inOrder = (some: readonly Candidate[]) => some.toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1))
  const [differs, returns, zero, withdraws, noShow] = inOrder(comeJ) as [Candidate, Candidate, Candidate, Candidate, Candidate]
  const [refuses, lapses, below, plain, plainer, plainest] = inOrder(comeY) as [Candidate, Candidate, Candidate, Candidate, Candidate, Candidate]
  return { differs, returns, zero, withdraws, noShow, refuses, lapses, below, plain, plainer, plainest }
}

export type Pages = Record<'chief' | 'desk' | 'lots' | 'waiting' | 'clerkA' | 'clerkB' | 'board', Page>

/** The venue on the morning of the interviews, its fitness half day played and closed beside the screens; everybody sits. */
export async function openInterviewDay(): Promise<{ venue: MadeOnScreen; pages: Pages }> {
  const venue = await openMadeOnScreen({ pack, people })
  const fitness = makeBeside(venue, fitnessHalf)
  await venue.at(fitnessHalf, '07:50')
  await fitness.open()
  await fitness.fitnessDay(people, [unfit])
  await venue.at(fitnessHalf, '11:30')
  await fitness.close()
  await venue.at(half, '07:20')
  const [chief, desk, lots] = await Promise.all([venue.sit('chief-1'), venue.sit('checkin-1'), venue.sit('lots-1')])
  const [waiting, clerkA, clerkB] = await Promise.all([venue.sit('waiting-1'), venue.sit('interview-1'), venue.sit('interview-2')])
  return { venue, pages: { chief, desk, lots, waiting, clerkA, clerkB, board: await venue.stand('#/board?session=day') } }
}
