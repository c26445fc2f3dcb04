import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { refuse } from '../shared/api/answer.ts'
import type { StickFile } from '../shared/api/sync.ts'
import { outFolder } from './closing-package.ts'
import { sliceOf } from './out-file.ts'
import type { RunningVenue } from './running-venue.ts'
import type { Output } from './use-cases.ts'

const ours = /^courier-[A-Za-z0-9_-]+\.kdcourier$/

/** Files for the stick in out/, newest first. */
export function stickFiles(venue: RunningVenue): StickFile[] {
  const folder = outFolder(venue)
  return readdirSync(folder)
    .filter((name) => ours.test(name))
    .map((file) => {
      const { size, mtimeMs } = statSync(path.join(folder, file))
      return { file, at: Math.round(mtimeMs), bytes: size }
    })
    .sort((a, b) => b.at - a.at)
}

/** A slice of one of them: only names that lie there and are ours, so that no path can be asked for. */
export async function readSlice(venue: RunningVenue, file: string, offset: number): Promise<Output<'sync', 'download'>> {
  const found = stickFiles(venue).find((each) => each.file === file)
  return found === undefined ? refuse('package_unknown', { file }) : sliceOf(outFolder(venue), file, found.bytes, offset)
}
