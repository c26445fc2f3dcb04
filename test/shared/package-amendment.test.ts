import { describe, expect, test } from 'vitest'
import type { ContradictionKind } from '../../shared/contradiction.ts'
import type { FactType } from '../../shared/facts.ts'
import type { PackageVersion } from '../../shared/package-amendment.ts'
import type { ChangeKind } from '../../shared/package-changes.ts'
import { am, candidate, Day, decide, envelope, interviewDay, pm, type Version } from './amended-package.ts'

type Row = [
  name: string, change: (version: Version) => void, facts: (day: Day) => void,
  /** 'taken' with the kind of its first change, or the contradiction and the type of fact it names. */
  expected: { taken: ChangeKind | null } | { kind: ContradictionKind; fact: FactType; remedy?: string },
]

const nothing = (): void => undefined
const session = (version: Version, id: string) => version.pack.sessions.find((each) => each.id === id)!
const person = (version: Version, n: number) => version.roster.find(({ id }) => id === `c${String(n)}`)!
const item = (version: Version, id: string) => version.pack.fitness!.items.find((each) => each.id === id)!
const pool = (version: Version, id: string) => version.pack.pools.find((each) => each.id === id)!
const post = (version: Version, code: string) => version.pack.posts.find((each) => each.code === code)!
const without = (n: number) => (version: Version) => void version.roster.splice(version.roster.findIndex(({ id }) => id === `c${String(n)}`), 1)
const drawn = (day: Day) => [day.open(), day.admit(1), day.freeze([1, 3, 5]), day.draw(1)]
const tried = (day: Day) => [...drawn(day), day.psych(1), day.try(1)]

