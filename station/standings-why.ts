import type { NumberSource, TotalWhy } from '../shared/api/standings.ts'
import type { FactId, ScoredStage } from '../shared/facts.ts'
import type { ScoredStanding } from '../shared/interview.ts'
import type { TieBreaker } from '../shared/ranking.ts'
import { productText, quotientOf, roundedText, sumOf, times } from '../shared/quotient.ts'
import type { ScoreName } from '../shared/totals.ts'
import { boardOf, type Board } from './board.ts'
import type { OpenVenue } from './open-venue.ts'
import { attendedBy, longRunOf, runReading, signedScore, type Attended, type Evidence } from '../shared/standings-evidence.ts'
import { standingsOf, type HeldPost } from './standings-held.ts'
import { panelTitle, rowsOf, tieValue } from './standings-view.ts'

interface About {
  venue: OpenVenue
  board: Board
  held: HeldPost
  entry: Evidence
  attended: readonly Attended[]
}

/** How every number of a candidate's total came about; null when nobody of that id is on the roster. */
export function totalWhy(venue: OpenVenue, candidate: string): TotalWhy | null {
  const board = boardOf(venue)
  const person = board.person(candidate)
  const held = person === null ? null : standingsOf(venue).post(person.post)
  const entry = held?.entries.get(candidate)
  if (person === null || held === null || entry === undefined) return null
  const { pack } = venue
  const about: About = { venue, board, held, entry, attended: attendedBy(board, pack, person, standingsOf(venue).days()) }
  const { post, ranked } = held
  const formula = pack.ranking?.totals[post.category] ?? null
  const row = rowsOf(held).find((each) => each.candidate === candidate)
  const terms = (formula?.terms ?? []).map(({ score, weight }) => {
    const value = valueOf(about, score)
    return { score, value, weight, product: value === null ? null : productText(value, weight), sources: sourcesOf(about, score) }
  })
  const gates = (['interview', 'professional'] as const).flatMap((stage) => {
    const rules = post.stages.includes(stage) ? pack[stage] : null
    const passMark = rules?.passMark[post.category] ?? null
    if (rules === null || passMark === null) return []
    const gate = ranked.ranking.ranked.find(({ id }) => id === candidate)?.gates.find((each) => each.stage === stage)
    return [{ stage, score: valueOf(about, stage), passMark, passed: gate === undefined ? null : gate.verdict === 'pass', clause: rules.clause, sources: sourcesOf(about, stage) }]
  })
  return {
    candidate, rosterNumber: person.rosterNumber, name: person.name, rank: row?.rank ?? null, total: row?.total ?? null, missing: row?.missing ?? null,
    exact: row?.total == null ? null : exactSum(terms), decimals: formula?.decimals ?? 0, rounding: formula?.rounding ?? 'halfUp', clause: formula?.clause ?? '',
    terms, gates,
    tieBreakers: (pack.ranking?.tieBreakers ?? []).map((key) => ({
      key, value: tieValue(entry, ranked, key), decided: row?.decidedBy.includes(key) === true, sources: sourcesOf(about, scoreOf(key)),
    })),
  }
}

/** The sum of the products with every decimal it has. */
function exactSum(terms: readonly { value: string | null; weight: string }[]): string {
  const places = (text: string): number => text.split('.')[1]?.length ?? 0
  const decimals = Math.max(0, ...terms.map(({ value, weight }) => places(value ?? '') + places(weight)))
  return roundedText(sumOf(terms.map(({ value, weight }) => times(quotientOf(value ?? '0'), quotientOf(weight)))), decimals, 'down')
}

function valueOf({ entry, held }: About, score: ScoreName): string | null {
  return (score === 'interview' ? held.ranked.corrected.get(entry.id) ?? entry.interview : entry[score]) ?? null
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

function sourcesOf(about: About, score: ScoreName | 'quality' | 'run'): NumberSource[] {
  const { entry, venue, attended } = about
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
        what: 'points', fact: sign.fact, value: standing.fitness?.items[sign.item]?.points ?? '', clause: venue.pack.fitness?.clause ?? '', at: sign.at, by: about.board.nameOf(sign.by),
      })))
    case 'run': {
      const item = longRunOf(venue.pack)
      return attended.flatMap(({ standing }) => runReading(standing, item) ?? []).slice(0, 1).map((run): NumberSource => ({
        what: 'reading', fact: run.fact, value: run.reading, clause: item?.clause ?? '', at: run.at, by: about.board.nameOf(run.by),
      }))
    }
    default:
      return score satisfies never
  }
}

/** The facts of a scored stage: both readings of the sheets, or the ruling, and the three signatures under the score. */
function marksOf({ venue, board, attended }: About, stage: ScoredStage): NumberSource[] {
  const found = signedScore(attended, stage)
  const scored: ScoredStanding | undefined = found?.standing.scored.get(stage)
  if (found === null || scored === undefined) return []
  const clause = venue.pack[stage]?.clause ?? ''
  const source = (what: NumberSource['what'], fact: FactId, value: string, at: number, by: string): NumberSource => ({ what, fact, value, clause, at, by: board.nameOf(by) })
  const { ruling } = scored
  return [
    // one reading alone is nobody's to see (规则 §8)
    ...(scored.complete ? scored.entries : []).map((entry) => source('marks', entry.fact, entry.marks.map((row) => row.join(' ')).join(' · '), entry.at, entry.operator)),
    ...(ruling === null ? [] : [source('ruling', ruling.fact, ruling.reason, ruling.at, ruling.by)]),
    ...scored.signatures.map((sign) => source('signature', sign.fact, found.score, sign.at, sign.operator)),
  ]
}

/** What a post that sat in several rooms corrects a score by: the panel's mean and its coefficient. */
function correctionOf({ venue, held, entry }: About): NumberSource[] {
  const panel = held.ranked.panels.find((each) => each.panel === entry.panel)
  if (panel === undefined || !held.ranked.corrected.has(entry.id)) return []
  const clause = venue.pack.interview?.clause ?? ''
  const by = panelTitle(venue.pack, panel.panel).zh
  return [
    { what: 'mean', fact: null, value: panel.mean, clause, at: null, by },
    { what: 'coefficient', fact: null, value: `${entry.interview ?? ''} × ${panel.coefficient}`, clause, at: null, by },
  ]
}
