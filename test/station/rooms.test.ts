import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kept } from '../../db/kept.ts'
import { drawRooms } from '../../shared/room-draw.ts'
import { textOf } from '../../shared/paper/tree.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import { boardOf } from '../../station/board.ts'
import { secretKey } from '../../station/draws.ts'
import { person, practiceVenue } from './practice-venue.ts'

const day = '0617-am'
const witnesses = ['甲', '乙']
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

interface Options {
  /** Post of person n; Y001 to Y003 exist. */
  post?: (n: number) => string
  panels?: number
  late?: RulePack['checkIn']['late']
  rooms?: number
  seed?: string
}

/** An interview half day with rooms to draw; everybody is due by post, nobody has come yet. */
function roomDay(count = 9, options: Options = {}) {
  const postOf = options.post ?? ((n: number) => `Y00${String(((n - 1) % 3) + 1)}`)
  const people = range(1, count).map((n) => person(n, { post: postOf(n), sessions: [day], ...(n === 9 ? { barred: '资格' } : {}) }))
  const practice = practiceVenue(people, {
    seed: options.seed ?? 'rooms',
    change: (pack) => {
      pack.posts = pack.posts.filter((post) => post.code.startsWith('Y')).map((post) => ({ ...post, sex: 'any', stages: ['interview'], panels: post.code === 'Y001' ? options.panels ?? 1 : 1 }))
      pack.sessions = [{
        id: day, date: '2023-06-17', half: 'am', title: { zh: '面试', en: 'Interviews' }, stages: ['interview'], window: { from: '07:30', to: '08:30' },
        due: { kind: 'posts', posts: ['Y001', 'Y002', 'Y003'] },
        rooms: range(1, options.rooms ?? 2).map((n) => ({ id: String(n), title: { zh: `第${String(n)}面试室`, en: `Room ${String(n)}` }, letters: 'ABCDEFGH'.slice((n - 1) * 2, n * 2) })),
      }]
      pack.pools = []
      pack.checkIn.late = options.late ?? 'refused'
      pack.interview!.panel = 3
    },
  })
  practice.at('08:00', '2023-06-17')
  const { must, as } = practice
  const lots = as('lots')
  const day1 = {
    ...practice, lots,
    open: () => must(as('chief'), 'sessions', 'open', { session: day }),
    view: async () => (await must(lots, 'rooms', 'view', { session: day })).view,
    admit: (n: number) => practice.admit(n, { session: day }),
    /** Freezes, takes the digits and reveals; answers the draw. */
    drawRooms: async (kind: 'groups' | 'examiners' = 'groups', groups = kind === 'groups' ? undefined : []) => {
      const frozen = await must(lots, 'rooms', 'freeze', { session: day, kind, groups: groups ?? (await day1.view()).proposed })
      await must(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses })
      return { ...frozen, ...(await must(lots, 'rooms', 'draw', { draw: frozen.draw })) }
    },
    drawLots: async (room: string, supplement = false) => {
      const { draw } = await must(lots, 'lots', 'freeze', { session: day, pool: `${day}.${room}`, supplement })
      await must(lots, 'lots', 'digits', { draw, digits: '9876543210', witnesses })
      return draw
    },
    pool: async (room: string) => (await must(lots, 'lots', 'pools', { session: day })).find((each) => each.pool === `${day}.${room}`)!,
    roomOf: (n: number) => boardOf(practice.venue).standing(day, person(n).id)?.room ?? null,
  }
  return day1
}

const examiner = (n: number, related: { posts?: string[]; candidates?: string[] } = {}) =>
  ({ examiner: `e${String(n)}`, name: `考官${String(n)}`, unit: '警务保障部', related: { posts: [], candidates: [], note: '', ...related } })

