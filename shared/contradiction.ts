import { factId, type Fact, type FactId, type FactType } from './facts.ts'
import type { HeldFacts } from './held-facts.ts'
import type { Stage } from './pack-schema.ts'
import type { PackageContent } from './package-changes.ts'

/** Why a newer package cannot be taken, each said by a sentence on screen (renderer/i18n, `amendment.json`). */
export const contradictionKinds = [
  /** Against the package in force. */
  'other_exam', 'other_venue', 'other_issuer', 'not_newer', 'other_branch',
  /** A half day: removed, moved, or held otherwise; one that is closed gets or loses people. */
  'session_begun', 'session_closed',
  /** A draw of lots or rooms: its rules, or who is in it. */
  'pool_frozen', 'rooms_frozen',
  /** A person: gone, moved or barred with facts; another person under the id; admitted without this mismatch being seen. */
  'candidate_begun', 'another_person', 'mismatch_unseen',
  /** Sex, birth date or post of somebody whose results rest on it. */
  'result_rests_on_it',
  /** Rules under which something was recorded. */
  'item_recorded', 'fitness_recorded', 'psych_recorded', 'marks_recorded', 'violation_recorded',
  /** An adopted shortlist: who is on it, how many places, the scores it was cut by. */
  'list_adopted',
] as const
export type ContradictionKind = (typeof contradictionKinds)[number]

/** What somebody can do about it; everything else is for HQ. */
export const remedies = ['undo_check_in', 'settle_doubt', 'abort_draw', 'abort_rooms', 'change_heat', 'other_file', 'call_hq'] as const
export type Remedy = (typeof remedies)[number]

/** One recorded fact that stands against the package, and what of the package it stands against. */
export interface Contradiction {
  kind: ContradictionKind
  /** What it is about: ids of session, candidate, post, pool, item, and names of fields, as in `PackageChange.values`. */
  about: Readonly<Record<string, string>>
  fact: { id: FactId; type: FactType; at: number; by: string; second: string | null; session: string | null; candidate: string | null }
  /** How many more facts say the same. */
  more: number
  remedy: Remedy
}

/** What the parts of the decision look at. */
export interface Amending {
  before: PackageContent
  after: PackageContent
  held: HeldFacts
}

/** A contradiction by the first of these facts, which must not be empty. */
export function against(kind: ContradictionKind, about: Readonly<Record<string, string>>, facts: readonly Fact[]): Contradiction {
  const [fact] = facts
  if (fact === undefined) throw new Error('a contradiction names a fact')
  const { body } = fact
  return {
    kind, about,
    fact: {
      id: factId(fact), type: fact.type, at: fact.at, by: fact.by, second: fact.second ?? null,
      session: 'session' in body ? body.session : null, candidate: 'candidate' in body ? body.candidate : null,
    },
    more: facts.length - 1, remedy: remedyFor(kind, facts),
  }
}

function remedyFor(kind: ContradictionKind, facts: readonly Fact[]): Remedy {
  const [first] = facts
  if (kind === 'other_exam' || kind === 'other_venue' || kind === 'other_issuer' || kind === 'not_newer') return 'other_file'
  if (kind === 'candidate_begun' || kind === 'mismatch_unseen' || kind === 'another_person') {
    if (facts.every(({ type }) => type === 'checkin.admitted')) return 'undo_check_in'
    if (facts.every(({ type }) => type === 'checkin.doubted')) return 'settle_doubt'
    if (facts.every(({ type }) => type === 'heat.made' || type === 'heat.changed')) return 'change_heat'
  }
  if (kind === 'pool_frozen' && facts.length === 1 && first?.type === 'lots.frozen') return 'abort_draw'
  if (kind === 'rooms_frozen' && facts.length === 1 && first?.type === 'rooms.frozen') return 'abort_rooms'
  return 'call_hq'
}

/** The stage that a result is of; null for what is no result. */
export function stageOf({ type, body }: Fact): Stage | null {
  switch (type.slice(0, type.indexOf('.'))) {
    case 'psych':
      return 'psych'
    case 'fitness':
      return 'fitness'
    case 'interview':
      return 'stage' in body ? body.stage : null
    case 'waiting':
      return 'interview'
    default:
      return null
  }
}
