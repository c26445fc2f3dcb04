import { seededRandom } from '../../shared/random.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { shippedText } from '../../shared/pack-reading.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { checkDigitOf } from '../../shared/resident-id.ts'
import type { Candidate } from '../../shared/roster.ts'
import { practiceAccounts } from '../../station/practice-accounts.ts'
import { peopleCsv, postsCsv, type SheetPost } from './sheets.ts'
import { must, type Staff } from './staff.ts'

export interface HalfDays { dates: readonly string[]; halves: { half: 'am' | 'pm'; from: string; to: string }[]; stages: ('psych' | 'fitness' | 'interview')[]; shortlist: boolean; capacity: number }
export interface VenuePlan { venue: string; name: string; days: readonly HalfDays[] }

/** A recruitment as it is prepared at HQ before anything is issued. */
export interface RecruitmentPlan {
  recruitment: string
  title: string
  /** A shipped pack, or its text. */
  pack: string
  posts: readonly SheetPost[]
  candidates: number
  seed: number
  /** Where venues reach HQ. */
  address: string
  venues: readonly VenuePlan[]
  /** Last thing done to the made-up people before they are written into the sheet. */
  shape?: (people: readonly Candidate[]) => Candidate[]
}

const planner = 'bianpai'
const [one, two] = ['caiding-a', 'caiding-b']

/** From a pack and two sheets to a divided recruitment, each step by the person whose step it is. */
export async function prepareRecruitment(staff: Staff, plan: RecruitmentPlan, say: (text: string) => void): Promise<void> {
  const desk = staff.as(planner)
  const { recruitment } = plan
  must(await desk.recruitments.make({ cmd: staff.cmd(), recruitment, title: plan.title, pack: plan.pack }), 'making the recruitment')
  must(await desk.recruitments.change({ cmd: staff.cmd(), recruitment, title: plan.title, retainUntil: null, address: plan.address }), 'its address')
  const posts = { recruitment, name: '岗位表.csv', bytes: postsCsv(plan.posts), category: 'undivided' as const }
  const seen = must(await desk.posts.preview(posts), 'the sheet of posts')
  if (seen.problems.length > 0) throw new Error(`posts: ${JSON.stringify(seen.problems.slice(0, 5))}`)
  must(await desk.posts.import({ cmd: staff.cmd(), ...posts, base: seen.version, reason: '' }), 'importing the posts')
  const { json } = must(await desk.recruitments.packText({ recruitment }), 'the pack')
  await importPeople(staff, plan, JSON.parse(json) as RulePack)
  say(`${plan.title}：${String(plan.posts.length)} 个岗位，${String(plan.candidates)} 名考生已导入`)
  const listed = await adoptLists(staff, recruitment, plan.posts.map(({ code }) => code), 'qualification')
  say(`资格审核名单已确定：${String(listed)} 人`)
  await addVenues(staff, plan)
  await divide(staff, recruitment, false)
}

/** The made-up candidates of a plan: the same plan gives the same people. */
export function peopleOf(plan: Pick<RecruitmentPlan, 'recruitment' | 'candidates' | 'seed' | 'shape'>, pack: RulePack): Candidate[] {
  const people = rehearsalRoster({ pack: { ...pack, sessions: [], pools: [] }, rehearsal: plan.recruitment, count: plan.candidates, seed: plan.seed })
  const sound = people.map((one) => ({ ...one, residentId: agreed(one) }))
  return plan.shape?.(sound) ?? sound
}

/** Some of the made-up id numbers name another birthday, for desks to notice; HQ takes no such row. */
function agreed({ residentId, birth }: Candidate): string {
  const digits = `${residentId.slice(0, 6)}${birth.replaceAll('-', '')}${residentId.slice(14, 17)}`
  return digits + checkDigitOf(digits)
}

async function importPeople(staff: Staff, plan: RecruitmentPlan, pack: RulePack): Promise<void> {
  const desk = staff.as(planner)
  const sheet = { recruitment: plan.recruitment, name: '考生及笔试成绩.csv', bytes: peopleCsv(peopleOf(plan, pack)) }
  const preview = must(await desk.people.preview(sheet), 'the roster')
  if (preview.problemCount > 0) throw new Error(`roster: ${JSON.stringify(preview.problems.slice(0, 5))}`)
  for await (const step of await desk.people.import({ cmd: staff.cmd(), ...sheet, seen: preview.seen, missing: 'keep' }))
    if (step.kind === 'answer') must(step.answer, 'importing the roster')
}

/** Two deciders adopt a list of each post; ties at its cut are decided by the order of the roster. Answers how many stand on them. */
export async function adoptLists(staff: Staff, recruitment: string, posts: readonly string[], list: 'qualification' | 'interview' | 'ranking' | 'medical'): Promise<number> {
  let listed = 0
  for (const post of posts) listed += await adoptList(staff, recruitment, post, list)
  return listed
}

