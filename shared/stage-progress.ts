import type { StageState, ViolationRow } from './current-rows.ts'
import type { FitnessStanding } from './fitness.ts'
import type { ScoredStage } from './facts.ts'
import type { ScoredStanding } from './interview.ts'
import type { RulePack, Session, Stage } from './pack-schema.ts'
import type { Candidate } from './roster.ts'

/** How far one stage of a candidate's post is. */
export interface StageProgress {
  stage: Stage
  state: StageState
  /** Held in the session looked at; the others are known from their own sessions. */
  here: boolean
  /** Passed at another venue, as HQ says in the roster; never together with `here`. */
  otherVenue?: true
}

/** The two stages that examiners mark. */
export const scoredStages = ['interview', 'professional'] as const satisfies readonly ScoredStage[]

/** Whether a stage is marked by examiners. */
export function isScored(stage: string): stage is ScoredStage {
  return scoredStages.some((each) => each === stage)
}

/** Whether a session holds a stage for a post; a stage no session holds for it gates nothing here. */
export function holdsFor(session: Session, stage: Stage, post: string): boolean {
  return session.stages.includes(stage) && (session.due.kind === 'roster' || session.due.posts.includes(post))
}

const none: readonly Stage[] = []

/**
 * Stages of a person that count as passed at another venue (decision 0112): those that HQ's roster says so of and no half
 * day of this pack holds for the person. What is held here is judged here, whatever HQ says.
 */
export function passedElsewhere(
  { sessions }: Pick<RulePack, 'sessions'>, { passed, sessions: due }: Pick<Candidate, 'passed' | 'sessions'>,
): readonly Stage[] {
  if (passed === undefined) return none
  return passed.filter((stage) => !sessions.some(({ id, stages }) => stages.includes(stage) && due.includes(id)))
}

/** What fails by violations whose effect ends an item or a stage (规则 §10); bars are apart. Scored stages get theirs as a ruling. */
export interface FailedByViolation {
  /** Items of fitness. */
  items: ReadonlySet<string>
  /** The first violation that failed psych or fitness as a whole. */
  stages: ReadonlyMap<Stage, ViolationRow>
}

/**
 * Which items and stages violations fail. An effect that names nothing ends the stage that comes last in the session,
 * where no scored stage takes it as zero.
 */
export function failedByViolation(violations: readonly ViolationRow[], stages: readonly Stage[]): FailedByViolation {
  const items = new Set<string>()
  const failed = new Map<Stage, ViolationRow>()
  const unscored = stages.filter((stage) => !isScored(stage))
  for (const violation of violations) {
    switch (violation.effect) {
      case 'none':
      case 'barred':
        break
      case 'zero':
      case 'itemFails': {
        const { item } = violation
        const stage = item === null ? (stages.some(isScored) ? undefined : unscored.at(-1)) : unscored.find((each) => each === item)
        if (stage !== undefined) {
          if (!failed.has(stage)) failed.set(stage, violation)
        } else if (item !== null && !isScored(item)) {
          items.add(item)
        }
        break
      }
      default:
        violation.effect satisfies never
    }
  }
  return { items, stages: failed }
}

/** What the stages of one session came to. */
export interface StageResults {
  psych: StageState
  fitness: FitnessStanding | null
  scored: ReadonlyMap<ScoredStage, ScoredStanding>
  failed: FailedByViolation
}

/** What is known of the stages that the session looked at does not hold. */
export interface OtherStages {
  /** What they came to in other half days here. */
  elsewhere: Readonly<Partial<Record<Stage, StageState>>>
  /** As `passedElsewhere` has them. */
  otherVenue: readonly Stage[]
}

/** How far every stage of a post is, in its order (规则 §2: the order is per post). */
export function progressOf(
  postStages: readonly Stage[], session: Session, results: StageResults, { elsewhere, otherVenue }: OtherStages,
): StageProgress[] {
  return postStages.map((stage) => {
    if (session.stages.includes(stage)) return { stage, here: true, state: stateHere(stage, results) }
    if (otherVenue.includes(stage)) return { stage, here: false, state: 'passed', otherVenue: true }
    return { stage, here: false, state: stage === 'psych' ? results.psych : elsewhere[stage] ?? 'open' }
  })
}

function stateHere(stage: Stage, { psych, fitness, scored, failed }: StageResults): StageState {
  if (failed.stages.has(stage)) return 'failed'
  switch (stage) {
    case 'psych':
      return psych
    case 'fitness':
      return fitness?.verdict ?? 'open'
    case 'interview':
    case 'professional': {
      const standing = scored.get(stage)
      // A ruling ends the stage at once; three signatures end the others.
      return standing === undefined ? 'open' : standing.ruling !== null ? 'failed' : standing.verdict
    }
    default:
      return stage satisfies never
  }
}
