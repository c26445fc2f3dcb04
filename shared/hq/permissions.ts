import type { HqMethodName } from './api.ts'
import { accountsRights } from './api/accounts.ts'
import { auditRights } from './api/audit.ts'
import { decideRights } from './api/decide.ts'
import { eraseRights } from './api/erase.ts'
import { liveRights } from './api/live.ts'
import { peopleRights } from './api/people.ts'
import { postsRights } from './api/posts.ts'
import { receiveRights } from './api/receive.ts'
import { recruitmentsRights } from './api/recruitments.ts'
import { divisionRights } from './api/division.ts'
import { packagesRights } from './api/packages.ts'
import { publishRights } from './api/publish.ts'
import { systemRights } from './api/system.ts'
import { watchRights } from './api/watch.ts'
import type { HqRight } from './rights.ts'

/** One table of rights from those of the nouns; a noun that is missing here breaks the build. */
const byNoun = { decide: decideRights, erase: eraseRights, publish: publishRights, division: divisionRights, packages: packagesRights, accounts: accountsRights, audit: auditRights, live: liveRights, people: peopleRights, posts: postsRights, receive: receiveRights, recruitments: recruitmentsRights, system: systemRights, watch: watchRights }

/** Method × role at HQ. Deny by default: what has no row is refused. */
export const hqPermissions = Object.fromEntries(
  Object.entries(byNoun).flatMap(([noun, rights]) => Object.entries(rights).map(([method, right]) => [`${noun}.${method}`, right])),
) as Record<HqMethodName, HqRight>