describe('groups draw rooms', () => {
  it('commits before the digits and reveals all rooms at once, as anybody can recompute', async () => {
    const { open, view, must, lots, venue, reason } = roomDay()
    await open()
    const before = await view()
    expect(before.posts.map(({ post, candidates }) => [post, candidates])).toEqual([['Y001', 3], ['Y002', 3], ['Y003', 2]])
    expect(before.proposed).toEqual([{ group: 'g1', posts: ['Y001', 'Y003'] }, { group: 'g2', posts: ['Y002'] }])
    const frozen = await must(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups: before.proposed })
    expect((await view()).groups).toMatchObject({ state: 'frozen', commitment: frozen.commitment, secret: null, assigned: [{ title: 'Y001、Y003', place: null }, { title: 'Y002', place: null }] })
    expect(await reason(lots, 'rooms', 'draw', { draw: frozen.draw })).toBe('draw_not_ready')
    expect(await reason(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses: ['甲', '甲'] })).toBe('witnesses_missing')
    const secret = kept(venue.db, secretKey(frozen.draw))!.toString('utf8')
    await must(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses })
    expect(await reason(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses })).toBe('digits_given')
    const done = await must(lots, 'rooms', 'draw', { draw: frozen.draw })
    expect(done.secret).toBe(secret)
    expect(kept(venue.db, secretKey(frozen.draw))).toBeUndefined()
    const evidence = JSON.parse(readFileSync(path.join(venue.folder, done.file), 'utf8')) as Parameters<typeof drawRooms>[0] & { assigned: unknown }
    expect(drawRooms(evidence, { drawId: frozen.draw, secret, digits: '0123456789' })).toMatchObject({ commitment: frozen.commitment, poolHash: frozen.poolHash, assigned: evidence.assigned })
    const after = await view()
    expect(after.groups.state).toBe('drawn')
    expect(after.rooms.map((room) => room.candidates).sort()).toEqual([3, 5])
    expect(after.rooms.flatMap((room) => room.posts).sort()).toEqual(['Y001', 'Y002', 'Y003'])
    expect(await reason(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups: before.proposed })).toBe('rooms_drawn')
  })

  it('writes evidence without any name that the verifier without shared code accepts; a changed one it does not', async () => {
    const { open, drawRooms: drawAll, venue, must, lots } = roomDay(20, { panels: 2, rooms: 3 })
    await open()
    const { file, draw } = await drawAll()
    const whole = path.join(venue.folder, file)
    const verify = (name: string) => spawnSync(process.execPath, ['tools/verify-draw.mjs', name], { encoding: 'utf8' }).stdout
    expect(verify(whole)).toMatch(/^OK: 3 places recomputed, 19 candidates/)
    const text = readFileSync(whole, 'utf8')
    expect((await must(lots, 'rooms', 'evidence', { draw })).json).toBe(text)
    expect(text).not.toMatch(/考生|B0\d\d|16010/)
    writeFileSync(`${whole}.changed`, text.replace('"digits": "0', '"digits": "1'))
    expect(verify(`${whole}.changed`)).toMatch(/^DIFFERENT/)
  })

  it('groups with a fault, an empty half day and a session not open are refused', async () => {
    const { open, reason, lots } = roomDay()
    const freeze = (groups: { group: string; posts: string[] }[]) => reason(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups })
    expect(await freeze([{ group: 'g1', posts: ['Y001', 'Y002', 'Y003'] }])).toBe('session_not_open')
    await open()
    expect(await freeze([{ group: 'g1', posts: ['Y001'] }, { group: 'g2', posts: ['Y002'] }])).toBe('groups_wrong')
    expect(await freeze([{ group: 'g1', posts: ['Y001', 'Y002', 'Y003'] }])).toBeNull()
    expect(await freeze([{ group: 'g1', posts: ['Y001', 'Y002', 'Y003'] }])).toBe('pool_already_frozen')
  })

  it('can be given up openly by two people before it is drawn, and never after; the evidence of the next one says so', async () => {
    const { open, must, reason, lots, as, view, drawRooms: drawAll } = roomDay()
    await open()
    const { draw } = await must(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups: (await view()).proposed })
    expect(await reason(as('chief'), 'rooms', 'abort', { draw, reason: '名单有误' })).toBe('second_person_needed')
    await must(as('chief', 'supervisor'), 'rooms', 'abort', { draw, reason: '名单有误' })
    expect(await reason(lots, 'rooms', 'digits', { draw, digits: '0123456789', witnesses })).toBe('draw_closed')
    const done = await drawAll()
    expect(await reason(as('chief', 'supervisor'), 'rooms', 'abort', { draw: done.draw, reason: '名单有误' })).toBe('rooms_drawn')
    expect(JSON.parse((await must(lots, 'rooms', 'evidence', { draw: done.draw })).json)).toMatchObject({ aborted: [{ drawId: draw, reason: '名单有误' }] })
  })

  it('ends with the session: a draw nobody revealed is given up and its secret forgotten', async () => {
    const { open, must, lots, as, view, venue, at } = roomDay()
    await open()
    const { draw } = await must(lots, 'rooms', 'freeze', { session: day, kind: 'groups', groups: (await view()).proposed })
    at('12:00', '2023-06-17')
    await must(as('chief', 'supervisor'), 'sessions', 'close', { session: day, signForConflicts: false })
    expect((await view()).groups.state).toBe('not_frozen')
    expect(kept(venue.db, secretKey(draw))).toBeUndefined()
  })

  it('repeats answer what was recorded; the same command for other groups is refused', async () => {
    const { open, must, reason, lots, view, cmd, facts } = roomDay()
    await open()
    const sent = { cmd: cmd(), session: day, kind: 'groups' as const, groups: (await view()).proposed }
    const first = await must(lots, 'rooms', 'freeze', sent)
    const before = facts()
    expect(await must(lots, 'rooms', 'freeze', sent)).toEqual({ ...first, repeated: true })
    expect(await reason(lots, 'rooms', 'freeze', { ...sent, groups: [{ group: 'g1', posts: ['Y001', 'Y002', 'Y003'] }] })).toBe('command_reused')
    await must(lots, 'rooms', 'digits', { draw: first.draw, digits: '0123456789', witnesses })
    const last = { cmd: cmd(), draw: first.draw }
    const drawn = await must(lots, 'rooms', 'draw', last)
    expect(await must(lots, 'rooms', 'draw', last)).toEqual({ ...drawn, repeated: true })
    expect(facts()).toBe(before + 2)
  })

  it('a post with several panels is dealt evenly over its rooms, other posts stay whole', async () => {
    const { open, drawRooms: drawAll, view, roomOf } = roomDay(30, { post: (n) => (n <= 21 ? 'Y001' : 'Y002'), panels: 3, rooms: 3 })
    await open()
    await drawAll()
    const { rooms } = await view()
    expect(rooms.every((room) => room.posts.includes('Y001'))).toBe(true)
    const counts = rooms.map(({ room }) => range(1, 21).filter((n) => n !== 9 && roomOf(n) === room).length)
    expect(counts.sort()).toEqual([6, 7, 7])
    expect(new Set(range(22, 30).map((n) => roomOf(n))).size).toBe(1)
  })
})

