import { drawContradictions } from './amendment-draws.ts'
import { peopleContradictions } from './amendment-people.ts'
import { ruleContradictions } from './amendment-rules.ts'
import { sessionContradictions } from './amendment-sessions.ts'
import { against, type Amending, type Contradiction } from './contradiction.ts'
import type { HeldFacts } from './held-facts.ts'
import { packageChanges, type PackageChange, type PackageContent } from './package-changes.ts'

/** One version of a venue's exam package, as far as it decides whether another may take its place. */
export interface PackageVersion {
  exam: string
  venue: string
  /** HQ's public key (hex) that signed it. */
  issuer: string
  /** 0: it said none. */
  version: number
  /** Its hash, hex; empty where it is not known any more. */
  hash: string
  /** Hash of the package it takes the place of, or null. */
  replaces: string | null
  content: PackageContent
  /** Candidates of whom it says that they withdrew. */
  withdrawn?: ReadonlySet<string>
}

export type Amendment = { may: true; changes: readonly PackageChange[] } | { may: false; changes: readonly PackageChange[]; contradictions: readonly Contradiction[] }

/**
 * Whether a newer package may take the place of the present one in a venue that works: only where nothing recorded is
 * contradicted. Facts keep raw readings and are judged anew by the pack in force, so what they were judged by must not
 * change under them. `changes` says what is different, whatever is decided.
 */
export function amendment(present: PackageVersion, offered: PackageVersion, held: HeldFacts): Amendment {
  const changes = packageChanges(present.content, offered.content, offered.withdrawn)
  const foreign = envelope(present, offered, held)
  if (foreign.length > 0) return { may: false, changes: [], contradictions: foreign }
  const amending: Amending = { before: present.content, after: offered.content, held }
  const contradictions = [
    ...sessionContradictions(amending), ...drawContradictions(amending), ...peopleContradictions(amending), ...ruleContradictions(amending),
  ]
  return contradictions.length === 0 ? { may: true, changes } : { may: false, changes, contradictions }
}

/** A package of something else, or an older one, stands against the fact that put ours into force. */
function envelope(present: PackageVersion, offered: PackageVersion, { package: inForce }: HeldFacts): Contradiction[] {
  if (inForce === null) throw new Error('a venue without its opening fact')
  const values = { from: String(present.version), to: String(offered.version) }
  if (offered.exam !== present.exam) return [against('other_exam', {}, [inForce])]
  if (offered.venue !== present.venue) return [against('other_venue', {}, [inForce])]
  if (offered.issuer !== present.issuer) return [against('other_issuer', {}, [inForce])]
  if (offered.version <= present.version) return [against('not_newer', values, [inForce])]
  // Versions may be skipped: each package holds everything. The very next one says which it follows.
  const next = offered.version === present.version + 1 && present.hash !== '' && offered.replaces !== null
  return next && offered.replaces !== present.hash ? [against('other_branch', values, [inForce])] : []
}