const sessions: Row[] = [
  ['the afternoon is moved by weather', (next) => void (session(next, pm).date = '2023-06-11'), (day) => void day.open(am), { taken: 'session.moved' }],
  ['a window of a half day still to come', (next) => void (session(next, pm).window.to = '15:15'), nothing, { taken: 'session.window' }],
  ['an open half day is moved', (next) => void (session(next, am).date = '2023-06-11'), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
  ['the window of an open half day', (next) => void (session(next, am).window.to = '09:00'), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
  ['a closed half day is moved', (next) => void (session(next, am).half = 'pm'), (day) => [day.open(), day.close()], { kind: 'session_begun', fact: 'session.opened' }],
  ['a half day with a check-in only is moved', (next) => void (session(next, am).date = '2023-06-11'), (day) => void day.admit(1), { kind: 'session_begun', fact: 'checkin.admitted' }],
  ['a half day with a shortlist only is moved', (next) => void (session(next, interviewDay).date = '2023-06-18'), (day) => void day.list([1]), { taken: 'session.moved' }],
  ['a half day nobody began is dropped', (next) => void next.pack.sessions.splice(2, 1), nothing, { taken: 'session.removed' }],
  ['an open half day is dropped', (next) => void next.pack.sessions.splice(0, 1), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
  ['a half day with a shortlist is dropped', (next) => void next.pack.sessions.splice(5, 1), (day) => void day.list([1]), { kind: 'session_begun', fact: 'shortlist.adopted' }],
  ['a half day is added', (next) => void next.pack.sessions.push({ ...structuredClone(session(next, am)), id: 'extra', date: '2023-06-12' }), (day) => void day.open(), { taken: 'session.added' }],
  ['only the title of an open half day', (next) => void (session(next, am).title.zh = '上午场'), (day) => void day.open(), { taken: 'session.changed' }],
  ['stages of an open half day', (next) => void (session(next, am).stages = ['psych']), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
  ['letters of a room still to come', (next) => void (session(next, interviewDay).rooms[0]!.letters = 'CE'), nothing, { taken: 'session.changed' }],
  ['letters of a room of an open half day', (next) => void (session(next, interviewDay).rooms[0]!.letters = 'CE'), (day) => void day.open(interviewDay), { kind: 'session_begun', fact: 'session.opened' }],
  ['one more post to an open half day', (next) => void (session(next, am).due = { kind: 'posts', posts: ['J001', 'Y001', 'Y002'] }), (day) => void day.open(), { taken: 'session.changed' }],
  ['one post less in an open half day', (next) => void (session(next, am).due = { kind: 'posts', posts: ['Y001'] }), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
  ['one more post to a closed half day', (next) => void (session(next, am).due = { kind: 'posts', posts: ['J001', 'Y001', 'Y002'] }), (day) => [day.open(), day.close()], { kind: 'session_begun', fact: 'session.closed' }],
  ['a post leaves whose shortlist is adopted', (next) => void (session(next, interviewDay).due = { kind: 'shortlist', posts: ['Y002', 'Y003'] }), (day) => void day.list([1]), { kind: 'list_adopted', fact: 'shortlist.adopted' }],
  ['the clock of the venue before the day', (next) => void (next.pack.venue.utcOffset = '+09:00'), nothing, { taken: 'pack.changed' }],
  ['the clock of the venue on the day', (next) => void (next.pack.venue.utcOffset = '+09:00'), (day) => void day.open(), { kind: 'session_begun', fact: 'session.opened' }],
]

const people: Row[] = [
  ['withdrawn before arriving', without(1), (day) => void day.open(), { taken: 'candidate.removed' }],
  ['withdrawn and checked in', without(1), (day) => [day.open(), day.admit(1)], { kind: 'candidate_begun', fact: 'checkin.admitted', remedy: 'undo_check_in' }],
  ['withdrawn after the check-in was taken back', without(1), (day) => [day.open(), day.undo(day.admit(1), 1)], { taken: 'candidate.removed' }],
  ['withdrawn and turned away as late', without(1), (day) => [day.open(), day.add('checkin.refused', { session: am, candidate: 'c1', reason: 'late', note: '' })], { kind: 'candidate_begun', fact: 'checkin.refused' }],
  ['withdrawn and told to come back later', without(1), (day) => [day.open(), day.add('checkin.refused', { session: am, candidate: 'c1', reason: 'too_early', note: '' })], { taken: 'candidate.removed' }],
  ['withdrawn with an open doubt', without(1), (day) => [day.open(), day.add('checkin.doubted', { session: am, candidate: 'c1', kind: 'face_doubtful', note: '' })], { kind: 'candidate_begun', fact: 'checkin.doubted', remedy: 'settle_doubt' }],
  ['withdrew at the venue, and HQ says so, too', without(1), (day) => [day.open(), day.add('conduct.withdrawn', { session: am, candidate: 'c1', reason: '放弃' })], { taken: 'candidate.removed' }],
  ['withdrawn and barred at the venue', without(1), (day) => void day.add('conduct.barred', { session: am, candidate: 'c1', reason: '替考' }), { kind: 'candidate_begun', fact: 'conduct.barred' }],
  ['withdrawn from a closed half day, absent', without(2), (day) => [day.open(), day.close()], { kind: 'session_closed', fact: 'session.closed' }],
  ['withdrawn and on the adopted shortlist', without(1), (day) => void day.list([1, 3]), { kind: 'list_adopted', fact: 'shortlist.adopted' }],
  ['withdrawn and in a heat', without(1), (day) => void day.add('heat.made', { heat: 'h', session: am, item: 'run', entries: [{ bib: '1', candidate: 'c1', lot: 'A001' }] }), { kind: 'candidate_begun', fact: 'heat.made', remedy: 'change_heat' }],
  ['moved to the afternoon, not yet there', (next) => void (person(next, 2).sessions = [pm]), (day) => void day.open(), { taken: 'candidate.moved' }],
  ['moved to the afternoon, in already', (next) => void (person(next, 2).sessions = [pm]), (day) => [day.open(), day.admit(2)], { kind: 'candidate_begun', fact: 'checkin.admitted', remedy: 'undo_check_in' }],
  ['moved into a closed half day', (next) => void (person(next, 7).sessions = [am]), (day) => [day.open(), day.close()], { kind: 'session_closed', fact: 'session.closed' }],
  ['one more half day for somebody who was in', (next) => void (person(next, 2).sessions = [am, pm]), (day) => [day.open(), day.admit(2)], { taken: 'candidate.moved' }],
  ['added before the draw', (next) => void next.roster.push(candidate(9, { post: 'Y001', sessions: [am] })), (day) => [day.open(), day.admit(1)], { taken: 'candidate.added' }],
  ['added to a closed half day', (next) => void next.roster.push(candidate(9, { post: 'Y001', sessions: [am] })), (day) => [day.open(), day.close()], { kind: 'session_closed', fact: 'session.closed' }],
  ['barred before arriving', (next) => void (person(next, 1).barred = '资格'), (day) => void day.open(), { taken: 'candidate.barred' }],
  ['barred and checked in', (next) => void (person(next, 1).barred = '资格'), (day) => [day.open(), day.admit(1)], { kind: 'candidate_begun', fact: 'checkin.admitted', remedy: 'undo_check_in' }],
  ['name and photo corrected of somebody with results', (next) => void Object.assign(person(next, 1), { name: '考生壹', photo: 'd'.repeat(64) }), tried, { taken: 'candidate.corrected' }],
  ['ticket corrected of somebody with results', (next) => void (person(next, 1).ticket = 'T01'), tried, { taken: 'candidate.corrected' }],
  ['another person under the id', (next) => void Object.assign(person(next, 1), candidate(99, { id: 'c1', post: 'Y001', sessions: [am], birth: '1997-01-01' })), (day) => void day.admit(1), { kind: 'another_person', fact: 'checkin.admitted' }],
  ['birth date that brings a mismatch, before arriving', (next) => void (person(next, 2).birth = '1998-03-05'), (day) => void day.open(), { taken: 'candidate.corrected' }],
  ['birth date that brings a mismatch nobody saw', (next) => void (person(next, 2).birth = '1998-03-05'), (day) => [day.open(), day.admit(2)], { kind: 'mismatch_unseen', fact: 'checkin.admitted', remedy: 'undo_check_in' }],
  ['birth date of a mismatch two people accepted', (next) => void (person(next, 2).birth = '1998-03-05'), (day) => [day.open(), day.admit(2, am, ['id_birth_differs'])], { taken: 'candidate.corrected' }],
  ['another band of somebody with an attempt', (next) => void Object.assign(person(next, 1), { birth: '1990-03-04', residentId: candidate(1, { birth: '1990-03-04' }).residentId }), (day) => [day.open(), day.try(1, 'run', '240')], { kind: 'result_rests_on_it', fact: 'fitness.attempted' }],
  ['post of somebody not there yet', (next) => void (person(next, 2).post = 'J001'), (day) => void day.open(), { taken: 'candidate.corrected' }],
  ['post of somebody with a lot', (next) => void (person(next, 1).post = 'J001'), drawn, { kind: 'result_rests_on_it', fact: 'lots.drawn' }],
  ['sex of somebody with a lot', (next) => void Object.assign(person(next, 1), { sex: 'F' }), drawn, { kind: 'result_rests_on_it', fact: 'lots.drawn' }],
  ['written score before a shortlist', (next) => void (person(next, 1).written = '70'), tried, { taken: 'candidate.corrected' }],
  ['written score after the shortlist, before the draw', (next) => void (person(next, 1).written = '70'), (day) => void day.list([1]), { taken: 'candidate.corrected' }],
  ['written score after the rooms were frozen', (next) => void (person(next, 1).written = '70'), (day) => [day.list([1]), day.rooms([1])], { kind: 'list_adopted', fact: 'shortlist.adopted' }],
]

const draws: Row[] = [
  ['added after the freezing', (next) => void next.roster.push(candidate(9, { post: 'Y001', sessions: [am] })), (day) => [day.open(), day.freeze([1, 3, 5])], { kind: 'pool_frozen', fact: 'lots.frozen', remedy: 'abort_draw' }],
  ['added after a draw that was given up', (next) => void next.roster.push(candidate(9, { post: 'Y001', sessions: [am] })), (day) => [day.open(), day.freeze([1, 3, 5]), day.add('lots.aborted', { draw: 'd-0609-am-m', session: am, reason: '重来' })], { taken: 'candidate.added' }],
  ['a woman added after the men were frozen', (next) => void next.roster.push(candidate(10, { post: 'Y001', sessions: [am] })), (day) => [day.open(), day.freeze([1, 3, 5])], { taken: 'candidate.added' }],
  ['withdrawn after the freezing, without a lot', without(5), (day) => [day.open(), day.freeze([1, 3, 5])], { kind: 'pool_frozen', fact: 'lots.frozen', remedy: 'abort_draw' }],
  ['somebody who came after the freezing gets a new name', (next) => void (person(next, 5).name = '改名'), (day) => [day.open(), day.freeze([1, 3])], { taken: 'candidate.corrected' }],
  ['letters of a pool before freezing', (next) => void (pool(next, '0609-am-m').letters = 'ACE'), (day) => void day.open(), { taken: 'session.changed' }],
  ['letters of a frozen pool', (next) => void (pool(next, '0609-am-m').letters = 'ACE'), drawn, { kind: 'pool_frozen', fact: 'lots.frozen' }],
  ['who belongs to a frozen pool', (next) => void (pool(next, '0609-am-m').who = { sex: 'M', posts: ['J001', 'Y001'] }), drawn, { kind: 'pool_frozen', fact: 'lots.frozen' }],
  ['another pool than the frozen one', (next) => void (pool(next, '0609-am-f').letters = 'BDF'), drawn, { taken: 'session.changed' }],
  ['one more on the roster of a half day whose rooms are drawn', (next) => void next.roster.push(candidate(9, { post: 'Y001', sessions: [interviewDay] })), (day) => [day.list([1]), day.rooms([1])], { kind: 'rooms_frozen', fact: 'rooms.frozen', remedy: 'abort_rooms' }],
  ['panels of a post whose rooms are frozen', (next) => void (post(next, 'Y001').panels = 2), (day) => [day.list([1]), day.rooms([1])], { kind: 'rooms_frozen', fact: 'rooms.frozen' }],
  ['panels of a post before the rooms are frozen', (next) => void (post(next, 'Y001').panels = 2), (day) => void day.list([1]), { taken: 'post.changed' }],
]

const rules: Row[] = [
  ['a threshold nobody was measured by', (next) => void (item(next, 'run').standards[0]!.value = '11'), tried, { taken: 'item.changed' }],
  ['the threshold of a recorded attempt', (next) => item(next, 'jump').standards.forEach((each) => void (each.value = '999')), tried, { kind: 'item_recorded', fact: 'fitness.attempted' }],
  ['the threshold of the other sex', (next) => item(next, 'jump').standards.forEach((each) => void (each.value = each.sex === 'F' ? '999' : each.value)), tried, { taken: 'item.changed' }],
  ['attempts of a recorded item', (next) => void (item(next, 'jump').attempts = 2), tried, { kind: 'item_recorded', fact: 'fitness.attempted' }],
  ['attempts of an item nobody did', (next) => void (item(next, 'run').attempts = 2), tried, { taken: 'item.changed' }],
  ['rounding of a recorded item whose attempt was voided', (next) => void (item(next, 'jump').rounding = { mode: 'up', decimals: 0 }),
    (day) => day.add('fitness.corrected', { replaces: tried(day).at(-1)!, session: am, candidate: 'c1', lot: 'A001', item: 'jump', outcome: null, reason: '误记', afterSignOff: false }), { taken: 'item.changed' }],
  ['the clause of a recorded item', (next) => void (item(next, 'jump').clause = '公告（修订）'), tried, { taken: 'item.changed' }],
  ['rules of an item whose heat has started', (next) => void (item(next, 'run').attempts = 2), (day) => [day.add('heat.made', { heat: 'h', session: am, item: 'run', entries: [{ bib: '1', candidate: 'c1', lot: 'A001' }] }), day.add('heat.started', { heat: 'h', session: am, run: 1 })], { kind: 'item_recorded', fact: 'heat.started' }],
  ['order of items after an attempt', (next) => void (next.pack.fitness!.order = 'free'), tried, { kind: 'fitness_recorded', fact: 'fitness.attempted' }],
  ['order of items before any attempt', (next) => void (next.pack.fitness!.order = 'free'), drawn, { taken: 'pack.changed' }],
  ['one item less after an attempt', (next) => void next.pack.fitness!.items.pop(), tried, { kind: 'fitness_recorded', fact: 'fitness.attempted' }],
  ['what invalid means after a psych result', (next) => void (next.pack.psych!.invalidNeedsRuling = false), tried, { kind: 'psych_recorded', fact: 'psych.recorded' }],
  ['what invalid means before any', (next) => void (next.pack.psych!.invalidNeedsRuling = false), drawn, { taken: 'pack.changed' }],
  ['the formula before the interviews', (next) => void (next.pack.interview!.drop = 'none'), tried, { taken: 'pack.changed' }],
  ['the formula after marks', (next) => void (next.pack.interview!.drop = 'none'), (day) => void day.mark(1), { kind: 'marks_recorded', fact: 'interview.marked' }],
  ['the pass mark after marks', (next) => void (next.pack.interview!.passMark.general = '65'), (day) => void day.mark(1), { kind: 'marks_recorded', fact: 'interview.marked' }],
  ['calls of the waiting room after marks', (next) => void (next.pack.interview!.waiting.callsBeforeAbsent = 2), (day) => void day.mark(1), { taken: 'pack.changed' }],
  ['weights of the total after marks', (next) => void (next.pack.ranking!.totals.technical!.decimals = 2), (day) => void day.mark(1), { taken: 'pack.changed' }],
  ['effect of a violation nobody committed', (next) => void (next.pack.conduct[0]!.effect = 'barred'), tried, { taken: 'pack.changed' }],
  ['effect of a recorded violation', (next) => void (next.pack.conduct[0]!.effect = 'barred'), (day) => void day.add('conduct.violated', { session: am, candidate: 'c1', kind: 'uniform', effect: 'none', item: null, reason: '着装', evidence: '' }), { kind: 'violation_recorded', fact: 'conduct.violated' }],
  ['headcount before the shortlist', (next) => void (post(next, 'Y001').headcount = 3), tried, { taken: 'post.changed' }],
  ['headcount after the shortlist', (next) => void (post(next, 'Y001').headcount = 3), (day) => void day.list([1]), { kind: 'list_adopted', fact: 'shortlist.adopted' }],
  ['stages of a post before any result', (next) => void (post(next, 'Y001').stages = ['fitness', 'interview']), drawn, { taken: 'post.changed' }],
  ['stages of a post whose people have results', (next) => void (post(next, 'Y001').stages = ['fitness', 'interview']), tried, { kind: 'result_rests_on_it', fact: 'psych.recorded' }],
  ['one more stage after those with results', (next) => void post(next, 'Y001').stages.push('professional'), tried, { taken: 'post.changed' }],
  ['the interview half day HQ divided after fitness', (next) => {
    session(next, interviewDay).due = { kind: 'roster' }
    person(next, 1).sessions = [am, interviewDay]
  }, (day) => [tried(day), day.close()], { taken: 'session.changed' }],
  ['one more interview half day, after fitness', (next) => void next.pack.sessions.push({ ...structuredClone(session(next, am)), id: 'extra', stages: ['interview'], date: '2023-06-12' }), (day) => [tried(day), day.close()], { taken: 'session.added' }],
  ['sex of a post whose admitted people no longer fit', (next) => void (post(next, 'Y001').sex = 'F'), (day) => [day.open(), day.admit(1)], { kind: 'mismatch_unseen', fact: 'checkin.admitted' }],
  ['sex of a post before anybody came', (next) => void (post(next, 'Y001').sex = 'F'), (day) => void day.open(), { taken: 'post.changed' }],
  ['the cut-off of the desk on an open day', (next) => void (next.pack.checkIn.cutoff = 'afterMinute'), (day) => [day.open(), day.admit(1)], { taken: 'pack.changed' }],
  ['nothing but the version', nothing, tried, { taken: null }],
]

describe.each([['half days', sessions], ['people', people], ['draws', draws], ['rules', rules]] as const)('an amended package: %s', (_group, rows) => {
  test.each(rows)('%s', (_name, change, facts, expected) => {
    const day = new Day()
    facts(day)
    const decision = decide(change, day.facts)
    if ('taken' in expected) {
      expect(decision.may ? [] : decision.contradictions).toEqual([])
      expect(decision.changes[0]?.kind ?? null).toBe(expected.taken)
      return
    }
    if (decision.may) throw new Error('taken')
    const named = decision.contradictions.find(({ kind }) => kind === expected.kind)
    expect(decision.contradictions.map(({ kind }) => kind)).toContain(expected.kind)
    expect(named?.fact.type).toBe(expected.fact)
    if (expected.remedy !== undefined) expect(named?.remedy).toBe(expected.remedy)
    const ids = new Set(day.facts.map(({ station, seq }) => `${station}/${String(seq)}`))
    for (const each of decision.contradictions) expect(ids).toContain(each.fact.id)
  })
})

describe('an amended package: passed at another venue', () => {
  const talks = (version: Version): void => void (person(version, 1).sessions = [interviewDay])
  const passed = (version: Version): void => void Object.assign(person(version, 1), { sessions: [interviewDay], passed: ['psych', 'fitness'] })
  const also = (version: Version): void => void Object.assign(person(version, 1), { sessions: [am, interviewDay], passed: ['psych', 'fitness'] })
  /** Nobody's fitness is held here. */
  const talksOnly = (version: Version): void => {
    passed(version)
    version.pack.sessions = version.pack.sessions.filter(({ stages }) => !stages.includes('fitness'))
  }
  const taken = (version: Version): void => {
    delete person(version, 1).passed
  }
  const came = (day: Day) => [day.open(interviewDay), day.admit(1, interviewDay)]

  test.each<[string, (version: Version) => void, (version: Version) => void, (day: Day) => void, ChangeKind | FactType]>([
    ['comes before the person', talks, passed, nothing, 'candidate.passed'],
    ['comes when the person is in', talks, passed, came, 'candidate.passed'],
    ['comes after results of the person here', talks, passed, (day) => [came(day), day.mark(1)], 'candidate.passed'],
    ['comes for a stage recorded here, and changes nothing of it', (version) => void (person(version, 1).sessions = [am, interviewDay]), also, tried, 'candidate.passed'],
    ['is taken back before the person comes', passed, taken, nothing, 'candidate.unpassed'],
    ['is taken back when the person is only in', passed, taken, came, 'candidate.unpassed'],
    ['is taken back after what it opened was recorded', passed, taken, (day) => [came(day), day.mark(1)], 'interview.marked'],
    ['is taken back where no half day here holds the stage for anybody of the post', talksOnly, taken, (day) => [came(day), day.mark(1)], 'candidate.unpassed'],
    ['is taken back of a stage this venue holds for the person', also, taken, (day) => [tried(day), day.mark(1)], 'candidate.unpassed'],
    ['no more counts because this venue is to hold it now, after what it opened was recorded', passed, (version) => void (person(version, 1).sessions = [am, interviewDay]), (day) => [came(day), day.mark(1)], 'interview.marked'],
  ])('%s', (_name, first, change, facts, expected) => {
    const day = new Day()
    facts(day)
    const decision = decide(change, day.facts, {}, first)
    if (decision.may) expect(decision.changes[0]?.kind).toBe(expected)
    else expect(decision.contradictions).toMatchObject([{ kind: 'result_rests_on_it', about: { candidate: 'c1', fields: 'passed' }, fact: { type: expected }, remedy: 'call_hq' }])
  })
})

describe('an amended package: whose it is', () => {
  test.each<[string, Partial<PackageVersion>, ContradictionKind | null]>([
    ['the next version of ours', {}, null],
    ['a later one, with versions between that never came', { version: 7, replaces: 'f'.repeat(64) }, null],
    ['another exam', { exam: 'x' }, 'other_exam'],
    ['another venue', { venue: 'x' }, 'other_venue'],
    ['another HQ', { issuer: 'd'.repeat(64) }, 'other_issuer'],
    ['the same version', { version: 2 }, 'not_newer'],
    ['an older version', { version: 1 }, 'not_newer'],
    ['the next version of another package than ours', { replaces: 'f'.repeat(64) }, 'other_branch'],
  ])('%s', (_name, given, kind) => {
    const day = new Day()
    const opened = decide(nothing, day.facts, given)
    expect(opened.may ? null : opened.contradictions.map((each) => [each.kind, each.fact.type])).toEqual(kind === null ? null : [[kind, 'venue.opened']])
    const hash = 'a'.repeat(64)
    day.add('venue.amended', { version: 2, from: 1, packageHash: envelope.hash, packHash: hash, rosterHash: hash, count: 8, changed: 0, changes: [] })
    const amended = decide(nothing, day.facts, given)
    expect(amended.may ? null : amended.contradictions.map((each) => [each.kind, each.fact.type])).toEqual(kind === null ? null : [[kind, 'venue.amended']])
  })

  test('a withdrawal that HQ names is called one', () => {
    const decision = decide(without(4), new Day().facts, { withdrawn: new Set(['c4']) })
    expect(decision.changes).toEqual([{ kind: 'candidate.withdrawn', values: { candidate: 'c4' } }])
  })

  test('facts may lie in the ledger in any order and come from several stations', () => {
    const day = new Day()
    day.open()
    day.undo(day.admit(1), 1)
    day.admit(3)
    const facts = day.facts.map((fact, at) => (at % 2 === 0 ? fact : { ...fact, station: 'b'.repeat(16) }))
    const decisions = [facts, [...facts].reverse()].map((each) => decide((next) => { without(1)(next); without(3)(next) }, each))
    expect(decisions[0]).toEqual(decisions[1])
    expect(decisions[0]?.may).toBe(false)
  })
})
