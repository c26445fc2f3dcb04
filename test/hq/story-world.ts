import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { facts } from '../../db/ledger.ts'
import { shiftedClock, systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { startHq, type RunningHq } from '../../hq/running-hq.ts'
import { seededRandom } from '../../shared/random.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { settled } from '../../tools/hq-demo/demo.ts'
import { madePosts, packText, prepareRecruitment, type HalfDays } from '../../tools/hq-demo/prepare.ts'
import { makeStaff, must, type Staff } from '../../tools/hq-demo/staff.ts'
import { openVenue, type Scene } from '../../tools/hq-demo/venues.ts'
import type { PackageVenue } from '../../tools/simulate/package-venue.ts'
import { storePlace } from './stores.ts'

export const recruitment = 'r2026'
const day = 24 * 3_600_000

/** An HQ over real HTTP with its people, and a recruitment prepared for two venues from a pack and two sheets. */
export interface StoryWorld {
  hq: RunningHq
  staff: Staff
  scene: Scene
  files: Map<string, { bytes: string; code: string; text: string }>
  posts: string[]
  date(days: number): string
  settled(): Promise<void>
  folder: string
  stop(): Promise<void>
}

export const venues = ['dong', 'xi'] as const
const fitnessWindows = { am: { from: '08:00', to: '08:30' }, pm: { from: '14:00', to: '14:30' } } as const

export interface StoryPlan {
  candidates: number
  places: number
  live: boolean
  seed: number
  posts?: number
  /** Fitness half days of each venue, and how many people each takes. */
  halves?: readonly ('am' | 'pm')[]
  capacity?: number
}

export async function storyWorld(
  kind: 'sqlite' | 'postgres', { posts: count = 4, halves = ['am', 'pm'], capacity = 60, ...given }: StoryPlan,
): Promise<StoryWorld> {
  const place = await storePlace(kind)
  const now = systemClock.now()
  const clock = shiftedClock(systemClock, -40 * 60_000)
  const hq = await startHq({ folder: place.folder, databaseUrl: place.databaseUrl, clock, log: silentLog, program: 'kaodian story', port: 0 })
  const staff = await makeStaff({ inside: hq.inside, url: hq.web.url, clock })
  const date = (days: number) => venueTime(now + days * day, '+08:00').date
  const posts = madePosts(count, given.places, given.seed)
  const fitness: HalfDays = {
    dates: [date(-2)], halves: halves.map((half) => ({ half, ...fitnessWindows[half] })), stages: ['psych', 'fitness'], shortlist: false, capacity,
  }
  await prepareRecruitment(staff, {
    recruitment, title: '两个考点的招聘', pack: packText('shenzhen-2023', given.live), posts, candidates: given.candidates, seed: given.seed, address: hq.web.url,
    venues: venues.map((venue) => ({ venue, name: `${venue} 考点`, days: [fitness] })),
    shape: (people) => people.map((one) => ({ ...one, quality: '60', ...(one.written === undefined ? {} : { written: (Math.round(Number(one.written) / 4) * 4).toFixed(2) }) })),
  }, () => undefined)
  const folder = mkdtempSync(path.join(tmpdir(), 'kaodian-story-'))
  const files: StoryWorld['files'] = new Map()
  return {
    hq, staff, files, date, folder, posts: posts.map(({ code }) => code),
    scene: {
      staff, recruitment, now, say: () => undefined, hqUrl: hq.web.url, settled: () => settled(hq), folderOf: (venue) => path.join(folder, venue),
      fileOf: (venue) => files.get(venue) ?? { bytes: '', code: '', text: '' }, randomOf: (venue) => seededRandom(`story/${venue}/${String(given.seed)}`),
    },
    settled: () => settled(hq),
    stop: async () => {
      await hq.stop()
      await place.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const opened = (world: StoryWorld, venue: string): Promise<PackageVenue> => openVenue(world.scene, venue)

/** Every fact of a station's own stream as it was signed. */
export function signedFacts(played: PackageVenue): string[] {
  const { db, station } = played.venue()
  return facts(db, { station, after: 0, limit: 1_000_000 }).map(({ bytes, sig }) => `${bytes.toString('hex')} ${sig.toString('hex')}`)
}

/**
 * Every number HQ has of a venue against the venue's own screens: places and counts of each half day, what is recorded of
 * each person and item, scores, totals, ranks and flags of each post. Answers how many people and posts were compared.
 */
export async function sameNumbers({ staff }: StoryWorld, played: PackageVenue): Promise<{ people: number; ranks: number; items: number }> {
  const desk = staff.as('shenji')
  const { venue } = played.venue()
  const supervisor = played.crew.as(played.crew.operator('supervisor'))
  const auditor = played.crew.as(played.crew.operator('auditor'))
  const { venue: page } = must(await desk.watch.venue({ recruitment, venue }), 'the venue at HQ')
  const compared = { people: 0, ranks: 0, items: 0 }
  for (const session of played.venue().pack.sessions) {
    const line = page.sessions.find((each) => each.session === session.id)
    const { rows } = await supervisor.sessions.rows({ session: session.id, list: 'all', offset: 0, limit: 500 })
    const counts: Record<string, number> = {}
    for (const row of rows) counts[row.where] = (counts[row.where] ?? 0) + 1
    expect(Object.fromEntries(Object.entries(line?.counts ?? {}).filter(([where]) => where !== 'turned_away'))).toEqual(counts)
    expect(line).toMatchObject({ state: 'closed', agrees: true, signed: counts })
    for (const row of rows) {
      const { journey: there } = must(await supervisor.journey.find({ session: session.id, candidate: row.candidate }), 'a journey')
      const { found: here } = must(await desk.watch.journey({ recruitment, candidate: row.candidate }), 'a journey at HQ')
      expect(here.journey.items).toEqual(there.items)
      const own = there.steps.map(({ fact, hash }) => `${fact} ${hash}`)
      expect(here.journey.steps.map(({ fact, hash }) => `${fact} ${hash}`)).toEqual(expect.arrayContaining(own))
      compared.people += 1
      compared.items += there.items.length
    }
  }
  const { posts } = must(await auditor.standings.posts({}), 'the standings of the venue')
  for (const { post } of posts) {
    const { standing } = must(await auditor.standings.post({ post }), `the standing of ${post}`)
    const here = must(await desk.decide.post({ recruitment, post, offset: 0, limit: 20_000 }), `the standing of ${post} at HQ`)
    const known = new Map(here.rows.map((row) => [row.candidate, row]))
    for (const row of standing.rows) expect(known.get(row.candidate)).toEqual({ ...row, decided: null })
    // whoever is at HQ alone was left out by a list of HQ
    const there = new Set(standing.rows.map(({ candidate }) => candidate))
    for (const row of here.rows.filter(({ candidate }) => !there.has(candidate))) expect(row.missing).toBe('not_listed')
    expect(here.flags).toEqual(standing.flags)
    compared.ranks += standing.rows.filter(({ rank }) => rank !== null).length
  }
  return compared
}
