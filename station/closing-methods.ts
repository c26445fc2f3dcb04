import { factById } from '../db/ledger.ts'
import { factNamer } from '../db/stations.ts'
import { refuse } from '../shared/api/answer.ts'
import type { PackageFile } from '../shared/api/closing.ts'
import { isBalanced } from '../shared/balance.ts'
import { balanceOf } from './closing-balance.ts'
import { outFolder, packageFile, recipientsOf, writeClosingPackage } from './closing-package.ts'
import type { OpenVenue } from './open-venue.ts'
import { sliceOf } from './out-file.ts'
import { sessionOf } from './session-day.ts'
import type { UseCases } from './use-cases.ts'

/** The balance of a session and its closing packages (规则 §11). */
export const closingUseCases: UseCases<'closing'> = {
  balance: (venue, _caller, input) => {
    const session = sessionOf(venue, input.session)
    if (session === null) return refuse('session_unknown', { session: input.session })
    const lines = balanceOf(venue, session)
    return { ok: true, lines, balanced: isBalanced(lines) }
  },

  package: writeClosingPackage,

  packages: (venue, _caller, input) => {
    if (sessionOf(venue, input.session) === null) return refuse('session_unknown', { session: input.session })
    const recipients = [...recipientsOf(venue)]
    return { ok: true, packages: packagesOf(venue, input.session), recipients, sealing: recipients.length > 0 ? 'recipients' : 'passphrase' }
  },

  download: async (venue, _caller, input) => {
    // Only names that a fact of this session has: no path can be asked for.
    const found = packagesOf(venue, input.session).find((each) => each.file === input.file)
    if (found === undefined || found.bytes === 0) return refuse('package_unknown', { file: input.file })
    return sliceOf(outFolder(venue), found.file, found.bytes, input.offset)
  },
}

function packagesOf(venue: OpenVenue, session: string): PackageFile[] {
  const name = factNamer(venue.db)
  return venue.db.all<{ fact: number }>("SELECT fact FROM venue_fact WHERE type = 'closing.packaged' ORDER BY fact DESC").flatMap(({ fact }) => {
    const stored = factById(venue.db, name(fact))?.fact
    // a fact of another station may say anything; a name that is a path is no package of ours
    return stored?.type === 'closing.packaged' && stored.body.session === session && /^[A-Za-z0-9_-]+\.kdclose$/.test(stored.body.file) ? [packageFile(venue, stored.at, stored.body)] : []
  })
}
