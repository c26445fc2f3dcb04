// The folder of paper written every minute: a full drawing of 5,000 candidates against one after 20 changes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { boardOf } from '../../station/board.ts'
import { makePaperFolder } from '../../station/paper/folder.ts'
import { practiceVenue, session } from '../../test/station/practice-venue.ts'
import type { FactDraft } from '../../station/open-venue.ts'
import { madeRoster } from './made-roster.ts'
import type { BenchResult } from './rounds.ts'

const CANDIDATES = 5000
const CHANGES = 20
const ROUNDS = 5

/** Ratio of the two and the longest stop of the event loop while drawing. */
export async function benchPaperFolder(): Promise<BenchResult[]> {
  const people = madeRoster(CANDIDATES, 3).map((person) => ({ ...person, sex: 'M' as const, post: 'Y001', sessions: [session] }))
  const practice = practiceVenue(people)
  const place = mkdtempSync(path.join(tmpdir(), 'kaodian-paper-'))
  const real = { now: () => practice.clock.now(), mono: () => performance.now() }
  const venue = { ...practice.venue, clock: real }
  try {
    await practice.open()
    const chief = practice.as('chief')
    const lotOf = (at: number) => `${'ABCDEF'[Math.floor(at / 999)] ?? 'F'}${String((at % 999) + 1).padStart(3, '0')}`
    const record = (drafts: FactDraft[]) => venue.recordAll(chief, drafts, practice.cmd())
    record(people.map((person, at): FactDraft => ({ type: 'checkin.admitted', body: { session, candidate: person.id, tag: String(at), consent: true, warnings: [] } })))
    record(people.map((person, at): FactDraft => ({ type: 'lots.drawn', body: { draw: 'bench', session, candidate: person.id, turn: at + 1, lot: lotOf(at) } })))
    // what the station has in memory already by the time it writes paper
    boardOf(venue).standings(session)
    const folder = makePaperFolder(venue)
    let changed = 0
    let longest = 0
    const timed = async (): Promise<number> => {
      let last = performance.now()
      let on = true
      const watch = () => {
        const now = performance.now()
        longest = Math.max(longest, now - last)
        last = now
        if (on) setImmediate(watch)
      }
      setImmediate(watch)
      const from = performance.now()
      const state = await folder.write()
      on = false
      changed = state.changed
      if (state.problem !== '') throw new Error(state.problem)
      return performance.now() - from
    }
    const ratios: number[] = []
    const fulls: number[] = []
    const afters: number[] = []
    let pages = 0
    let equal = true
    for (let round = 0; round < ROUNDS; round += 1) {
      folder.use(null)
      folder.use(place)
      const full = await timed()
      pages = changed
      equal &&= changed === folder.state().pages
      record(Array.from({ length: CHANGES }, (_, n): FactDraft => {
        const at = (n * 241 + round * 37) % CANDIDATES
        return { type: 'psych.recorded', body: { session, candidate: people[at]?.id ?? '', lot: lotOf(at), result: 'passed', source: 'hand' } }
      }))
      const after = await timed()
      equal &&= changed >= 1 && changed <= CHANGES * 3
      ratios.push(after / full)
      fulls.push(full)
      afters.push(after)
    }
    const middle = (times: readonly number[]) => ([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0).toFixed(0)
    return [{
      name: `纸面文件夹 paper folder, ${String(CANDIDATES)} candidates, ${String(CHANGES)} changes (redraw ÷ full)`, ratios, target: { atMost: 0.1 }, equal,
      note: `full ${String(pages)} pages in ${middle(fulls)} ms, after ${String(CHANGES)} changes ${String(changed)} pages in ${middle(afters)} ms; longest stop of the event loop ${longest.toFixed(0)} ms (goal 50)`,
    }]
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
