import { describe, expect, it } from 'vitest'
import { packNamed, rehearsalNames, shippedPacks } from '../../shared/pack-catalogue.ts'
import { makePack, untouched, type Adaptation } from '../../shared/pack-making.ts'
import { quotasOf } from '../../shared/quotas.ts'
import { parsePack } from '../../shared/pack-schema.ts'
import { defaultSessions, lettersFor, movedTo, nextSession, type SessionDraft, type SheetNames } from '../../shared/session-making.ts'
import { readSessionName, sessionNames } from '../../shared/session-names.ts'

const today = '2026-11-28'
const live = Object.keys(shippedPacks).filter((name) => !rehearsalNames.some((each) => each === name))
const sheetOf = (posts: readonly string[], sessions: readonly string[] = [], counts = 10): SheetNames => ({
  posts: posts.map((code) => ({ code, count: counts, unit: '', title: '', headcount: '' })), sessions,
})
const made = (name: string, sheet: SheetNames | null, change: Partial<Adaptation> = {}, sessions?: readonly SessionDraft[]) => {
  const base = packNamed(name)!
  const drafts = sessions ?? defaultSessions(base, sheet, today)
  const { pack, posts, due } = makePack(base, sheet, drafts, { ...untouched, ...change })
  return { base, drafts, pack, posts, due, read: parsePack(JSON.parse(JSON.stringify(pack))) }
}
const errors = (result: ReturnType<typeof parsePack>) => (result.ok ? [] : result.errors.map(({ path, code }) => [path, code]))

