import { against, stageOf, type Amending, type Contradiction } from './contradiction.ts'
import { eligibilityWarnings } from './eligibility.ts'
import type { Fact, FactType } from './facts.ts'
import type { PackageContent } from './package-changes.ts'
import type { Candidate } from './roster.ts'
import { holdsFor, passedElsewhere } from './stage-progress.ts'

/** Candidates of whom something is recorded that another roster would contradict. */
export function peopleContradictions(amending: Amending): Contradiction[] {
  const { before, after } = amending
  const are = new Map(after.roster.map((person) => [person.id, person]))
  const were = new Map(before.roster.map((person) => [person.id, person]))
  const changed = [...new Set([...were.keys(), ...are.keys()])].filter((id) => were.get(id) !== are.get(id))
  const unseen = unseenMismatches(amending, were, are)
  return [...changed.flatMap((id) => personContradictions(amending, id, were.get(id) ?? null, are.get(id) ?? null)), ...unseen]
}

function personContradictions(amending: Amending, candidate: string, old: Candidate | null, now: Candidate | null): Contradiction[] {
  const { held } = amending
  const facts = held.people.get(candidate) ?? []
  const lists = held.lists.filter(({ body }) => body.candidates.includes(candidate))
  const about = (fields: string): Record<string, string> => ({ candidate, fields })
  const closed = dueElsewhere(amending, candidate, old, now)
  if (old === null) return closed
  if (now === null) {
    return [
      ...(facts.length === 0 ? [] : [against('candidate_begun', about('removed'), facts)]),
      ...(lists.length === 0 ? [] : [against('list_adopted', about('removed'), lists)]),
      ...closed,
    ]
  }
  const lost = old.sessions.filter((session) => !now.sessions.includes(session))
  const there = facts.filter(({ body }) => 'session' in body && body.session !== null && lost.includes(body.session))
  return [
    ...(there.length === 0 ? [] : [against('candidate_begun', { candidate, fields: 'sessions', sessions: lost.join(' ') }, there)]),
    ...(now.barred !== undefined && old.barred === undefined && facts.length > 0 ? [against('candidate_begun', about('barred'), facts)] : []),
    ...(facts.length > 0 && isAnother(old, now) ? [against('another_person', about('name residentId'), facts)] : []),
    ...restingContradictions(old, now, facts),
    ...passedContradictions(amending, old, now, facts),
    ...(old.post !== now.post && lists.length > 0 ? [against('list_adopted', about('post'), lists)] : []),
    ...scoreContradictions(amending, old, now),
    ...closed,
  ]
}

/** Who is due in a closed half day was counted when it was closed, present or absent (规则 §11). */
function dueElsewhere({ held }: Amending, candidate: string, old: Candidate | null, now: Candidate | null): Contradiction[] {
  const [was, is] = [old?.sessions ?? [], now?.sessions ?? []]
  const changed = [...was.filter((session) => !is.includes(session)), ...is.filter((session) => !was.includes(session))]
  return changed.flatMap((session) => {
    const closed = (held.sessions.get(session) ?? []).filter(({ type }) => type === 'session.closed')
    return closed.length === 0 ? [] : [against('session_closed', { candidate, session }, closed)]
  })
}

/** A misspelt name or one wrong digit is a correction; another name with another number is somebody else. */
function isAnother(old: Candidate, now: Candidate): boolean {
  return old.name !== now.name && old.residentId.toUpperCase() !== now.residentId.toUpperCase() && old.birth !== now.birth
}

/** Results rest on the post; lots and fitness on the sex as well. The birth date counts where it leads to another standard. */
const onPost: ReadonlySet<string> = new Set(['lots', 'psych', 'fitness', 'heat', 'waiting', 'interview', 'rooms'])
const onSex: ReadonlySet<string> = new Set(['lots', 'fitness', 'heat'])
const familyOf = (type: FactType): string => type.slice(0, type.indexOf('.'))

function restingContradictions(old: Candidate, now: Candidate, facts: readonly Fact[]): Contradiction[] {
  const fields = [...(old.post === now.post ? [] : ['post']), ...(old.sex === now.sex ? [] : ['sex'])]
  if (fields.length === 0) return []
  const families = fields.includes('post') ? onPost : onSex
  const resting = facts.filter(({ type }) => families.has(familyOf(type)))
  return resting.length === 0 ? [] : [against('result_rests_on_it', { candidate: now.id, fields: fields.join(' ') }, resting)]
}

/**
 * A stage passed at another venue opened what was done here after it: HQ cannot take it back any more. One that comes, that
 * a half day here holds for the person, or that none here holds for the post, stands against nothing recorded here.
 */
function passedContradictions({ before, after }: Amending, old: Candidate, now: Candidate, facts: readonly Fact[]): Contradiction[] {
  const still = passedElsewhere(after.pack, now)
  const gone = passedElsewhere(before.pack, old)
    .filter((stage) => !still.includes(stage) && after.pack.sessions.some((session) => holdsFor(session, stage, now.post)))
  if (gone.length === 0) return []
  const stages = before.pack.posts.find(({ code }) => code === old.post)?.stages ?? []
  const first = Math.min(...gone.map((stage) => stages.indexOf(stage)))
  const resting = facts.filter((fact) => {
    const stage = stageOf(fact)
    return stage !== null && stages.indexOf(stage) > first
  })
  return resting.length === 0 ? [] : [against('result_rests_on_it', { candidate: now.id, fields: 'passed' }, resting)]
}

/** A shortlist was cut by the written scores; once rooms or lots were drawn from it, it cannot be adopted anew. */
function scoreContradictions({ held }: Amending, old: Candidate, now: Candidate): Contradiction[] {
  if (old.written === now.written) return []
  const lists = held.lists.filter(({ body }) => body.post === now.post && [...held.draws, ...held.rooms].some((draw) => draw.body.session === body.session))
  return lists.length === 0 ? [] : [against('list_adopted', { candidate: now.id, fields: 'written' }, lists)]
}

/** At the desk two people accept what does not agree (规则 §3): a mismatch that came with the package nobody has seen. */
function unseenMismatches({ before, after, held }: Amending, were: ReadonlyMap<string, Candidate>, are: ReadonlyMap<string, Candidate>): Contradiction[] {
  return [...held.people].flatMap(([candidate, facts]) => {
    const [old, now] = [were.get(candidate), are.get(candidate)]
    if (old === undefined || now === undefined) return []
    const known = new Set(mismatches(before, old))
    return facts.flatMap((fact) => {
      if (fact.type !== 'checkin.admitted') return []
      const unseen = mismatches(after, now).filter((reason) => !known.has(reason) && !fact.body.warnings.includes(reason))
      return unseen.length === 0 ? [] : [against('mismatch_unseen', { candidate, mismatches: [...new Set(unseen)].join(' ') }, [fact])]
    })
  })
}

function mismatches({ pack }: PackageContent, person: Candidate): string[] {
  const post = pack.posts.find(({ code }) => code === person.post) ?? null
  return eligibilityWarnings(post, person).filter((warning) => warning.secondPerson).map(({ reason }) => reason)
}
