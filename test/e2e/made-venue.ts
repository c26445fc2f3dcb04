import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { parsePack, type Post, type RulePack, type Session, type Stage } from '../../shared/pack-schema.ts'
import { seededRandom } from '../../shared/random.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import type { Candidate } from '../../shared/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { handClock } from '../../exchange/clock.ts'
import { makePracticeHq } from '../../station/closing-practice.ts'
import { silentLog } from '../../exchange/log.ts'
import { pinCost } from '../../station/pins.ts'
import { practiceAccounts, type NewAccount } from '../../station/practice-accounts.ts'
import { prepareVenue } from '../../station/prepare-venue.ts'
import { openStation, type Station } from '../../station/station.ts'
import { ok, signIn, type Crew } from '../../tools/simulate/crew.ts'

/** A practice venue with a rule pack and a roster of the test's own, on a real station in a folder that goes with it. */
export interface MadeVenue {
  folder: string
  station: Station
  crew: Crew
  pack: RulePack
  people: readonly Candidate[]
  accounts: readonly NewAccount[]
  clock: ReturnType<typeof handClock>
  /** Sets the venue's wall clock to HH:MM[:SS] of a session's day; measured times stay as they are. */
  at(session: Session, time: string): Promise<void>
  stop(): Promise<void>
}

/** A shipped rehearsal pack with changes; what is changed has to be a sound pack again. */
export function madePack(from: 'shenzhen-2023' | 'wuhan-2025', change: (pack: RulePack) => void): RulePack {
  const pack = structuredClone(packNamed(from)!)
  change(pack)
  const read = parsePack(JSON.parse(JSON.stringify(pack)))
  if (!read.ok) throw new Error(read.errors.map(({ path: at, code }) => `${at} ${code}`).join(', '))
  return read.pack
}

/** An interview half day with its rooms, whose lots begin with the letters given. */
export function interviewDay(id: string, given: { date: string; posts: string[]; letters: string[]; stages?: Stage[]; due?: Session['due'] }): Session {
  const numerals = ['一', '二', '三', '四']
  return {
    id, date: given.date, half: 'am', title: { zh: `${id} 面试`, en: `${id} interviews` }, stages: given.stages ?? ['interview'], window: { from: '07:30', to: '08:30' },
    due: given.due ?? { kind: 'shortlist', posts: given.posts },
    rooms: given.letters.map((letters, n) => ({ id: String(n + 1), title: { zh: `第${numerals[n] ?? ''}面试室`, en: `Room ${String(n + 1)}` }, letters })),
  }
}

/** A post anybody may sit for. */
export function madePost(code: string, given: Partial<Post> & Pick<Post, 'stages'>): Post {
  return { code, unit: '演练单位', title: `岗位${code}`, headcount: 1, sex: 'any', birth: null, category: 'technical', panels: 1, requirements: '', notes: [], ...given }
}

const names = [
  '赵启明', '钱望舒', '孙牧野', '李怀瑾', '周既白', '吴知远', '郑云起', '王若愚', '冯听雨', '陈见山', '褚怀沙', '卫长风', '蒋思齐', '沈东篱', '韩承影',
  '杨采薇', '朱成碧', '秦时月', '尤清越', '许南乔', '何以宁', '吕望山', '施长卿', '张子衿', '孔青岚', '曹慕云', '严静好', '华灼灼', '金如是', '魏无忌',
]

/** Person `n` (from 0): a name, a number and a ticket of nobody else, and a resident id that agrees with the rest. */
export function madePerson(n: number, given: Pick<Candidate, 'post'> & Partial<Candidate>): Candidate {
  const name = names[n]
  if (name === undefined) throw new Error(`no name for person ${String(n)}`)
  const body = `16010119980304${String(n + 1).padStart(2, '0')}1`
  return {
    id: `m${String(n + 1).padStart(3, '0')}`, rosterNumber: `W${String(501 + n)}`, ticket: `0770${String(n + 1).padStart(5, '0')}`, residentId: body + checkDigitOf(body),
    name, sex: 'M', birth: '1998-03-04', sessions: [], ...given,
  }
}

/** Opens a station on an empty folder, makes the venue in it as a rehearsal's set-up does, and signs everybody in. */
export async function openMade(given: { pack: RulePack; people: readonly Candidate[]; clock?: ReturnType<typeof handClock> }): Promise<MadeVenue> {
  const { pack, people } = given
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kaodian-made-'))
  const clock = given.clock ?? handClock()
  const station = await openStation({ folder, clock, program: 'kaodian test', log: silentLog })
  const random = seededRandom(`made ${pack.id}`)
  const accounts = practiceAccounts('made', 1)
  const recipient = await makePracticeHq(folder)
  const first = pack.sessions[0]!
  await station.inside.adopt((place) =>
    prepareVenue(place, {
      exam: 'rehearsal-made', name: '演练考点', mode: 'rehearsal', rehearsal: 'made', pack, packText: JSON.stringify(pack), cmd: random.uuid(), accounts,
      startsAt: momentOf(first.date, first.window.from, pack.venue.utcOffset), candidates: people, photos: new Map(), source: 'a test',
      pinCost: pinCost.practice, program: 'kaodian test', recipients: [recipient],
    }, station.inside))
  const crew = await signIn(station, accounts, clock, random)
  return {
    folder, station, crew, pack, people, accounts, clock,
    at: async (session, time) =>
      void ok(await crew.as('chief-1').venue.setRehearsalClock({ to: momentOf(session.date, time, pack.venue.utcOffset) }), 'the clock'),
    stop: async () => {
      await station.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