describe('examiners draw rooms and seats', () => {
  it('after the groups, never where a related post or candidate is heard; the rest are reserves', async () => {
    const { open, drawRooms: drawAll, must, reason, lots, view, roomOf, venue } = roomDay()
    await open()
    expect(await reason(lots, 'rooms', 'freeze', { session: day, kind: 'examiners' })).toBe('rooms_not_drawn')
    await drawAll()
    expect(await reason(lots, 'rooms', 'freeze', { session: day, kind: 'examiners' })).toBe('examiners_too_few')
    const list = [...range(1, 7).map((n) => examiner(n)), examiner(8, { posts: ['Y002'] }), examiner(9, { candidates: ['B001'] })]
    await must(lots, 'rooms', 'listExaminers', { session: day, examiners: list })
    expect((await view()).related).toEqual({ c001: 'B001' })
    const { file } = await drawAll('examiners')
    const { rooms, examiners } = await view()
    expect(rooms.map((room) => room.examiners.map(({ seat }) => seat))).toEqual([[1, 2, 3], [1, 2, 3]])
    expect(examiners.assigned.filter(({ place }) => place === null)).toHaveLength(3)
    const whose = (name: string) => rooms.find((room) => room.examiners.some((each) => each.examiner === name))
    expect(whose('e8')?.posts ?? []).not.toContain('Y002')
    expect(whose('e9')?.room ?? 'none').not.toBe(roomOf(1))
    expect(spawnSync(process.execPath, ['tools/verify-draw.mjs', path.join(venue.folder, file)], { encoding: 'utf8' }).stdout).toMatch(/^OK: 9 places/)
    expect(await reason(lots, 'rooms', 'listExaminers', { session: day, examiners: list })).toBe('rooms_drawn')
  })

  it('one who does not come is replaced by a reserve, by the chief and a second person; the seat shows both and why', async () => {
    const { open, drawRooms: drawAll, must, reason, lots, as, view, roomOf, venue, cmd, facts, admit, drawLots } = roomDay()
    const pair = as('chief', 'supervisor')
    await open()
    const swap = (examiner: string, by: string) => ({ session: day, examiner, by, reason: '没有到场' })
    expect(await reason(pair, 'rooms', 'replaceExaminer', swap('e1', 'e2'))).toBe('seats_not_drawn')
    await drawAll()
    await must(lots, 'rooms', 'listExaminers', { session: day, examiners: [...range(1, 8).map((n) => examiner(n)), examiner(9, { candidates: ['B001'] })] })
    const { draw } = await drawAll('examiners')
    const before = await view()
    const seatIn = (room: string) => before.rooms.find((each) => each.room === room)!.examiners
    const barredRoom = roomOf(1)!
    const absent = seatIn(barredRoom)[1]!
    const [reserve, other] = before.reserves.filter((each) => each.examiner !== 'e9')
    expect(before.reserves.find((each) => each.examiner === 'e9')?.barredFrom ?? [barredRoom]).toEqual([barredRoom])
    expect(await reason(pair, 'rooms', 'replaceExaminer', swap(absent.examiner, 'e9'))).toBe(before.reserves.some((each) => each.examiner === 'e9') ? 'examiner_related' : 'examiner_seated')
    expect(await reason(pair, 'rooms', 'replaceExaminer', swap(absent.examiner, seatIn(barredRoom)[0]!.examiner))).toBe('examiner_seated')
    expect(await reason(pair, 'rooms', 'replaceExaminer', swap(absent.examiner, 'e77'))).toBe('examiner_unknown')
    expect(await reason(pair, 'rooms', 'replaceExaminer', swap(reserve!.examiner, absent.examiner))).toBe('examiner_not_seated')
    expect(await reason(as('chief'), 'rooms', 'replaceExaminer', swap(absent.examiner, reserve!.examiner))).toBe('second_person_needed')
    const sent = { cmd: cmd(), ...swap(absent.examiner, reserve!.examiner) }
    const done = await must(pair, 'rooms', 'replaceExaminer', sent)
    const held = facts()
    expect([await must(pair, 'rooms', 'replaceExaminer', sent), facts()]).toEqual([{ ...done, repeated: true }, held])
    const after = await view()
    expect(after.rooms.find((room) => room.room === barredRoom)!.examiners[1]).toMatchObject({
      seat: absent.seat, examiner: reserve!.examiner, replaced: [{ fact: done.fact, examiner: absent.examiner, name: absent.name, reason: '没有到场', by: expect.any(String) as string }],
    })
    expect(after.reserves.find((each) => each.examiner === absent.examiner)).toMatchObject({ replaced: true })
    // what was drawn stays as it was drawn
    expect(after.examiners.assigned).toEqual(before.examiners.assigned)
    // on paper: the protocol tells both, the summary of the room names who sits there now
    const printed = async (kind: 'roomDraw' | 'roomSummary', key: string) =>
      (await must(as('chief'), 'paper', 'preview', { session: day, kind, key })).pages.map(textOf).join('\n').replaceAll(/\s/g, '')
    const protocol = await printed('roomDraw', draw)
    for (const told of ['抽定后的替换', absent.name, reserve!.name, '没有到场']) expect(protocol).toContain(told)
    await admit(1)
    await drawLots(barredRoom)
    await must(lots, 'lots', 'draw', { session: day, candidate: person(1).id })
    expect(await printed('roomSummary', `interview.${barredRoom}`)).toContain(`${String(absent.seat)}${reserve!.name}（替${absent.name}）`)
    // another desk had replaced the same one: its fact is kept, changes nothing and is shown
    venue.record(pair, 'rooms.replaced', { session: day, draw, examiner: absent.examiner, by: other?.examiner ?? 'e9', place: `${barredRoom}/${String(absent.seat)}`, reason: '没有到场' }, cmd())
    const later = await view()
    expect(later.rooms).toEqual(after.rooms)
    expect(later.idle).toMatchObject([{ examiner: absent.examiner, place: `${barredRoom}/${String(absent.seat)}` }])
  })

  it('whatever relations are declared: seeded, nobody ever meets one, or the freezing is refused', async () => {
    const relations = fc.array(fc.constantFrom('none', 'Y001', 'Y002', 'B004', 'B005'), { minLength: 6, maxLength: 8 })
    await fc.assert(fc.asyncProperty(relations, fc.nat(), async (declared, seed) => {
      const { open, drawRooms: drawAll, must, call, lots, view, roomOf } = roomDay(8, { seed: String(seed) })
      await open()
      await drawAll()
      await must(lots, 'rooms', 'listExaminers', {
        session: day, examiners: declared.map((to, n) => examiner(n, to.startsWith('Y') ? { posts: [to] } : to.startsWith('B') ? { candidates: [to] } : {})),
      })
      const frozen = await call(lots, 'rooms', 'freeze', { session: day, kind: 'examiners' })
      if (!frozen.ok) {
        expect(frozen.refused.reason).toBe('no_valid_assignment')
        return
      }
      await must(lots, 'rooms', 'digits', { draw: frozen.draw, digits: '0123456789', witnesses })
      await must(lots, 'rooms', 'draw', { draw: frozen.draw })
      for (const room of (await view()).rooms) {
        for (const each of room.examiners) {
          const to = declared[Number(each.examiner.slice(1))]!
          if (to.startsWith('Y')) expect(room.posts).not.toContain(to)
          if (to.startsWith('B')) expect(roomOf(Number(to.slice(1)))).not.toBe(room.room)
        }
      }
    }), { seed: 20_230_617, numRuns: 20 })
  })

  it('a list with an unknown candidate or post, or one name twice, is refused whole; a later list takes its place', async () => {
    const { open, must, reason, lots, view } = roomDay()
    await open()
    const list = (...examiners: ReturnType<typeof examiner>[]) => ({ session: day, examiners })
    expect(await reason(lots, 'rooms', 'listExaminers', list(examiner(1, { candidates: ['B999'] })))).toBe('candidate_unknown')
    expect(await reason(lots, 'rooms', 'listExaminers', list(examiner(1, { posts: ['X'] })))).toBe('post_unknown')
    expect(await reason(lots, 'rooms', 'listExaminers', list(examiner(1), examiner(1)))).toBe('groups_wrong')
    await must(lots, 'rooms', 'listExaminers', list(examiner(1), examiner(2)))
    await must(lots, 'rooms', 'listExaminers', list(examiner(3)))
    expect((await view()).listed.map((each) => each.examiner)).toEqual(['e3'])
  })
})

