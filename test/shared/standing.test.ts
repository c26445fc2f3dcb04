import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../shared/facts.ts'
import { packNamed } from '../../shared/pack-catalogue.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import { keepsSignedResults, noRows, standing, unfinished, whereabouts, type AttemptRow, type CurrentRows, type SignOffRow } from '../../shared/standing.ts'

const station = 'a'.repeat(16)
const mark = (n: number) => ({ fact: `${station}/${String(n)}`, at: n, by: 'x' })
const person: Candidate = {
  id: 'c1', rosterNumber: 'B001', ticket: '1', residentId: '', name: '甲', sex: 'M', birth: '1998-03-04', post: 'Y001', sessions: ['0609-am'],
}
const inside: CurrentRows = {
  ...noRows, admitted: { ...mark(1), tag: '1', consent: true, warnings: [] }, lot: { ...mark(2), lot: 'A001', draw: 'd', turn: 1 },
  psych: { ...mark(3), result: 'passed', source: 'hand', ruled: false },
}
const day = { pastCutoff: true, closed: false }

function fold(rows: CurrentRows, change?: (pack: RulePack) => void, of: Candidate = person) {
  const pack = structuredClone(packNamed('shenzhen-2023')!)
  change?.(pack)
  return standing({ pack, session: pack.sessions[0]! }, of, rows)
}
const attempt = (n: number, item: string, outcome: Outcome, root = n): AttemptRow => ({ ...mark(n), root: `${station}/${String(root)}`, item, outcome, heat: null })
const read = (n: number, item: string, reading: string, root = n) => attempt(n, item, { kind: 'reading', reading }, root)
const sign = (n: number, item: string, verdict: 'passed' | 'failed', ...attempts: number[]): SignOffRow =>
  ({ ...mark(n), item, verdict, kind: 'on_paper', attempts: attempts.map((each) => `${station}/${String(each)}`) })

describe('where somebody is', () => {
  it('outside the door: due until the cut-off, then absent by itself; late and refused say so', () => {
    expect(whereabouts(fold(noRows), { pastCutoff: false, closed: false }).where).toBe('due')
    expect(whereabouts(fold(noRows), day).where).toBe('absent')
    const refused = (reason: 'late' | 'missing_document' | 'too_early' | 'already_in') => whereabouts(fold({ ...noRows, refusals: [{ ...mark(1), reason, note: '' }] }), day)
    expect(refused('late').where).toBe('late')
    expect(refused('missing_document')).toEqual({ where: 'refused', at: '', why: 'missing_document' })
    expect(refused('too_early').where).toBe('absent')
    expect(whereabouts(fold({ ...noRows, doubt: { ...mark(1), kind: 'face_doubtful', note: '' } }), day).where).toBe('doubt')
  })

  it('inside: lot, psych, fitness, an end', () => {
    expect(whereabouts(fold({ ...inside, lot: null }), day).where).toBe('in')
    expect(whereabouts(fold({ ...inside, psych: null }), day).where).toBe('psych_waiting')
    expect(whereabouts(fold(inside), day).where).toBe('psych_passed')
    expect(whereabouts(fold({ ...inside, attempts: [read(4, 'jump', '270')] }), day)).toEqual({ where: 'fitness', at: 'shuttle', why: '' })
    const failed = fold({ ...inside, attempts: [attempt(4, 'jump', { kind: 'gave_up' })] })
    expect(whereabouts(failed, day)).toEqual({ where: 'fitness_failed', at: 'jump', why: 'gave_up' })
    const all = fold({ ...inside, attempts: [read(4, 'jump', '270'), read(5, 'shuttle', '12.50'), read(6, 'run', '250')] })
    expect(whereabouts(all, day).where).toBe('passed')
    expect(whereabouts(fold({ ...inside, psych: { ...mark(3), result: 'failed', source: 'hand', ruled: true } }), day)).toEqual({ where: 'psych_failed', at: '', why: 'ruled' })
    expect(whereabouts(fold({ ...inside, psych: { ...mark(3), result: 'invalid', source: 'hand', ruled: false } }), day)).toEqual({ where: 'psych_waiting', at: '', why: 'invalid' })
  })

  it('barred comes before withdrawn, and both before any result', () => {
    const gone = { ...inside, withdrawn: { ...mark(8), reason: '放弃' } }
    expect(whereabouts(fold(gone), day)).toEqual({ where: 'withdrawn', at: '', why: '放弃' })
    expect(whereabouts(fold({ ...gone, barred: { ...mark(9), reason: '替考' } }), day)).toEqual({ where: 'barred', at: '', why: '替考' })
    expect(whereabouts(fold(noRows, undefined, { ...person, barred: '资格' }), day).where).toBe('barred')
  })

  it('at the closing what is not done has failed, and psych that is not done has not', () => {
    expect(whereabouts(fold(inside), { ...day, closed: true })).toEqual({ where: 'fitness_failed', at: 'jump', why: 'not_done' })
    expect(whereabouts(fold({ ...inside, psych: null }), { ...day, closed: true }).where).toBe('psych_waiting')
    expect([noRows, inside, { ...inside, psych: null }, { ...inside, lot: null }].map((rows) => unfinished(fold(rows), day))).toEqual([null, null, 'psych_waiting', 'no_lot'])
    expect(unfinished(fold(noRows), { pastCutoff: false, closed: false })).toBe('window_open')
  })

  it('a post whose fitness comes before psych, or that has no psych, does not wait for it', () => {
    const stages = (...order: RulePack['posts'][number]['stages']) => (pack: RulePack) => {
      for (const post of pack.posts) post.stages = order
    }
    expect(fold({ ...inside, psych: null }, stages('fitness')).gate).toBeNull()
    expect(fold({ ...inside, psych: null }, stages('fitness', 'psych')).gate).toBeNull()
    expect(fold({ ...inside, psych: null }, stages('psych', 'fitness')).gate).toBe('psych_open')
    expect(fold({ ...inside, admitted: { ...inside.admitted!, consent: false } }).gate).toBe('consent_missing')
  })
})

