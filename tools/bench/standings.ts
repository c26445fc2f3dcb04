import { generateKeyPairSync } from 'node:crypto'
import { readFact } from '../../db/envelope.ts'
import { countFacts, openLedger } from '../../db/ledger.ts'
import { refill } from '../../db/refill.ts'
import { importRoster } from '../../db/roster.ts'
import { momentOf } from '../../shared/venue-time.ts'
import { seededChance } from '../../exchange/chance.ts'
import { handClock } from '../../exchange/clock.ts'
import type { OpenVenue } from '../../station/open-venue.ts'
import { openStandings, standingsOf } from '../../station/standings-held.ts'
import { postStanding, rowsOf } from '../../station/standings-view.ts'
import { madeExam } from './made-exam.ts'
import { madeLedger, type MadeLedger } from './made-ledger.ts'
import { median, rounds, timed, type BenchResult } from './rounds.ts'

const CANDIDATES = 20_000
const POSTS = 200
const NEW_SCORES = 60

/**
 * Totals and ranks of 20,000 candidates in 200 posts: everything anew from the database against reading the same facts,
 * and from one new score to the standing on screen.
 */
export function benchStandings(): BenchResult[] {
  const exam = madeExam(CANDIDATES, POSTS, 7)
  const made = madeLedger({ facts: exam.facts, candidates: CANDIDATES, signEvery: 5000, draftOf: exam.draftOf })
  try {
    importRoster(made.db, exam.people)
    refill(made.db)
    return [...fullRecompute(made, exam), oneNewScore(made, exam)]
  } finally {
    made.remove()
  }
}

/** The venue as a station that was just started has it: nothing in memory yet. */
function startedVenue(made: MadeLedger, exam: ReturnType<typeof madeExam>): OpenVenue {
  const clock = handClock(momentOf('2023-06-30', '12:00', '+08:00'))
  const ledger = openLedger(made.db, { exam: 'bench-exam', venue: 'bench-venue', signingKey: generateKeyPairSync('ed25519').privateKey, clock })
  const never = () => {
    throw new Error('the bench records through its ledger')
  }
  return {
    exam: 'bench-exam', venue: 'bench-venue', name: 'bench', mode: 'rehearsal', pack: exam.pack, packHash: '0'.repeat(64), clock, chance: seededChance('bench'),
    ledger, db: made.db, present: () => [], folder: '', record: never, recordAll: never,
  }
}

/** Milliseconds this thread was at work, whatever else the machine does; the collector's helpers are not in it. */
function worked(work: () => void): { ms: number; cpu: number } {
  const from = process.threadCpuUsage()
  const ms = timed(work)
  const { user, system } = process.threadCpuUsage(from)
  return { ms, cpu: (user + system) / 1000 }
}

function fullRecompute(made: MadeLedger, exam: ReturnType<typeof madeExam>): BenchResult[] {
  let ranked = 0
  let seen = 0
  let venue = startedVenue(made, exam)
  const cpu = { read: [] as number[], whole: [] as number[] }
  const noted = (of: keyof typeof cpu, took: ReturnType<typeof worked>): number => {
    cpu[of].push(took.cpu)
    return took.ms
  }
  const measured = rounds(5, {
    read: () => {
      seen = 0
      return noted('read', worked(() => {
        for (const [bytes] of made.db.scan<[Buffer]>('SELECT bytes FROM fact ORDER BY n')) if (readFact(bytes).seq > 0) seen += 1
      }))
    },
    whole: () => {
      venue = startedVenue(made, exam)
      return noted('whole', worked(() => {
        ranked = standingsOf(venue).posts().reduce((sum, { summary }) => sum + summary.ranked, 0)
      }))
    },
    // the same again on the board that the last round filled: what a change of rules would cost
    again: () => timed(() => openStandings(venue).posts()),
  })
  const equal = seen === countFacts(made.db) && ranked === CANDIDATES - exam.waiting.length
  const best = (of: 'read' | 'whole' | 'again') => Math.min(...measured.map((round) => round[of])).toFixed(0)
  const note = `${String(seen)} facts; reading ${best('read')} ms, from the database ${best('whole')} ms, from the board ${best('again')} ms; ${String(ranked)} ranked; by this thread's own time ${(median(cpu.whole) / median(cpu.read)).toFixed(2)}`
  return [
    { name: `排名全算 standings of ${String(CANDIDATES)} in ${String(POSTS)} posts from the database (÷ reading their facts)`, ratios: measured.map((round) => round.whole / round.read), target: { atMost: 2 }, equal, note },
    { name: '排名重算 the same from what the board holds (÷ reading their facts)', ratios: measured.map((round) => round.again / round.read), target: null, equal, note: 'for comparison' },
  ]
}

function oneNewScore(made: MadeLedger, exam: ReturnType<typeof madeExam>): BenchResult {
  const venue = startedVenue(made, exam)
  const standings = standingsOf(venue)
  const station = made.db.one<{ id: string }>('SELECT id FROM station ORDER BY no LIMIT 1')?.id ?? ''
  standings.posts()
  const before = standings.work()
  const took = exam.waiting.slice(0, NEW_SCORES).map(({ candidate, post, draft }, turn) => {
    const score = draft(turn, station)
    return timed(() => {
      if (!venue.ledger.append(score).ok) throw new Error('the ledger refused a score')
      const summaries = standings.posts()
      const row = postStanding(venue, post)?.rows.find((each) => each.candidate === candidate)
      if (row?.rank == null || summaries.length !== POSTS) throw new Error(`the score of ${candidate} is not in the standing`)
    })
  })
  const work = standings.work()
  const anew = openStandings(venue)
  const equal = work.candidates - before.candidates === NEW_SCORES && work.posts - before.posts === NEW_SCORES &&
    anew.posts().every((held, at) => JSON.stringify(rowsOf(held)) === JSON.stringify(rowsOf(standings.posts()[at] ?? held)))
  return {
    name: `新成绩 ms from one new score to its standing, ${String(NEW_SCORES)} scores among ${String(CANDIDATES)} candidates`, ratios: took, target: { atMost: 100 }, equal,
    note: `the durable commit included; slowest ${Math.max(...took).toFixed(1)} ms; one candidate and one post computed for each`,
  }
}
