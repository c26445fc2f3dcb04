import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { seededChance } from '../../exchange/chance.ts'
import { shiftedClock, systemClock } from '../../exchange/clock.ts'
import { silentLog } from '../../exchange/log.ts'
import { openHq } from '../../hq/open-hq.ts'
import { startHq, type RunningHq } from '../../hq/running-hq.ts'
import { seededRandom } from '../../shared/random.ts'
import { venueTime } from '../../shared/venue-time.ts'
import { issuePackages, madePosts, packText, prepareRecruitment, type VenuePlan } from './prepare.ts'
import { rankAndPublish } from './ranked.ts'
import { makeStaff, type StaffAccount } from './staff.ts'
import { closedVenue, cutVenue, stickVenue, type DemoVenue, type Scene } from './venues.ts'

/** A filled HQ, as its caller tells people about it. */
export interface DemoHq {
  recruitment: string
  title: string
  accounts: readonly StaffAccount[]
  /** Venues with a data folder of their own that a station goes on with; the one not yet enrolled has a package and a card. */
  venues: readonly DemoVenue[]
  /** The post whose ranking was published, and one that waits for people about a tie; empty where chance made none. */
  published: string
  tied: string
}

export interface DemoOptions {
  /** Empty folder for HQ's data; the venues lie in `venues` under it. */
  folder: string
  candidates: number
  seed?: number
  databaseUrl?: string
  /** Where this HQ will be reached once it is filled; packages and cards name it. */
  address?: string
  /** When the demo is set, ms; half days lie around it. Default: now. */
  now?: number
  say?: (text: string) => void
}

const day = 24 * 3_600_000
const utcOffset = '+08:00'
/** So long ago the filling begins: codes of devices come half a minute apart, and none may come from the future. */
const began = 50 * 60_000

/**
 * Fills an HQ with a practice recruitment of four venues: one closed and received, one cut off in the middle of its day, one
 * that ended on a stick with quarantined facts and a contradiction, one prepared only; one post published, one with a tie.
 */
export async function demoHq(options: DemoOptions): Promise<DemoHq> {
  const { folder, candidates, databaseUrl, seed = 1, say = () => undefined } = options
  const now = options.now ?? systemClock.now()
  const clock = shiftedClock(systemClock, now - began - systemClock.now())
  // HQ's own keys are never made from a seed, not even here
  await (await openHq({ folder, databaseUrl, clock, log: silentLog })).close()
  const chance = seededChance(`hq-demo/${String(seed)}/${String(candidates)}`)
  const hq = await startHq({ folder, databaseUrl, clock, chance, log: silentLog, program: 'kaodian demo', port: 0 })
  try {
    const staff = await makeStaff({ inside: hq.inside, url: hq.web.url, clock })
    say('账号已建立')
    const [recruitment, title] = ['yanlian', '演练：公安招聘辅警（四个考点）']
    const venues = venuePlans(now, candidates)
    const posts = madePosts(Math.max(8, Math.min(24, Math.round(candidates / 80))), Math.max(12, Math.round(candidates / 16)), seed)
    const general = new Set(posts.filter(({ category }) => category === '一般类').map(({ code }) => code))
    await prepareRecruitment(staff, {
      recruitment, title, pack: packText('shenzhen-2023', false), posts, candidates, seed, address: options.address ?? 'http://127.0.0.1:8780', venues,
      // general posts are ranked by the written score alone: few different ones make equals that people have to decide about
      shape: (people) => people.map((one) => (general.has(one.post) && one.written !== undefined ? { ...one, written: coarse(one.written), quality: '60' } : one)),
    }, say)
    const files = await issuePackages(staff, recruitment, venues.map(({ venue }) => venue))
    say('考试包已签发：4 个考点')
    const scene: Scene = {
      staff, recruitment, say, hqUrl: hq.web.url, settled: () => settled(hq), folderOf: (venue) => path.join(folder, 'venues', venue),
      now, fileOf: (venue) => files.get(venue) ?? { bytes: '', code: '', text: '' }, randomOf: (venue) => seededRandom(`hq-demo/${String(seed)}/${venue}`),
    }
    const shown = [await closedVenue(scene, 'beibu'), await stickVenue(scene, 'xibu'), await cutVenue(scene, 'dongbu'), preparedVenue(scene, 'nanbu')]
    await settled(hq)
    const { published, tied } = await rankAndPublish(staff, recruitment, say)
    // tokens of the filling came from the seed
    await hq.inside.store.db.deleteFrom('login').execute()
    return { recruitment, title, accounts: staff.accounts, venues: shown, published, tied }
  } finally {
    await hq.stop()
  }
}

const coarse = (score: string): string => (Math.round(Number(score) / 5) * 5).toFixed(2)

function venuePlans(now: number, candidates: number): VenuePlan[] {
  const date = (days: number) => venueTime(now + days * day, utcOffset).date
  const fitness = (days: number) => ({ dates: [date(days)], halves: [{ half: 'am' as const, from: '08:00', to: '08:30' }, { half: 'pm' as const, from: '14:00', to: '14:30' }], stages: ['psych' as const, 'fitness' as const], shortlist: false, capacity: Math.max(20, Math.ceil(candidates / 20)) })
  const interviews = (days: number) => ({ dates: [date(days)], halves: [{ half: 'am' as const, from: '07:30', to: '08:00' }], stages: ['interview' as const], shortlist: true, capacity: 400 })
  return [
    { venue: 'beibu', name: '北部考点', days: [fitness(-2), interviews(-1)] },
    { venue: 'dongbu', name: '东部考点', days: [fitness(0), interviews(7)] },
    { venue: 'xibu', name: '西部考点', days: [fitness(-1), interviews(7)] },
    { venue: 'nanbu', name: '南部考点', days: [fitness(6), interviews(7)] },
  ]
}

/** Waits until HQ has nothing left to do. */
export async function settled({ inside, jobs }: Pick<RunningHq, 'inside' | 'jobs'>): Promise<void> {
  for (;;) {
    const due = await inside.store.db.selectFrom('job').select('id').where('run_at', '<=', Math.round(inside.clock.now())).limit(1).executeTakeFirst()
    if (due === undefined) return
    jobs.wake()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Package and card lie ready for whoever opens them at a station. */
function preparedVenue({ fileOf, folderOf }: Scene, venue: string): DemoVenue {
  const folder = folderOf(venue)
  mkdirSync(folder, { recursive: true })
  const { bytes, code } = fileOf(venue)
  writeFileSync(path.join(folder, `${venue}.kdpack`), Buffer.from(bytes, 'base64'))
  return { venue, folder, state: `考试包 ${path.join(folder, `${venue}.kdpack`)} 已签发，还没有启用；登记卡号码 ${code}`, accounts: [] }
}