describe('a venue’s pack made of a shipped one and a sheet', () => {
  it.each(live)('%s with posts it has never heard of is sound without a touch, and every post comes once', (name) => {
    const { read, pack, base, due } = made(name, sheetOf(['901', '902']))
    expect(errors(read)).toEqual([])
    expect(pack.sessions.length).toBeGreaterThan(0)
    for (const code of ['901', '902']) {
      expect(pack.sessions.filter((session) => session.due.kind === 'posts' && session.due.posts.includes(code))).toHaveLength(1)
      expect(due?.[code]).toHaveLength(1)
      expect(pack.posts.find((post) => post.code === code)?.stages.length).toBeGreaterThan(0)
    }
    expect(pack).toMatchObject({ id: `${base.id}-adapted`, version: 1, adaptedFrom: { id: base.id, version: base.version, posts: ['901', '902'] } })
  })

  it('nothing of the standards, items and rules is touched', () => {
    const { pack, base } = made('national-2024', sheetOf(['1']))
    for (const field of ['fitness', 'psych', 'checkIn', 'lots', 'conduct', 'title', 'rehearsal'] as const) expect(pack[field]).toBe(base[field])
  })

  it('a pack that fits the sheet already stays the same object, and says nothing of being adapted', () => {
    const base = packNamed('shenzhen-2023')!
    const sheet = sheetOf([base.posts[0]!.code], ['6月9日上午', '0609-pm'])
    const { pack } = made('shenzhen-2023', sheet)
    expect(pack).toBe(base)
    expect(makePack(base, sheet, defaultSessions(base, sheet, today), untouched, true).pack).toMatchObject({ id: 'shenzhen-2023-adapted' })
  })

  it('takes unit, title and headcount from the sheet, and the chief’s words over them', () => {
    const sheet: SheetNames = { posts: [{ code: '007', count: 3, unit: '交警支队', title: '辅警', headcount: '12' }], sessions: [] }
    expect(made('national-2024', sheet).pack.posts[0]).toMatchObject({ code: '007', unit: '交警支队', title: '辅警', headcount: 12, sex: 'any', stages: ['fitness'] })
    expect(made('national-2024', sheet, { posts: { '007': { title: '铁骑', sex: 'M' } } }).pack.posts[0]).toMatchObject({ unit: '交警支队', title: '铁骑', sex: 'M' })
  })

  it('a half day of interviews has rooms with letters of their own, and who comes stands on the shortlist', () => {
    const base = packNamed('shenzhen-aux-2023')!
    const sheet = sheetOf(['1', '2'])
    const [morning] = defaultSessions(base, sheet, today)
    const interviews: SessionDraft = { ...nextSession(base, [morning!], today), stages: ['interview'], pools: 'rooms', letters: lettersFor('rooms', 1, 3), shortlist: true, name: '' }
    // quotas, minutes and totals go by category there, and none is guessed
    expect(errors(made('shenzhen-aux-2023', sheet, {}, [morning!, interviews]).read)).toEqual([['posts[0].category', 'categoryMissing'], ['posts[1].category', 'categoryMissing']])
    const posts = { 1: { category: 'technical', headcount: '3' }, 2: { category: 'general', headcount: '6' } } as const
    const { read, pack } = made('shenzhen-aux-2023', sheet, { posts }, [morning!, interviews])
    expect(errors(read)).toEqual([])
    expect(pack.posts.map(({ category, headcount }) => quotasOf(pack, category, headcount).interview?.places)).toEqual([9, 12])
    expect(pack.sessions[1]).toMatchObject({ stages: ['interview'], due: { kind: 'shortlist', posts: ['1', '2'] } })
    expect(pack.sessions[1]?.rooms.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(new Set(pack.sessions[1]?.rooms.map(({ letters }) => letters)).size).toBe(3)
    expect(pack.pools.some((pool) => pool.session === pack.sessions[1]?.id)).toBe(false)
    const again = defaultSessions(pack, sheet, today)
    expect(makePack(pack, sheet, again, untouched).pack).toBe(pack)
    const mixed = made('shenzhen-aux-2023', sheet, {}, [{ ...interviews, stages: ['fitness', 'interview'] }])
    expect(errors(mixed.read)).toContainEqual(['sessions[0].stages', 'stagesMixed'])
    expect(errors(made('shenzhen-aux-2023', sheet, {}, [morning!, { ...interviews, pools: 'one', letters: ['A'] }]).read)).toContainEqual(['sessions[1].rooms', 'roomsMissing'])
  })

  it('where the sheet names the sessions, a shortlist’s half days take the sheet’s posts, each once, and the others go by the sheet', () => {
    const base = packNamed('shenzhen-aux-2023')!
    const sheet = sheetOf(['1', '2', '3', '4'], ['6月9日上午'])
    const posts = Object.fromEntries(sheet.posts.map(({ code }) => [code, { category: 'general' as const }]))
    const [morning] = defaultSessions(base, sheet, today)
    const interviews = ['new-2', 'new-3'].map((key, at): SessionDraft => ({ ...nextSession(base, [morning!], today), key, half: at === 0 ? 'am' : 'pm', from: at === 0 ? '08:00' : '14:00', to: at === 0 ? '08:30' : '14:30', date: '2026-12-01', stages: ['interview'], pools: 'rooms', letters: lettersFor('rooms', at), shortlist: true, name: '' }))
    const { read, pack } = made('shenzhen-aux-2023', sheet, { posts }, [morning!, ...interviews])
    expect(errors(read)).toEqual([])
    expect(pack.sessions.map(({ due }) => (due.kind === 'roster' ? 'roster' : due.posts))).toEqual(['roster', ['1', '2'], ['3', '4']])
    const moved = made('shenzhen-aux-2023', sheet, { posts, due: { 1: ['new-3'] } }, [morning!, ...interviews]).pack
    expect(moved.sessions.map(({ due }) => (due.kind === 'roster' ? 'roster' : due.posts))).toEqual(['roster', ['2'], ['1', '3', '4']])
    const again = defaultSessions(pack, sheet, today)
    expect(makePack(pack, sheet, again, untouched).pack).toBe(pack)
  })

  it('a headcount that is no number is an error at its field, never a guess', () => {
    expect(errors(made('national-2024', sheetOf(['1']), { posts: { 1: { headcount: '若干' } } }).read)).toEqual([['posts[0].headcount', 'tooSmall']])
    expect(errors(made('national-2024', sheetOf(['1']), { posts: { 1: { title: ' ' } } }).read)).toEqual([['posts[0].title', 'tooSmall']])
  })

  it('errors of a half day carry the path of its field', () => {
    const [draft] = defaultSessions(packNamed('national-2024')!, null, today)
    const of = (part: Partial<SessionDraft>) => errors(made('national-2024', sheetOf(['1']), {}, [{ ...draft!, ...part }]).read)
    expect(of({})).toEqual([])
    expect(of({ date: '' })).toContainEqual(['sessions[0].date', 'date'])
    expect(of({ to: '25:00' })).toEqual([['sessions[0].window.to', 'minute']])
    expect(of({ from: '10:00' })).toEqual([['sessions[0].window.to', 'endBeforeStart']])
    expect(of({ half: 'pm' })).toEqual([['sessions[0].half', 'halfMismatch']])
    expect(of({ letters: ['A', 'AB'] })).toContainEqual(['pools[1].letters', 'lettersShared'])
    expect(of({ letters: ['I', 'B'] })).toEqual([['pools[0].letters', 'letters']])
  })

  it('posts are spread over half days that hold the same, and a half day without one is an error', () => {
    const base = packNamed('national-2024')!
    const one = defaultSessions(base, null, today)
    const two = [...one, nextSession(base, one, today)]
    expect(two.map(({ date, half }) => [date, half])).toEqual([[today, 'am'], [today, 'pm']])
    expect(nextSession(base, two, today)).toMatchObject({ date: '2026-11-29', half: 'am' })
    const { pack, read } = made('national-2024', sheetOf(['1', '2', '3', '4']), {}, two)
    expect(errors(read)).toEqual([])
    expect(pack.sessions.map((session) => session.due)).toEqual([{ kind: 'posts', posts: ['1', '2'] }, { kind: 'posts', posts: ['3', '4'] }])
    const moved = made('national-2024', sheetOf(['1', '2', '3', '4']), { due: { 1: [two[1]!.key] } }, two)
    expect(moved.pack.sessions[1]?.due).toEqual({ kind: 'posts', posts: ['1', '3', '4'] })
    expect(errors(made('national-2024', sheetOf(['1']), {}, two).read)).toEqual([['sessions[1].due.posts', 'tooSmall']])
    expect(errors(made('national-2024', sheetOf(['1', '2']), { due: { 1: two.map(({ key }) => key) } }, two).read)).toContainEqual(['sessions[1].due.posts[0]', 'dueTwice'])
  })

  it('posts without a stage of any half day come to none', () => {
    const base = packNamed('wuhan-aux-2025')!
    const { pack, read } = made('wuhan-aux-2025', sheetOf(base.posts.map(({ code }) => code)))
    expect(errors(read)).toEqual([])
    const held = base.posts.filter(({ stages }) => stages.includes('fitness')).map(({ code }) => code)
    expect(held.length).toBeLessThan(base.posts.length)
    expect(pack.sessions.map((session) => session.due)).toEqual([{ kind: 'posts', posts: held }])
  })

  it('the names in a sheet’s column of sessions make the half days, and are found again', () => {
    const names = ['11月28日上午', '2026年11月29日 下午', '第一场']
    const { pack, read } = made('national-2011', sheetOf(['1'], names))
    expect(errors(read)).toEqual([])
    expect(pack.sessions.map(({ date, half }) => [date, half])).toEqual([['2026-11-28', 'am'], ['2026-11-29', 'pm'], [today, 'am']])
    for (const [index, name] of names.entries()) expect(sessionNames(pack.sessions[index]!)).toContain(name.replaceAll(' ', ''))
    expect(pack.sessions.every(({ due }) => due.kind === 'roster')).toBe(true)
  })

  it('days of a pack that are all over give way to one of today, with the pack’s hours, where the sheet names none', () => {
    const base = packNamed('shenzhen-aux-2023')!
    expect(defaultSessions(base, sheetOf(['1']), today)).toMatchObject([{ date: today, half: 'am', ...base.sessions[0]!.window, stages: ['psych', 'fitness'] }])
    expect(defaultSessions(base, sheetOf(['1', '2']), '2023-06-10').map(({ key }) => key)).toEqual(['0609-am', '0609-pm'])
  })

  it('a column that names thousands of things is no column of sessions', () => {
    expect(defaultSessions(packNamed('national-2011')!, sheetOf(['1'], Array.from({ length: 500 }, (_, n) => `考生${String(n)}`)), today)).toHaveLength(1)
  })

  it('a saved pack opened again keeps its posts to be changed, and counts its version up', () => {
    const sheet = sheetOf(['1', '2'])
    const saved = made('zhoukou-aux-2023', sheet).pack
    const drafts = defaultSessions(saved, sheet, today)
    const same = makePack(saved, sheet, drafts, untouched)
    expect(same.pack).toBe(saved)
    // read from its file, its fields stand in another order
    const read = parsePack(JSON.parse(JSON.stringify(saved)))
    if (!read.ok) throw new Error('the saved pack is not sound')
    expect(makePack(read.pack, sheet, defaultSessions(read.pack, sheet, today), untouched).pack).toBe(read.pack)
    expect(same.posts.map(({ code }) => code)).toEqual(['1', '2'])
    const again = makePack(saved, sheet, drafts, { ...untouched, posts: { 2: { unit: '分局' } } }).pack
    expect(again).toMatchObject({ id: saved.id, version: 2, adaptedFrom: { id: 'zhoukou-aux-2023', version: 1, posts: ['1', '2'] } })
    expect(again.posts[1]?.unit).toBe('分局')
  })

  it('half days of the past move together, and a name that tells the old day goes', () => {
    const base = packNamed('shenzhen-aux-2023')!
    const moved = movedTo(defaultSessions(base, null, today), today, [])
    expect(moved[0]).toMatchObject({ date: today, name: '', key: '0609-am', from: base.sessions[0]!.window.from })
    expect(moved.map(({ date }) => date).sort()[0]).toBe(today)
    const { pack, read } = made('shenzhen-aux-2023', sheetOf(['1'], ['0609-am']), {}, moved)
    expect(errors(read)).toEqual([])
    expect(pack.sessions[0]?.title.zh).toBe('11月28日上午 心理素质测评、体能测评')
    expect(movedTo([{ ...moved[0]!, date: '2026-01-02', name: '1月2日上午' }], today, ['1月2日上午'])[0]?.name).toBe('1月2日上午')
  })

  it('every half day has letters of its own that men and women do not share', () => {
    for (let n = 0; n < 12; n += 1) {
      const [men = '', women = ''] = lettersFor('bySex', n)
      expect(new Set(men + women).size).toBe(24)
      expect(lettersFor('one', n)[0]).toHaveLength(24)
    }
    expect(new Set(Array.from({ length: 12 }, (_, n) => lettersFor('bySex', n)[0]?.[0])).size).toBe(12)
  })
})

describe('a session’s name', () => {
  it.each([
    ['2026年11月28日上午', '2026-11-28', 'am'], ['11.28 下午', '2026-11-28', 'pm'], ['2027/1/2', '2027-01-02', null], ['第二场下午', null, 'pm'], ['2月30日', null, null],
  ] as const)('%s tells %s %s', (name, date, half) => {
    expect(readSessionName(name, today)).toEqual({ date, half })
  })
})
