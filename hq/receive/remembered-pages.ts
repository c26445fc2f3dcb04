import { systemClock } from '../../exchange/clock.ts'
import type { Batch } from '../../shared/hq/projector-batch.ts'

/** Which page: its last hash covers every fact of the stream up to it, so the name is that of exactly these bytes. */
export interface PageName { station: string; first: number; last: number; hash: string }

/** Bytes of pages (as they travel) of which is kept what they say; as objects that takes about as much again. */
const most = 12_000_000
/** ms after which what nobody asked for is let go: another process has projected them, or their page was not new. */
const old = 20_000

/**
 * What pages just checked say, for the projection that follows within moments in the same process, so that a fact is parsed
 * once. Only saves work: whoever does not find a page here reads it from the database.
 */
export function rememberedPages(now: () => number = systemClock.mono) {
  const pages = new Map<string, { batch: Batch; size: number; at: number }>()
  let held = 0
  const drop = (name: string): Batch | null => {
    const page = pages.get(name)
    if (page === undefined) return null
    pages.delete(name)
    held -= page.size
    return page.batch
  }
  return {
    /** When full, what is there already stays: it is asked for first. */
    put: ({ station, first, last, hash }: PageName, batch: Batch, size: number): void => {
      for (const [name, { at }] of pages) {
        if (now() - at < old) break
        drop(name)
      }
      if (held + size > most) return
      const name = nameOf({ station, first, last, hash })
      drop(name)
      pages.set(name, { batch, size, at: now() })
      held += size
    },
    /** What a page says, once. */
    take: (name: PageName): Batch | null => drop(nameOf(name)),
  }
}

const nameOf = ({ station, first, last, hash }: PageName): string => `${station} ${String(first)} ${String(last)} ${hash}`
