import type { NumberSource, TotalWhy, WhyUnranked } from './api/standings.ts'
import type { FactId, ScoredStage } from './facts.ts'
import type { ScoredStanding } from './interview.ts'
import type { Post, RulePack } from './pack-schema.ts'
import { keyValue, type PostEntry, type RankedPost } from './post-standing.ts'
import { productText, quotientOf, roundedText, sumOf, times } from './quotient.ts'
import type { TieBreaker } from './ranking.ts'
import { longRunOf, runReading, signedScore, type Attended } from './standings-evidence.ts'
import { panelTitle } from './standings-view.ts'
import type { ScoreName } from './totals.ts'

/** Everything the reasons of one candidate's total are made of, at a venue or at HQ. */
export interface WhyCase {
  pack: RulePack
  post: Post
  ranked: RankedPost
  entry: PostEntry
  person: { rosterNumber: string; name: string }
  /** The candidate's row as the ranking shows it. */
  row: { rank: number | null; total: string | null; missing: WhyUnranked | null; decidedBy: readonly TieBreaker[] } | null
  /** Sessions of the candidate with their folded facts, in the order of days. */
  attended: readonly Attended[]
  nameOf: (operator: string) => string
}

/** How every number of a candidate's total came about: inputs, rounding, clause and facts (规则 §9, §11). */
export function whyOf(about: WhyCase): TotalWhy {
  const { pack, post, ranked, entry, person, row } = about
  const formula = pack.ranking?.totals[post.category] ?? null
  const terms = (formula?.terms ?? []).map(({ score, weight }) => {
    const value = valueOf(about, score)
    return { score, value, weight, product: value === null ? null : productText(value, weight), sources: sourcesOf(about, score) }
  })
  const gates = (['interview', 'professional'] as const).flatMap((stage) => {
    const rules = post.stages.includes(stage) ? pack[stage] : null
    const passMark = rules?.passMark[post.category] ?? null
    if (rules === null || passMark === null) return []
    const gate = ranked.ranking.ranked.find(({ id }) => id === entry.id)?.gates.find((each) => each.stage === stage)
    return [{ stage, score: valueOf(about, stage), passMark, passed: gate === undefined ? null : gate.verdict === 'pass', clause: rules.clause, sources: sourcesOf(about, stage) }]
  })
  return {
    candidate: entry.id, rosterNumber: person.rosterNumber, name: person.name, rank: row?.rank ?? null, total: row?.total ?? null, missing: row?.missing ?? null,
    exact: row?.total == null ? null : exactSum(terms), decimals: formula?.decimals ?? 0, rounding: formula?.rounding ?? 'halfUp', clause: formula?.clause ?? '',
    terms, gates,
    tieBreakers: (pack.ranking?.tieBreakers ?? []).map((key) => ({
      key, value: tieValue(entry, ranked, key), decided: row?.decidedBy.includes(key) === true, sources: sourcesOf(about, scoreOf(key)),
    })),
  }
}

/** The value of a tie-breaker of one candidate, after the correction between panels. */
export function tieValue(entry: PostEntry, ranked: RankedPost, key: TieBreaker): string | null {
  return keyValue({ ...entry, interview: ranked.corrected.get(entry.id) ?? entry.interview }, key) ?? null
}

/** The sum of the products with every decimal it has. */
function exactSum(terms: readonly { value: string | null; weight: string }[]): string {
  const places = (text: string): number => text.split('.')[1]?.length ?? 0
  const decimals = Math.max(0, ...terms.map(({ value, weight }) => places(value ?? '') + places(weight)))
  return roundedText(sumOf(terms.map(({ value, weight }) => times(quotientOf(value ?? '0'), quotientOf(weight)))), decimals, 'down')
}

function valueOf({ entry, ranked }: WhyCase, score: ScoreName): string | null {
  return (score === 'interview' ? ranked.corrected.get(entry.id) ?? entry.interview : entry[score]) ?? null
}

function scoreOf(key: TieBreaker): ScoreName | 'quality' | 'run' {
  switch (key) {
    case 'written':
    case 'interview':
      return key
    case 'policeAptitude':
      return 'quality'
    case 'runTime':
      return 'run'
    default:
      return key satisfies never
  }
}

function sourcesOf(about: WhyCase, score: ScoreName | 'quality' | 'run'): NumberSource[] {
  const { entry, pack, attended } = about
  switch (score) {
    case 'written':
    case 'quality': {
      const value = entry[score]
      return value === undefined ? [] : [{ what: 'roster', fact: null, value, clause: '', at: null, by: '' }]
    }
    case 'interview':
      return [...marksOf(about, 'interview'), ...correctionOf(about)]
    case 'professional':
      return marksOf(about, 'professional')
    case 'fitnessPoints':
      return attended.flatMap(({ standing }) => [...standing.signed.values()].map((sign): NumberSource => ({
        what: 'points', fact: sign.fact, value: standing.fitness?.items[sign.item]?.points ?? '', clause: pack.fitness?.clause ?? '', at: sign.at, by: about.nameOf(sign.by),
      })))
    case 'run': {
      const item = longRunOf(pack)
      return attended.flatMap(({ standing }) => runReading(standing, item) ?? []).slice(0, 1).map((run): NumberSource => ({
        what: 'reading', fact: run.fact, value: run.reading, clause: item?.clause ?? '', at: run.at, by: about.nameOf(run.by),
      }))
    }
    default:
      return score satisfies never
  }
}

/** The facts of a scored stage: both readings of the sheets, or the ruling, and the three signatures under the score. */
function marksOf({ pack, nameOf, attended }: WhyCase, stage: ScoredStage): NumberSource[] {
  const found = signedScore(attended, stage)
  const scored: ScoredStanding | undefined = found?.standing.scored.get(stage)
  if (found === null || scored === undefined) return []
  const clause = pack[stage]?.clause ?? ''
  const source = (what: NumberSource['what'], fact: FactId, value: string, at: number, by: string): NumberSource => ({ what, fact, value, clause, at, by: nameOf(by) })
  const { ruling } = scored
  return [
    // one reading alone is nobody's to see (规则 §8)
    ...(scored.complete ? scored.entries : []).map((entry) => source('marks', entry.fact, entry.marks.map((row) => row.join(' ')).join(' · '), entry.at, entry.operator)),
    ...(ruling === null ? [] : [source('ruling', ruling.fact, ruling.reason, ruling.at, ruling.by)]),
    ...scored.signatures.map((sign) => source('signature', sign.fact, found.score, sign.at, sign.operator)),
  ]
}

/** What a post that sat in several rooms corrects a score by: the panel's mean and its coefficient. */
function correctionOf({ pack, ranked, entry }: WhyCase): NumberSource[] {
  const panel = ranked.panels.find((each) => each.panel === entry.panel)
  if (panel === undefined || !ranked.corrected.has(entry.id)) return []
  const clause = pack.interview?.clause ?? ''
  const by = panelTitle(pack, panel.panel).zh
  return [
    { what: 'mean', fact: null, value: panel.mean, clause, at: null, by },
    { what: 'coefficient', fact: null, value: `${entry.interview ?? ''} × ${panel.coefficient}`, clause, at: null, by },
  ]
}