describe('a signature', () => {
  const signedJump = { ...inside, attempts: [read(4, 'jump', '270')], signOffs: [sign(5, 'jump', 'passed', 4)] }

  it('holds through a correction that changes no verdict, and falls with one that does', () => {
    expect(fold(signedJump)).toMatchObject({ unsigned: [] })
    expect(fold({ ...signedJump, attempts: [read(6, 'jump', '271', 4)] }).unsigned).toEqual([])
    expect(fold({ ...signedJump, attempts: [read(6, 'jump', '260', 4)] }).signed.has('jump')).toBe(false)
    // Passed after all, but by another attempt than the one that was signed for.
    expect(fold({ ...signedJump, attempts: [read(6, 'jump', '260', 4), read(7, 'jump', '270')] }).unsigned).toEqual(['jump'])
  })

  it('of an item is touched by a change of an earlier one', () => {
    const before = fold({ ...inside, attempts: [read(4, 'jump', '270'), read(5, 'shuttle', '12.50')], signOffs: [sign(6, 'shuttle', 'passed', 5)] })
    const after = (reading: string) => fold({ ...inside, attempts: [read(7, 'jump', reading, 4), read(5, 'shuttle', '12.50')], signOffs: [sign(6, 'shuttle', 'passed', 5)] })
    expect(keepsSignedResults(before, after('271'))).toBe(true)
    expect(keepsSignedResults(before, after('260'))).toBe(false)
  })

  it('attempts at a later item wait, and are not lost, while a corrected earlier one is open again', () => {
    const attempts = [read(7, 'jump', '260', 4), read(5, 'shuttle', '12.50')]
    expect(fold({ ...inside, attempts }).fitness?.items['shuttle']).toMatchObject({ status: 'open', used: 0, locked: 'wrong_order' })
    expect(fold({ ...inside, attempts: [...attempts, read(8, 'jump', '270')] }).fitness?.items['shuttle']).toMatchObject({ status: 'passed', used: 1 })
  })
})
