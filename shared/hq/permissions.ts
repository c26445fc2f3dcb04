import type { HqMethodName } from './api.ts'
import { systemRights } from './api/system.ts'
import type { HqRight } from './rights.ts'

/** One table of rights from those of the nouns; a noun that is missing here breaks the build. */
const byNoun = { system: systemRights }

/** Method × role at HQ. Deny by default: what has no row is refused. */
export const hqPermissions = Object.fromEntries(
  Object.entries(byNoun).flatMap(([noun, rights]) => Object.entries(rights).map(([method, right]) => [`${noun}.${method}`, right])),
) as Record<HqMethodName, HqRight>