describe('the order in a room', () => {
  it('is a lot pool of its own, once the rooms are drawn: its letters, its members', async () => {
    const { open, drawRooms: drawAll, must, reason, lots, pool, drawLots, admit, roomOf } = roomDay()
    await open()
    expect(await pool('1')).toMatchObject({ title: { zh: '第1面试室' }, letters: ['A'], size: 0, state: 'not_frozen' })
    expect(await reason(lots, 'lots', 'freeze', { session: day, pool: `${day}.1` })).toBe('rooms_not_drawn')
    await drawAll()
    const here = range(1, 8).filter((n) => roomOf(n) === '1')
    // the barred one counts as belonging, as in every pool, and draws nothing
    expect((await pool('1')).size + (await pool('2')).size).toBe(9)
    for (const n of range(1, 8)) await admit(n)
    await drawLots('1')
    await drawLots('2')
    for (const n of range(1, 8)) {
      const { lot } = await must(lots, 'lots', 'draw', { session: day, candidate: person(n).id })
      expect(lot.charAt(0)).toBe(roomOf(n) === '1' ? 'A' : 'C')
    }
    expect(await pool('1')).toMatchObject({ drawn: here.length, state: 'drawing' })
    const closed = await must(lots, 'lots', 'close', { draw: (await pool('1')).draw! })
    expect(closed.file).toContain('draw-0617-am_1-')
  })

  it('takes in whoever was not in the room draw by a supplement: the room of the post is recorded with the lot', async () => {
    const { open, drawRooms: drawAll, must, reason, lots, as, drawLots, admit, pool, view, roomOf, venue, cmd } = roomDay()
    const withdrawn = (n: number) => venue.record(as('chief'), 'conduct.withdrawn', { session: day, candidate: person(n).id, reason: '误登' }, cmd())
    await open()
    const given = withdrawn(2)
    await drawAll()
    for (const n of [1, 3, 4, 5, 6, 7, 8]) await admit(n)
    await drawLots('1')
    await drawLots('2')
    for (const n of [1, 3, 4, 5, 6, 7, 8]) await must(lots, 'lots', 'draw', { session: day, candidate: person(n).id })
    expect(roomOf(2)).toBeNull()
    venue.record({ ...as('chief', 'supervisor') }, 'conduct.revoked', { replaces: given.ok ? given.fact : '', session: day, candidate: person(2).id, reason: '登错人' }, cmd())
    await admit(2)
    expect(await reason(lots, 'lots', 'draw', { session: day, candidate: person(2).id })).toBe('not_in_pool')
    const room = (await view()).rooms.find((each) => each.posts.includes('Y002'))!
    expect(await pool(room.room)).toMatchObject({ withoutPlace: 1 })
    await drawLots(room.room, true)
    const { lot } = await must(lots, 'lots', 'draw', { session: day, candidate: person(2).id })
    expect(lot).toBe(`${room.letters[1]!}001`)
    expect(roomOf(2)).toBe(room.room)
    expect((await view()).rooms.find((each) => each.room === room.room)!.candidates).toBe(room.candidates + 1)
  })

  it('late after the draw: turned away, or let in to the number that is left over, as the pack says', async () => {
    for (const late of ['refused', 'leftoverLot'] as const) {
      const { open, drawRooms: drawAll, must, reason, lots, as, drawLots, admit, roomOf, at } = roomDay(8, { late })
      await open()
      for (const n of range(1, 7)) await admit(n)
      await drawAll()
      await drawLots('1')
      await drawLots('2')
      const lotsGiven: string[] = []
      for (const n of range(1, 7)) lotsGiven.push((await must(lots, 'lots', 'draw', { session: day, candidate: person(n).id })).lot)
      at('08:45', '2023-06-17')
      const came = { session: day, candidate: person(8).id, documents: { idCard: true, ticket: true }, tag: '8', consent: true }
      if (late === 'refused') {
        expect(await reason(as('checkin'), 'checkIn', 'admit', came)).toBe('late')
        expect(await reason(lots, 'lots', 'draw', { session: day, candidate: person(8).id })).toBe('not_checked_in')
        continue
      }
      await must(as('checkin'), 'checkIn', 'admit', came)
      const { lot } = await must(lots, 'lots', 'draw', { session: day, candidate: person(8).id })
      expect(lotsGiven).not.toContain(lot)
      const mates = range(1, 8).filter((n) => roomOf(n) === roomOf(8))
      const letter = roomOf(8) === '1' ? 'A' : 'C'
      expect([...lotsGiven, lot].filter((each) => each.startsWith(letter)).sort()).toEqual(mates.map((_, index) => `${letter}00${String(index + 1)}`))
    }
  })
})
