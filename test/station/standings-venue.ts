import { generateKeyPairSync } from 'node:crypto'
import { openLedger } from '../../db/ledger.ts'
import type { FactBody, FactId, FactType, Marks } from '../../shared/facts.ts'
import type { RulePack } from '../../shared/pack-schema.ts'
import type { Candidate } from '../../shared/roster.ts'
import type { OpenVenue } from '../../station/open-venue.ts'
import { openStandings } from '../../station/standings-held.ts'
import { postStanding, rowsOf } from '../../station/standings-view.ts'
import { person, practiceVenue } from './practice-venue.ts'

export const fitnessDay = '0609-am'
export const interviewDay = '0617-am'

/**
 * Two posts of Shenzhen through a fitness and an interview half day: T (technical, 2 to hire) and G (general, 2 to hire).
 * Steps are recorded as facts; how people come to record them is not asked here.
 */
export function standingsVenue(people: readonly Candidate[], change: (pack: RulePack) => void = () => undefined) {
  const practice = practiceVenue(people, {
    change: (pack) => {
      const base = pack.posts[0]!
      const post = (code: string, category: 'technical' | 'general') =>
        ({ ...base, code, category, headcount: 2, sex: 'any' as const, birth: null, stages: ['psych' as const, 'fitness' as const, 'interview' as const] })
      pack.posts = [post('T', 'technical'), post('G', 'general')]
      const fitness = pack.sessions.find(({ stages }) => stages.includes('fitness'))!
      pack.sessions = [
        { ...fitness, id: fitnessDay, due: { kind: 'posts', posts: ['T', 'G'] } },
        {
          id: interviewDay, date: '2023-06-17', half: 'am', title: { zh: '面试', en: 'Interviews' }, stages: ['interview'], window: { from: '07:30', to: '08:30' },
          due: { kind: 'shortlist', posts: ['T', 'G'] },
          rooms: [
            { id: '1', title: { zh: '第一面试室', en: 'Room 1' }, letters: 'A' },
            { id: '2', title: { zh: '第二面试室', en: 'Room 2' }, letters: 'B' },
          ],
        },
      ]
      pack.pools = []
      change(pack)
    },
  })
  const { venue, cmd, as } = practice
  const record = <T extends FactType>(type: T, body: FactBody<T>): FactId => {
    const done = venue.record(as('chief'), type, body, cmd())
    if (!done.ok) throw new Error(`${type} was refused: ${done.refused.reason}`)
    return done.fact
  }
  const lotOf = (n: number, letter: string): string => `${letter}${String(n).padStart(3, '0')}`
  const marksOf = (mark: string): Marks => Array.from({ length: venue.pack.interview?.panel ?? 7 }, () => [mark])
  const adopted = new Map<string, FactId>()

  const steps = {
    ...practice, record,
    /** In, psych passed, jump and shuttle passed and signed, the run as read and signed. */
    fit: (n: number, run = '250.00', verdict: 'passed' | 'failed' = 'passed') => {
      const about = { session: fitnessDay, candidate: person(n).id }
      const lot = lotOf(n, 'A')
      record('checkin.admitted', { ...about, tag: '', consent: true, warnings: [] })
      record('lots.drawn', { ...about, draw: 'fitness', turn: n, lot })
      record('psych.recorded', { ...about, lot, result: 'passed', source: 'hand' })
      for (const [item, reading] of [['jump', '280'], ['shuttle', '12.50'], ['run', run]] as const) {
        const attempt = record('fitness.attempted', { ...about, lot, item, outcome: { kind: 'reading', reading } })
        record('fitness.signed', { ...about, lot, item, verdict: item === 'run' ? verdict : 'passed', attempts: [attempt], acknowledgement: { kind: 'on_paper' } })
      }
    },
    /** The shortlist of a post; a later one takes the place of the one before. */
    adopt: (post: string, ns: readonly number[]) => {
      adopted.set(post, record('shortlist.adopted', { session: interviewDay, post, quota: 6, candidates: ns.map((n) => person(n).id), tied: [], replaces: adopted.get(post) ?? null }))
    },
    /** At the interview: in, in a room, with a lot. */
    arrive: (n: number, room = '1') => {
      const about = { session: interviewDay, candidate: person(n).id }
      record('checkin.admitted', { ...about, tag: '', consent: false, warnings: [] })
      record('rooms.joined', { ...about, room })
      record('lots.drawn', { ...about, draw: `${interviewDay}.${room}`, turn: n, lot: lotOf(n, room === '1' ? 'A' : 'B') })
    },
    /** Marked twice with one mark by all examiners, which is then the score; signed by three unless said otherwise. */
    mark: (n: number, mark: string, given: { room?: string; signed?: number; replaces?: readonly FactId[] } = {}): FactId[] => {
      const { room = '1', signed = 3, replaces = [] } = given
      const about = { session: interviewDay, candidate: person(n).id, lot: lotOf(n, room === '1' ? 'A' : 'B'), stage: 'interview' as const }
      const sheets = ([1, 2] as const).map((entry) =>
        record('interview.marked', { ...about, room, entry, operator: `interview-${String(entry)}`, marks: marksOf(mark), replaces: replaces[entry - 1] ?? null, reason: '' }))
      steps.sign(n, Number(mark).toFixed(2), sheets, room, signed)
      return sheets
    },
    sign: (n: number, score: string, sheets: FactId[], room = '1', signed = 3) => {
      const about = { session: interviewDay, candidate: person(n).id, lot: lotOf(n, room === '1' ? 'A' : 'B'), stage: 'interview' as const }
      for (const role of (['recorder', 'verifier', 'supervisor'] as const).slice(0, signed)) record('interview.signed', { ...about, role, operator: `${role}-1`, score, sheets })
    },
    /** Arrived, been in the room, marked and signed. */
    interviewed: (n: number, mark: string, room = '1'): FactId[] => {
      steps.arrive(n, room)
      const about = { session: interviewDay, candidate: person(n).id, lot: lotOf(n, room === '1' ? 'A' : 'B'), stage: 'interview' as const, room }
      record('interview.entered', about)
      record('interview.left', about)
      return steps.mark(n, mark, { room })
    },
    standing: (post: string) => {
      const found = postStanding(venue, post)
      if (found === null) throw new Error(`no post ${post}`)
      return found
    },
    /** Everything the standings say, from a board and standings that know nothing yet but the database. */
    fromScratch: () => {
      const ledger = openLedger(venue.db, { exam: 'exam', venue: 'v1', signingKey: generateKeyPairSync('ed25519').privateKey, clock: venue.clock })
      return said({ ...venue, ledger })
    },
  }
  return steps
}

/** All that a venue's standings say, post by post. */
export function said(venue: OpenVenue, standings = openStandings(venue)): unknown {
  return standings.posts().map((held) => ({ summary: held.summary, rows: rowsOf(held), whole: postStanding(venue, held.post.code), asOf: held.asOf }))
}
