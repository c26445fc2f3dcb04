import { describe, expect, it } from 'vitest'
import type { RankRow } from '../../shared/api/standings.ts'
import { openStandings, standingsOf } from '../../station/standings-held.ts'
import { person } from './practice-venue.ts'
import { fitnessDay, interviewDay, standingsVenue } from './standings-venue.ts'

const candidate = (n: number, post: string, written?: string, given: Parameters<typeof person>[1] = {}) =>
  person(n, { post, sessions: [fitnessDay], ...(written === undefined ? {} : { written }), ...given })
const ranks = (rows: readonly RankRow[]) => rows.map(({ candidate: id, rank, missing }) => [id, rank ?? missing])

describe('the standing of a post at the venue', () => {
  it('ranks technical posts by written and interview, half each, to three decimals half up; it is never final', () => {
    const { fit, adopt, interviewed, standing } = standingsVenue([candidate(1, 'T', '71.25'), candidate(2, 'T', '80'), candidate(3, 'T', '60.5')])
    for (const n of [1, 2, 3]) fit(n)
    adopt('T', [1, 2, 3])
    interviewed(1, '85.01')
    interviewed(2, '70.3')
    const { rows, summary, final } = standing('T')
    expect(rows.map(({ candidate: id, total, rank, gate, missing }) => [id, total, rank, gate, missing])).toEqual([
      ['c001', '78.130', 1, 'pass', null], ['c002', '75.150', 2, 'pass', null], ['c003', null, null, 'open', 'interview'],
    ])
    expect(summary).toMatchObject({ state: 'open', candidates: 3, ranked: 2, open: 1, out: 0, best: '78.130', quotas: { interview: 6, medical: 3, qualification: 8 } })
    expect(final).toBe(false)
  })

  it('a score counts when three have signed it, and no longer when it was changed afterwards', () => {
    const { fit, adopt, arrive, mark, sign, standing } = standingsVenue([candidate(1, 'T', '70')])
    fit(1)
    adopt('T', [1])
    arrive(1)
    const sheets = mark(1, '80', { signed: 2 })
    expect(ranks(standing('T').rows)).toEqual([['c001', 'interview']])
    sign(1, '80.00', sheets)
    expect(standing('T').rows[0]).toMatchObject({ rank: 1, total: '75.000', interview: '80.00' })
    const changed = mark(1, '81', { signed: 0, replaces: sheets })
    expect(ranks(standing('T').rows)).toEqual([['c001', 'interview']])
    sign(1, '81.00', changed)
    expect(standing('T').rows[0]).toMatchObject({ rank: 1, total: '75.500' })
  })

  it('general posts: the interview only gates; 60.00 passes, 59.99 is ranked and never goes to the medical', () => {
    const { fit, adopt, interviewed, standing } = standingsVenue([candidate(1, 'G', '80'), candidate(2, 'G', '70'), candidate(3, 'G', '60')])
    for (const n of [1, 2, 3]) fit(n)
    adopt('G', [1, 2, 3])
    interviewed(1, '59.99')
    interviewed(2, '60')
    interviewed(3, '99')
    const { rows, medical } = standing('G')
    expect(rows.map(({ rank, total, gate, medical: listed }) => [rank, total, gate, listed])).toEqual([[1, '80.000', 'fail', false], [2, '70.000', 'pass', true], [3, '60.000', 'pass', true]])
    expect(medical).toEqual({ ratio: '1.2', exact: '2.4', places: 2, fractions: 'halfUp' })
  })

  it('everybody who ended without a rank is listed with the reason, none is lost', () => {
    const people = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => candidate(n, 'T', '70'))
    const { fit, adopt, arrive, interviewed, record, standing, at } = standingsVenue([...people, candidate(10, 'T', '70', { barred: '冒名' })])
    for (const n of [1, 2, 4, 5, 6, 7, 8]) fit(n)
    fit(3, '400.00', 'failed')
    adopt('T', [1, 4, 5, 6, 7, 8])
    interviewed(1, '80')
    arrive(4)
    record('waiting.no_show', { session: interviewDay, candidate: 'c004', lot: 'A004', calls: 3, reason: '叫号未到' })
    arrive(5)
    record('conduct.withdrawn', { session: interviewDay, candidate: 'c005', reason: '书面放弃' })
    arrive(6)
    record('interview.entered', { session: interviewDay, candidate: 'c006', lot: 'A006', stage: 'interview', room: '1' })
    record('interview.zeroed', { session: interviewDay, candidate: 'c006', lot: 'A006', stage: 'interview', ruling: 'disqualified', kind: 'violation', reason: '带手机' })
    arrive(7)
    const left = record('waiting.left', { session: interviewDay, candidate: 'c007', lot: 'A007', escort: '甲', why: 'toilet', note: '' })
    record('waiting.lapsed', { session: interviewDay, candidate: 'c007', lot: 'A007', left, reason: '未归' })
    arrive(8)
    record('conduct.barred', { session: interviewDay, candidate: 'c008', reason: '冒名' })
    at('08:20')
    const { rows, summary } = standing('T')
    expect(Object.fromEntries(ranks(rows))).toEqual({
      c001: 1, c002: 'not_listed', c003: 'fitness_failed', c004: 'interview_absent', c005: 'withdrawn', c006: 'disqualified', c007: 'lapsed', c008: 'barred',
      c009: 'absent', c010: 'barred',
    })
    expect(summary).toMatchObject({ state: 'done', candidates: 10, ranked: 1, open: 0, out: 9 })
  })

  it('zero by ruling is a score of zero with its reason, and a lifted ruling gives back what the panel gave', () => {
    const { fit, adopt, interviewed, record, sign, standing } = standingsVenue([candidate(1, 'T', '90')])
    fit(1)
    adopt('T', [1])
    const sheets = interviewed(1, '80')
    const about = { session: interviewDay, candidate: 'c001', lot: 'A001', stage: 'interview' as const }
    const ruling = record('interview.zeroed', { ...about, ruling: 'zero', kind: 'identity_revealed', reason: '透露姓名' })
    sign(1, '0.00', [ruling])
    expect(standing('T').rows[0]).toMatchObject({ rank: 1, total: '45.000', interview: '0.00' })
    record('interview.ruling_lifted', { ...about, replaces: ruling, reason: '误判' })
    sign(1, '80.00', sheets)
    expect(standing('T').rows[0]).toMatchObject({ rank: 1, total: '85.000' })
  })

  it('ties: by written, then the police test, then the run, of one sex only; what is left is flagged, and named why', () => {
    const { fit, adopt, interviewed, standing } = standingsVenue([
      candidate(1, 'G', '70', { quality: '60' }), candidate(2, 'G', '70', { quality: '61' }), candidate(3, 'G', '70', { quality: '60' }),
      candidate(4, 'G', '65', { quality: '50' }), candidate(5, 'G', '65', { quality: '50', sex: 'F' }),
      candidate(6, 'G', '60', { quality: '50' }), candidate(7, 'G', '60', { quality: '50' }),
      candidate(8, 'G', '55'), candidate(9, 'G', '55', { quality: '50' }),
    ])
    const runs: Record<number, string> = { 1: '250.31', 3: '250.30', 5: '240.00', 6: '251.00', 7: '251.00' }
    for (let n = 1; n <= 9; n += 1) fit(n, runs[n])
    adopt('G', [1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (let n = 1; n <= 9; n += 1) interviewed(n, '75')
    const { rows, flags } = standing('G')
    expect(rows.map(({ candidate: id, rank, tie, decidedBy }) => [id, rank, tie, decidedBy])).toEqual([
      ['c002', 1, false, ['policeAptitude']], ['c003', 2, false, ['policeAptitude', 'runTime']], ['c001', 3, false, ['runTime']],
      ['c004', 4, true, []], ['c005', 4, true, []], ['c006', 6, true, []], ['c007', 6, true, []], ['c008', 8, true, []], ['c009', 8, true, []],
    ])
    expect(flags).toEqual([
      { flag: 'run_across_sexes', rank: 4, candidates: ['c004', 'c005'], key: '' }, { flag: 'tie', rank: 6, candidates: ['c006', 'c007'], key: '' },
      { flag: 'tie', rank: 8, candidates: ['c008', 'c009'], key: 'policeAptitude' },
    ])
  })

  it('a tie at the medical cut is in the list whole, and flagged', () => {
    const { fit, adopt, interviewed, standing } = standingsVenue([candidate(1, 'G', '80'), candidate(2, 'G', '70'), candidate(3, 'G', '70'), candidate(4, 'G', '60')])
    for (const n of [1, 2, 3, 4]) fit(n)
    adopt('G', [1, 2, 3, 4])
    for (const n of [1, 2, 3, 4]) interviewed(n, '75')
    const { rows, flags, summary } = standing('G')
    expect(rows.map(({ medical }) => medical)).toEqual([true, true, true, false])
    expect(flags.find(({ flag }) => flag === 'tie_at_cut')).toEqual({ flag: 'tie_at_cut', rank: 2, candidates: ['c002', 'c003'], key: '' })
    expect(summary).toMatchObject({ cut: '70.000', ties: 2 })
  })

  it('a post that sat in two rooms is corrected by the pack, to the last digit; a ruling is in no mean', () => {
    const people = [1, 2, 3, 4, 5].map((n) => candidate(n, 'T', '70'))
    const { fit, adopt, interviewed, record, standing, sign } = standingsVenue(people, (pack) => {
      pack.interview!.coefficient = { kind: 'pooledMean', coefficientDecimals: 3, finalDecimals: 2, rounding: 'halfUp' }
    })
    for (const n of [1, 2, 3, 4, 5]) fit(n)
    adopt('T', [1, 2, 3, 4, 5])
    interviewed(1, '70')
    expect(standing('T').coefficients).toEqual([])
    interviewed(2, '80', '2')
    interviewed(3, '90', '2')
    interviewed(4, '80')
    interviewed(5, '50')
    const ruling = record('interview.zeroed', { session: interviewDay, candidate: 'c005', lot: 'A005', stage: 'interview', ruling: 'zero', kind: 'violation', reason: '违规' })
    sign(5, '0.00', [ruling])
    const { rows, coefficients } = standing('T')
    // pool 80; room 1: 75, room 2: 85
    expect(coefficients.map(({ panel, candidates, mean, coefficient }) => [panel, candidates, mean, coefficient])).toEqual([
      [`${interviewDay}.1`, 2, '75.0000', '1.067'], [`${interviewDay}.2`, 2, '85.0000', '0.941'],
    ])
    expect(rows.map(({ candidate: id, interview, corrected, total }) => [id, interview, corrected, total])).toEqual([
      ['c004', '80.00', '85.36', '77.680'], ['c003', '90.00', '84.69', '77.345'], ['c002', '80.00', '75.28', '72.640'], ['c001', '70.00', '74.69', '72.345'],
      ['c005', '0.00', null, '35.000'],
    ])
  })

  it('a panel that has no mean stops every total and says so', () => {
    const people = [1, 2, 3, 4, 5].map((n) => candidate(n, 'T', '70'))
    const { fit, adopt, interviewed, standing } = standingsVenue(people, (pack) => {
      pack.interview!.coefficient = { kind: 'trimmed', trim: 1, coefficientDecimals: 4, finalDecimals: 2, rounding: 'halfUp' }
    })
    for (const n of [1, 2, 3, 4, 5]) fit(n)
    adopt('T', [1, 2, 3, 4, 5])
    for (const n of [1, 2, 3]) interviewed(n, '70')
    for (const n of [4, 5]) interviewed(n, '80', '2')
    const { rows, flags } = standing('T')
    expect(ranks(rows).map(([, why]) => why)).toEqual(Array(5).fill('coefficient'))
    expect(flags).toEqual([{ flag: 'coefficient', rank: null, candidates: ['c004', 'c005'], key: `${interviewDay}.2` }])
  })

  it('a written score that the roster lacks is flagged, since it will not come by itself', () => {
    const { fit, adopt, interviewed, standing } = standingsVenue([candidate(1, 'T')])
    fit(1)
    adopt('T', [1])
    interviewed(1, '80')
    expect(standing('T')).toMatchObject({ rows: [{ rank: null, missing: 'written' }], flags: [{ flag: 'no_total', candidates: ['c001'], key: 'written' }] })
  })

  it('a pack without totals ranks nobody and says that it has no formula', () => {
    const { fit, standing } = standingsVenue([candidate(1, 'T', '70')], (pack) => {
      pack.ranking = null
      pack.posts.forEach((post) => (post.stages = ['psych', 'fitness']))
    })
    fit(1)
    expect(standing('T')).toMatchObject({ rows: [{ rank: null, missing: 'formula' }], flags: [{ flag: 'no_total', key: 'formula' }], medical: null })
  })

  it('one new score computes one candidate and one post', () => {
    const people = Array.from({ length: 40 }, (_, at) => candidate(at + 1, at < 20 ? 'T' : 'G', String(50 + at)))
    const { fit, adopt, interviewed, venue, arrive, mark } = standingsVenue(people)
    for (let n = 1; n <= 30; n += 1) fit(n)
    adopt('T', [1, 2, 3])
    interviewed(1, '80')
    arrive(2)
    const standings = standingsOf(venue)
    standings.posts()
    const before = standings.work()
    mark(2, '70')
    standings.posts()
    standings.posts()
    expect(standings.work()).toEqual({ candidates: before.candidates + 1, posts: before.posts + 1 })
  })

  it('the clock and the closing of a session end exams without any fact about the candidate', () => {
    const { standing, at, record, fit, venue } = standingsVenue([candidate(1, 'T', '70'), candidate(2, 'T', '70')])
    at('08:00')
    fit(1)
    expect(ranks(standing('T').rows)).toEqual([['c001', 'interview'], ['c002', 'psych']])
    at('08:20')
    expect(ranks(standing('T').rows)).toEqual([['c001', 'interview'], ['c002', 'absent']])
    record('session.opened', { session: fitnessDay })
    record('session.closed', { session: fitnessDay, counts: {}, conflicts: [] })
    expect(openStandings(venue).posts().map(({ summary }) => summary)).toEqual(standingsOf(venue).posts().map(({ summary }) => summary))
  })
})

describe('why a number is what it is', () => {
  it('every term names its facts and clause; the sum is shown exact and then rounded', async () => {
    const { fit, adopt, interviewed, must, as } = standingsVenue([candidate(1, 'T', '71.25', { quality: '66' })])
    fit(1, '251.30')
    adopt('T', [1])
    const sheets = interviewed(1, '85.01')
    const { why } = await must(as('auditor'), 'standings', 'why', { candidate: 'c001' })
    expect(why).toMatchObject({ rank: 1, total: '78.130', exact: '78.130', decimals: 3, rounding: 'halfUp', missing: null })
    expect(why.clause).toContain('公告')
    const [written, interview] = why.terms
    expect(written).toMatchObject({ score: 'written', value: '71.25', weight: '0.5', product: '35.625', sources: [{ what: 'roster', value: '71.25' }] })
    expect(interview).toMatchObject({ value: '85.01', product: '42.505' })
    expect(interview?.sources.map(({ what }) => what)).toEqual(['marks', 'marks', 'signature', 'signature', 'signature'])
    expect(interview?.sources.slice(0, 2).map(({ fact }) => fact)).toEqual(sheets)
    expect(why.tieBreakers.map(({ key, value, decided }) => [key, value, decided])).toEqual([['written', '71.25', false], ['policeAptitude', '66', false], ['runTime', '251.30', false]])
    expect(why.tieBreakers[2]?.sources[0]).toMatchObject({ what: 'reading', value: '251.30' })
  })

  it('a gate that is not in the sum is shown beside it', async () => {
    const { fit, adopt, interviewed, must, as } = standingsVenue([candidate(1, 'G', '71.25')])
    fit(1)
    adopt('G', [1])
    interviewed(1, '59.99')
    const { why } = await must(as('auditor'), 'standings', 'why', { candidate: 'c001' })
    expect(why.terms.map(({ score }) => score)).toEqual(['written'])
    expect(why.gates).toMatchObject([{ stage: 'interview', score: '59.99', passMark: '60', passed: false }])
  })

  it('rows come in pages; a post or candidate nobody knows is refused', async () => {
    const { must, reason, as } = standingsVenue(Array.from({ length: 30 }, (_, at) => candidate(at + 1, 'T', '70')))
    const { standing, total } = await must(as('auditor'), 'standings', 'post', { post: 'T', offset: 25, limit: 10 })
    expect([standing.rows.length, total, standing.rows[0]?.candidate]).toEqual([5, 30, 'c026'])
    expect(await reason(as('auditor'), 'standings', 'post', { post: 'X' })).toBe('post_unknown')
    expect(await reason(as('auditor'), 'standings', 'why', { candidate: 'c999' })).toBe('candidate_unknown')
    expect((await must(as('auditor'), 'standings', 'posts')).posts.map(({ post, state }) => [post, state])).toEqual([['T', 'open'], ['G', 'empty']])
  })
})
