import { systemClock } from '../../exchange/clock.ts'
import type { Fact } from '../../shared/facts.ts'

/** Which page: its last hash covers every fact of the stream up to it, so the name is that of exactly these bytes. */
export interface PageName { station: string; first: number; last: number; hash: string }

/** Bytes of pages (as they travel) whose facts are kept; as objects they take about four times as much. */
const most = 3_000_000
/** ms after which facts nobody asked for are let go: another process has projected them, or their page was not new. */
const old = 20_000

/**
 * Facts of pages just checked, for the projection that follows within moments in the same process, so that a fact is parsed
 * once. Only saves work: whoever does not find a page here reads it from the database.
 */
export function rememberedPages(now: () => number = systemClock.mono) {
  const pages = new Map<string, { facts: readonly Fact[]; size: number; at: number }>()
  let held = 0
  const drop = (name: string): readonly Fact[] | null => {
    const page = pages.get(name)
    if (page === undefined) return null
    pages.delete(name)
    held -= page.size
    return page.facts
  }
  return {
    /** When full, what is there already stays: it is asked for first. */
    put: ({ station, first, last, hash }: PageName, facts: readonly Fact[], size: number): void => {
      for (const [name, { at }] of pages) {
        if (now() - at < old) break
        drop(name)
      }
      if (held + size > most) return
      const name = nameOf({ station, first, last, hash })
      drop(name)
      pages.set(name, { facts, size, at: now() })
      held += size
    },
    /** The facts of a page, once. */
    take: (name: PageName): readonly Fact[] | null => drop(nameOf(name)),
  }
}

const nameOf = ({ station, first, last, hash }: PageName): string => `${station} ${String(first)} ${String(last)} ${hash}`
