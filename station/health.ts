import { statfsSync } from 'node:fs'
import type { Fact } from '../shared/facts.ts'
import { factsOfType } from '../db/journey.ts'
import type { Db } from '../db/open.ts'
import type { Clock } from '../exchange/clock.ts'
import type { StorageTrouble } from './storage-trouble.ts'

/** Below this many free bytes the frame warns: a half day needs far less, a full disk would stop the recording. */
const lowDisk = 500 * 1024 * 1024
/** A live venue with new facts is told after this many ms that it has no copy of them. */
const backupAfter = 2 * 3_600_000
/** ms by which the wall clock may drift from the monotonic one before somebody set it, or the machine slept. */
const jump = 5000
/** How long a jump is shown, ms of the monotonic clock. */
const jumpShown = 10 * 60_000

export type Trouble = StorageTrouble | 'disk_low' | 'clock_jumped' | 'key_in_file' | 'backup_old'

export interface Health {
  /** What every screen's frame has to say now; empty when all is well. */
  trouble(): Trouble[]
  freeBytes(): number
  /** A write failed so, or (null) went well. */
  wrote(trouble: StorageTrouble | null): void
  /** Facts that were just committed. */
  facts(facts: readonly Fact[]): void
}

/** Watches over one open venue: its file, its disk, its clock, its copies. */
export function makeHealth(parts: {
  db: Db
  folder: string
  clock: Clock
  live: boolean
  kept: 'sealed' | 'file'
}): Health {
  const { db, folder, clock, live, kept } = parts
  let failed: StorageTrouble | null = null
  let anchor = clock.now() - clock.mono()
  let jumpedAt: number | null = null
  let saved = lastBackup(db)
  let unsaved = 0

  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  const jumped = (): boolean => {
    const mono = clock.mono()
    if (Math.abs(clock.now() - mono - anchor) > jump) {
      anchor = clock.now() - mono
      jumpedAt = mono
    }
    return jumpedAt !== null && mono - jumpedAt < jumpShown
  }
  const disk = (): Trouble[] => {
    try {
      db.assertLinked()
      return freeBytes() < lowDisk ? ['disk_low'] : []
    } catch {
      return ['database_moved']
    }
  }
  return {
    freeBytes,
    trouble: () => {
      const found = new Set<Trouble>(disk())
      if (failed !== null) found.add(failed)
      if (jumped()) found.add('clock_jumped')
      if (live && kept === 'file') found.add('key_in_file')
      if (live && unsaved > 0 && clock.now() - saved > backupAfter) found.add('backup_old')
      return [...found]
    },
    wrote: (trouble) => {
      failed = trouble
    },
    facts: (facts) => {
      for (const fact of facts) {
        if (fact.type === 'backup.written') {
          saved = fact.at
          unsaved = 0
        } else if (unsaved === 0) {
          unsaved = 1
          // the first fact without a copy starts the clock anew: an old backup of an idle venue is no trouble
          saved = Math.max(saved, fact.at)
        }
      }
    },
  }
}

/** When the last backup was written, ms; 0 when there is none. */
function lastBackup(db: Db): number {
  return factsOfType(db, 'backup.written').at(-1)?.fact.at ?? 0
}
