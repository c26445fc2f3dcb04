import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packNamed } from '../../shared/pack-catalogue.ts'
import { changeLine, countedChanges, PackageChange, packageChanges, type PackageContent } from '../../shared/package-changes.ts'
import { rehearsalRoster } from '../../shared/rehearsal-roster.ts'

const pack = packNamed('shenzhen-2023')!
const roster = rehearsalRoster({ pack, rehearsal: 'shenzhen-2023', seed: 4, count: 60 })
const content = (): PackageContent => structuredClone({
  pack, roster, operators: [{ operator: 'op-1', name: '张三', roles: ['chief'] }, { operator: 'op-2', name: '李四', roles: ['checkin', 'lots'] }], stations: ['1号台'], recipients: ['age1x'], address: 'https://hq.example',
})
const [one, two, three] = roster.map(({ id }) => id) as [string, string, string]
const first = pack.sessions[0]!.id
const second = pack.sessions[1]!.id

/** Ways to change a content, each with the kinds it must be told as. */
const ways: readonly (readonly [name: string, kinds: readonly string[], change: (it: PackageContent) => PackageContent])[] = [
  ['moved', ['session.moved'], (it) => ({ ...it, pack: { ...it.pack, sessions: it.pack.sessions.map((each) => (each.id === first ? { ...each, date: '2023-07-01', title: { zh: '7月1日', en: 'July' } } : each)) } })],
  ['window', ['session.window'], (it) => ({ ...it, pack: { ...it.pack, sessions: it.pack.sessions.map((each) => (each.id === second ? { ...each, window: { ...each.window, to: '15:59' } } : each)) } })],
  ['pools', ['session.changed'], (it) => ({ ...it, pack: { ...it.pack, pools: it.pack.pools.map((each) => (each.session === pack.sessions[2]!.id ? { ...each, letters: 'QZ' } : each)) } })],
  ['headcount', ['post.changed'], (it) => ({ ...it, pack: { ...it.pack, posts: it.pack.posts.map((each, at) => (at === 0 ? { ...each, headcount: 99 } : each)) } })],
  ['checkIn', ['pack.changed'], (it) => ({ ...it, pack: { ...it.pack, checkIn: { ...it.pack.checkIn, late: it.pack.checkIn.late === 'refused' ? 'leftoverLot' : 'refused' } } })],
  ['withdrawn', ['candidate.withdrawn'], (it) => ({ ...it, roster: it.roster.filter(({ id }) => id !== one) })],
  ['gone', ['candidate.removed'], (it) => ({ ...it, roster: it.roster.filter(({ id }) => id !== two) })],
  ['corrected', ['candidate.corrected'], (it) => ({ ...it, roster: it.roster.map((each) => (each.id === three ? { ...each, name: '改名' } : each)) })],
  ['added', ['candidate.added'], (it) => ({ ...it, roster: [...it.roster, { ...it.roster[5]!, id: 'new', ticket: 'new' }] })],
  ['other day', ['candidate.moved'], (it) => ({ ...it, roster: it.roster.map((each, at) => (at === 10 ? { ...each, sessions: ['elsewhere'] } : each)) })],
  ['barred', ['candidate.barred'], (it) => ({ ...it, roster: it.roster.map((each, at) => (at === 11 ? { ...each, barred: '替考' } : each)) })],
  ['passed', ['candidate.passed'], (it) => ({ ...it, roster: it.roster.map((each) => (each.id === roster[20]!.id ? { ...each, passed: ['psych', 'fitness'] } : each)) })],
  ['passed no more', ['candidate.unpassed'], (it) => ({ ...it, roster: it.roster.map((each) => (each.id === roster[21]!.id ? notPassed : each)) })],
  ['account', ['operator.added'], (it) => ({ ...it, operators: [...it.operators, { operator: 'op-3', name: '王五', roles: ['judge'] }] })],
  ['stations', ['stations.changed'], (it) => ({ ...it, stations: ['甲', '乙'] })],
  ['key', ['recipients.changed'], (it) => ({ ...it, recipients: ['age1y'] })],
  ['address', ['hq.changed'], (it) => ({ ...it, address: '' })],
]
delete roster[11]!.barred
const notPassed = { ...roster[21]! }
roster[21]!.passed = ['psych']

describe('what a new version changes', () => {
  it('is nothing for the same content, however it is laid out', () => {
    const before = content()
    const after = { ...content(), pack: Object.fromEntries(Object.entries(content().pack).reverse()) as typeof pack, roster: content().roster.toReversed(), operators: content().operators.toReversed().map((each) => ({ ...each, roles: each.roles.toReversed() })) }
    expect(packageChanges(before, after)).toEqual([])
  })

  it('is each thing by its kind, and nothing besides, whatever changes together', () => {
    fc.assert(fc.property(fc.subarray([...ways]), (chosen) => {
      const after = chosen.reduce((it, [, , change]) => change(it), content())
      const changes = packageChanges(content(), after, new Set([one]))
      expect(changes.map(({ kind }) => kind).sort()).toEqual(chosen.flatMap(([, kinds]) => kinds).sort())
      for (const each of changes) {
        expect(PackageChange.parse(each)).toEqual(each)
        const line = changeLine(each)
        expect(line.length).toBeLessThanOrEqual(300)
        // values are ids and fields: nobody's name, ticket or number
        for (const { name, ticket, residentId } of after.roster) for (const secret of [name, ticket, residentId]) if (secret.length > 1 && secret !== 'new') expect(line).not.toContain(secret)
      }
      expect(countedChanges(changes).reduce((sum, { count }) => sum + count, 0)).toBe(changes.length)
    }), { numRuns: 100 })
  })

  it('says which stages were passed elsewhere, of who comes new as well', () => {
    const after = content()
    const [old] = after.roster
    after.roster = [...after.roster.map((each, at) => (at === 21 ? { ...each, passed: ['fitness' as const] } : each)), { ...old!, id: 'new', ticket: 'new', passed: ['psych'] }]
    expect(packageChanges(content(), after)).toEqual([
      { kind: 'candidate.added', values: { candidate: 'new', post: old!.post } },
      { kind: 'candidate.passed', values: { candidate: 'new', stages: 'psych' } },
      { kind: 'candidate.passed', values: { candidate: roster[21]!.id, stages: 'fitness' } },
      { kind: 'candidate.unpassed', values: { candidate: roster[21]!.id, stages: 'psych' } },
    ])
  })

  it('says which half days and fields', () => {
    const after = ways.slice(0, 3).reduce((it, [, , change]) => change(it), content())
    expect(packageChanges(content(), after)).toEqual([
      { kind: 'session.moved', values: { session: first, from: '2023-06-09 am', to: '2023-07-01 am' } },
      { kind: 'session.window', values: { session: second, from: '14:15-14:45', to: '14:15-15:59' } },
      { kind: 'session.changed', values: { session: pack.sessions[2]!.id, fields: 'pools' } },
    ])
  })
})
