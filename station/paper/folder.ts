import { constants } from 'node:fs'
import { access, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { framing, setSheet } from '../../shared/paper/frame.ts'
import { html, htmlFile } from '../../shared/paper/html.ts'
import { sheetId } from '../../shared/paper/row-code.ts'
import type { Session } from '../../shared/pack-schema.ts'
import type { Standing } from '../../shared/standing.ts'
import { boardOf } from '../board.ts'
import type { OpenVenue } from '../open-venue.ts'
import { breather, stampOf } from './drawing.ts'
import { fallbackLists, type FallbackList } from './fallback-lists.ts'
import { pagesOf, textOf, type FallbackPage } from './fallback-sheets.ts'
import { folderIndex, type IndexedList } from './folder-index.ts'
import { contextOf, moment, type SheetContext } from './sheet-context.ts'

/** Where the pages lie within the folder that the chief named. */
export const paperFolderName = 'kaodian-paper'

/** What went wrong with the folder, for a sentence on screen; empty: nothing. */
export type FolderProblem = '' | 'missing' | 'unwritable' | 'full' | 'failed'

export interface FolderState {
  folder: string | null
  lastAt: number | null
  pages: number
  /** Pages rewritten the last time. */
  changed: number
  problem: FolderProblem
}

/** What stands in the folder of one page: whose rows as they were, and what they said. */
interface Written {
  standings: readonly Standing[]
  said: string
  of: number
}

export interface PaperFolder {
  state(): FolderState
  /** Another folder, or none; what was written stays. */
  use(folder: string | null): void
  /** Brings the folder up to date; a second call while one runs waits for it. */
  write(): Promise<FolderState>
}

/** Whether a folder exists and takes files. */
export async function folderProblem(folder: string): Promise<FolderProblem> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'missing'
    await access(folder, constants.W_OK)
    return ''
  } catch (error) {
    return problemOf(error)
  }
}

function problemOf(error: unknown): FolderProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENODEV' || code === 'ENXIO') return 'missing'
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'unwritable'
  return 'failed'
}

/**
 * Keeps the current state as printable sheets in a folder (a stick): only pages whose content changed are drawn and
 * written again, each whole or not at all. A folder that is gone is a state to be shown, never an error of the day.
 */
export function makePaperFolder(venue: OpenVenue): PaperFolder {
  let state: FolderState = { folder: null, lastAt: null, pages: 0, changed: 0, problem: '' }
  let written = new Map<string, Written>()
  let indexed = new Map<string, string>()
  let running: Promise<FolderState> | null = null

  const write = async (): Promise<FolderState> => {
    const { folder } = state
    if (folder === null) return state
    const at = venue.clock.now()
    try {
      const place = path.join(folder, paperFolderName)
      await makeFolder(place)
      const present = new Set(await readdir(place))
      const { changed, names } = await writePages(venue, at, place, present, written, indexed)
      for (const name of written.keys()) if (!names.has(name)) {
        written.delete(name)
        await rm(path.join(place, name), { force: true })
      }
      if (state.folder === folder) state = { folder, lastAt: at, pages: names.size, changed, problem: '' }
    } catch (error) {
      // pulled out, full or read-only: said on screen, tried again in a minute, and then from the beginning
      written = new Map()
      indexed = new Map()
      if (state.folder === folder) state = { ...state, problem: problemOf(error) }
    }
    return state
  }

  return {
    state: () => state,
    use: (folder) => {
      if (folder === state.folder) return
      written = new Map()
      indexed = new Map()
      state = { folder, lastAt: null, pages: 0, changed: 0, problem: '' }
    },
    write: () => {
      running ??= write().finally(() => {
        running = null
      })
      return running
    },
  }
}

/** Half days whose paper is kept: those open now; before the first opens, the next one's check-in list. */
export function sessionsOnPaper(venue: OpenVenue): Session[] {
  const board = boardOf(venue)
  const open = venue.pack.sessions.filter((session) => board.state(session.id) === 'open')
  if (open.length > 0) return open
  const next = venue.pack.sessions.find((session) => board.state(session.id) === 'upcoming')
  return next === undefined ? [] : [next]
}

async function writePages(venue: OpenVenue, at: number, place: string, present: ReadonlySet<string>, written: Map<string, Written>, indexed: Map<string, string>) {
  const breathe = breather(venue)
  const names = new Set<string>()
  const index: IndexedList[] = []
  let changed = 0
  for (const session of sessionsOnPaper(venue)) {
    const context = contextOf(venue, session, at, sheetId(at, venue.chance.bytes(4).readUInt32BE()))
    const frame = framing(stampOf(venue, session, at))
    for (const make of fallbackLists(context)) {
      await breathe()
      const list = make()
      await breathe()
      const pages = pagesOf(list)
      const entry: IndexedList = { session: session.title.zh, title: list.title, file: `${session.id}-${list.key.replaceAll(/[^A-Za-z0-9]+/g, '-')}-all.html`, landscape: list.landscape, pages: [] }
      for (const [n, page] of pages.entries()) {
        await breathe()
        const name = `${session.id}-${page.name}.html`
        names.add(name)
        entry.pages.push({ name, range: page.range })
        const before = written.get(name)
        const now = { standings: page.people.map(({ standing }) => standing), of: pages.length }
        if (before !== undefined && present.has(name) && before.of === now.of && sameStandings(before.standings, now.standings) && !clockMatters(list)) continue
        const said = contentOf(list, page)
        if (before !== undefined && present.has(name) && before.of === now.of && before.said === said) {
          written.set(name, { ...now, said })
          continue
        }
        await put(path.join(place, name), drawPage(context, list, page, { page: n + 1, of: pages.length }, frame))
        written.set(name, { ...now, said })
        changed += 1
      }
      index.push(entry)
    }
  }
  for (const file of folderIndex(venue.name, moment(venue, at), venue.mode === 'rehearsal', index)) {
    if (present.has(file.name) && indexed.get(file.name) === file.text) continue
    await put(path.join(place, file.name), file.text)
    indexed.set(file.name, file.text)
  }
  return { changed, names }
}

/** Some words of a row follow the clock (absent after the cut-off) without any fact. */
function clockMatters(list: FallbackList): boolean {
  return list.key === 'checkIn' || list.kind === 'interview'
}

function sameStandings(before: readonly Standing[], now: readonly Standing[]): boolean {
  return before.length === now.length && before.every((standing, at) => standing === now[at])
}

function contentOf(list: FallbackList, page: FallbackPage): string {
  return page.people.map((person) => list.row(person).map((cell) => (typeof cell === 'string' ? cell : '')).join('\t')).join('\n')
}

function drawPage(context: SheetContext, list: FallbackList, page: FallbackPage, place: { page: number; of: number }, frame: ReturnType<typeof framing>): string {
  const text = textOf(context, list, page.people)
  const nodes = setSheet({ ...text, about: `${page.range}　${list.about}`, copy: 0, sheet: context.sheet, place }, frame)
  return htmlFile(`${list.title} ${page.range}`, nodes.map(html))
}

/** Within a folder that must exist: where a stick is not plugged in, nothing is made in its place. */
async function makeFolder(place: string): Promise<void> {
  try {
    await mkdir(place)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    // a link of that name leads to files of somebody else
    if (!(await lstat(place)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
  }
}

/** Whole or not at all: a stick pulled out mid-way leaves the page as it was. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
