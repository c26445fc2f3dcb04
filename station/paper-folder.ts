import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../shared/api/answer.ts'
import { readFact } from '../db/envelope.ts'
import type { OpenVenue } from './open-venue.ts'
import { folderProblem, makePaperFolder, type FolderProblem, type PaperFolder } from './paper/folder.ts'
import { heldBy } from './repeat.ts'
import type { UseCases } from './use-cases.ts'

const folders = new WeakMap<OpenVenue['ledger'], PaperFolder>()

/** The venue's paper folder, as its last `paper.folder` fact of this station left it. */
export function paperFolderOf(venue: OpenVenue): PaperFolder {
  let folder = folders.get(venue.ledger)
  if (folder === undefined) {
    folder = makePaperFolder(venue)
    folder.use(lastNamed(venue))
    folders.set(venue.ledger, folder)
  }
  return folder
}

function lastNamed(venue: OpenVenue): string | null {
  const rows = venue.db.all<{ bytes: Buffer }>("SELECT f.bytes FROM venue_fact t JOIN fact f ON f.n = t.fact WHERE t.type = 'paper.folder' ORDER BY t.fact DESC")
  for (const { bytes } of rows) {
    const fact = readFact(bytes)
    if (fact.type === 'paper.folder' && fact.station === venue.ledger.station) return fact.body.folder
  }
  return null
}

/** Runs something again and again; answers how to stop it. */
export type Every = (ms: number, run: () => void) => () => void

const minuteMs = 60_000

const byTimer: Every = (ms, run) => {
  const timer = setInterval(run, ms)
  timer.unref()
  return () => clearInterval(timer)
}

/** Writes the folder once a minute while the venue is open; `told` after each. Answers how to stop. */
export function keepPaper(venue: OpenVenue, told: () => void, every: Every = byTimer): () => void {
  let open = true
  const stop = every(minuteMs, () => {
    const folder = paperFolderOf(venue)
    if (folder.state().folder === null) return
    void folder.write().then(() => open && told())
  })
  return () => {
    open = false
    stop()
  }
}

/** Sheets with names lie open: the venue's own folder, in which everything is sealed, takes none. */
async function withinData(venue: OpenVenue, folder: string): Promise<FolderProblem> {
  const [data, named] = [await realpath(venue.folder), await realpath(folder)]
  return named === data || named.startsWith(data + path.sep) ? 'unwritable' : ''
}

/** The folder that gets the state as printable sheets every minute (issue: paper as fallback). */
export const folderUseCases: Pick<UseCases<'paper'>, 'setFolder' | 'folder'> = {
  setFolder: async (venue, caller, input) => {
    const held = heldBy(venue, input.cmd, ['paper.folder'], (body) => body.folder === input.folder)
    if (held !== null) return held.ok ? { ok: true, folder: held.body.folder } : held
    if (input.folder !== null) {
      const problem = path.isAbsolute(input.folder) ? (await folderProblem(input.folder)) || (await withinData(venue, input.folder)) : 'missing'
      if (problem !== '') return refuse('folder_unusable', { why: input.folder, problem })
    }
    const recorded = venue.record(caller, 'paper.folder', { folder: input.folder }, input.cmd)
    if (!recorded.ok) return recorded
    const folder = paperFolderOf(venue)
    folder.use(input.folder)
    // the first time takes seconds; nobody waits for it
    void folder.write()
    return { ok: true, folder: input.folder }
  },

  folder: (venue) => paperFolderOf(venue).state(),
}
