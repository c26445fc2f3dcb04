import type { RulePack } from '../../shared/pack-schema.ts'
import { ok, type Crew } from './crew.ts'
import type { Scores } from './interviews.ts'
import type { Tally } from './tally.ts'

/**
 * Holds the station's standing of every post against the scores this simulation gave: each total reckoned again in
 * whole numbers, ranks in the order of totals, nobody cut from the medical who is as good as the last one on it.
 */
export async function checkStandings(crew: Crew, pack: RulePack, scores: Scores, tally: Tally): Promise<void> {
  const auditor = crew.as(crew.operator('auditor'))
  const { posts } = ok(await auditor.standings.posts({}), 'the standings')
  for (const { post } of posts) {
    const { standing } = ok(await auditor.standings.post({ post }), `the standing of ${post}`)
    const category = pack.posts.find(({ code }) => code === post)?.category ?? 'undivided'
    const formula = pack.ranking?.totals[category]
    if (formula === undefined || formula === null) continue
    for (const row of standing.rows) {
      const given = scores.get(row.candidate)
      if (given?.interview !== undefined && row.interview !== given.interview)
        throw new Error(`${row.rosterNumber}: interview ${String(row.interview)} in the standing, ${given.interview} was given`)
      if (row.rank === null) continue
      const terms = { written: row.written, interview: row.corrected ?? row.interview, professional: row.professional, fitnessPoints: null }
      const total = formula.terms.reduce((sum, { score, weight }) => sum + millionths(terms[score] ?? '0') * millionths(weight), 0n)
      const unit = 10n ** BigInt(12 - formula.decimals)
      const scaled = total / unit + (formula.rounding === 'halfUp' && 2n * (total % unit) >= unit ? 1n : 0n)
      const digits = String(scaled).padStart(formula.decimals + 1, '0')
      const expected = formula.decimals === 0 ? digits : `${digits.slice(0, -formula.decimals)}.${digits.slice(-formula.decimals)}`
      if (row.total !== expected) throw new Error(`${row.rosterNumber}: total ${String(row.total)}, by hand ${expected}`)
      tally.add('核对总成绩')
    }
    const ranked = standing.rows.filter((row) => row.rank !== null)
    for (const [at, row] of ranked.entries()) {
      const before = ranked[at - 1]
      if (before !== undefined && millionths(before.total ?? '0') < millionths(row.total ?? '0')) throw new Error(`${post}: ${row.rosterNumber} is ranked below a lower total`)
    }
    const medical = ranked.filter((row) => row.medical)
    const last = medical.at(-1)
    if (last !== undefined && ranked.some((row) => !row.medical && row.gate === 'pass' && row.rank === last.rank))
      throw new Error(`${post}: a tie at the medical cut was cut`)
    if (medical.some((row) => row.gate !== 'pass')) throw new Error(`${post}: somebody below the pass mark is on the medical list`)
  }
}

function millionths(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