async function adoptList(staff: Staff, recruitment: string, post: string, list: 'qualification' | 'interview' | 'ranking' | 'medical'): Promise<number> {
  const decider = staff.as(one)
  let shown = must(await decider.decide.list({ recruitment, post, list }), `the list ${list} of ${post}`)
  const tied = shown.lines.filter((line) => line.tied).map(({ candidate }) => candidate)
  if (shown.blockers.some(({ kind }) => kind === 'ties_open')) {
    const places = shown.state.places?.places ?? 0
    const free = places - shown.lines.filter((line) => line.listed && !line.tied).length
    must(await decider.decide.decideTie({ cmd: staff.cmd(), recruitment, post, list, tied, order: tied.slice(0, Math.max(1, free)), reason: '演练：同分者抽签决定', second: staff.second(two) }), `a tie of ${post}`)
    shown = must(await decider.decide.list({ recruitment, post, list }), `the list ${list} of ${post}`)
  }
  if (shown.lines.length === 0) return 0
  return must(await decider.decide.adopt({ cmd: staff.cmd(), recruitment, post, list, hash: shown.hash, reason: '', second: staff.second(two) }), `adopting ${list} of ${post}`).listed
}

async function addVenues(staff: Staff, { recruitment, venues, seed }: RecruitmentPlan): Promise<void> {
  const desk = staff.as(planner)
  for (const { venue, name } of venues) {
    const operators = practiceAccounts(venue, seed).map(({ operator, name: title, roles }) => ({ operator, name: title, roles }))
    must(await desk.division.addVenue({ cmd: staff.cmd(), recruitment, venue, name, stations: ['主台', '报到台', '体能台'], operators }), `the venue ${venue}`)
  }
  const days = venues.flatMap(({ venue, days: own }) => own.map((day) => ({ venue, day })))
  for (const { venue, day } of days.filter((each) => !each.day.shortlist)) await addHalfDays(staff, recruitment, [venue], day)
  await addShortlistDays(staff, recruitment, days.filter((each) => each.day.shortlist))
}

async function addHalfDays(staff: Staff, recruitment: string, venues: string[], { dates, halves, stages, shortlist, capacity }: HalfDays): Promise<readonly string[]> {
  const pools = stages.includes('interview') ? 'rooms' : 'bySex'
  const desk = staff.as(planner)
  return must(await desk.division.addSessions({ cmd: staff.cmd(), recruitment, venues, dates: [...dates], halves, stages, pools, rooms: 2, shortlist, capacity }), 'half days').sessions
}

/** Half days of shortlists are made together, so that the posts take turns over all venues, and get their own days then. */
async function addShortlistDays(staff: Staff, recruitment: string, days: readonly { venue: string; day: HalfDays }[]): Promise<void> {
  const [first] = days
  if (first === undefined) return
  await addHalfDays(staff, recruitment, days.map(({ venue }) => venue), first.day)
  const desk = staff.as(planner)
  const { sessions } = must(await desk.division.overview({ recruitment }), 'the half days')
  for (const { venue, day } of days) {
    const made = sessions.find((each) => each.venue === venue && each.shortlist)
    const [date] = day.dates
    const [half] = day.halves
    if (made === undefined || date === undefined || half === undefined || made.date === date) continue
    const { session, name, stages, pools, letters } = made
    must(
      await desk.division.changeSession({ cmd: staff.cmd(), recruitment, session, capacity: day.capacity, name, date, ...half, stages, pools, letters, shortlist: true, reason: '' }),
      'another day',
    )
  }
}

/** Takes the proposed division; `keep`: only for those who have no half day yet. Answers how many were placed. */
export async function divide(staff: Staff, recruitment: string, keep: boolean): Promise<number> {
  const desk = staff.as(planner)
  const { hash } = must(await desk.division.propose({ recruitment, keep }), 'the proposed division')
  return must(await desk.division.adopt({ cmd: staff.cmd(), recruitment, keep, hash, splits: true, reason: keep ? '面试名单已确定' : '' }), 'the division').placed
}

/** Issues packages for these venues; answers each package as a file (base64) with the code of its card. */
export async function issuePackages(staff: Staff, recruitment: string, venues: readonly string[]): Promise<Map<string, { bytes: string; code: string; text: string }>> {
  const desk = staff.as(planner)
  must(await desk.packages.issue({ cmd: staff.cmd(), recruitment, venues: [...venues] }), 'issuing packages')
  const { cards } = must(await desk.packages.cards({ recruitment, venues: [...venues] }), 'the cards')
  const files = new Map<string, { bytes: string; code: string; text: string }>()
  for (const { venue, code, text } of cards) files.set(venue, { bytes: must(await desk.packages.download({ recruitment, venue }), 'a package').bytes, code, text })
  return files
}

/** A shipped practice pack, or the same rules as for a live exam. */
export function packText(name: string, live: boolean): string {
  const pack = packNamed(name)
  if (pack === null) throw new Error(name)
  return live ? JSON.stringify({ ...pack, rehearsal: false, banners: [] }) : shippedText(name)
}

const units = ['江岸分局', '汉阳分局', '洪山分局', '东湖分局', '青山分局', '经开分局', '黄陂分局', '江夏分局']
const titles = { 技术类: ['信息通信', '数据分析', '视频侦查', '心理服务'], 一般类: ['巡逻防控', '窗口服务', '社区警务', '接警调度'] } as const

/** `count` posts with so many places in all, technical and general in turns. */
export function madePosts(count: number, places: number, seed: number): SheetPost[] {
  const random = seededRandom(`posts/${String(seed)}`)
  return Array.from({ length: count }, (_, at) => {
    const category = at % 2 === 0 ? '技术类' : '一般类'
    return {
      code: String(101 + at), unit: units[at % units.length] ?? '', title: random.pick(titles[category]),
      headcount: Math.max(1, Math.floor(places / count) + (at < places % count ? 1 : 0)), category,
    }
  })
}
