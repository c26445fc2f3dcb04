import { changeGroups, type AmendmentView, type ChangeGroup, type ShownContradiction } from '../shared/api/amendment.ts'
import type { Contradiction } from '../shared/contradiction.ts'
import type { Amendment, PackageVersion } from '../shared/package-amendment.ts'
import type { ChangeKind } from '../shared/package-changes.ts'
import type { RulePack } from '../shared/pack-schema.ts'
import type { Candidate } from '../shared/roster.ts'
import { boardOf } from './board.ts'
import type { OpenVenue } from './open-venue.ts'

/** A screen shows no more; how many there are it says. */
const shown = { changes: 200, contradictions: 100 }

/** A decision for the screen: grouped, and every id with the name that people know. */
export function amendmentView(venue: OpenVenue, present: PackageVersion, offered: PackageVersion, decision: Amendment): AmendmentView {
  const named = namer(present, offered)
  const byGroup = Map.groupBy(decision.changes, ({ kind }) => groupOf(kind))
  const contradictions = decision.may ? [] : decision.contradictions
  return {
    version: offered.version, from: present.version, hash: offered.hash, candidates: offered.content.roster.length, may: decision.may,
    groups: changeGroups.flatMap((group) => {
      const changes = byGroup.get(group) ?? []
      if (changes.length === 0) return []
      return [{ group, total: changes.length, changes: changes.slice(0, shown.changes).map(({ kind, values }) => ({ kind, words: named(values) })) }]
    }),
    contradictions: contradictions.slice(0, shown.contradictions).map((each) => contradictionView(venue, each, named)),
    contradicted: contradictions.length,
  }
}

function contradictionView(venue: OpenVenue, { kind, about, fact, more, remedy }: Contradiction, named: Named): ShownContradiction {
  const board = boardOf(venue)
  const candidate = fact.candidate ?? about['candidate'] ?? null
  // a removed half day has no journey to stand in, but the person's other ones show all their facts
  const session = fact.session ?? board.person(candidate ?? '')?.sessions[0] ?? null
  return {
    kind, more, remedy,
    words: named({ ...(fact.session === null ? {} : { session: fact.session }), ...(candidate === null ? {} : { candidate }), ...about }),
    fact: { id: fact.id, type: fact.type, at: fact.at, by: board.nameOf(fact.by), second: fact.second === null ? '' : board.nameOf(fact.second) },
    journey: candidate === null || session === null || board.person(candidate) === null ? null : { session, candidate },
  }
}

type Named = (values: Readonly<Record<string, string>>) => Record<string, string>

/** Puts beside each id what it is called in the newer package, or in ours where that has it no more. */
function namer(present: PackageVersion, offered: PackageVersion): Named {
  const packs = [offered.content.pack, present.content.pack]
  const people = [offered, present].map(({ content }) => new Map(content.roster.map((person) => [person.id, person])))
  const inPacks = (find: (pack: RulePack) => string | undefined): string => packs.map(find).find((name) => name !== undefined) ?? ''
  const sessionTitle = (id: string) => inPacks((pack) => pack.sessions.find((each) => each.id === id)?.title.zh)
  const person = (id: string): Candidate | undefined => people.map((known) => known.get(id)).find((found) => found !== undefined)
  const postTitle = (code: string) => inPacks((pack) => {
    const post = pack.posts.find((each) => each.code === code)
    return post === undefined ? undefined : `${post.unit} ${post.title}`
  })
  const operators = new Map([...present.content.operators, ...offered.content.operators].map(({ operator, name }) => [operator, name]))
  return (values) => {
    const words: Record<string, string> = { ...values }
    const { session, candidate, post, item, operator, pool, from, to, sessions, section, violation } = values
    if (session !== undefined) words['sessionTitle'] = sessionTitle(session)
    if (sessions !== undefined) words['sessionsTitle'] = titles(sessions, sessionTitle)
    if (candidate !== undefined) {
      const found = person(candidate)
      words['name'] = found?.name ?? candidate
      words['rosterNumber'] = found?.rosterNumber ?? ''
      if (from !== undefined) words['fromTitle'] = titles(from, sessionTitle)
      if (to !== undefined) words['toTitle'] = titles(to, sessionTitle)
    }
    if (post !== undefined) words['postTitle'] = postTitle(post)
    if (item !== undefined) words['itemTitle'] = inPacks((pack) => pack.fitness?.items.find((each) => each.id === item)?.title.zh) || item
    if (pool !== undefined) words['poolTitle'] = inPacks((pack) => pack.pools.find((each) => each.id === pool)?.title.zh) || pool
    if (violation !== undefined) words['violationTitle'] = inPacks((pack) => pack.conduct.find((each) => each.id === violation)?.title.zh) || violation
    if (operator !== undefined) words['operatorName'] = operators.get(operator) ?? operator
    if (section !== undefined) words['section'] = section
    return words
  }
}

const titles = (ids: string, title: (id: string) => string): string => ids.split(' ').filter((id) => id !== '').map((id) => title(id) || id).join('、')

function groupOf(kind: ChangeKind): ChangeGroup {
  const noun = kind.slice(0, kind.indexOf('.'))
  switch (noun) {
    case 'session':
      return 'sessions'
    case 'candidate':
      return 'people'
    case 'post':
      return 'posts'
    case 'pack':
    case 'item':
      return 'rules'
    default:
      return 'venue'
  }
}
