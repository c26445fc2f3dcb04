import type { HqMethodName } from '../shared/hq/api.ts'
import { peopleUseCases } from './people/people.ts'
import { postsUseCases } from './posts/posts.ts'
import { receiveUseCases } from './receive/receive.ts'
import { recruitmentsUseCases } from './recruitments/recruitments.ts'
import { accountsUseCases } from './accounts/accounts.ts'
import { auditUseCases } from './audit/audit.ts'
import { liveUseCases } from './web/live.ts'
import { divisionUseCases } from './division/division.ts'
import { packagesUseCases } from './packages/packages.ts'
import { systemUseCases } from './web/system.ts'
import { decideUseCases } from './decide/decide.ts'
import { eraseUseCases } from './erase/erase.ts'
import { publishUseCases } from './publish/publish.ts'
import { watchUseCases } from './watch/watch.ts'
import type { HqCall, HqNoun, HqUseCases } from './use-cases.ts'

/** A method as the router calls it; its input was read by its own schema, which is all that `never` hides here. */
export type HqMethod = (call: HqCall, input: never) => unknown

// every noun of the contract with all its methods, or the build breaks
const useCases: { [N in HqNoun]: HqUseCases<N> } = {
  people: peopleUseCases,
  posts: postsUseCases,
  receive: receiveUseCases,
  recruitments: recruitmentsUseCases,
  accounts: accountsUseCases,
  audit: auditUseCases,
  live: liveUseCases,
  division: divisionUseCases,
  packages: packagesUseCases,
  decide: decideUseCases,
  publish: publishUseCases,
  erase: eraseUseCases,
  system: systemUseCases,
  watch: watchUseCases,
}

/** `noun.method` → what does it. */
export const hqMethods: ReadonlyMap<HqMethodName, HqMethod> = new Map(
  Object.entries(useCases).flatMap(([noun, group]) =>
    Object.entries<HqMethod>(group).map(([name, act]) => [`${noun}.${name}` as HqMethodName, act] as const),
  ),
)
