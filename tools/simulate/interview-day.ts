import { ok, refusedAs } from './crew.ts'
import type { HalfDay } from './half-day.ts'

/** Adopts the shortlists of an interview half day; answers who is on them. What is proposed is compared with the fates before. */
export async function adoptShortlists(
  { crew, pack, session, tally }: Omit<HalfDay, 'people' | 'strangers'>,
  passed: ReadonlySet<string> | null,
): Promise<Set<string>> {
  const chief = crew.as(crew.operator('chief'))
  const { posts } = ok(await chief.shortlist.propose({ session: session.id }), 'the proposed shortlists')
  const listed = new Set<string>()
  for (const post of posts) {
    const rules = pack.posts.find(({ code }) => code === post.post)
    if (post.unfinished > 0) throw new Error(`${post.post}: ${post.unfinished} people have not ended their earlier stages`)
    for (const row of post.rows) {
      const mayCome = passed === null || rules?.stages[0] === 'interview' || passed.has(row.candidate)
      if (!mayCome) throw new Error(`${row.candidate} is on the list of ${post.post} without having passed`)
      if (row.listed) listed.add(row.candidate)
      if (row.tied) tally.add('入围末位并列')
    }
    const places = post.rows.filter((row) => row.listed)
    const last = Number(places.at(-1)?.written ?? 0)
    if (post.rows.some((row) => !row.listed && Number(row.written ?? -1) >= last && places.length > 0))
      throw new Error(`${post.post}: somebody as good as the last place was cut`)
  }
  const adopting = { cmd: crew.cmd(), session: session.id, posts: posts.map(({ post }) => post) }
  refusedAs(await chief.shortlist.adopt(adopting), 'second_person_needed', 'adopting alone')
  const { candidates } = ok(
    await chief.shortlist.adopt({ ...adopting, second: crew.second(crew.operator('supervisor')) }),
    'adopting the shortlists',
  )
  if (candidates !== listed.size) throw new Error(`${candidates} adopted, ${listed.size} were shown`)
  tally.add('确定入围名单', posts.length)
  return listed
}

/** Draws rooms for the groups of posts, then rooms and seats for the examiners with a few relations declared (回避). */
export async function drawRooms(day: HalfDay): Promise<void> {
  const { crew, session, random, pack, tally } = day
  const desk = crew.as(crew.operator('lots'))
  const digits = () => Array.from({ length: 12 }, () => String(random.below(10))).join('')
  const witnesses = ['见证人甲', '见证人乙']
  const first = ok(await desk.rooms.view({ session: session.id }), 'the rooms').view
  const groups = ok(
    await desk.rooms.freeze({ cmd: crew.cmd(), session: session.id, kind: 'groups', groups: first.proposed }),
    'freezing the groups',
  )
  ok(await desk.rooms.digits({ cmd: crew.cmd(), draw: groups.draw, digits: digits(), witnesses }), 'digits for the rooms')
  ok(await desk.rooms.draw({ cmd: crew.cmd(), draw: groups.draw }), 'drawing the rooms')
  tally.add('抽定面试室')

  const panel = Math.max(pack.interview?.panel ?? 0, pack.professional?.panel ?? 0)
  const count = panel * first.rooms.length + 3
  const examiners = Array.from({ length: count }, (_, index) => ({
    examiner: `e${String(index + 1).padStart(3, '0')}`,
    name: `考官${String(index + 1)}`,
    unit: '演练单位',
    related: {
      posts: [],
      candidates: index < 2 ? [random.pick(day.people).candidate.id] : [],
      note: index < 2 ? '亲属' : '',
    },
  }))
  ok(await desk.rooms.listExaminers({ cmd: crew.cmd(), session: session.id, examiners }), 'listing the examiners')
  const seats = ok(await desk.rooms.freeze({ cmd: crew.cmd(), session: session.id, kind: 'examiners' }), 'freezing the examiners')
  ok(await desk.rooms.digits({ cmd: crew.cmd(), draw: seats.draw, digits: digits(), witnesses }), 'digits for the examiners')
  ok(await desk.rooms.draw({ cmd: crew.cmd(), draw: seats.draw }), 'drawing the examiners')
  tally.add('抽定考官')
  const { view } = ok(await desk.rooms.view({ session: session.id }), 'the rooms')
  for (const room of view.rooms) {
    if (room.examiners.length !== panel) throw new Error(`room ${room.room} has ${room.examiners.length} examiners`)
  }
}
